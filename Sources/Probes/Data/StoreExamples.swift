public import Embeddings
import TextFiles

/// The documents of a store joined with the labels of a CSV file.
public struct StoreExamples: Sendable {
  /// Features of the documents that have tokens.
  public let features: StoreFeatures
  /// Their labels, groups, ids and token counts.
  public let labels: ProbeLabels
  /// Their texts, where the file has the column that was embedded; otherwise empty.
  public let texts: [String]
  /// The last token of each, which the probe reads.
  public let lastTokens: [String]
  /// Documents of the store that have no token, and therefore no row.
  public let emptyDocuments: Int

  /// Joins a store with labels: by the `id` column where the file has one, else by row number.
  ///
  /// If a column of the file holds the very text that was embedded, every row is compared with it,
  /// so that labels of another file or order are refused.
  /// - Parameters:
  ///   - store: the store of the documents.
  ///   - path: the CSV file with labels.
  ///   - label: the column with 0 and 1, true and false, or yes and no.
  ///   - group: the column whose equal values stay together; nil for independent rows.
  ///   - id: the column with the documents' ids; it may be absent.
  /// - Throws: ``ProbesError`` and `TextFilesError` for labels that do not fit the store,
  ///   `EmbeddingsError` for a damaged store.
  public init(
    store: EmbeddingStore, labels path: String, label: String, group: String?, id: String = "id"
  ) throws {
    let documents = try store.documents()
    let present = documents.filter { $0.tokens > 0 }
    let header = try CSVReader(path: path).header
    let all = try ProbeLabels.load(
      path: path, label: label, group: group, id: header.contains(id) ? id : nil)
    var labels = try all.matching(ids: present.map(\.id), path: path)
    labels.tokenCounts = present.map(\.tokens)
    self.labels = labels
    features = StoreFeatures(store)
    lastTokens = present.map { $0.lastToken ?? "" }
    emptyDocuments = documents.count - present.count
    texts = try Self.texts(of: present, ids: all.ids, path: path)
  }

  /// The column with the embedded text, found by the hash of the first document and checked on all.
  private static func texts(
    of documents: [StoredDocument], ids: [String], path: String
  ) throws -> [String] {
    guard let first = documents.first else { return [] }
    let places = Dictionary(ids.enumerated().map { ($1, $0) }) { a, _ in a }
    var reader = try CSVReader(path: path)
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row.fields) }
    func fields(_ document: StoredDocument) -> [String] { rows[places[document.id] ?? 0] }
    let column = fields(first).firstIndex { Document.Content.text($0).sha256 == first.sha256 }
    guard let column else { return [] }
    return try documents.map { document in
      let text = fields(document)[column]
      guard Document.Content.text(text).sha256 == document.sha256 else {
        throw ProbesError.unmatchedRows(
          path: path,
          problem: "the text of document \(document.id) is not the one that was embedded")
      }
      return text
    }
  }
}
