/// Text with `${name}` in it, taken apart.
struct ReferenceText {
  enum Piece: Equatable {
    case text(String)
    case reference(String)
  }

  let pieces: [Piece]

  /// Takes text apart; what does not close stays text.
  init(_ text: String) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.range(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}")
    {
      if start.lowerBound > rest.startIndex {
        pieces.append(.text(String(rest[..<start.lowerBound])))
      }
      pieces.append(.reference(String(rest[start.upperBound..<end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }

  /// Names that are referred to.
  var names: [String] {
    pieces.compactMap { if case .reference(let name) = $0 { name } else { nil } }
  }

  /// The text with every reference replaced.
  func filled(_ value: (String) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .reference(let name): value(name)
      }
    }.joined()
  }
}

extension Substring {
  /// The first place of some text.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
