import TextFiles

extension JinjaRenderer {
  /// The value of an expression; nil when undefined.
  func evaluate(_ expression: JinjaExpression) throws -> JSONValue? {
    switch expression {
    case .literal(let value): return value
    case .name(let name): return value(of: name)
    case .list(let values): return .array(try values.map { try evaluate($0) ?? .null })
    case .object(let members):
      return .object(
        JSONObject(
          try members.map { (Self.text(try evaluate($0.key)), try evaluate($0.value) ?? .null) }))
    case .member(let value, let name): return try evaluate(value)?[name]
    case .element(let value, let key): return element(try evaluate(value), try evaluate(key))
    case .slice(let value, let from, let to):
      return slice(
        try evaluate(value), from: try from.flatMap { try evaluate($0)?.int },
        to: try to.flatMap { try evaluate($0)?.int })
    case .call(.member(let value, let method), let arguments):
      return try call(method, on: try evaluate(value), values(arguments))
    case .call(.name(let name), let arguments): return try call(name, arguments)
    case .call: throw ChatTemplateError("it calls something that is not a name")
    case .filter(let value, let name, let arguments):
      return try filter(name, try evaluate(value), values(arguments))
    case .test(let value, let name, let isNegated):
      return .bool(try test(name, try evaluate(value)) != isNegated)
    case .unary("not", let value): return .bool(!Self.isTrue(try evaluate(value)))
    case .unary(_, let value):
      return try evaluate(value)?.int.map { try integer(0.subtractingReportingOverflow($0)) }
    case .binary(let sign, let left, let right): return try binary(sign, left, right)
    case .conditional(let condition, let then, let otherwise):
      if Self.isTrue(try evaluate(condition)) { return try evaluate(then) }
      return try otherwise.flatMap { try evaluate($0) }
    }
  }

  private func values(_ arguments: JinjaArguments) throws -> [JSONValue] {
    try (arguments.values + arguments.named.map(\.value)).map { try evaluate($0) ?? .null }
  }

  private func element(_ value: JSONValue?, _ key: JSONValue?) -> JSONValue? {
    if let name = key?.string { return value?[name] }
    guard let place = key?.int, let values = value?.array else { return nil }
    return value?[place < 0 ? place + values.count : place]
  }

  private func slice(_ value: JSONValue?, from: Int?, to: Int?) -> JSONValue? {
    func range(_ count: Int) -> Range<Int> {
      func place(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
      let start = place(from ?? 0)
      return start..<max(start, place(to ?? count))
    }
    if let values = value?.array { return .array(Array(values[range(values.count)])) }
    guard let text = value?.string.map(Array.init) else { return nil }
    return .string(String(text[range(text.count)]))
  }

  private func binary(
    _ sign: String, _ left: JinjaExpression, _ right: JinjaExpression
  ) throws -> JSONValue? {
    let a = try evaluate(left)
    if sign == "and" { return Self.isTrue(a) ? try evaluate(right) : a }
    if sign == "or" { return Self.isTrue(a) ? a : try evaluate(right) }
    let b = try evaluate(right)
    switch sign {
    case "==": return .bool(a == b)
    case "!=": return .bool(a != b)
    case "~": return .string(Self.text(a) + Self.text(b))
    case "in": return .bool(try contains(b, a))
    case "+":
      if let a = a?.string, let b = b?.string { return .string(a + b) }
      if let a = a?.array, let b = b?.array { return .array(a + b) }
      fallthrough
    default: return try arithmetic(sign, a, b)
    }
  }

  private func arithmetic(_ sign: String, _ a: JSONValue?, _ b: JSONValue?) throws -> JSONValue {
    guard let a = a?.int, let b = b?.int, b != 0 || !["/", "//", "%"].contains(sign) else {
      throw ChatTemplateError("\"\(sign)\" stands between values that it does not join")
    }
    switch sign {
    case "+": return try integer(a.addingReportingOverflow(b))
    case "-": return try integer(a.subtractingReportingOverflow(b))
    case "*": return try integer(a.multipliedReportingOverflow(by: b))
    case "/", "//":
      let quotient = try integer(a.dividedReportingOverflow(by: b))
      // Python rounds down.
      return a % b != 0 && (a < 0) != (b < 0) ? .integer(Int64(a / b - 1)) : quotient
    case "%":
      let (rest, _) = a.remainderReportingOverflow(dividingBy: b)
      return .integer(Int64(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest))
    case "<": return .bool(a < b)
    case ">": return .bool(a > b)
    case "<=": return .bool(a <= b)
    default: return .bool(a >= b)
    }
  }

  private func integer(_ result: (partialValue: Int, overflow: Bool)) throws -> JSONValue {
    guard !result.overflow else { throw ChatTemplateError("a number in it is too large") }
    return .integer(Int64(result.partialValue))
  }

  private func contains(_ whole: JSONValue?, _ part: JSONValue?) throws -> Bool {
    if let text = whole?.string { return part?.string.map { text.contains($0) } ?? false }
    if let values = whole?.array { return part.map(values.contains) ?? false }
    return part?.string.map { whole?[$0] != nil } ?? false
  }
}
