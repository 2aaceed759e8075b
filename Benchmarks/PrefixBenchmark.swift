import ArgumentParser
import LanguageModels
import TextFiles

/// Suffixes on one shared prefix: continued from its cache, and as passes of their own.
struct PrefixBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prefix", abstract: "A forked prefix cache beside full passes.")

  @Option(help: "A Hugging Face folder or .gguf file.")
  var model: String

  @Option(help: "Precision of the matrix products.")
  var precision = Precision.float32

  @Option(help: "Tokens of the prefix.")
  var prefix = 500

  @Option(help: "Number of suffixes.")
  var suffixes = 10

  @Option(help: "Tokens of each suffix.")
  var length = 8

  @Option(help: "How often to run.")
  var rounds = 1

  func run() throws {
    let model = try LanguageModel.open(path: model, precision: precision)
    let runtime = model.makeRuntime()
    let request = ForwardRequest(statistics: true, rows: .last)
    let shared = RandomTokens.documents(1, of: prefix, for: model)
    let endings = RandomTokens.documents(suffixes, of: length, for: model, seed: 1)
    let whole = TokenBatch(endings.map { shared[0] + $0 })
    _ = try runtime.run(TokenBatch(shared), request: request)
    for _ in 0..<rounds {
      var forked: [Float] = []
      var alone: [Float] = []
      let forkedSeconds = try Stopwatch.seconds {
        let root = try runtime.run(
          TokenBatch(shared), after: [nil], request: ForwardRequest(), keepingCache: true)
        let output = try runtime.run(
          TokenBatch(endings), after: endings.map { _ in root.caches[0] }, request: request)
        forked = output.output.statistics?.entropy ?? []
      }
      let aloneSeconds = try Stopwatch.seconds {
        alone = try runtime.run(whole, request: request).statistics?.entropy ?? []
      }
      let result: JSONValue = [
        "forked_seconds": .number(forkedSeconds), "full_passes_seconds": .number(aloneSeconds),
        "ratio": .number(aloneSeconds / forkedSeconds), "same_to_the_bit": .bool(forked == alone),
      ]
      print(result.serialized())
    }
  }
}
