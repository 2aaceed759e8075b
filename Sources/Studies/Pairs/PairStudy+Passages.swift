public import Embeddings
import LanguageModels
import Probes

extension PairStudy {
  /// Some test documents with a task's verdict on every token, from documents in reading order.
  ///
  /// - Parameters:
  ///   - count: documents.
  ///   - tokens: tokens of each that are shown.
  ///   - documents: the documents, one a call; nil at the end.
  /// - Throws: ``ProbesError/badOption(_:)`` without models, errors of documents and the model.
  public func passages(
    of task: Task, count: Int = 3, tokens: Int = 200, documents: () throws -> Document?
  ) throws -> [PairReport.Passage] {
    guard let models else { throw ProbesError.badOption("Annotated texts need the small model.") }
    let annotator = try TextAnnotator(
      model: models.small, probe: task.training.probe, band: task.selection.labelled.rule.band)
    var passages: [PairReport.Passage] = []
    while passages.count < count, let document = try documents() {
      guard split.part(ofGroup: document.id) == .test else { continue }
      let annotated = try annotator.annotate(document)
      passages.append(
        PairReport.Passage(id: document.id, tokens: Array(annotated.prefix(tokens))))
    }
    return passages
  }
}
