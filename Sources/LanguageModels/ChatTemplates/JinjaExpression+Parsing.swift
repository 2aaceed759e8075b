import TextFiles

/// Precedence climbing over Jinja's expressions.
extension JinjaExpression {
  /// `a if condition else b`, the loosest form.
  static func parse(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    try tokens.nested { try conditional(&$0) }
  }

  private static func conditional(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    let value = try parseWithoutCondition(&tokens)
    guard tokens.take("if") else { return value }
    let condition = try parseWithoutCondition(&tokens)
    let otherwise = tokens.take("else") ? try parse(&tokens) : nil
    return .conditional(condition, then: value, otherwise: otherwise)
  }

  static func parseWithoutCondition(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    try chain(&tokens, ["or"]) { tokens in
      try chain(&tokens, ["and"]) { try negation(&$0) }
    }
  }

  private static func negation(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    tokens.take("not") ? .unary("not", try tokens.nested(negation)) : try comparison(&tokens)
  }

  private static func comparison(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    var left = try sum(&tokens)
    while true {
      if tokens.take("is") {
        let isNegated = tokens.take("not")
        left = .test(left, try tokens.name(), isNegated: isNegated)
      } else if tokens.take("in") {
        left = .binary("in", left, try sum(&tokens))
      } else if tokens.take("not") {
        try tokens.expect("in")
        left = .unary("not", .binary("in", left, try sum(&tokens)))
      } else if let sign = ["==", "!=", "<=", ">=", "<", ">"].first(where: { tokens.take($0) }) {
        left = .binary(sign, left, try sum(&tokens))
      } else {
        return left
      }
    }
  }

  private static func sum(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    try chain(&tokens, ["+", "-", "~"]) { tokens in
      try chain(&tokens, ["*", "//", "/", "%"]) { try unary(&$0) }
    }
  }

  private static func unary(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    tokens.take("-") ? .unary("-", try tokens.nested(unary)) : try postfix(&tokens)
  }

  /// Operators of one rank, from left to right.
  private static func chain(
    _ tokens: inout JinjaTokens, _ signs: [String],
    _ operand: (inout JinjaTokens) throws -> JinjaExpression
  ) throws -> JinjaExpression {
    var left = try operand(&tokens)
    while let sign = signs.first(where: { tokens.take($0) }) {
      left = .binary(sign, left, try operand(&tokens))
    }
    return left
  }

  private static func postfix(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    var value = try primary(&tokens)
    while true {
      if tokens.take(".") {
        value = .member(value, try tokens.name())
      } else if tokens.take("[") {
        value = try subscripted(value, &tokens)
      } else if tokens.take("(") {
        value = .call(value, try arguments(&tokens))
      } else if tokens.take("|") {
        let name = try tokens.name()
        value = .filter(value, name, tokens.take("(") ? try arguments(&tokens) : JinjaArguments())
      } else {
        return value
      }
    }
  }

  private static func subscripted(
    _ value: JinjaExpression, _ tokens: inout JinjaTokens
  ) throws -> JinjaExpression {
    let from = tokens.first == .sign(":") ? nil : try parse(&tokens)
    if let from, tokens.take("]") { return .element(value, from) }
    try tokens.expect(":")
    let to = tokens.first == .sign("]") ? nil : try parse(&tokens)
    try tokens.expect("]")
    return .slice(value, from: from, to: to)
  }

  private static func arguments(_ tokens: inout JinjaTokens) throws -> JinjaArguments {
    var arguments = JinjaArguments()
    while !tokens.take(")") {
      let value = try parse(&tokens)
      if case .name(let name) = value, tokens.take("=") {
        arguments.named.append((name, try parse(&tokens)))
      } else {
        arguments.values.append(value)
      }
      if !tokens.take(",") {
        try tokens.expect(")")
        break
      }
    }
    return arguments
  }

  private static func primary(_ tokens: inout JinjaTokens) throws -> JinjaExpression {
    switch try tokens.next() {
    case .text(let text): return .literal(.string(text))
    case .integer(let value): return .literal(.integer(value))
    case .name("true"), .name("True"): return .literal(.bool(true))
    case .name("false"), .name("False"): return .literal(.bool(false))
    case .name("none"), .name("None"): return .literal(.null)
    case .name(let name): return .name(name)
    case .sign("("):
      let value = try parse(&tokens)
      try tokens.expect(")")
      return value
    case .sign("["):
      var values: [JinjaExpression] = []
      while !tokens.take("]") {
        values.append(try parse(&tokens))
        if !tokens.take(",") {
          try tokens.expect("]")
          break
        }
      }
      return .list(values)
    case .sign("{"):
      var members: [(JinjaExpression, JinjaExpression)] = []
      while !tokens.take("}") {
        let key = try parse(&tokens)
        try tokens.expect(":")
        members.append((key, try parse(&tokens)))
        if !tokens.take(",") {
          try tokens.expect("}")
          break
        }
      }
      return .object(members)
    case .sign(let sign): throw ChatTemplateError("\"\(sign)\" stands where a value should")
    }
  }
}
