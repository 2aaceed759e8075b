import ArgumentParser
import Calibration
import Embeddings
import LanguageModels
import Probes
import TensorFiles
import TextFiles

struct ICLTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iclt",
    abstract:
      "The In-Context Learning Test: does a model believe hints, and only where it is ignorant?",
    discussion: """
      At positions with labels the model is shown its own likely next tokens, one at a time, and then
      the text again. Where it lacks knowledge its entropy should fall after some hint; where chance
      decides it should not. Scores, entropy before any hint (the baseline) and two controls
      (random tokens as hints, hints from another document) are judged on test documents;
      thresholds come from validation documents, and one needs no labels at all. Signs are fixed.

      Labels are made from stores as `knowable label` makes them, by --large, --truth or both; or
      they come from a file, with --labels. Without any, positions of the store in the band are
      tested, and the verdict that needs no labels is counted.

      Example: knowable iclt --model smollm2-135m-instruct --small small.store \\
        --large large.store --separators all --limit 200 --longest-context 96
      """)

  @Option(help: "A Hugging Face folder, a .gguf file, or the name of a fetched model.")
  var model: String

  @Option(help: "Store of this model: its documents' tokens.")
  var small: String?

  @Option(help: "Documents instead of a store, for --labels: .jsonl, .csv, .tsv, or one a line.")
  var input: String?

  @Option(help: "Store of a larger model, for labels.")
  var large: String?

  @Option(help: "Truth file of a world, for labels.")
  var truth: String?

  @Option(help: "File of labels that `knowable label` wrote.")
  var labels: String?

  @OptionGroup var rule: LabelRuleOptions

  @Option(help: "all, or some of none, bos, eos, eos+bos, newline, text:WORDS, divided by commas.")
  var separators: String?

  @OptionGroup var asking: ICLTOptions

  @Option(help: "Positions that each source of labels is judged on, at most.")
  var limit = 200

  @Option(help: "Leave out positions with more tokens before and at them.")
  var longestContext: Int?

  @Flag(help: "Leave out the two controls.")
  var noControls = false

  @OptionGroup var precision: PrecisionOptions

  @OptionGroup var intervals: IntervalOptions

  @Option(help: "JSON-lines file of every position's result.")
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (small == nil) == (input == nil) { throw ValidationError("Give either --small or --input.") }
    if labels != nil, large != nil || truth != nil {
      throw ValidationError("Give either --labels, or --large, --truth or both.")
    }
    if labels == nil, small == nil {
      throw ValidationError("Positions are taken from a store: give --small, or --labels.")
    }
    if limit < 2 { throw ValidationError("--limit must be at least 2.") }
  }

  func run() throws {
    common.apply()
    let model = try precision.open(model)
    let layouts =
      try separators.map { try NamedLayout.layouts($0, model) }
      ?? [NamedLayout.standard(model)]
    let (labels, documents) = try questions(model)
    let tokens = ICLTTokens(try NamedLayout.tokenizer(of: model))
    let kinds = noControls ? [ICLTHints.own] : ICLTHints.allCases
    let count = documents.reduce(0) { $0 + $1.positions.count } * kinds.count
    var evaluations: [ICLTEvaluation] = []
    var runs: [ICLTRun] = []
    for layout in layouts {
      var line = ProgressLine(
        "\(layout.name):", unit: "positions", total: count, quiet: common.quiet)
      let run = try ICLTRun(
        model, asking.settings(layout.layout, tokens, seed: common.seed), name: layout.name,
        documents: documents, kinds: kinds
      ) { done in
        try line.advance(to: done)
      }
      let settings = EvaluationSettings(resamples: intervals.resamples, seed: common.seed)
      let found = try labels.map { try ICLTEvaluation(run, labels: $0, settings: settings) }
      // A long sweep says what it has found so far.
      let area = found.first?.rows.first { $0.score == .minimumEntropy }?.auroc
      line.finish(
        "\(layout.name): \(count) results in \(Decimals.duration(line.elapsed))"
          + (area.map { ", minimum entropy AUROC \($0.shown)" } ?? ""))
      evaluations += found
      runs.append(run)
    }
    if let output { try write(runs, labels, to: output) }
    let text = ICLTText(
      evaluations, labels: labels,
      verdicts: labels.isEmpty ? verdicts(runs) : [])
    common.show(text.json, text: text.text)
  }

  /// The labels by source, and the documents with all positions that any of them needs.
  private func questions(_ model: LanguageModel) throws -> ([ICLTLabels], [ICLTDocument]) {
    let side = try small.map { path in
      let store = try EmbeddingStore(path: path)
      guard try store.manifest.model.fingerprint == model.fingerprint() else {
        throw BadInput(
          "\(path) holds states of \(store.manifest.model.name), not of \(model.name).")
      }
      return try PairSide(store)
    }
    let longest = longestContext ?? .max
    var sources: [ICLTLabels] = []
    if let labels {
      sources.append(
        try ICLTLabels(
          LabelFile.read(labels), title: labels.lastPathPart, limit: limit,
          longestContext: longest, seed: common.seed))
    }
    if let side {
      func add(_ title: String, _ pairs: PairedPositions) throws {
        sources.append(
          try ICLTLabels(
            rule.selection(pairs, seed: common.seed), title: title, limit: limit,
            longestContext: longest, seed: common.seed))
      }
      if let large {
        try add(
          "Labels by \(large.lastPathPart)",
          PairedPositions(small: side, large: PairSide(EmbeddingStore(path: large))))
      }
      if let truth {
        try add("Labels by the exact truth", PairedPositions(small: side, truth: truth))
      }
    }
    var places = sources.reduce(into: Set<ICLTPlace>()) { $0.formUnion($1.places) }
    if let side, sources.isEmpty {
      places = try ICLTPlace.drawn(
        from: side, band: rule.rule(.model).band, skippedPositions: rule.skipPositions,
        limit: limit, longestContext: longest, seed: common.seed)
    }
    let documents =
      try side.map { ICLTDocument.documents(of: $0, at: places) } ?? read(model, places)
    return (sources, documents)
  }

  /// The documents of --input that labels speak of.
  private func read(_ model: LanguageModel, _ places: Set<ICLTPlace>) throws -> [ICLTDocument] {
    let positions = Dictionary(grouping: places, by: \.document)
    var reader = try DocumentReader(path: input ?? "")
    var documents: [ICLTDocument] = []
    while let document = try reader.next() {
      guard let places = positions[document.id] else { continue }
      documents.append(
        ICLTDocument(
          id: document.id,
          tokens: try TokenizedDocument(document, for: model, beginningOfText: .model).tokens,
          positions: places.map(\.position).sorted()))
    }
    let missing = Set(positions.keys).subtracting(documents.map(\.id)).sorted()
    if let first = missing.first {
      throw BadInput(
        "\(labels ?? "") has labels of document \(first), which \(input ?? "") does not have.")
    }
    return documents
  }

  private func verdicts(_ runs: [ICLTRun]) -> [ICLTVerdicts] {
    runs.flatMap { run in
      ICLTHints.allCases.compactMap { kind in
        ICLTVerdicts(
          run, kind, settings: EvaluationSettings(resamples: intervals.resamples, seed: common.seed)
        )
      }
    }
  }

  private func write(_ runs: [ICLTRun], _ labels: [ICLTLabels], to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for run in runs {
        for kind in ICLTHints.allCases {
          for result in run.results[kind] ?? [] {
            let line: JSONValue = [
              "separator": .string(run.name), "kind": .string(kind.rawValue),
              "labels": .object(
                JSONObject(
                  labels.compactMap { source in
                    (source.judged[result.place] ?? source.validation[result.place]).map {
                      (source.title, .string($0 ? "aleatoric" : "epistemic"))
                    }
                  })),
              "result": result.json,
            ]
            try sink.write(line: line)
          }
        }
      }
    }
    common.remark("\(path): every result")
  }
}
