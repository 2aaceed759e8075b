import Statistics
import TextFiles

/// A document in other words.
public enum Paraphrases {
  /// Three rewordings by rule, which say the same: neutral words exchanged, sentences in another order,
  /// and both. Fewer where a text has too few sentences to shuffle.
  public static func byRule(
    of document: EvidenceDocument, question: EvidenceQuestion, seed: UInt64 = 0
  ) -> [String] {
    func edit(_ id: String, _ text: String) -> String? {
      var changed = document
      changed.window = text
      let edited = EvidenceEdit.named(id)?.apply(to: changed, question: question, seed: seed)
      return edited?.outcome == .passed ? edited?.edited.window : nil
    }
    let reworded = edit("P0", document.window)
    let shuffled = edit("I5", document.window)
    return [reworded, shuffled, shuffled.flatMap { edit("P0", $0) }].compactMap { $0 }
  }

  /// Paraphrases by document id from JSON lines of `{"document", "text"}`, several lines a document.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public static func read(path: String) throws -> [String: [String]] {
    var lines = try JSONLines(path: path)
    var texts: [String: [String]] = [:]
    while let (line, value) = try lines.next() {
      guard let document = value["document"]?.string, let text = value["text"]?.string else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "a paraphrase has \"document\" and \"text\"")
      }
      texts[document, default: []].append(text)
    }
    return texts
  }
}
