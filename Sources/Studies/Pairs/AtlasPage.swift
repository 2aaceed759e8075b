import Charts
public import Probes
import Statistics
import TextFiles

extension LabelAtlas {
  /// Heat maps, one a source of labels and delta: thresholds down, bands across.
  var heatMaps: [HeatMapFigure] {
    let deltas: [Double?] = grid.deltas.isEmpty ? [nil] : grid.deltas
    let sources = ReferenceSource.allCases.filter { source in
      cells.contains { $0.source == source }
    }
    return sources.flatMap { source in deltas.map { heatMap(source, delta: $0) } }
  }

  private func heatMap(_ source: ReferenceSource, delta: Double?) -> HeatMapFigure {
    let rows = grid.thresholds.map { threshold in
      grid.bands.map { band -> HeatMapFigure.Cell in
        let cell = cells.first {
          $0.source == source && $0.band == band && $0.threshold == threshold && $0.delta == delta
        }
        return HeatMapFigure.Cell(
          value: cell?.auroc ?? .nan, count: (cell?.zeros ?? 0) + (cell?.ones ?? 0),
          isReliable: cell.map { !$0.isSparse } ?? false)
      }
    }
    var title = delta == nil ? "No-gap task" : "Gap task"
    if source == .truth { title += " by the exact truth" }
    title += " scored by \(scoreName)"
    if let delta, grid.deltas.count > 1 {
      title += ", aleatoric within \(NumberText.fixed(delta, decimals: 2)) nats"
    }
    return HeatMapFigure(
      title: title, metric: "AUROC", columnTitle: "band of the small model's entropy, nats",
      rowTitle: "epistemic below, nats", columns: grid.bands.map(\.text),
      rows: grid.thresholds.map { NumberText.fixed($0, decimals: 2) }, cells: rows)
  }
}

/// Atlases of one pair as one page: where a conclusion about scores holds, and where it breaks.
public struct AtlasPage: Report {
  /// The pair and the data, in words.
  public var subject: String
  /// An atlas a score.
  public var atlases: [LabelAtlas]
  /// What is worth knowing, in sentences.
  public var notes: [String]
  /// The command line that makes the page again.
  public var command: String

  /// A page of atlases.
  public init(subject: String, atlases: [LabelAtlas], notes: [String], command: String) {
    (self.subject, self.atlases, self.notes) = (subject, atlases, notes)
    self.command = command
  }

  /// The page; nothing is loaded from elsewhere.
  public var page: Page {
    let sections = atlases.enumerated().map { index, atlas -> Page.Section in
      let figures = atlas.heatMaps.map { HTML.figure($0, width: 900, heading: $0.title) }
      return Page.Section(
        id: "score-\(index + 1)", title: "Scored by \(atlas.scoreName)",
        shortTitle: atlas.scoreName,
        content: "\(figures)")
    }
    return Page(
      title: "Where conclusions about \(subject) break", kicker: "Label-sensitivity atlas",
      opening: """
        <p class="lede">Each cell is a label rule: a band of the small model's entropy, and the \
        entropy of the reference below which a position counts as epistemic. Its number is the \
        chance that an aleatoric position outscores an epistemic one (0.5 is guessing); below it \
        stands the number of positions. Dashed cells have fewer than \
        \(atlases.first?.grid.minimumCount ?? 0) positions of a class.</p>
        \(HTML.notes(notes))
        """,
      sections: sections + [
        .method(settings: [], versions: [], hashes: [], commands: [command])
      ],
      data: .array(atlases.map(\.json))
    )
  }
}
