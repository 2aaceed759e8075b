import ArgumentParser
import LanguageModels
import Probes
import Studies

/// The In-Context Learning Test inside `knowable pair`.
struct PairICLTOptions: ParsableArguments {
  @Option(
    name: .customLong("iclt"),
    help: """
      Positions of each task for the In-Context Learning Test; 0 for none. 400 for models of at most \
      50 million multiplications a token, none for larger ones.
      """)
  var positions: Int?

  @Option(
    name: .customLong("iclt-separator"),
    help: "none, bos, eos, eos+bos, newline or text:WORDS; eos+bos as far as the model has them.")
  var separator: String?

  @Option(
    name: .customLong("iclt-longest-context"),
    help: "Leave out positions with more tokens before and at them.")
  var longestContext: Int?

  /// The options of a study; nil for no test.
  func options(
    _ model: LanguageModel, seed: UInt64, resamples: Int
  ) throws -> PairStudy.ICLTOptions? {
    let positions = positions ?? (model.isSmall ? 400 : 0)
    guard positions > 0 else { return nil }
    let layout =
      try separator.flatMap { try NamedLayout.layouts($0, model).first }
      ?? NamedLayout.standard(model)
    var settings = ICLTSettings(layout: layout.layout)
    settings.seed = seed
    var options = PairStudy.ICLTOptions(settings, layoutName: layout.name)
    options.positions = positions
    // A prompt holds the context twice, a hint and a few tokens between.
    options.longestContext = longestContext ?? (model.configuration.contextLength - 8) / 2
    options.seed = seed
    options.resamples = resamples
    return options
  }
}

extension LanguageModel {
  /// Whether a test of hundreds of positions takes seconds.
  fileprivate var isSmall: Bool {
    let perBlock =
      configuration.width * (4 * configuration.width + 3 * configuration.feedForwardWidth)
    return configuration.layers * perBlock <= 50_000_000
  }
}

extension PairCommand {
  /// The test at positions of all tasks, an evaluation each; none where it was not asked for.
  func tests(
    _ model: LanguageModel, _ study: PairStudy, _ tasks: [PairStudy.Task]
  ) throws -> [ICLTEvaluation] {
    guard let options = try iclt.options(model, seed: seed, resamples: intervals.resamples)
    else {
      return []
    }
    var line = ProgressLine("ICLT:", quiet: common.quiet)
    let tests = try study.iclt(model, tasks: tasks, options: options) { done, total in
      try Interruption.check()
      line.show("ICLT: \(done) of \(total) results")
    }
    line.finish("ICLT: hints shown in \(Decimals.duration(line.elapsed))")
    return tests
  }
}
