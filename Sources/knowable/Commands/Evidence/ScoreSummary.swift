import ConflictingQA
import Statistics
import TextFiles

/// What a scoring found, for people and as JSON.
struct ScoreSummary {
  let scores: ReaderScores
  let policy: OffFormatPolicy
  let resamples: Int
  let seed: UInt64
  let work: WorkSummary
  let seconds: Double

  private var rates: WinRates { WinRates(scores.pairs, policy: policy) }

  /// A mean over pairs with an interval over questions.
  private func mean(_ value: (PairScore) -> Double) -> Estimate {
    let clusters = Clusters(names: scores.pairs.map(\.questionID))
    return ClusterBootstrap(clusters: clusters, resamples: resamples, seed: seed)
      .mean(of: scores.pairs.map(value), interval: .expanded)
  }

  private var facts: [(key: String, title: String, estimate: Estimate)] {
    [
      ("yes_share", "yes among pairs", mean { $0.hardWin(of: .yes) }),
      ("flip_share", "answer changes with order", mean { $0.flipsWithOrder ? 1 : 0 }),
      ("position_effect", "position effect, nats to the first", mean(\.positionEffect)),
      ("coverage", "probability on the answers", mean(\.coverage)),
    ]
  }

  private var winRates: [(key: String, title: String, summary: WinRates.Summary)] {
    let rates = rates
    let sides: [(String, [DocumentStanding])] =
      Stance.allCases.map { stance in
        (stance.rawValue, rates.documents.filter { $0.stance == stance })
      } + [("reported", rates.reported)]
    let kinds: [(String, KeyPath<DocumentStanding, Double>)] = [
      ("soft", \.softWinRate), ("hard", \.hardWinRate),
    ]
    return sides.flatMap { side, documents in
      kinds.map { kind, path in
        (
          "\(kind)_win_rate_\(side)", "\(kind) win rate, \(side) documents",
          WinRates.summary(of: path, documents, resamples: resamples, seed: seed)
        )
      }
    }
  }

  var text: String {
    let rates = rates
    var table = TextTable([("", .left), ("estimate", .left), ("n", .right), ("questions", .right)])
    func add(_ title: String, _ estimate: Estimate) {
      guard estimate.count > 0 else { return }
      table.add([
        title,
        "\(Decimals.text(estimate.value, 3)) [\(Decimals.text(estimate.low, 3)), "
          + "\(Decimals.text(estimate.high, 3))]",
        String(estimate.count), String(estimate.clusters),
      ])
    }
    for fact in facts { add(fact.title, fact.estimate) }
    for (_, title, summary) in winRates {
      add(title, summary.byDocument)
      add("  mean over questions", summary.byQuestion)
    }
    let marked = rates.documents.count - rates.reported.count
    return table.text + """

      \(rates.offFormatPairs) of \(rates.pairs) pairs are off-format (\(policy.treatment.rawValue)); \
      \(marked) of \(rates.documents.count) documents have fewer than \
      \(WinRates.reportedOpponents) opponents.
      \(work.text) in \(Decimals.duration(seconds)).

      """
  }

  var json: JSONValue {
    func estimate(_ estimate: Estimate) -> JSONValue {
      [
        "value": .number(estimate.value), "low": .number(estimate.low),
        "high": .number(estimate.high), "n": .integer(Int64(estimate.count)),
        "clusters": .integer(Int64(estimate.clusters)),
      ]
    }
    let rates = rates
    var members: [(String, JSONValue)] = [
      ("reader", .string(scores.reader)), ("pairs", .integer(Int64(scores.pairs.count))),
      ("single_answers", .integer(Int64(scores.singles.count))),
      ("off_format_pairs", .integer(Int64(rates.offFormatPairs))),
      ("documents", .integer(Int64(rates.documents.count))),
      ("reported_documents", .integer(Int64(rates.reported.count))),
      ("seed", .integer(Int64(bitPattern: seed))), ("seconds", .number(seconds)),
    ]
    members += work.members
    members += facts.map { ($0.key, estimate($0.estimate)) }
    members += winRates.map {
      (
        $0.key,
        [
          "by_document": estimate($0.summary.byDocument),
          "by_question": estimate($0.summary.byQuestion),
        ]
      )
    }
    return .object(JSONObject(members))
  }
}
