/// How the window of a long text is chosen.
public enum WindowChoice: Sendable {
  /// The window with the highest BM25 score for the question, among the windows of its text.
  case bm25
  /// The window whose embedding, from a frozen model, has the largest cosine with the question's.
  case embeddings(any FrozenTextModel)

  /// How well each window answers to a question; only their order counts.
  func similarities(of windows: [String], to question: String) async throws -> [Double] {
    switch self {
    case .bm25:
      let index = BM25(windows)
      return windows.indices.map { index.score(question, text: $0) }
    case .embeddings(let model):
      let embeddings = try await model.measure([question] + windows).map(\.embedding)
      return embeddings.dropFirst().map { Self.cosine(embeddings[0], $0) }
    }
  }

  private static func cosine(_ a: [Double], _ b: [Double]) -> Double {
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let norms = (dot(a, a) * dot(b, b)).squareRoot()
    return norms > 0 ? dot(a, b) / norms : 0
  }
}
