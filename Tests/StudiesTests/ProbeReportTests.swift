import Calibration
import Probes
import Statistics
import TestSupport
import TextFiles
import Testing

@testable import Studies

@Suite("The report of an evaluation")
struct ProbeReportTests {
  let report: ProbeReport

  init() throws { report = try SampleReport.report.get() }

  @Test("The page is well formed, self-contained and complete")
  func page() throws {
    let html = report.html()
    let markup = try Markup(html)
    #expect(html.hasPrefix("<!DOCTYPE html>"))
    for element in markup.elements {
      #expect(element.attributes["src"] == nil, "<\(element.name)> loads something")
      let link = element.attributes["href"] ?? "#"
      #expect(link.hasPrefix("#"), "\(link) leaves the page")
    }
    #expect(!html.contains("@import") && !html.contains("url("))
    let sections = markup["section"].compactMap { $0.attributes["id"] }
    #expect(
      sections == [
        "layers", "calibration", "discrimination", "baselines", "tokens", "examples", "items",
        "penalty", "metrics", "method", "definitions",
      ])
    #expect(markup["a"].map { $0.attributes["href"] } == sections.map { "#\($0)" })
    let ids = markup.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    // Sweep, two reliability diagrams, ROC, histogram, baselines, penalty: each wide and narrow.
    #expect(markup["svg"].count == 14)
    #expect(!html.contains("nan") && !html.contains(">inf"))
  }

  @Test("Text from files cannot become markup")
  func hostileText() throws {
    let markup = try Markup(report.html())
    #expect(markup["script"].count == 3)
    #expect(!markup["b"].contains { $0.attributes["onload"] != nil })
    #expect(markup["dd"].contains { $0.text.hasPrefix("</script>") })
    #expect(markup["h1"].first?.text.contains("Tiny & <small>") == true)
  }

  @Test("The data block reads back with the numbers of the evaluation")
  func dataBlock() throws {
    let markup = try Markup(report.html())
    let block = try #require(markup["script"].first { $0.attributes["id"] == "data" })
    #expect(block.attributes["type"] == "application/json")
    let data = try JSONValue.parse(block.text)
    #expect(data == (try JSONValue.parse(report.data.serialized())))
    let evaluation = report.before.evaluation
    let auroc = data["before"]?["metrics"]?["auroc"]
    #expect(auroc?["value"]?.double == evaluation.auroc.value)
    #expect(auroc?["n"]?.int == evaluation.count)
    #expect(data["sweep"]?.array?.count == 4)
    #expect(data["items"]?.array?.count == report.items.count)
    #expect(data["items_total"]?.int == report.items.count)
    let counts = data["score_histogram"]
    let total = ["positive", "negative"].reduce(0) { sum, part in
      sum + (counts?[part]?.array ?? []).reduce(0) { $0 + ($1.int ?? 0) }
    }
    #expect(total == evaluation.count)
  }

  @Test("The headline and the first figures state the evaluation's numbers")
  func headline() throws {
    let auroc = report.final.evaluation.auroc
    #expect(report.headline.contains("AUROC \(auroc.valueText)"))
    #expect(report.headline.contains("tells true from false") == (auroc.low > 0.5))
    let markup = try Markup(report.html())
    let values = markup["span"].filter { $0.attributes["class"] == "value" }.map(\.text)
    let evaluation = report.final.evaluation
    let expected = [
      evaluation.auroc, evaluation.accuracy, evaluation.equalWidthECE, evaluation.brier,
    ]
    #expect(values == expected.map(\.valueText))
    #expect(markup["li"].count == report.findings.count + report.notes.count)
  }

  @Test("A headline never claims what the interval does not show")
  func modestHeadline() throws {
    var random = RandomGenerator(seed: 2)
    let labels = (0..<80).map { _ in random.uniform() < 0.5 }
    let noise = labels.map { _ in random.uniform() }
    var report = self.report
    report.after = nil
    report.before = ProbeReport.Outcome(
      evaluation: try evaluate(
        probabilities: noise, labels: labels, clusters: nil, resamples: 200, seed: 1))
    #expect(report.headline.contains("is not shown to tell"))
    report.before = ProbeReport.Outcome(
      evaluation: try evaluate(
        probabilities: labels.map { $0 ? 0.2 : 0.8 }, labels: labels, clusters: nil,
        resamples: 200, seed: 1))
    #expect(report.headline.contains("ranks true below false in cities.csv: AUROC 0.000"))
  }

  @Test("The same report gives the same bytes")
  func deterministic() {
    #expect(report.html() == report.html())
  }

  @Test("A sweep of the training data is not passed off as one of other data")
  func sweepOfOtherData() {
    var transferred = report
    transferred.isTrainingData = false
    #expect(transferred.html().contains("These are values of the training data"))
    #expect(!report.html().contains("These are values of the training data"))
  }

  @Test("What is missing is left out, and the page stays well formed")
  func bareReport() throws {
    let evaluation = try evaluate(
      probabilities: [0.2, 0.8, 0.6], labels: [false, true, true], clusters: nil, resamples: 0,
      seed: 0)
    let bare = ProbeReport(
      subject: report.subject, before: ProbeReport.Outcome(evaluation: evaluation))
    let markup = try Markup(bare.html())
    #expect(markup["section"].map { $0.attributes["id"] } == ["metrics", "method", "definitions"])
    #expect(markup["svg"].isEmpty)
  }

  @Test("Probed tokens are counted by bytes and by class")
  func tokens() {
    var report = self.report
    func item(_ token: String?, _ isPositive: Bool) -> ProbeReport.Item {
      ProbeReport.Item(
        id: "", text: "", group: "", token: token, isPositive: isPositive, probability: 0.5)
    }
    report.items = [
      item(".", true), item(".", false), item("é", true), item("e\u{301}", true), item(nil, true),
    ]
    let counts = report.tokenCounts
    #expect(counts.map(\.total) == [2, 1, 1])
    #expect(counts[0].positives == 1 && counts[0].negatives == 1)
    #expect(counts[1].token.utf8.count == 3, "byte order: e + accent before é")
  }

  @Test("Examples are the most confident misses and hits and the closest calls")
  func examples() {
    var report = self.report
    report.items = [0.99, 0.9, 0.51, 0.2, 0.01, .nan].enumerated().map { index, probability in
      ProbeReport.Item(
        id: "\(index)", text: "", group: "", token: nil, isPositive: index % 2 == 1,
        probability: probability)
    }
    let groups = report.exampleGroups(count: 2).map { $0.items.map(\.id) }
    #expect(groups == [["0", "3"], ["4", "1"], ["2", "3"]])
  }

  @Test("The adapter takes over what the evaluation says")
  func adapter() throws {
    let training = try SampleReport.training.get()
    #expect(report.part == .test && report.samples.map(\.part) == [.train, .validation, .test])
    #expect(report.items.count == training.test.size.count)
    #expect(report.baselines.map(\.name).contains("text length"))
    #expect(report.sweep.map(\.tap) == ["embedding", "block.1", "block.2", "final_norm"])
    #expect(report.subject.tap == training.test.tap)
    #expect(report.bestBaseline == training.test.bestBaseline?.title)
    let item = try #require(report.items.first { $0.id == "id-11" } ?? report.items.first)
    #expect(item.recalibrated != nil && item.token != nil)
  }
}
