import Calibration

/// What a reader of a training should look at twice.
struct TrainingNotes {
  let fit: TapFit
  let sweep: LayerSweep
  let recalibration: Recalibration
  let labels: ProbeLabels
  let baselines: [Baseline]

  private var embeddingIsConstant: Bool {
    baselines.contains { baseline in
      guard baseline.kind == .embedding, case .probes(let probes) = baseline.model else {
        return false
      }
      return probes.allSatisfy { $0.standardizer.constantFeatures == $0.width }
    }
  }

  var sentences: [String] {
    var notes: [String] = []
    if sweep.rows.count > 1 {
      notes.append(
        "The tap was chosen among \(sweep.rows.count) by the \(LayerSweep.rule); the test part had "
          + "no say in it.")
    }
    if fit.constantFeatures > 0 {
      notes.append(
        "\(fit.constantFeatures) features of \(fit.probe.tap) are the same in all training rows and "
          + "get weight 0.")
    }
    if let penalty = fit.penalty, penalty.isAtEdge, penalty.candidates.count > 1 {
      notes.append(
        "The chosen C = \(penalty.inverseRegularization) is at the edge of the values tried; "
          + "try a wider range.")
    }
    let unfinished = sweep.rows.filter { $0.report?.converged == false }.map(\.tap)
    if !unfinished.isEmpty {
      notes.append(
        "The fit at \(unfinished.joined(separator: ", ")) stopped before its tolerance.")
    }
    if case .temperature(let scaling) = recalibration, scaling.isAtLimit {
      notes.append(
        "No finite temperature is best on validation; Platt scaling is the better recalibration.")
    }
    if case .platt(let line) = recalibration, line.slope <= 0 {
      notes.append(
        "Recalibration turned the probe around (slope \(line.slope)): on validation it ranks worse "
          + "than chance.")
    }
    let kinds = Set(baselines.map(\.kind))
    if !kinds.contains(.textLength) {
      notes.append("The numbers of tokens are not known, so there is no text-length baseline.")
    }
    if !kinds.contains(.embedding) {
      notes.append("The features have no tap \"embedding\", so there is no embedding baseline.")
    } else if embeddingIsConstant {
      notes.append(
        "All training rows have the same embedding (the same token is read in every text), so that "
          + "baseline knows nothing.")
    }
    if labels.definition.groupColumn == nil {
      notes.append(
        "No group column was given: related rows may be in different parts, which flatters a probe."
      )
    }
    return notes
  }
}
