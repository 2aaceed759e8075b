public import Embeddings
public import LanguageModels

/// Runs a model over texts and lets a probe judge its state before every token.
public struct TextAnnotator {
  private let scorer: Scorer
  private let runtime: Runtime
  private let probe: any CalibratedProbe
  private let inputs: HeadInputs
  private let band: EntropyBand

  /// An annotator; `band` is the range of entropies that the probe was trained in.
  ///
  /// - Throws: an error of the model for a tap that it does not have.
  public init(model: LanguageModel, probe: any CalibratedProbe, band: EntropyBand) throws {
    inputs = try HeadInputs(name: probe.tap)
    scorer = try Scorer(
      model: model,
      policy: ScoringPolicy(taps: try inputs.taps.map { try model.tap(named: $0) }, topK: 0))
    runtime = model.makeRuntime()
    self.probe = probe
    self.band = band
  }

  /// A verdict on every token of a document, from the distribution that it was drawn from.
  public func annotate(_ document: Document) throws -> [TokenAnnotation] {
    let tokenized = try TokenizedDocument(
      document, for: scorer.model, beginningOfText: .model)
    guard !tokenized.tokens.isEmpty else { return [] }
    let rows = try scorer.score([tokenized], runtime: runtime)
    let predictions = try probe.predict(inputs.features(of: rows, model: scorer.model))
    let texts = texts(of: tokenized.tokens)
    return [TokenAnnotation(first: texts[0])]
      + (0..<rows.count - 1).map { row in
        TokenAnnotation(
          text: texts[row + 1], entropy: Double(rows.entropy[row]),
          logProbability: Double(rows.logProbability[row]),
          aleatoric: predictions[row].calibrated, band: band)
      }
  }
  /// What each token adds to the text before it, blanks between words included.
  private func texts(of tokens: [Int32]) -> [String] {
    guard let tokenizer = scorer.model.tokenizer else { return tokens.map { "⟨\($0)⟩ " } }
    return tokens.indices.map { index in
      guard index > 0 else { return tokenizer.text(of: tokens[0]) }
      let before = tokenizer.decode([tokens[index - 1]])
      let both = tokenizer.decode([tokens[index - 1], tokens[index]])
      return both.hasPrefix(before)
        ? String(both.dropFirst(before.count)) : tokenizer.text(of: tokens[index])
    }
  }
}
