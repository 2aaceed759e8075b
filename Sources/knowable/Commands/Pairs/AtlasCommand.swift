import ArgumentParser
import Embeddings
import Probes
import Statistics
import Studies
import TensorFiles
import TextFiles

struct AtlasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "atlas",
    abstract: "Show under which label rules a score tells ignorance from chance, and where not.",
    discussion: """
      One pass over the statistics of a pair of stores gives the AUROC of each score (the small
      model's entropy; with --probe or --scores also others) for every band of entropies, every
      threshold below which a position counts as epistemic, and every distance within which it
      counts as aleatoric, with the numbers of positions.

      Example: knowable atlas --small small.store --large large.store --probe pair/gap.probe \\
        --report atlas.html
      """)

  @OptionGroup var reference: ReferenceOptions

  @Option(help: "Probe on positions; reads its tap from the small store.")
  var probe: [String] = []

  @Option(help: "File of scores: CSV or JSON lines with document, position and --score-column.")
  var scores: String?

  @Option(help: "Column or key of the score; high is aleatoric.")
  var scoreColumn = "score"

  @Flag(help: "High scores are epistemic.")
  var highIsEpistemic = false

  @Option(help: "Bands FROM:TO:WIDTH of the small model's entropy, nats.")
  var bands = "0.5:4:0.5"

  @Option(help: "Thresholds in nats, divided by commas.")
  var thresholds = "0.1,0.2,0.5,1"

  @Option(help: "Distances in nats, divided by commas.")
  var deltas = "0.05,0.1,0.2,0.4"

  @Flag(help: "The task without a gap: aleatoric is everything from the threshold up.")
  var noGap = false

  @Option(help: "Cells with fewer positions of a class are marked.")
  var minimumCount = 50

  @Option(help: "Only documents of this part: train, validation or test; all unless given.")
  var part: SplitPart?

  @Option(help: "CSV file to write.")
  var csv: String?

  @Option(help: "HTML file to write.")
  var report: String?

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func validate() throws { _ = try grid() }

  func run() throws {
    common.apply()
    let (_, references) = try reference.open()
    let grid = try grid()
    let maps = try references.map { pairs in
      try scored(pairs).map {
        try LabelAtlas(
          pairs, scores: $0.scores, places: $0.places, scoreName: $0.name, grid: grid)
      }
    }
    let atlases = maps[0].indices.map { score in
      maps.dropFirst().reduce(maps[0][score]) { $0.joined(with: $1[score]) }
    }
    if let csv {
      try AtomicFile.write(path: csv, text: table(atlases))
      common.remark("The table: \(csv)")
    }
    if let report {
      try reports.write(page(atlases, references), to: report)
      common.remark("The page: \(report)")
    }
    common.show(
      .array(atlases.map(\.json)),
      text: references.map { $0.alignment.sentence + "\n" }.joined()
        + atlases.map(text).joined())
  }

  private struct Scored {
    let name: String
    let places: [Int32]
    let scores: [Double]
  }

  /// The scores at the positions of a pair.
  private func scored(_ pairs: PairedPositions) throws -> [Scored] {
    let split = try GroupSplit(seed: common.seed)
    let inside = pairs.documentIDs.map { part == nil || split.part(ofGroup: $0) == part }
    let places = (0..<Int32(pairs.count)).filter { inside[Int(pairs.document[Int($0)])] }
    var found = [
      Scored(
        name: "the small model's entropy", places: places,
        scores: places.map { Double(pairs.smallEntropy[Int($0)]) })
    ]
    let store = try EmbeddingStore(path: reference.small)
    for path in probe {
      let probe = try ProbeFile.read(path)
      guard probe.metadata.modelFingerprint == store.manifest.model.fingerprint else {
        throw ProbesError.otherModel(
          probe: probe.metadata.source.modelName, features: store.manifest.model.name)
      }
      let rows = StoreRows(store, rows: places.map { pairs.rows[Int($0)] })
      let logits = try probe.predict(rows.layer(probe.probe.tap)).map(\.logit)
      found.append(Scored(name: "the probe \(path.lastPathPart)", places: places, scores: logits))
    }
    if let scores {
      let file = try PositionScores(
        scores, column: scoreColumn, isHighWhenEpistemic: highIsEpistemic, of: pairs)
      let kept = zip(file.places, file.scores).filter { inside[Int(pairs.document[Int($0.0)])] }
      found.append(
        Scored(
          name: "\(scoreColumn) of \(scores.lastPathPart)", places: kept.map(\.0),
          scores: kept.map(\.1)))
    }
    return found
  }
}

extension AtlasCommand {
  private func grid() throws -> AtlasGrid {
    let parts = bands.split(separator: ":").map { Double(String($0)) }
    guard parts.count == 3, let low = parts[0], let high = parts[1], let width = parts[2] else {
      throw ValidationError("--bands is FROM:TO:WIDTH in nats, such as 0.5:4:0.5.")
    }
    do {
      return try AtlasGrid(
        bands: AtlasGrid.bands(from: low, to: high, width: width),
        thresholds: thresholds.numbers(option: "--thresholds"),
        deltas: noGap ? [] : deltas.numbers(option: "--deltas"), minimumCount: minimumCount)
    } catch let error as ProbesError {
      throw ValidationError(error.description)
    }
  }

  /// All cells as CSV, with the score in front.
  private func table(_ atlases: [LabelAtlas]) -> String {
    let tables = atlases.map { ($0.scoreName, $0.csv.split(separator: "\n").map(String.init)) }
    let header = "scores," + (tables.first?.1.first ?? "")
    let lines = tables.flatMap { name, lines in lines.dropFirst().map { "\(name.csvCell),\($0)" } }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private func page(_ atlases: [LabelAtlas], _ references: [PairedPositions]) -> AtlasPage {
    AtlasPage(
      subject: reference.small.lastPathPart, atlases: atlases,
      notes: references.map(\.alignment.sentence),
      command: Host.commandLine)
  }

  /// A row a source, threshold and delta, a column a band; "-" where a class has too few positions.
  private func text(_ atlas: LabelAtlas) -> String {
    var table = TextTable(
      [("labels", .left), ("below", .right), ("within", .right)]
        + atlas.grid.bands.map { ($0.text, .right) })
    let columns = atlas.grid.bands.count
    let perBand = atlas.grid.thresholds.count * max(atlas.grid.deltas.count, 1)
    for start in stride(from: 0, to: atlas.cells.count, by: columns * perBand) {
      for row in 0..<perBand {
        let cells = (0..<columns).map { atlas.cells[start + $0 * perBand + row] }
        table.add(
          [
            cells[0].source.rawValue, Decimals.text(cells[0].threshold, 2),
            cells[0].delta.map { Decimals.text($0, 2) } ?? "-",
          ]
            + cells.map {
              $0.isSparse
                ? "- (\($0.zeros + $0.ones))"
                : "\(Decimals.text($0.auroc, 3)) (\($0.zeros + $0.ones))"
            })
      }
    }
    return "\nAUROC (n) of \(atlas.scoreName)\n\(table.text)"
  }
}
