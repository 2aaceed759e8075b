import Foundation

/// Okapi BM25 (Robertson and Zaragoza 2009) over the stems of a set of texts.
///
/// score = Σ idf(q) tf (k₁ + 1) / (tf + k₁ (1 - b + b length / mean length)) over the query's stems,
/// idf = log(1 + (N - df + 1/2) / (df + 1/2)), which is never negative.
public struct BM25: Sendable {
  private let frequencies: [[String: Int]]
  private let lengths: [Double]
  private let inverseFrequencies: [String: Double]
  private let meanLength: Double
  private let k1: Double
  private let b: Double

  /// Indexes texts. O(words).
  public init(_ texts: [String], k1: Double = 1.5, b: Double = 0.75) {
    let stems = texts.map(Stems.all)
    frequencies = stems.map { stems in
      stems.reduce(into: [:]) { counts, stem in counts[stem, default: 0] += 1 }
    }
    lengths = stems.map { Double($0.count) }
    meanLength = texts.isEmpty ? 0 : lengths.reduce(0, +) / Double(texts.count)
    var documents: [String: Int] = [:]
    for counts in frequencies { for stem in counts.keys { documents[stem, default: 0] += 1 } }
    let total = Double(texts.count)
    inverseFrequencies = documents.mapValues { found in
      log(1 + (total - Double(found) + 0.5) / (Double(found) + 0.5))
    }
    (self.k1, self.b) = (k1, b)
  }

  /// How well text number `index` answers to a query; 0 when it shares no stem with it.
  ///
  /// Traps when there is no such text.
  public func score(_ query: String, text index: Int) -> Double {
    guard meanLength > 0 else { return 0 }
    let norm = k1 * (1 - b + b * lengths[index] / meanLength)
    return Stems.all(query).reduce(0) { sum, stem in
      let count = Double(frequencies[index][stem] ?? 0)
      return sum + (inverseFrequencies[stem] ?? 0) * count * (k1 + 1) / (count + norm)
    }
  }
}
