import ArgumentParser
import Embeddings
import LanguageModels
import TextFiles

struct ScoreTextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score-text",
    abstract: "Show, token by token, how sure a model is and what it would have said.",
    discussion: """
      Log-probability (nats) is that of the token given those before it; entropy (nats) is the
      model's uncertainty before it saw the token, over the whole vocabulary. In a terminal, the
      redder a piece the less likely it was.

      Example: knowable score-text --model smollm2-135m-instruct \\
        --text "The capital of France is Paris."
      """)

  @Option(help: "A Hugging Face folder, a .gguf file, or the name of a fetched model.")
  var model: String

  @Option(help: "The text to score.")
  var text: String

  @Option(help: "How many alternatives to show.")
  var topK = 3

  @OptionGroup var precision: PrecisionOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let model = try precision.open(model)
    let scorer = try Scorer(
      model: model, policy: ScoringPolicy(taps: [], positions: .all, topK: topK))
    let document = try TokenizedDocument(
      Document(id: "text", row: 1, content: .text(text)), for: model, beginningOfText: .model)
    guard !document.tokens.isEmpty else { throw BadInput("The text has no token to score.") }
    let rows = try scorer.score([document], runtime: model.makeRuntime())
    let tokens = ScoredToken.list(rows, piece: { model.tokenizer?.text(of: $0) ?? String($0) })
    if common.json {
      common.print(["model": .string(model.name), "tokens": .array(tokens.map(\.json))])
    } else {
      Terminal.write(table(tokens))
    }
  }

  private func table(_ tokens: [ScoredToken]) -> String {
    var table = TextTable([
      ("token", .left), ("log p", .right), ("entropy", .right), ("rank", .right),
      ("alternatives before it", .left),
    ])
    for token in tokens {
      let alternatives = token.alternatives.map { piece, logProbability in
        "\(ScoredToken.visible(piece)) \(Decimals.text(Double(logProbability), 2))"
      }
      table.add([
        ScoredToken.visible(token.piece), token.logProbability.map { Decimals.text($0, 3) } ?? "-",
        token.entropy.map { Decimals.text($0, 3) } ?? "-", token.rank.map(String.init) ?? "-",
        alternatives.joined(separator: "  "),
      ])
    }
    var text = table.text
    if Terminal.outputHasColour { text += "\n" + tokens.map(\.coloured).joined() + "\n" }
    let scored = tokens.compactMap(\.logProbability)
    if !scored.isEmpty {
      let mean = scored.reduce(0, +) / Double(scored.count)
      text += "\nmean log-probability \(Decimals.text(mean, 4)) nats over \(scored.count) tokens\n"
    }
    return text
  }
}
