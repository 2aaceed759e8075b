public import TextFiles

extension LabelRule {
  /// The rule as JSON, which ``init(json:)`` reads back.
  public var json: JSONValue {
    [
      "band_nats": [.number(band.low), band.high.isFinite ? .number(band.high) : .null],
      "task": task.json,
      "reference": .string(source.rawValue),
      "skipped_positions": .integer(Int64(skippedPositions)),
    ]
  }

  /// Reads a rule; nil when something is missing or odd.
  public init?(json: JSONValue) {
    guard let ends = json["band_nats"]?.array, ends.count == 2, let low = ends[0].double,
      let high = ends[1].isNull ? .infinity : ends[1].double,
      let band = try? EntropyBand(low, high),
      let task = json["task"].flatMap(LabelTask.init(json:)),
      let source = json["reference"]?.string.flatMap(ReferenceSource.init(rawValue:)),
      let skipped = json["skipped_positions"]?.int
    else { return nil }
    self.init(band: band, task: task, source: source, skippedPositions: skipped)
  }
}

extension LabelTask {
  fileprivate var json: JSONValue {
    switch self {
    case .gap(let zeroBelow, let within):
      ["name": "gap", "zero_below_nats": .number(zeroBelow), "within_nats": .number(within)]
    case .bins(let count, let from, let to):
      [
        "name": "bins", "count": .integer(Int64(count)), "from_nats": .number(from),
        "to_nats": .number(to),
      ]
    case .kinds(let zero, let one):
      [
        "name": "kinds", "zero": .array(zero.map(JSONValue.string)),
        "one": .array(one.map(JSONValue.string)),
      ]
    case .regression(let target):
      ["name": "regression", "target": .string(target.rawValue)]
    }
  }

  fileprivate init?(json: JSONValue) {
    func names(_ key: String) -> [String]? { json[key]?.array?.compactMap(\.string) }
    switch json["name"]?.string {
    case "gap":
      guard let zero = json["zero_below_nats"]?.double, let within = json["within_nats"]?.double
      else { return nil }
      self = .gap(zeroBelow: zero, within: within)
    case "bins":
      guard let count = json["count"]?.int, let from = json["from_nats"]?.double,
        let to = json["to_nats"]?.double
      else { return nil }
      self = .bins(count, from: from, to: to)
    case "kinds":
      guard let zero = names("zero"), let one = names("one") else { return nil }
      self = .kinds(zero: zero, one: one)
    case "regression":
      guard let target = json["target"]?.string.flatMap(RegressionTarget.init(rawValue:)) else {
        return nil
      }
      self = .regression(target)
    default:
      return nil
    }
  }
}
