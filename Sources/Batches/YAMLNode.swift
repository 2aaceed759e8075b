import Yams

/// A part of a YAML file that knows its line and complains in sentences.
struct YAMLNode {
  let path: String
  private let node: Node

  /// Most places where a file may refer to an anchor of its own.
  private static let mostAliases = 20

  /// Reads a whole file.
  static func load(_ text: String, path: String) throws -> YAMLNode {
    // Aliases of lists of aliases stand for exponentially many values, which the parser looks at one
    // by one when they are keys.
    guard aliases(in: text) <= mostAliases else {
      throw BatchesError.badStudy(
        path: path, line: nil,
        problem: "it has more than \(mostAliases) aliases (*name): write the values out, or use "
          + "`variables`.")
    }
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw BatchesError.badStudy(path: path, line: nil, problem: "the file is empty.")
      }
      return YAMLNode(path: path, node: node)
    } catch YamlError.duplicatedKeysInMapping(let names, let context) {
      throw BatchesError.badStudy(
        path: path, line: context.mark.line,
        problem: "\(names.joined(separator: ", ")) is given twice.")
    } catch let error as YamlError {
      throw BatchesError.badStudy(
        path: path, line: Self.line(of: error), problem: "this is not YAML: \(Self.text(error)).")
    }
  }

  private init(path: String, node: Node) {
    self.path = path
    self.node = node
  }

  /// 1-based line.
  var line: Int { node.mark?.line ?? 1 }

  func failure(_ problem: String) -> BatchesError {
    .badStudy(path: path, line: line, problem: problem)
  }

  /// The entries of a mapping; throws for anything else. Repeated keys have been refused before.
  func entries(of what: String) throws -> [(key: YAMLNode, name: String, value: YAMLNode)] {
    guard case .mapping(let mapping) = node else {
      throw failure("\(what) must be a mapping of names to values.")
    }
    return try mapping.map { key, value in
      let key = YAMLNode(path: path, node: key)
      return (key, try key.text("A key"), YAMLNode(path: path, node: value))
    }
  }

  /// The elements of a list; nil when this is not one.
  var elements: [YAMLNode]? {
    guard case .sequence(let sequence) = node else { return nil }
    return sequence.map { YAMLNode(path: path, node: $0) }
  }

  /// A scalar as it is written.
  func text(_ what: String) throws -> String {
    guard case .scalar(let scalar) = node else {
      throw failure("\(what) must be a single value.")
    }
    return scalar.string
  }

  /// A scalar, or a list of scalars.
  func texts(_ what: String) throws -> [String] {
    try elements?.map { try $0.text(what) } ?? [text(what)]
  }

  /// Counts what may be an alias: a star with a name behind it and no name before it.
  private static func aliases(in text: String) -> Int {
    func isName(_ byte: UInt8) -> Bool { byte > 0x2C && !"[]{}".utf8.contains(byte) }
    return zip(zip([0x20] + text.utf8, text.utf8), text.utf8.dropFirst()).count { pair, next in
      pair.1 == UInt8(ascii: "*") && !isName(pair.0) && isName(next)
    }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }

  private static func text(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    default: "\(error)"
    }
  }
}
