import TextFiles

extension AnswerProbabilities {
  /// The members `log_yes`, `log_no` and, where a third answer was offered, `log_unclear`.
  var members: [(String, JSONValue)] {
    [("log_yes", .number(logYes)), ("log_no", .number(logNo))]
      + (logUnclear.map { [("log_unclear", .number($0))] } ?? [])
  }

  var json: JSONValue { .object(JSONObject(members)) }

  /// Reads the members back; nil unless they are logs of probabilities.
  init?(json: JSONValue) {
    guard let logYes = json["log_yes"]?.double, let logNo = json["log_no"]?.double else {
      return nil
    }
    self.init(logYes: logYes, logNo: logNo, logUnclear: json["log_unclear"]?.double)
    // A sum of float32 probabilities may pass one by a rounding.
    guard [logYes, logNo, logUnclear ?? 0].allSatisfy({ $0 <= 1e-4 }) else { return nil }
  }
}
