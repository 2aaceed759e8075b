import Foundation
import Probes
public import TextFiles

/// How long a hedge lasts: the steps after which a quantity has fallen to half of its peak.
public struct HalfLife: Sendable, Equatable {
  /// The highest value and the step it was reached at.
  public let peak: Double
  public let peakStep: Int
  /// The first step after the peak at which the value is at most half of it, interpolated between
  /// checkpoints on a logarithmic axis of steps; nil when it never falls that far, or the peak is
  /// not positive and has no half.
  public let step: Double?
  /// The last value.
  public let last: Double

  /// The half-life of values at rising steps. Nil without finite values.
  public init?(steps: [Int], values: [Double]) {
    precondition(steps.count == values.count, "One value a checkpoint is needed.")
    let known = values.indices.filter { values[$0].isFinite }
    guard let top = known.max(by: { values[$0] < values[$1] }), let end = known.last else {
      return nil
    }
    peak = values[top]
    peakStep = steps[top]
    last = values[end]
    let half = peak / 2
    guard peak > 0, let after = known.first(where: { $0 > top && values[$0] <= half }),
      let before = known.last(where: { $0 < after })
    else {
      step = nil
      return
    }
    let share = (values[before] - half) / (values[before] - values[after])
    let logs = (Double(max(steps[before], 1)), Double(steps[after]))
    step = logs.0 * pow(logs.1 / logs.0, share)
  }

  /// Every number; null where it never falls to half.
  public var json: JSONValue {
    [
      "peak": .finite(peak), "peak_step": .integer(Int64(peakStep)),
      "step": step.map(JSONValue.number) ?? .null, "last": .finite(last),
    ]
  }
}
