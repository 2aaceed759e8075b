import TextFiles

/// Cuts the text of a template into its parts.
struct TemplateParser {
  private let name: String
  private var rest: Substring
  private var open: [PromptTemplate.Block] = []
  private var found: Set<String> = []

  init(name: String, source: String) {
    self.name = name
    rest = source[...]
  }

  mutating func parse() throws -> [PromptTemplate.Part] {
    let parts = try parts()
    func needs(_ slot: String, _ purpose: String) throws {
      guard !found.contains(slot) else { return }
      throw failure("it has no {\(slot)} slot\(purpose)")
    }
    try needs("answer", ", where the model's answer is read; put {answer} at its end")
    try needs("question", "")
    try needs("documents", ": the block {documents}...{/documents} shows the documents")
    try needs("text", ", where the text of a document goes")
    guard parts.last == .slot(.answer), parts.count(where: { $0 == .slot(.answer) }) == 1 else {
      throw failure("{answer} must stand once, at its very end")
    }
    guard parts.count(where: { $0 == .turn }) <= 1 else { throw failure("{turn} stands twice") }
    return parts
  }

  /// Parts up to the end of the text or of the open block.
  private mutating func parts() throws -> [PromptTemplate.Part] {
    var parts: [PromptTemplate.Part] = []
    var text = ""
    while let character = rest.first {
      guard character == "{", let tag = tag() else {
        text.append(character)
        rest.removeFirst()
        continue
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      rest = rest.dropFirst(tag.count + 2)
      if tag.hasPrefix("/") {
        guard open.last?.rawValue == String(tag.dropFirst()) else {
          throw failure("{\(tag)} closes a block that is not open")
        }
        open.removeLast()
        return parts
      }
      parts.append(try part(tag))
    }
    if !text.isEmpty { parts.append(.text(text)) }
    if let block = open.last { throw failure("{\(block.rawValue)} is never closed") }
    return parts
  }

  /// The name of the tag that starts here; nil when the brace is text.
  private func tag() -> String? {
    guard let end = rest.firstIndex(of: "}") else { return nil }
    let tag = rest[rest.index(after: rest.startIndex)..<end]
    let isTag =
      !tag.isEmpty && tag.allSatisfy { $0.isLowercase && $0.isASCII || $0 == "-" || $0 == "/" }
    return isTag ? String(tag) : nil
  }

  private mutating func part(_ tag: String) throws -> PromptTemplate.Part {
    found.insert(tag)
    if tag == "turn" {
      guard open.isEmpty else { throw failure("{turn} stands inside a block") }
      return .turn
    }
    if let slot = PromptTemplate.Slot(rawValue: tag) {
      let isOfDocument = [.number, .title, .url, .text].contains(slot)
      guard !isOfDocument || open.contains(.documents) else {
        throw failure("{\(tag)} stands outside the block {documents}...{/documents}")
      }
      guard slot != .answer || open.isEmpty else { throw failure("{answer} stands inside a block") }
      return .slot(slot)
    }
    guard let block = PromptTemplate.Block(rawValue: tag) else {
      let names =
        PromptTemplate.Slot.allCases.map(\.rawValue) + PromptTemplate.Block.allCases.map(\.rawValue)
        + ["turn"]
      let hint = nearestName(to: tag, in: names).map { "; did you mean {\($0)}?" } ?? ""
      throw failure("it has an unknown slot {\(tag)}\(hint)")
    }
    open.append(block)
    return .block(block, try parts())
  }

  private func failure(_ problem: String) -> ConflictingQAError {
    .badTemplate(name: name, problem: problem)
  }

  /// The parts of a document's block without the lines that need a title or url it does not have.
  static func kept(
    _ parts: [PromptTemplate.Part], for document: EvidenceDocument
  ) -> [PromptTemplate.Part] {
    guard document.title == nil || document.url == nil else { return parts }
    var lines: [[PromptTemplate.Part]] = [[]]
    for part in parts {
      guard case .text(let text) = part else {
        lines[lines.count - 1].append(part)
        continue
      }
      for (place, piece) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        if place > 0 {
          lines[lines.count - 1].append(.text("\n"))
          lines.append([])
        }
        lines[lines.count - 1].append(.text(String(piece)))
      }
    }
    let kept = lines.filter { line in
      !(document.title == nil && line.contains(.slot(.title)))
        && !(document.url == nil && line.contains(.slot(.url)))
    }
    return kept.flatMap { $0 }
  }
}
