import TextFiles

/// Fills a Jinja template; an undefined value is nil.
struct JinjaRenderer {
  private(set) var output = ""
  private var scopes: [[String: JSONValue]]

  init(_ constants: [String: JSONValue]) { scopes = [constants] }

  mutating func set(_ name: String, _ value: JSONValue?) { scopes[scopes.count - 1][name] = value }

  func value(of name: String) -> JSONValue? { scopes.reversed().lazy.compactMap { $0[name] }.first }

  mutating func render(_ nodes: [JinjaNode]) throws {
    for node in nodes {
      switch node {
      case .text(let text): output += text
      case .output(let expression): output += Self.text(try evaluate(expression))
      case .branches(let branches):
        for (condition, body) in branches {
          if let condition, !Self.isTrue(try evaluate(condition)) { continue }
          try render(body)
          break
        }
      case .loop(let names, let values, let filter, let body):
        try loop(names, over: values, filter: filter, body)
      case .set(let name, let member?, let expression):
        try setMember(member, of: name, to: try evaluate(expression))
      case .set(let name, nil, let expression): set(name, try evaluate(expression))
      case .setBlock(let name, let body):
        let before = output
        output = ""
        try render(body)
        set(name, .string(output))
        output = before
      }
    }
  }

  private mutating func setMember(_ member: String, of name: String, to value: JSONValue?) throws {
    for scope in scopes.indices.reversed() {
      guard var object = scopes[scope][name]?.object else { continue }
      object[member] = value
      scopes[scope][name] = .object(object)
      return
    }
    throw ChatTemplateError("it sets a member of \(name), which is no namespace")
  }

  private mutating func loop(
    _ names: [String], over values: JinjaExpression, filter: JinjaExpression?, _ body: [JinjaNode]
  ) throws {
    let found = try evaluate(values)
    var elements = found?.array ?? found?.object?.keys.map { .string($0) } ?? []
    scopes.append([:])
    defer { scopes.removeLast() }
    if let filter {
      elements = try elements.filter { element in
        bind(names, to: element)
        return Self.isTrue(try evaluate(filter))
      }
    }
    for (place, element) in elements.enumerated() {
      scopes[scopes.count - 1] = [
        "loop": [
          "index0": .integer(Int64(place)), "index": .integer(Int64(place + 1)),
          "first": .bool(place == 0), "last": .bool(place == elements.count - 1),
          "length": .integer(Int64(elements.count)),
        ]
      ]
      bind(names, to: element)
      try render(body)
    }
  }

  private mutating func bind(_ names: [String], to element: JSONValue) {
    guard names.count > 1 else { return set(names[0], element) }
    for (place, name) in names.enumerated() { set(name, element[place]) }
  }

  /// Python's truth.
  static func isTrue(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let text): !text.isEmpty
    case .array(let values): !values.isEmpty
    case .object(let object): !object.isEmpty
    }
  }

  /// A value as Python prints it.
  static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil: ""
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .string(let text): text
    case .some(let value): value.serialized()
    }
  }
}
