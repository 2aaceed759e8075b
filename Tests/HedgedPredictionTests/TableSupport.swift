import Foundation
import HedgedPrediction
import Statistics

/// Option tables made of random evidence: familiarity c in 0...1 decides how strong it is.
enum SyntheticTable {
  /// `count` questions with `options` options of their own, or shared ones.
  static func make(
    _ count: Int, options: Int = 4, ownOptions: Bool = true, seed: UInt64 = 5
  ) throws -> OptionTable {
    var table = try OptionTable(
      names: (0..<options).map { "option \($0)" }, hasOwnOptions: ownOptions)
    let generator = RandomGenerator(seed: seed)
    for index in 0..<count {
      var draws = generator.child(index)
      let familiarity = Double(index % 10) / 9
      let truth = draws.integer(below: options)
      let evidence = (0..<options).map { option in
        (option == truth ? 6 * familiarity : 0) + 0.7 * draws.normal()
      }
      let total = log(evidence.reduce(0) { $0 + exp($1) })
      try table.append(
        id: "q\(index)", truth: truth, logProbabilities: evidence.map { $0 - total },
        columns: ["familiarity": familiarity, "population": 1 + 1e6 * familiarity])
    }
    return table
  }
}
