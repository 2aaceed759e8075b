import ArgumentParser
import TensorFiles
import TextFiles
import Worlds

struct WorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Write texts of a small language whose next-token probabilities are known exactly.",
    discussion: """
      A world is a JSON file: {"world": "facts-and-coins"} or {"world": "bit-questions"} with any of
      its settings. Written are documents.jsonl (id, text, tokens), truth.jsonl (entropy of the exact
      next-token distribution in nats and kind at each position: fact, coin or syntax), and
      tokenizer.json.

      Streams share nothing: training speaks of familiar things often and of held-out ones never;
      in validation and test half of the subjects are drawn evenly.

      Example: knowable world --world data/worlds/facts-and-coins/world.json --stream test \\
        --documents 400 --output world-test
      """)

  @Option(help: "JSON file with the world's settings.")
  var world: String

  @Option(help: "Name of the stream: training, validation, test, or a name of your own.")
  var stream = "test"

  @Option(help: "Number of documents.")
  var documents = 400

  @Option(help: "Tokens of each document.")
  var length = 256

  @Option(help: "Count what this many training documents state, and add it to the truth.")
  var trainingDocuments: Int?

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if documents < 1 { throw ValidationError("--documents must be at least 1.") }
    if length < 2 { throw ValidationError("--length must be at least 2.") }
    if let trainingDocuments, trainingDocuments < 1 {
      throw ValidationError("--training-documents must be at least 1.")
    }
  }

  func run() throws {
    common.apply()
    try write(try WorldFile(path: world).world())
  }

  private func write(_ world: some World) throws {
    let stream = WorldStream(named: stream)
    let familiarity = trainingDocuments.map {
      Familiarity(of: world, documents: $0, length: length)
    }
    try world.write(documents, of: stream, length: length, familiarity: familiarity, to: output)
    let tokenizer = try world.vocabulary.writeTokenizer(to: output)
    common.remark("\(output): \(documents) documents of \(length) tokens and the truth about them")
    if common.json {
      common.print([
        "documents": .string("\(output)/documents.jsonl"),
        "truth": .string("\(output)/truth.jsonl"),
        "tokenizer": .string(tokenizer),
        "count": .integer(Int64(documents)), "length": .integer(Int64(length)),
        "vocabulary": .integer(Int64(world.vocabulary.count)),
      ])
    }
  }
}
