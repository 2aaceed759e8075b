import ArgumentParser
import Finetuning
import LanguageModels
import TensorFiles
import TextFiles
import Worlds

struct PretrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pretrain",
    abstract: "Train a small language model from scratch, on a world's texts or on token ids.",
    discussion: """
      The model's shape is a Hugging Face config.json; the result is a Hugging Face folder that
      transformers opens. AdamW with a cosine schedule; the same command with the same seed gives
      the same weights to the last bit on any number of threads, also after a kill: it goes on from
      the newest checkpoint in OUTPUT/checkpoints.

      Example: knowable pretrain --world data/worlds/facts-and-coins/world.json \\
        --config data/worlds/facts-and-coins/small/config.json --steps 1500 --output my-small
      """)

  @Option(help: "JSON file of a world: trains on its endless training stream.")
  var world: String?

  @Option(help: "JSON lines with \"tokens\": trains on these documents.")
  var data: String?

  @Option(help: "config.json with the model's shape.")
  var config: String

  @Option(help: "tokenizer.json to put beside the weights; a world brings its own.")
  var tokenizer: String?

  @Option(help: "Steps of the optimiser.")
  var steps = 1000

  @Option(help: "Tokens of each step.")
  var batchTokens = 4096

  @Option(help: "Tokens of each sequence.")
  var length = 256

  @Option(help: "Learning rate at the top of the schedule.")
  var learningRate: Float = 3e-3

  @Option(help: "Steps until the learning rate is at its top.")
  var warmUpSteps = 100

  @Option(help: "Share of the learning rate that is left at the end.")
  var finalShare: Float = 0.1

  @Option(help: "Decoupled weight decay of matrices.")
  var weightDecay: Float = 0.1

  @Option(help: "Steps between checkpoints.")
  var checkpointInterval = 500

  @Option(help: "Type of the finished weights: f32, f16 or bf16.")
  var dtype: FloatType = .float32

  @Option(help: "Folder of the model.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (world == nil) == (data == nil) {
      throw ValidationError("Give either --world or --data.")
    }
  }

  func run() throws {
    common.apply()
    let model = try ModelConfiguration(huggingFace: config)
    try Folder.make(output)
    let (source, validation, tokenizer) = try sequences()
    var line = ProgressLine("Training:", unit: "steps", total: steps, quiet: common.quiet)
    let result = try Pretraining.run(
      model, source: source, validation: validation, configuration: configuration,
      output: .init(folder: output, tokenizer: tokenizer, dtype: dtype)
    ) { progress in
      let rate = Double(progress.tokens) / max(progress.seconds, 1e-3)
      try line.advance(
        to: progress.step,
        note: "loss \(Decimals.text(progress.loss, 4)), \(Decimals.text(rate, 0)) tokens/s")
    }
    let loss = result.validationLoss.map { ", validation loss \(Decimals.text($0, 4)) nats" } ?? ""
    line.finish("\(output): \(steps) steps\(loss)")
    if common.json {
      common.print([
        "model": .string(output), "steps": .integer(Int64(steps)),
        "validation_loss_nats": result.validationLoss.map(JSONValue.number) ?? .null,
      ])
    }
  }

  private var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.steps = steps
    configuration.batchTokens = batchTokens
    configuration.learningRate = learningRate
    configuration.warmUpSteps = warmUpSteps
    configuration.finalShare = finalShare
    configuration.weightDecay = weightDecay
    configuration.seed = common.seed
    configuration.checkpointInterval = checkpointInterval
    return configuration
  }

  private func sequences() throws -> (SequenceSource, [TrainingSequence], tokenizer: String?) {
    if let data {
      let documents = try SequenceSource.documents(jsonLines: data)
      return (SequenceSource(stream: documents, length: length), [], tokenizer)
    }
    return try worldSequences(try WorldFile(path: world ?? "").world())
  }

  private func worldSequences(
    _ world: some World
  ) throws -> (SequenceSource, [TrainingSequence], tokenizer: String?) {
    let path = try world.vocabulary.writeTokenizer(to: output)
    let length = length
    let source = SequenceSource(endless: { index in
      TrainingSequence(tokens: world.document(index, of: .training, length: length).tokens)
    })
    // As in training, but other documents.
    let validation = (0..<40).map { index in
      let stream = WorldStream("training-validation")
      return TrainingSequence(tokens: world.document(index, of: stream, length: length).tokens)
    }
    return (source, validation, path)
  }
}
