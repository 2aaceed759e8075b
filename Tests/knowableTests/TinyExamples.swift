import TestSupport

/// Documents for a tiny model, with a label that its hidden states can tell.
struct TinyExamples {
  static let model = Goldens.path("tiny-models/llama")

  /// JSON lines with token ids, and a CSV with labels; pairs of documents share a group.
  static func write(
    to folder: TemporaryFolder, count: Int, length: Int = 12
  ) throws -> (input: String, labels: String) {
    var lines = ""
    var labels = "id,label,group\n"
    for index in 0..<count {
      let label = index % 2
      // The last token says which class it is, most of the time.
      let last = (index / 2) % 5 == 0 ? 300 : (label == 1 ? 200 : 100)
      let tokens = (0..<length - 1).map { String(1 + ($0 * 53 + index * 29) % 90) } + ["\(last)"]
      lines += "{\"id\": \"d\(index)\", \"tokens\": [\(tokens.joined(separator: ","))]}\n"
      labels += "d\(index),\(label),g\(index / 2)\n"
    }
    return (
      try folder.write(lines, to: "documents.jsonl"), try folder.write(labels, to: "labels.csv")
    )
  }
}
