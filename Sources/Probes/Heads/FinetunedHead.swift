public import LanguageModels
import LinearAlgebra
import Statistics

/// The baseline BET-FT of Ahdritz et al. 2024: the small model's own head, finetuned on its stored
/// final embeddings; the score is the entropy of the new next-token distribution.
///
/// The paper's objective is not published. Both readings are here: the token that came (`.values` of
/// ids), or the large model's distribution (`.distributions`).
public struct FinetunedHead: Sendable, Equatable {
  /// The head after training: one linear layer [vocabulary × width] without bias.
  public let head: TrainedHead

  /// Adam at 1e-5, as in the names of the paper's runs.
  public static func options(vocabulary: Int) -> HeadOptions {
    var options = HeadOptions()
    options.hidden = []
    options.dropout = 0
    options.classes = vocabulary
    options.learningRate = 1e-5
    return options
  }

  /// Finetunes a copy of the model's head on rows of the tap `final_norm`.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for options with hidden layers or another number of
  ///   classes than the vocabulary, and what ``trainHead(_:validation:options:start:checked:)``
  ///   throws.
  public init(
    _ model: LanguageModel, training: HeadExamples, validation: HeadExamples,
    options: HeadOptions? = nil, checked: (HeadCheck) throws -> Void = { _ in }
  ) throws {
    let configuration = model.configuration
    let options = options ?? Self.options(vocabulary: configuration.vocabularySize)
    guard options.hidden.isEmpty, options.loss == .crossEntropy, !options.standardises,
      options.classes == configuration.vocabularySize
    else {
      throw ProbesError.badOption(
        "A finetuned head is the model's own: one layer over its vocabulary, cross-entropy, features "
          + "as they are.")
    }
    let weights = model.headWeights()
    let start = Perceptron(
      widths: [configuration.width, configuration.vocabularySize], hasBias: false,
      parameters: (0..<weights.rows).flatMap { weights.row($0) })
    head = try trainHead(
      training, validation: validation, options: options, start: start, checked: checked)
  }

  /// Entropy of the new distribution for some rows, nats; high for class 1 (aleatoric).
  public func scores(of features: LayerFeatures, rows: [Int32]) throws -> [Double] {
    var result: [Double] = []
    for start in stride(from: 0, to: rows.count, by: 256) {
      let part = Array(rows[start..<min(rows.count, start + 256)])
      let probabilities = try head.probabilities(of: features, rows: part)
      result += (0..<probabilities.rows).map { row in
        entropy(probabilities.row(row).map(Double.init))
      }
    }
    return result
  }
}
