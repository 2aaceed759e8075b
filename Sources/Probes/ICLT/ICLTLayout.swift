public import LanguageModels

/// Special tokens that prompts of the In-Context Learning Test are made of; nil where a model has
/// none.
public struct ICLTTokens: Sendable, Equatable {
  /// Starts a text.
  public var beginningOfText: Int32?
  /// Ends a text.
  public var endOfText: Int32?
  /// A line break.
  public var newline: Int32?
  /// The period that ends a sentence.
  public var period: Int32?
  /// Whether the model's texts begin with `beginningOfText`; some tokenizers have one that belongs to
  /// chats only.
  public var opensTexts = true

  /// Tokens by id.
  public init(
    beginningOfText: Int32? = nil, endOfText: Int32? = nil, newline: Int32? = nil,
    period: Int32? = nil
  ) {
    self.beginningOfText = beginningOfText
    self.endOfText = endOfText
    self.newline = newline
    self.period = period
  }

  /// The tokens of a tokenizer. Line break and period are the last ids of "Line\n" and "Period.",
  /// because many tokenizers give a lone one another id; where those ids do not end with the sign
  /// (words are whole in some vocabularies), the lone sign's.
  public init(_ tokenizer: Tokenizer) {
    func last(_ word: String, _ sign: String) -> Int32? {
      [word + sign, sign].lazy.compactMap {
        tokenizer.encode($0, addSpecialTokens: false).ids.last
      }.first { tokenizer.decodeBytes([$0]).last == sign.utf8.last }
    }
    self.init(
      beginningOfText: tokenizer.beginningOfText, endOfText: tokenizer.endOfText,
      newline: last("Line", "\n"), period: last("Period", "."))
    opensTexts = tokenizer.addsBeginningOfText
  }

  /// Tokens at which a continuation stops.
  public var sentenceEnds: Set<Int32> { Set([period, endOfText].compactMap { $0 }) }
}

/// What stands between a hint and the repeated context.
public enum ICLTSeparator: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// The token that starts a text.
  case beginningOfText = "bos"
  /// The token that ends a text.
  case endOfText = "eos"
  /// Both, the end first.
  case endAndBeginningOfText = "eos+bos"
  /// A line break.
  case newline
}

/// Prompts of the paper's code (Ahdritz et al. 2024), which differ by model and date.
public enum ICLTVariant: String, Sendable, CaseIterable {
  /// BOS c hint EOS BOS c.
  case llamaRelease = "llama_release"
  /// EOS c hint . EOS c, the period even after a hint that ends with one.
  case pythiaRelease = "pythia_release"
  /// BOS c hint BOS c.
  case llamaJanuary = "llama_january"
  /// c hint c.
  case pythiaJanuary = "pythia_january"
  /// BOS c hint c.
  case wikidata
}

/// How context and hint become a prompt: opening, c, hint, closing, separator, c.
///
/// The context c is the document up to the position in question. A document that itself starts with
/// the opening tokens lends them: they open the prompt and do not belong to c, so that they stand
/// once, and in the repetition only where the separator has them.
public struct ICLTLayout: Sendable, Equatable {
  /// Tokens before the first c.
  public var opening: [Int32]
  /// Tokens after the hint.
  public var closing: [Int32]
  /// Tokens before the second c.
  public var separator: [Int32]

  /// A layout of any tokens.
  public init(opening: [Int32] = [], closing: [Int32] = [], separator: [Int32] = []) {
    self.opening = opening
    self.closing = closing
    self.separator = separator
  }

  /// A layout with the named separator, opened as the model opens every text.
  ///
  /// Throws when the model lacks a token that the separator needs.
  public init(_ separator: ICLTSeparator, _ tokens: ICLTTokens) throws {
    opening = tokens.opensTexts ? tokens.beginningOfText.map { [$0] } ?? [] : []
    closing = []
    switch separator {
    case .none: self.separator = []
    case .beginningOfText: self.separator = [try tokens.required(.beginningOfText)]
    case .endOfText: self.separator = [try tokens.required(.endOfText)]
    case .endAndBeginningOfText:
      self.separator = [try tokens.required(.endOfText), try tokens.required(.beginningOfText)]
    case .newline: self.separator = [try tokens.required(.newline)]
    }
  }

  /// A layout of the paper's code; throws when the model lacks one of its tokens.
  public init(_ variant: ICLTVariant, _ tokens: ICLTTokens) throws {
    var tokens = tokens
    tokens.opensTexts = true
    switch variant {
    case .llamaRelease: try self.init(.endAndBeginningOfText, tokens)
    case .pythiaRelease:
      let end = try tokens.required(.endOfText)
      self.init(opening: [end], closing: [try tokens.required(.period)], separator: [end])
    case .llamaJanuary: try self.init(.beginningOfText, tokens)
    case .pythiaJanuary: self.init()
    case .wikidata: self.init(opening: [try tokens.required(.beginningOfText)])
    }
  }

  /// The whole prompt, read at its last position.
  public func prompt(context: [Int32], hint: [Int32]) -> [Int32] {
    opening + context + hint + repetition(of: context)
  }

  /// What follows the hint.
  func repetition(of context: [Int32]) -> [Int32] { closing + separator + context }

  /// The tokens of a prompt for a context and a hint of the given lengths.
  func length(context: Int, hint: Int) -> Int {
    opening.count + 2 * context + hint + closing.count + separator.count
  }

  /// Whether the document brings the opening along.
  func isOpened(_ document: [Int32]) -> Bool {
    !opening.isEmpty && document.starts(with: opening)
  }
}

extension ICLTTokens {
  fileprivate enum Kind: String {
    case beginningOfText = "token that starts a text"
    case endOfText = "token that ends a text"
    case newline = "line break"
    case period = "period"
  }

  fileprivate func required(_ kind: Kind) throws -> Int32 {
    let token =
      switch kind {
      case .beginningOfText: beginningOfText
      case .endOfText: endOfText
      case .newline: newline
      case .period: period
      }
    guard let token else {
      throw ProbesError.badOption(
        "This layout needs a \(kind.rawValue), which the model does not have; choose another "
          + "separator.")
    }
    return token
  }
}
