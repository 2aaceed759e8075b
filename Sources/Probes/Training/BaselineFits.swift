import Statistics

/// Fits everything that a probe is compared with, on the probe's own training part.
struct BaselineFits {
  let labels: ProbeLabels
  let split: SplitRows
  let options: ProbeOptions
  let monitor: ProbeMonitor

  /// All baselines that the data allow, in the order of `Baseline.Kind`.
  ///
  /// `chosen` is the probe's own fit, `features` its tap, `embedding` the fit at the embedding.
  func fit(
    _ chosen: TapFit, features: LayerFeatures, embedding: TapFit?
  ) throws -> [Baseline] {
    let rows = split[.train]
    let training = try TrainingRows(features, rows: rows, labels: labels.labels)
    var baselines = [Baseline(.majority, .constant(logit: baseLogit(rows)))]
    if let counts = labels.tokenCounts {
      let line = try ScoreLine(
        rows.map { Double(counts[Int($0)]) }, targets: training.targets)
      baselines.append(
        Baseline(.textLength, .length(slope: line.slope, intercept: line.intercept)))
    }
    if let embedding { baselines.append(Baseline(.embedding, .probes([embedding.probe]))) }
    try monitor.check()
    baselines.append(
      Baseline(
        .randomDirection,
        .probes(
          try parallelMap(options.randomDirections) { try randomDirection($0, training) })))
    try monitor.check()
    baselines.append(Baseline(.shuffledLabels, .probes(try shuffled(chosen, training))))
    return baselines
  }

  private func baseLogit(_ rows: [Int32]) -> Double {
    let positives = Double(rows.count { labels.labels[Int($0)] })
    return elementaryLog(positives) - elementaryLog(Double(rows.count) - positives)
  }

  /// A direction of independent normal weights on standardised features.
  private func randomDirection(_ index: Int, _ training: TrainingRows) throws -> LinearProbe {
    var generator = RandomGenerator(seed: options.seed).child("random direction").child(index)
    let direction = (0..<training.data.width).map { _ in generator.normal() }
    return try training.calibrated(options.kind, direction: direction)
  }

  private func shuffled(_ chosen: TapFit, _ training: TrainingRows) throws -> [LinearProbe] {
    let count = options.shuffles(ofRows: training.targets.count)
    let shuffles = (0..<count).map { index in
      var generator = RandomGenerator(seed: options.seed).child("shuffled labels").child(index)
      var targets = training.targets
      generator.shuffle(&targets)
      return targets
    }
    switch options.kind {
    case .logistic:
      let c = chosen.penalty?.inverseRegularization ?? 1
      return try stride(from: 0, to: count, by: PenaltyPath.problemsTogether).flatMap { first in
        try monitor.check()
        return try training.fit(
          shuffles[first..<min(count, first + PenaltyPath.problemsTogether)].map { ($0, nil) },
          inverseRegularization: c,
          solver: LogisticSolver(tolerance: 1e-7, isCancelled: monitor.isCancelled)
        ).map(\.probe)
      }
    case .massMean:
      return try parallelMap(shuffles.count) {
        try MassMeanProbe.fit(training.replacingTargets(shuffles[$0]))
      }
    case .lda:
      return try parallelMap(shuffles.count) {
        try LDAProbe.fit(
          training.replacingTargets(shuffles[$0]), shrinkage: options.shrinkage
        ).probe
      }
    }
  }
}
