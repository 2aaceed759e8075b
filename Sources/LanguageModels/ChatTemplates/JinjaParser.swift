/// Builds the nodes of a Jinja template.
struct JinjaParser {
  private var pieces: ArraySlice<JinjaLexer.Piece>
  private var depth = 0

  static func parse(_ source: String) throws -> [JinjaNode] {
    var parser = JinjaParser(pieces: try JinjaLexer.pieces(of: source)[...])
    return try parser.body(until: []).nodes
  }

  private init(pieces: ArraySlice<JinjaLexer.Piece>) { self.pieces = pieces }

  private typealias Ending = (word: String, tokens: JinjaTokens)

  /// Nodes up to a statement that begins with one of the words, which is taken too.
  private mutating func body(
    until endings: Set<String>
  ) throws -> (nodes: [JinjaNode], end: Ending?) {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw ChatTemplateError("it is nested too deeply") }
    var nodes: [JinjaNode] = []
    while let piece = pieces.popFirst() {
      switch piece {
      case .text(let text): nodes.append(.text(text))
      case .output(let source):
        var tokens = try JinjaTokens(source)
        nodes.append(.output(try JinjaExpression.parse(&tokens)))
        guard tokens.isEmpty else { throw ChatTemplateError("{{\(source)}} is not one expression") }
      case .statement(let source):
        var tokens = try JinjaTokens(source)
        let word = try tokens.name()
        if endings.contains(word) { return (nodes, (word, tokens)) }
        nodes += try statement(word, &tokens)
      }
    }
    guard endings.isEmpty else {
      throw ChatTemplateError(
        "a block is not closed by \(endings.sorted().joined(separator: " or "))")
    }
    return (nodes, nil)
  }

  private mutating func statement(
    _ word: String, _ tokens: inout JinjaTokens
  ) throws -> [JinjaNode] {
    switch word {
    case "if": return [try branches(&tokens)]
    case "for": return [try loop(&tokens)]
    case "set": return [try assignment(&tokens)]
    // Marks for training; the text inside counts.
    case "generation": return try body(until: ["endgeneration"]).nodes
    default: throw ChatTemplateError("it uses {% \(word) %}, which is not supported")
    }
  }

  private mutating func branches(_ tokens: inout JinjaTokens) throws -> JinjaNode {
    var branches: [(JinjaExpression?, [JinjaNode])] = []
    var condition: JinjaExpression? = try JinjaExpression.parse(&tokens)
    while true {
      let isLast = condition == nil
      let (nodes, end) = try body(until: isLast ? ["endif"] : ["elif", "else", "endif"])
      branches.append((condition, nodes))
      guard var end, end.word != "endif" else { return .branches(branches) }
      condition = end.word == "elif" ? try JinjaExpression.parse(&end.tokens) : nil
    }
  }

  private mutating func loop(_ tokens: inout JinjaTokens) throws -> JinjaNode {
    var names = [try tokens.name()]
    while tokens.take(",") { names.append(try tokens.name()) }
    try tokens.expect("in")
    let values = try JinjaExpression.parseWithoutCondition(&tokens)
    let filter = tokens.take("if") ? try JinjaExpression.parse(&tokens) : nil
    let (nodes, _) = try body(until: ["endfor"])
    return .loop(names: names, over: values, filter: filter, body: nodes)
  }

  private mutating func assignment(_ tokens: inout JinjaTokens) throws -> JinjaNode {
    let name = try tokens.name()
    let member = tokens.take(".") ? try tokens.name() : nil
    if tokens.take("=") {
      return .set(name: name, member: member, value: try JinjaExpression.parse(&tokens))
    }
    return .setBlock(name: name, body: try body(until: ["endset"]).nodes)
  }
}
