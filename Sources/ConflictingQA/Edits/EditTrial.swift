/// One edit tried on the documents of a study, against the same opponents as before.
public struct EditTrial: Sendable {
  /// The edit.
  public var edit: EditDescription
  /// What became of every document it was tried on.
  public var documents: [EditedDocument]
  /// The comparisons of the edited documents that passed the check, with the edited document's side.
  public var scores: [EditedScore]

  /// How many documents ended so.
  public func count(_ outcome: EditedDocument.Outcome) -> Int {
    documents.count { $0.outcome == outcome }
  }

  /// Whether a writer made the edit, not a rule.
  public var isRewrite: Bool { EvidenceRewrite.catalogue.contains { $0.id == edit.id } }

  /// Whether a gate was there at all: claims need a judge.
  public func isJudged(_ gate: RewriteFailure.Gate) -> Bool {
    gate != .claims || edit.claimsJudge != nil
  }

  /// How many documents failed each gate; a document may fail several.
  public var failedGates: [RewriteFailure.Gate: Int] {
    documents.reduce(into: [:]) { counts, document in
      for gate in document.failedGates { counts[gate, default: 0] += 1 }
    }
  }

  /// A trial that was run.
  public init(edit: EditDescription, documents: [EditedDocument], scores: [EditedScore]) {
    (self.edit, self.documents, self.scores) = (edit, documents, scores)
  }
}

/// A comparison in which the document of one side was edited.
public struct EditedScore: Sendable, Equatable {
  /// The side of the edited document.
  public var stance: Stance
  /// The comparison, under the ids of the unedited documents.
  public var score: PairScore

  /// A comparison.
  public init(stance: Stance, score: PairScore) { (self.stance, self.score) = (stance, score) }
}

/// What a report says about an edit, whether made by rule or by a writer.
public struct EditDescription: Sendable, Equatable {
  /// Short name.
  public var id: String
  /// What it does.
  public var title: String
  /// What kind of property is changed.
  public var family: EvidenceEdit.Family
  /// The id of its placebo.
  public var placebo: String?
  /// What must be true of the edited text.
  public var check: String
  /// Who judged whether a rewrite keeps all claims; nil when nobody did.
  public var claimsJudge: String?

  /// A description.
  public init(
    id: String, title: String, family: EvidenceEdit.Family, placebo: String?, check: String,
    claimsJudge: String? = nil
  ) {
    (self.id, self.title, self.family) = (id, title, family)
    (self.placebo, self.check, self.claimsJudge) = (placebo, check, claimsJudge)
  }
}

extension EvidenceEdit {
  /// What a report says about the edit.
  public var description: EditDescription {
    EditDescription(
      id: id, title: title, family: family, placebo: placebo, check: checkTitle)
  }
}

extension EvidenceRewrite {
  /// What a report says about the rewrite.
  public var description: EditDescription {
    EditDescription(
      id: id, title: title, family: family, placebo: family == .placebo ? nil : "L0",
      check: "figures and names kept, length kept, and \(targetTitle)")
  }
}
