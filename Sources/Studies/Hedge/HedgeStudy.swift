import Charts
import HedgedPrediction
import Statistics
import TextFiles

/// The results of a study, read by name; what is missing or undefined is NaN and becomes a gap.
struct HedgeStudy {
  let settings: JSONValue
  private let stages: JSONObject

  init(_ study: JSONValue) throws {
    guard let settings = study["settings"], let stages = study["stages"]?.object else {
      throw HedgedPredictionError.badData(
        "This is no study of hedged prediction: it has no \"settings\" and \"stages\".")
    }
    (self.settings, self.stages) = (settings, stages)
  }

  subscript(stage: String) -> JSONValue? { stages[stage] }

  /// The stages whose names begin with a word, without that word.
  func stages(_ word: String) -> [(name: String, result: JSONValue)] {
    stages.members.filter { $0.key.hasPrefix(word + " ") }.map {
      (String($0.key.dropFirst(word.count + 1)), $0.value)
    }
  }
}

extension JSONValue {
  /// A number of an object, NaN if there is none.
  func number(_ key: String) -> Double { self[key]?.double ?? .nan }

  /// This object as an estimate.
  var estimate: Estimate {
    Estimate(
      value: number("value"), low: number("low"), high: number("high"),
      level: self["level"]?.double ?? 0.95, count: self["n"]?.int ?? 0,
      clusters: self["clusters"]?.int ?? 0, resamples: self["resamples"]?.int ?? 0,
      undefinedResamples: self["undefined_resamples"]?.int ?? 0)
  }

  /// An estimate of an object.
  func estimate(_ key: String) -> Estimate { (self[key] ?? .null).estimate }

  /// The same for a figure.
  func measured(_ key: String) -> Measured { estimate(key).measured }

  /// The bins of an evaluation that have rows, from familiar to unfamiliar.
  var filledBins: [JSONValue] {
    (self["bins"]?.array ?? []).filter { ($0["rows"]?.int ?? 0) > 0 }
  }

  /// One metric over the bins, placed at their mean scores.
  func curve(_ metric: String, name: String) -> CurvesFigure.Curve {
    CurvesFigure.Curve(
      name: name,
      places: filledBins.map { .init(x: $0.number("mean_score"), y: $0.measured(metric)) })
  }
}
