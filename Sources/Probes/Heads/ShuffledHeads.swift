import Calibration
import Statistics

/// What a head's size and training reach without anything to learn: the same head, trained for exactly
/// as many steps as the one that was kept, on shuffled training labels.
///
/// As many steps, because validation would stop a head that learns nothing before it has begun.
struct ShuffledHeads {
  /// AUROC on the judged rows, a shuffle each.
  let each: [Estimate]

  /// The mean of values and of interval ends.
  var auroc: Estimate { .mean(of: each) ?? Estimate(value: .nan, count: 0, clusters: 0) }

  /// Trains side by side, a thread each. The shuffles come from the seed's stream
  /// `shuffled head labels`.
  init(
    of head: TrainedHead, on training: HeadExamples, judgedOn rows: [Int32], labels: ProbeLabels,
    settings: ProbeOptions, monitor: ProbeMonitor
  ) throws {
    guard case .values(let targets) = training.targets else {
      preconditionFailure("A head of two classes has a class an example.")
    }
    let truth = rows.map { labels.labels[Int($0)] }
    let numbers = labels.groupNumbers
    let random = RandomGenerator(seed: settings.seed).child("shuffled head labels")
    each = try parallelMap(settings.headShuffles) { shuffle in
      try monitor.check()
      var generator = random.child(shuffle)
      var shuffled = targets
      generator.shuffle(&shuffled)
      let other = try trainHead(
        HeadExamples(training.features, rows: training.rows, targets: .values(shuffled)),
        options: head.options, steps: head.bestStep)
      return try evaluateRanking(
        scores: other.scores(of: training.features, rows: rows), labels: truth,
        clusters: rows.map { numbers[Int($0)] }, settings: settings.evaluationSettings
      ).auroc
    }
  }
}
