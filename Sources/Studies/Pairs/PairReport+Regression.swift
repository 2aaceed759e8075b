import Calibration
import Charts
public import Probes
public import Statistics
import TextFiles

extension PairReport {
  /// Predictors of one number a position, all on the same test positions.
  public struct Regression: Sendable {
    /// One predictor.
    public struct Row: Sendable {
      /// What predicts.
      public var name: String
      /// 1 is perfect, 0 what the mean achieves.
      public var rSquared: Estimate
      /// Mean squared error, nats² (of logarithms for logarithms).
      public var meanSquaredError: Estimate
      /// Spearman's rank correlation with the target.
      public var spearman: Estimate
      /// Whether the row is one of ours and not a baseline.
      public var isMain: Bool
    }

    /// The number that is predicted.
    public var title: String
    /// The predictors, ours first.
    public var rows: [Row]

    /// A block of predictors.
    public init(title: String, rows: [Row]) { (self.title, self.rows) = (title, rows) }
  }

  /// Adds a block of a regression.
  public mutating func add(_ regression: PairStudy.Regression) {
    regressions.append(
      Regression(
        title: regression.target.title,
        rows: regression.rows.map { row in
          Regression.Row(
            name: row.name, rSquared: row.evaluation.rSquared,
            meanSquaredError: row.evaluation.meanSquaredError,
            spearman: row.evaluation.spearman, isMain: row.isMain)
        }))
  }

  var regressionSection: Page.Section? {
    guard !regressions.isEmpty else { return nil }
    let blocks = regressions.map { block -> HTML in
      let figure = ForestFigure(
        title: block.title, metric: "R², share of the variance explained",
        rows: block.rows.map {
          .init(label: $0.name, value: $0.rSquared.measured, isMain: $0.isMain)
        }, reference: 0)
      let table = Table(
        caption: block.title,
        columns: [
          .text("Predictor"), .number("R²"), .number("Mean squared error"),
          .number("Spearman"), .number("Positions"), .number("Documents"),
        ],
        rows: block.rows.map { row in
          [
            .text(row.name), .estimate(row.rSquared), .estimate(row.meanSquaredError),
            .estimate(row.spearman), .count(row.rSquared.count), .count(row.rSquared.clusters),
          ]
        }, isCaptionHidden: true)
      return """
        <h3>\(block.title)</h3>
        \(HTML.figure(figure, width: 720))
        <details><summary>The numbers</summary>\(table.html)</details>

        """
    }
    return Page.Section(
      id: "regressions", title: "How much of the uncertainty can be predicted",
      shortTitle: "Regressions",
      content: """
        <p>A number instead of two classes, at every position of the band and at natural \
        prevalence. 0 is what the mean achieves; below it a predictor is worse than that.</p>
        \(blocks)
        """)
  }
}

extension PairReport.Regression {
  /// The block as JSON.
  var json: JSONValue {
    [
      "title": .string(title),
      "rows": .array(
        rows.map {
          [
            "name": .string($0.name), "r_squared": $0.rSquared.json,
            "mean_squared_error": $0.meanSquaredError.json, "spearman": $0.spearman.json,
            "is_baseline": .bool(!$0.isMain),
          ]
        }),
    ]
  }
}

extension RegressionTarget {
  /// The target in words, with its unit.
  public var title: String {
    switch self {
    case .largeEntropy: "Entropy of the large model, nats"
    case .logLargeEntropy: "Logarithm of the large model's entropy"
    case .smallEntropy: "Entropy of the small model itself, nats (a control)"
    case .divergence: "Jensen-Shannon divergence of the models, nats"
    case .logDivergence: "Logarithm of the Jensen-Shannon divergence"
    }
  }
}
