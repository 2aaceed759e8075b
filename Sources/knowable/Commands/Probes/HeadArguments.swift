import ArgumentParser
import Probes
import Studies

/// Which heads are trained, what they read and how.
struct HeadArguments: ParsableArguments {
  /// A kind of head.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    /// The logistic probe, fitted exactly; always there.
    case linear
    /// One linear layer by Adam, the paper's linear head.
    case linearAdam = "linear-adam"
    /// A multilayer perceptron by Adam.
    case mlp
  }

  @Option(
    name: .customLong("head"),
    help: "Probes, divided by commas: linear (fitted exactly, always there), linear-adam, mlp.")
  var heads: String?

  @Option(
    help: """
      What heads read, several divided by commas: a tap, entropy, top_token_embedding, logits, \
      probabilities, or some joined by + (final_norm+entropy). The linear probe's tap unless given.
      """)
  var inputs: String?

  @Option(help: "Widths of the hidden layers of mlp, divided by commas.")
  var hidden = "2048"

  @Option(help: "Chance that a hidden value is left out in training.")
  var dropout = 0.1

  @Option(help: "Adam's step size for heads.")
  var learningRate: Float = 1e-4

  @Option(help: "Examples a step of heads.")
  var batch = 64

  @Option(help: "Most passes over the examples of heads.")
  var epochs = 1000

  @Option(help: "Steps between validations of heads.")
  var validationInterval = 200

  @Option(help: "Validations without a new best before a head's training ends.")
  var patience = 20

  @Flag(help: "Bring the features of heads to mean 0 and deviation 1 first.")
  var standardise = false

  @Option(
    help: """
      Loss of heads in regressions: squared_error, entropy_weighted or underestimate_penalised. \
      Heads of classes use the cross-entropy.
      """)
  var loss = HeadLoss.squaredError

  func validate() throws { _ = try recipes(seed: 0, preset: nil) }

  /// The heads to be trained beside the exact linear probe.
  func recipes(seed: UInt64, preset: PairPreset?) throws -> [PairStudy.HeadRecipe] {
    let names = heads ?? (preset == .paper ? "linear,linear-adam,mlp" : "linear")
    let kinds = try names.listed.map { name in
      guard let kind = Kind(rawValue: name) else {
        throw ValidationError("--head takes linear, linear-adam and mlp, divided by commas.")
      }
      return kind
    }
    let inputs = try inputSets(preset: preset)
    return try kinds.filter { $0 != .linear }.flatMap { kind in
      let options = try options(kind, seed: seed)
      return inputs.map { PairStudy.HeadRecipe(kind.rawValue, options, inputs: $0) }
    }
  }

  private func inputSets(preset: PairPreset?) throws -> [HeadInputs?] {
    guard let inputs else {
      return preset == .paper ? [HeadInputs([.tap("final_norm")])] : [nil]
    }
    do {
      return try inputs.listed.map { try HeadInputs(name: $0) }
    } catch let error as ProbesError {
      throw ValidationError(error.description)
    }
  }

  private func options(_ kind: Kind, seed: UInt64) throws -> HeadOptions {
    var options = HeadOptions()
    let widths = hidden.listed.map { Int($0) }
    guard !widths.isEmpty, widths.allSatisfy({ ($0 ?? 0) > 0 }) else {
      throw ValidationError("--hidden takes positive widths divided by commas, such as 2048.")
    }
    options.hidden = kind == .mlp ? widths.compactMap { $0 } : []
    options.dropout = dropout
    options.learningRate = learningRate
    options.batch = batch
    options.epochs = epochs
    options.validationInterval = validationInterval
    options.patience = patience
    options.standardises = standardise
    options.seed = seed
    do { try options.check() } catch let error as ProbesError {
      throw ValidationError(error.description)
    }
    return options
  }
}

/// Settings that belong together.
enum PairPreset: String, CaseIterable, ExpressibleByArgument {
  /// The recipe that is closest to Ahdritz et al. 2024.
  case paper
}
