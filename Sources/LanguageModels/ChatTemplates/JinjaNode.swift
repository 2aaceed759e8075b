import TextFiles

/// What a Jinja template is made of.
indirect enum JinjaNode: Sendable {
  case text(String)
  case output(JinjaExpression)
  /// The first branch whose condition holds; the last may have none.
  case branches([(condition: JinjaExpression?, body: [JinjaNode])])
  case loop(names: [String], over: JinjaExpression, filter: JinjaExpression?, body: [JinjaNode])
  /// `member` is set for `set name.member = value`.
  case set(name: String, member: String?, value: JinjaExpression)
  case setBlock(name: String, body: [JinjaNode])
}

/// An expression of a Jinja template.
indirect enum JinjaExpression: Sendable {
  case literal(JSONValue)
  case name(String)
  case list([JinjaExpression])
  case object([(key: JinjaExpression, value: JinjaExpression)])
  case member(JinjaExpression, String)
  case element(JinjaExpression, JinjaExpression)
  case slice(JinjaExpression, from: JinjaExpression?, to: JinjaExpression?)
  case call(JinjaExpression, JinjaArguments)
  case filter(JinjaExpression, String, JinjaArguments)
  case test(JinjaExpression, String, isNegated: Bool)
  case unary(String, JinjaExpression)
  case binary(String, JinjaExpression, JinjaExpression)
  case conditional(JinjaExpression, then: JinjaExpression, otherwise: JinjaExpression?)
}

/// What stands in the parentheses of a call.
struct JinjaArguments: Sendable {
  var values: [JinjaExpression] = []
  var named: [(name: String, value: JinjaExpression)] = []
}
