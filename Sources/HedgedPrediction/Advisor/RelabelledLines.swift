import TensorFiles
import TextFiles

/// A finetuning file with some answers replaced by "I don't know".
public enum RelabelledLines {
  /// Copies JSON lines, replacing the answer (or completion) where `isRelabelled` says so by id, and
  /// adding `unfamiliarity` and `relabelled` to the lines that were scored; others stay as they are.
  ///
  /// - Returns: How many lines were relabelled.
  /// - Throws: `TextFilesError` and `TensorFilesError` of the files.
  @discardableResult
  public static func write(
    _ source: String, to path: String, abstention: String,
    decisions: [String: (unfamiliarity: Double, isRelabelled: Bool)]
  ) throws -> Int {
    var changed = 0
    try AtomicFile.write(path: path) { sink in
      var lines = try JSONLines(path: source)
      var number = 0
      while let (_, value) = try lines.next() {
        number += 1
        guard var object = value.object else { continue }
        let id = object["id"]?.string ?? object["id"]?.int.map(String.init) ?? String(number)
        if let decision = decisions[id] {
          if decision.isRelabelled {
            object[object["answer"] == nil ? "completion" : "answer"] = .string(abstention)
            changed += 1
          }
          object["unfamiliarity"] = .number(decision.unfamiliarity)
          object["relabelled"] = .bool(decision.isRelabelled)
        }
        try sink.write(line: .object(object))
      }
    }
    return changed
  }
}
