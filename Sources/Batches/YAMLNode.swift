import Yams

/// A part of a YAML file that knows its line and complains in sentences.
struct YAMLNode {
  let path: String
  private let node: Node

  /// Reads a whole file.
  static func load(_ text: String, path: String) throws -> YAMLNode {
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
