import TensorFiles
import TextFiles

/// Files of trials of edits: JSON lines.
///
/// An edit: `{"edit", "title", "family", "placebo", "check"}`, with `"claims_judge"` where one judged
/// the claims of rewrites; then its documents `{"edit", "document",
/// "outcome", "text", "failed_gates"}`, the text only where it changed; then its comparisons `{"edit", "stance"}` with
/// the members of a pair in a file of scores.
public enum EditFile {
  /// Writes trials; the same trials give the same bytes.
  public static func write(_ trials: [EditTrial], reader: String, to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for trial in trials {
        try sink.write(line: trial.edit.json)
        for document in trial.documents {
          try sink.write(line: document.json)
        }
        for edited in trial.scores {
          let members: [(String, JSONValue)] = [
            ("edit", .string(trial.edit.id)), ("stance", .string(edited.stance.rawValue)),
          ]
          let pair = edited.score.json(reader: reader).object?.members ?? []
          let line = JSONValue.object(JSONObject(members + pair.map { ($0.key, $0.value) }))
          try sink.write(line: line)
        }
      }
    }
  }

  /// Reads trials back; `evidence` holds the documents before the edits.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public static func read(path: String, evidence: EvidenceSet) throws -> [EditTrial] {
    let known = Dictionary(evidence.documents.map { ($0.id, $0) }) { first, _ in first }
    var lines = try JSONLines(path: path)
    var trials: [EditTrial] = []
    while let (line, value) = try lines.next() {
      func bad(_ problem: String) -> ConflictingQAError {
        .badRow(path: path, row: line, problem: problem)
      }
      if let edit = EditDescription(json: value) {
        trials.append(EditTrial(edit: edit, documents: [], scores: []))
        continue
      }
      guard let last = trials.indices.last, value["edit"]?.string == trials[last].edit.id else {
        throw bad("the line belongs to no edit before it")
      }
      if let stance = value["stance"]?.string.flatMap(Stance.init),
        let score = PairScore(json: value)
      {
        trials[last].scores.append(EditedScore(stance: stance, score: score))
      } else if let id = value["document"]?.string,
        let outcome = value["outcome"]?.string.flatMap(EditedDocument.Outcome.init)
      {
        guard let original = known[id] else { throw bad("there is no document \(id) in the data") }
        var edited = original
        edited.window = value["text"]?.string ?? original.window
        trials[last].documents.append(
          EditedDocument(
            editID: trials[last].edit.id, original: original, edited: edited, outcome: outcome,
            failedGates: (value["failed_gates"]?.array ?? []).compactMap {
              $0.string.flatMap(RewriteFailure.Gate.init)
            }))
      } else {
        throw bad("the line is neither an edit, nor an edited document, nor a comparison")
      }
    }
    return trials
  }
}

extension EditDescription {
  fileprivate var json: JSONValue {
    let members: [(String, JSONValue)] = [
      ("edit", .string(id)), ("title", .string(title)), ("family", .string(family.rawValue)),
      ("placebo", placebo.map(JSONValue.string) ?? .null), ("check", .string(check)),
    ]
    let judge = claimsJudge.map { [("claims_judge", JSONValue.string($0))] } ?? []
    return .object(JSONObject(members + judge))
  }

  fileprivate init?(json: JSONValue) {
    guard let id = json["edit"]?.string, let title = json["title"]?.string,
      let family = json["family"]?.string.flatMap(EvidenceEdit.Family.init),
      let check = json["check"]?.string
    else { return nil }
    self.init(
      id: id, title: title, family: family, placebo: json["placebo"]?.string, check: check,
      claimsJudge: json["claims_judge"]?.string)
  }
}

extension EditedDocument {
  fileprivate var json: JSONValue {
    [
      "edit": .string(editID), "document": .string(original.id),
      "outcome": .string(outcome.rawValue),
      "text": edited.window == original.window ? .null : .string(edited.window),
      "failed_gates": .array(failedGates.map { .string($0.rawValue) }),
    ]
  }
}
