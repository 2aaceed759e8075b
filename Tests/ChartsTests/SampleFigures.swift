@testable import Charts

/// Figures over ordinary and over troublesome data.
enum SampleFigures {
  static let all: [(name: String, figure: any Figure)] =
    sweeps + reliability + roc + histograms + forests + penalties + heatMaps

  /// Every figure at the widths of phones, half columns and whole pages.
  static let drawn: [(name: String, figure: any Figure, width: Double)] = all.flatMap { sample in
    [240.0, 328, 455, 950].map { (sample.name, sample.figure, $0) }
  }

  static let hostile = "<script>&\"'\u{0}]]> 日本 " + String(repeating: "long ", count: 30)

  static func sweep(blocks: Int, winner: Int? = nil) -> LayerSweepFigure {
    let taps = ["embedding"] + (0..<blocks).map { "block.\($0 + 1)" } + ["final_norm"]
    let values = taps.indices.map { index -> Measured in
      let value = 0.5 + 0.4 * Double((index * 37) % 17) / 17
      return Measured(value, low: value - 0.05, high: value + 0.04)
    }
    return LayerSweepFigure(
      title: "Sweep", metric: "AUROC (higher is better)", taps: taps,
      series: [.init(name: "validation", values: values), .init(name: "test", values: values)],
      winner: winner, chance: 0.5)
  }

  private static var sweeps: [(String, any Figure)] {
    var gaps = sweep(blocks: 6, winner: 3)
    gaps.series[0].values[2] = Measured(.nan)
    gaps.series[0].values[4] = Measured(0.7, low: .nan, high: .infinity)
    gaps.series[1].values = [Measured(.infinity), Measured(0.6, low: 0.5, high: 0.7)]
    var words = sweep(blocks: 2, winner: 1)
    words.taps = [hostile, hostile, hostile, hostile]
    words.metric = hostile
    words.series[0].name = hostile
    let empty = LayerSweepFigure(title: "", metric: "", taps: [], series: [], winner: 4)
    let single = LayerSweepFigure(
      title: "One", metric: "AUROC", taps: ["block.1"],
      series: [.init(name: "test", values: [Measured(0.5, low: 0.4, high: 0.6)])], winner: 0)
    return [
      ("sweep 30", sweep(blocks: 30, winner: 31)), ("sweep 80", sweep(blocks: 80, winner: 40)),
      ("sweep 4", sweep(blocks: 4, winner: 0)), ("sweep gaps", gaps), ("sweep words", words),
      ("sweep empty", empty), ("sweep single", single),
    ]
  }

  private static var heatMaps: [(String, any Figure)] {
    func map(rows: Int, columns: Int, words: String = "") -> HeatMapFigure {
      HeatMapFigure(
        title: "Atlas", metric: "AUROC (higher is better)" + words, columnTitle: "band" + words,
        rowTitle: "threshold" + words, columns: (0..<columns).map { "[\($0), \($0 + 1))" + words },
        rows: (0..<rows).map { "0.\($0)" + words },
        cells: (0..<rows).map { row in
          (0..<columns).map { column in
            HeatMapFigure.Cell(
              value: row == column ? .nan : Double((row * 7 + column * 3) % 11) / 10,
              count: row * column * 12_345, isReliable: column != 1)
          }
        })
    }
    return [
      ("heat map", map(rows: 5, columns: 6)), ("heat map wide", map(rows: 2, columns: 14)),
      ("heat map words", map(rows: 2, columns: 2, words: hostile)),
      ("heat map empty", map(rows: 0, columns: 0)), ("heat map one", map(rows: 1, columns: 1)),
    ]
  }

  private static var reliability: [(String, any Figure)] {
    func bins(_ count: Int, shift: Double) -> [ReliabilityFigure.Bin] {
      (0..<count).map { index in
        let (low, high) = (Double(index) / Double(count), Double(index + 1) / Double(count))
        let middle = (low + high) / 2
        return ReliabilityFigure.Bin(
          lower: low, upper: high, meanPredicted: middle,
          observed: min(max(middle + shift, 0), 1), bandLow: middle - 0.05,
          bandHigh: middle + 0.05, count: (index * 7919) % 1300)
      }
    }
    var broken = bins(10, shift: 0)
    broken[3].observed = .nan
    broken[4].bandLow = .nan
    broken[5].meanPredicted = .infinity
    let empty = ReliabilityFigure.Bin(
      lower: 0, upper: 1, meanPredicted: .nan, observed: .nan, count: 0)
    return [
      ("reliability", ReliabilityFigure(title: "R", bins: bins(15, shift: 0.1), positive: "true")),
      ("reliability 1", ReliabilityFigure(title: "R", bins: bins(1, shift: 0), positive: "true")),
      ("reliability NaN", ReliabilityFigure(title: "R", bins: broken, positive: hostile)),
      ("reliability 0", ReliabilityFigure(title: "R", bins: [empty], positive: "true")),
      ("reliability empty", ReliabilityFigure(title: "R", bins: [], positive: "true")),
    ]
  }

  private static var roc: [(String, any Figure)] {
    let points = (0...500).map { (Double($0) / 500, (Double($0) / 500).squareRoot()) }
    let area = Measured(0.667, low: 0.6, high: 0.7)
    let broken: [(Double, Double)] = [(0, 0), (.nan, 0.5), (0.5, .infinity), (1, 1)]
    return [
      (
        "roc",
        ROCFigure(
          title: "ROC",
          curves: [
            .init(name: "probe, AUROC", points: points, auroc: area),
            .init(name: hostile, points: [(0, 0), (1, 1)], auroc: Measured(.nan)),
          ])
      ),
      (
        "roc NaN",
        ROCFigure(title: "ROC", curves: [.init(name: "p", points: broken, auroc: area)])
      ),
      ("roc empty", ROCFigure(title: "ROC", curves: [])),
      ("roc no points", ROCFigure(title: "R", curves: [.init(name: "", points: [], auroc: area)])),
    ]
  }

  private static var histograms: [(String, any Figure)] {
    func figure(_ edges: [Double], _ up: [Int], _ down: [Int], name: String = "true")
      -> ScoreHistogramFigure
    {
      ScoreHistogramFigure(
        title: "Scores", edges: edges, positiveName: name, positiveCounts: up,
        negativeName: "false", negativeCounts: down, axisTitle: "probability of \(name)",
        threshold: 0.5)
    }
    let edges = (0...20).map { Double($0) / 20 }
    let counts = (0..<20).map { $0 * $0 * 100 }
    return [
      ("histogram", figure(edges, counts, counts.reversed())),
      ("histogram one class", figure(edges, counts, [])),
      ("histogram words", figure(edges, [1], [2], name: hostile)),
      ("histogram NaN", figure([.nan, 0, 0], [3], [1])), ("histogram empty", figure([], [], [])),
    ]
  }

  private static var forests: [(String, any Figure)] {
    let rows = [
      ForestFigure.Row(
        label: "probe (block.18)", value: Measured(0.842, low: 0.81, high: 0.87), isMain: true),
      ForestFigure.Row(label: "text length", value: Measured(0.55, low: 0.5, high: 0.6)),
      ForestFigure.Row(label: "majority", value: Measured(0.5)),
      ForestFigure.Row(label: "missing", value: Measured(.nan)),
    ]
    let wild = [ForestFigure.Row(label: hostile, value: Measured(.infinity, low: -1, high: 1e9))]
    return [
      ("forest", ForestFigure(title: "F", metric: "AUROC", rows: rows, reference: 0.5)),
      ("forest wild", ForestFigure(title: "F", metric: hostile, rows: wild + rows)),
      ("forest one", ForestFigure(title: "F", metric: "AUROC", rows: [rows[1]])),
      ("forest empty", ForestFigure(title: "F", metric: "AUROC", rows: [])),
    ]
  }

  private static var penalties: [(String, any Figure)] {
    func figure(_ candidates: [(Double, Measured)], title: String = "C") -> PenaltyFigure {
      PenaltyFigure(
        title: "Penalty",
        candidates: candidates.map { PenaltyFigure.Candidate(parameter: $0.0, loss: $0.1) },
        chosen: 0.1, parameterTitle: title, lossTitle: "loss")
    }
    let path = (-5...1).map { (powerOfTen($0), Measured(0.5, low: 0.4, high: 0.6)) }
    let odd = [(0.0, Measured(1)), (.nan, Measured(1)), (0.1, Measured(.nan)), (1, Measured(2))]
    return [
      ("penalty", figure(path)), ("penalty odd", figure(odd, title: hostile)),
      ("penalty one", figure([path[0]])), ("penalty empty", figure([])),
    ]
  }
}
