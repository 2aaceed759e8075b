import Statistics

/// A change to a document that ought to change one property and nothing else (section 4 of the
/// specification), with the check that it did.
public struct EvidenceEdit: Sendable {
  /// What kind of property is changed.
  public enum Family: String, CaseIterable, Sendable {
    /// Closeness to the question.
    case relevance
    /// Tone and looks.
    case style
    /// What is said and how much.
    case information
    /// Who is said to say it, and when.
    case source
    /// Nothing that should matter: what any change of words does by itself.
    case placebo
  }

  /// Short name, as in the specification: `R1`, `S1`, `P1`.
  public let id: String
  /// What it does, in words.
  public let title: String
  /// What kind of property is changed.
  public let family: Family
  /// The id of the placebo that adds as many words or changes as little; nil for placebos.
  public let placebo: String?
  /// What must be true of the edited text, in words.
  public let checkTitle: String
  private let change: @Sendable (EditInput, inout RandomGenerator) -> String?
  private let check: @Sendable (EditInput, String) -> Bool

  init(
    _ id: String, _ title: String, _ family: Family, placebo: String?, mustHold checkTitle: String,
    check: @escaping @Sendable (EditInput, String) -> Bool,
    change: @escaping @Sendable (EditInput, inout RandomGenerator) -> String?
  ) {
    (self.id, self.title, self.family, self.placebo) = (id, title, family, placebo)
    (self.checkTitle, self.check, self.change) = (checkTitle, check, change)
  }

  /// The edited document; its id stays, since it is the same document under another treatment.
  ///
  /// Draws from `RandomGenerator(seed: seed).child("edit").child(id).child(document id)`.
  public func apply(
    to document: EvidenceDocument, question: EvidenceQuestion, seed: UInt64 = 0
  ) -> EditedDocument {
    let input = EditInput(question: question, document: document)
    var generator = RandomGenerator(seed: seed).child("edit").child(id).child(document.id)
    guard let text = change(input, &generator), text != document.window else {
      return EditedDocument(editID: id, original: document, edited: document, outcome: .notPossible)
    }
    var edited = document
    edited.window = text
    return EditedDocument(
      editID: id, original: document, edited: edited,
      outcome: check(input, text) ? .passed : .failedCheck)
  }
}

/// What an edit works on.
public struct EditInput: Sendable {
  /// The question.
  public let question: EvidenceQuestion
  /// The document.
  public let document: EvidenceDocument

  /// The shown text.
  var window: String { document.window }
}

/// A document before and after an edit.
public struct EditedDocument: Sendable {
  /// What became of the edit.
  public enum Outcome: String, Sendable {
    /// The text changed as it should.
    case passed
    /// The text changed, but not as it should: it is left out and counted.
    case failedCheck = "failed the check"
    /// There was nothing to change, such as numbers in a text without any.
    case notPossible = "not possible"
  }

  /// The edit.
  public let editID: String
  /// The document before.
  public let original: EvidenceDocument
  /// The document after, with the same id.
  public let edited: EvidenceDocument
  /// What became of the edit.
  public let outcome: Outcome
  /// The gates that a rewrite failed; edits by rule have one check and no gates.
  public var failedGates: [RewriteFailure.Gate] = []

  /// The words that changed.
  public var difference: [TextDifference] {
    TextDifference.words(from: original.window, to: edited.window)
  }
}
