import Statistics
import Testing

@Suite struct CrossedBootstrapTests {
  private let questions = Clusters([0, 0, 1, 1, 2, 2])
  private let runs = Clusters([0, 1, 0, 1, 0, 1])

  @Test func itemsWeighAsMuchAsTheirGroupsTogether() {
    let bootstrap = CrossedBootstrap(questions, by: runs, resamples: 50, seed: 3)
    let (first, second) = (questions.index, runs.index)
    let groups = bootstrap.distribution(width: 6) { rows, columns, row in
      for item in 0..<6 {
        row[item] = Double(rows[Int(first[item])]) * Double(columns[Int(second[item])])
      }
    }
    let items = bootstrap.distribution(width: 6, ofItems: { weight in (0..<6).map(weight) })
    for item in 0..<6 { #expect(groups.column(item) == items.column(item)) }
    // Both groupings are drawn as often as they have groups.
    for resample in 0..<50 {
      #expect((0..<6).reduce(0) { $0 + items.column($1)[resample] } == 6)
    }
  }
}
