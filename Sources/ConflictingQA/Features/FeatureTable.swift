/// The features of the documents of a study.
public struct FeatureTable: Sendable {
  /// The features, in the order of `EvidenceFeature.allCases`; those of a frozen model are missing
  /// when there was none.
  public let features: [EvidenceFeature]
  /// The values by document id, in the order of `features`.
  public let values: [String: [Double]]

  /// Joins values, one list a document in the order of `features`.
  ///
  /// Traps when a document has another number of values.
  public init(features: [EvidenceFeature], values: [String: [Double]]) {
    precondition(
      values.values.allSatisfy { $0.count == features.count }, "every feature needs a value")
    (self.features, self.values) = (features, values)
  }

  /// Computes every feature of every document; documents of unknown questions are left out.
  ///
  /// Costs about 0.3 ms a document, and one forward pass a document and question with `model`.
  public init(
    questions: [EvidenceQuestion], documents: [EvidenceDocument],
    model: (any FrozenTextModel)? = nil
  ) async throws {
    let texts = Dictionary(questions.map { ($0.id, $0.text) }) { first, _ in first }
    let known = documents.filter { texts[$0.questionID] != nil }
    let search = BM25(known.map(\.window))
    let measured = try await Measured(model, questions: questions, documents: known)
    var features = EvidenceFeature.allCases
    if measured == nil {
      features.removeAll { [.embeddingSimilarity, .logPerplexity].contains($0) }
    }
    var values: [String: [Double]] = [:]
    for (place, document) in known.enumerated() {
      let question = texts[document.questionID] ?? ""
      let text = DocumentText(document.window, question: question)
      values[document.id] = features.map { feature in
        switch feature {
        case .embeddingSimilarity: measured?.similarity(document) ?? .nan
        case .logPerplexity: measured?.logPerplexity[place] ?? .nan
        case .bm25: search.score(question, text: place)
        default: text.value(of: feature)
        }
      }
    }
    self.init(features: features, values: values)
  }

  /// The value of a feature; NaN for an unknown document or feature.
  public func value(_ feature: EvidenceFeature, of document: String) -> Double {
    guard let place = features.firstIndex(of: feature) else { return .nan }
    return values[document]?[place] ?? .nan
  }
}

/// What a frozen model says about the texts of a study.
private struct Measured {
  let logPerplexity: [Double]
  private var embeddings: [String: [Double]] = [:]
  private var questions: [String: [Double]] = [:]

  init?(
    _ model: (any FrozenTextModel)?, questions: [EvidenceQuestion], documents: [EvidenceDocument]
  ) async throws {
    guard let model else { return nil }
    let asked = try await model.measure(questions.map(\.text))
    let read = try await model.measure(documents.map(\.window))
    logPerplexity = read.map(\.logPerplexity)
    // Raw states of a language model share one large direction; what tells texts apart is the rest.
    let centre = Self.mean(read.map(\.embedding))
    for (question, measurement) in zip(questions, asked) {
      self.questions[question.id] = zip(measurement.embedding, centre).map { $0 - $1 }
    }
    for (document, measurement) in zip(documents, read) {
      embeddings[document.id] = zip(measurement.embedding, centre).map { $0 - $1 }
    }
  }

  func similarity(_ document: EvidenceDocument) -> Double {
    guard let a = embeddings[document.id], let b = questions[document.questionID] else {
      return .nan
    }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
  }

  private static func mean(_ rows: [[Double]]) -> [Double] {
    guard var sum = rows.first else { return [] }
    for row in rows.dropFirst() { for place in sum.indices { sum[place] += row[place] } }
    return sum.map { $0 / Double(rows.count) }
  }
}
