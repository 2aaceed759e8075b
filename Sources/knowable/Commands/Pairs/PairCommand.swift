import ArgumentParser
import Calibration
import Embeddings
import LanguageModels
import Probes
import Statistics
import Studies
import TensorFiles
import TextFiles
import Worlds

struct PairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pair",
    abstract: "Tell what a small model does not know from what nobody could, with a larger model.",
    discussion: """
      Runs both models over the documents, labels positions where the small one is unsure (epistemic
      where the large one is sure, aleatoric where it is as unsure), fits probes on the small one's
      hidden states, and judges them on held-out documents beside baselines. Writes OUTPUT/report.html,
      OUTPUT/gap.probe and OUTPUT/threshold.probe, and each further head as OUTPUT/TASK.HEAD.probe.
      The same command continues a run that was stopped. A task that cannot be judged (a band without
      positions, a class that a part lacks) is noted, in --json under left_out, and the others go on;
      a pair without any task says so and ends with code 3.

      With --truth (what `knowable world` writes) every number stands beside the exact truth, and
      how far both models are from it is estimated from the tokens that came; with --world that is
      exact, and by how often training stated a fact.
      --preset paper is the recipe closest to Ahdritz et al. 2024: bf16, band 2:3, token balancing,
      seed 42, linear and MLP heads by Adam on final_norm, no recalibration.

      Example: knowable pair --small smollm2-135m-instruct --large gemma-3-270m \\
        --input texts.jsonl --output pair
      """)

  @Option(help: "The model whose uncertainty is explained.")
  var small: String

  @Option(help: "The larger model.")
  var large: String

  @Option(help: "File of documents: .jsonl, .csv, .tsv, or one text a line.")
  var input: String

  @Option(help: "Truth file of a world's documents.")
  var truth: String?

  @Option(help: "The world's own file: adds how far both models are from its exact distributions.")
  var world: String?

  @Option(help: "With --world: training documents of the small model, to count what it has seen.")
  var trainingDocuments = 10_000

  @Option(help: "Band of the small model's entropy in nats, LOW:HIGH.")
  var band = "2:3"

  @Option(help: "Settings that belong together: paper.")
  var preset: PairPreset?

  @OptionGroup(title: "Heads") var heads: HeadArguments

  @Option(
    help: """
      Numbers to regress, divided by commas: large_entropy, log_large_entropy, jsd, log_jsd, \
      small_entropy; none for none.
      """)
  var targets = "large_entropy"

  @Option(help: "Most passes over the text for the baseline BET-FT; 0 leaves it out.")
  var finetuningEpochs = 10

  @Option(help: "What is made equally frequent in both classes; token is the paper's.")
  var balance: LabelBalance = .tokens

  @Option(help: "all, or names divided by commas: embedding, block.12, final_norm.")
  var taps = "embedding,final_norm"

  @Option(help: "Take only this many documents.")
  var limit: Int?

  @Option(help: "Column or key of the text.")
  var textColumn = "text"

  @Option(help: "Longest sequence the models see.")
  var contextLength: Int?

  @Option(
    help: "Precision of the matrix products: float32 (default), bf16x3 (AMX) or bf16 (faster).")
  var precision: Precision?

  @OptionGroup var intervals: IntervalOptions

  @OptionGroup var iclt: PairICLTOptions

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try (options(), regressionTargets())
    if trainingDocuments < 1 {
      throw ValidationError("--training-documents must be at least 1.")
    }
    if finetuningEpochs < 0 { throw ValidationError("--finetuning-epochs cannot be negative.") }
  }

  func run() throws {
    common.apply()
    try Folder.make(output)
    let precision = precision ?? (preset == .paper ? .bf16 : .float32)
    let small = try LanguageModel.open(path: ModelLibrary.resolve(small), precision: precision)
    let smallStore = try embed(small, "small", taps: try small.taps(listed: taps))
    let large = try LanguageModel.open(path: ModelLibrary.resolve(large), precision: precision)
    let largeStore = try embed(large, "large", taps: [])
    var study = try PairStudy(
      small: smallStore, large: largeStore, truth: truth, options: options())
    study.models = ModelPair(small: small, large: large, contextLength: contextLength)
    var report = PairReport(
      subject: .init(small: small.name, large: large.name, data: input.lastPathPart))
    report.notes.append(study.pairs.alignment.sentence)
    var work = PairWork(
      study: study, report: report, source: try source(study), output: output, input: input,
      columns: DocumentReader.Columns(text: textColumn), common: common)
    let recipes = try heads.recipes(seed: seed, preset: preset)
    let tasks = try work.addTasks(recipes: recipes, finetuningEpochs: finetuningEpochs)
    if tasks.isEmpty {
      if common.json { common.print(work.report.data) }
      throw BadInput(work.report.leftOut.first?.reason ?? "There is no task.")
    }
    try work.addRegressions(
      of: regressionTargets(), recipes: recipes.map { $0.regressing(heads.loss) })
    report = work.report
    for test in try tests(small, study, tasks) { report.add(test) }
    if let world {
      report.excesses = try excesses(in: WorldFile(path: world).world(), study)
    } else {
      report.excesses = study.estimatedExcesses()
      if !report.excesses.isEmpty { report.notes.append(Self.estimated) }
    }
    if let task = tasks.last {
      var reader = try DocumentReader(path: input, columns: .init(text: textColumn))
      report.passages = try study.passages(of: task) { try reader.next() }
    }
    try describe(&report, study)
    try reports.write(report, to: "\(output)/report.html")
    common.remark("The report: \(output)/report.html")
    common.show(report.data, text: PairText(report).text)
  }

  private static let estimated =
    "How far the models are from the exact distributions is estimated from one token a position; "
    + "--world computes it exactly."

  private func excesses(
    in world: some World, _ study: PairStudy
  ) throws -> [PairReport.Excess] {
    var line = ProgressLine("Audit:", quiet: common.quiet)
    line.show("counting what \(trainingDocuments) training documents state")
    let length = study.pairs.documentLengths.max() ?? 0
    let familiarity = Familiarity(of: world, documents: trainingDocuments, length: length)
    line.show("reading with both models and with the truth")
    let excesses = try study.excesses(in: world, familiarity: familiarity)
    line.finish("Audit: both models beside the exact distributions")
    return excesses
  }

  private func embed(_ model: LanguageModel, _ name: String, taps: [Tap]) throws -> EmbeddingStore {
    let path = "\(output)/\(name).store"
    let columns = DocumentReader.Columns(text: textColumn)
    let total = common.quiet ? nil : try DocumentReader.count(path: input, columns: columns)
    let scorer = try Scorer(
      model: model,
      policy: ScoringPolicy(taps: taps, topK: 0, contextLength: contextLength))
    var line = ProgressLine(
      "\(model.name):", unit: "documents", total: total.map { min($0, limit ?? $0) },
      quiet: common.quiet)
    let manifest = try EmbeddingRun(scorer: scorer, dtype: .bfloat16, limit: limit).run(
      DocumentReader(path: input, columns: columns), to: path
    ) { try line.advance(to: $0) }
    line.finish("\(path): \(manifest.documents) documents, \(manifest.rows) positions")
    return try EmbeddingStore(path: path)
  }

  private func options() throws -> PairStudy.Options {
    var options = PairStudy.Options()
    options.band = try EntropyBand(argument: band)
    options.balance = balance
    options.seed = seed
    options.resamples = intervals.resamples
    if preset == .paper { options.recalibration = .identity }
    return options
  }

  /// The paper's seed where its recipe is asked for and no other seed is.
  var seed: UInt64 { preset == .paper && common.seed == 0 ? 42 : common.seed }

  private func regressionTargets() throws -> [RegressionTarget] {
    if targets == "none" { return [] }
    return try targets.listed.map { name in
      guard let target = RegressionTarget(rawValue: name) else {
        throw ValidationError(
          "--targets takes large_entropy, log_large_entropy, jsd, log_jsd and small_entropy, "
            + "divided by commas, or none.")
      }
      return target
    }
  }
}

extension PairCommand {
  private func source(_ study: PairStudy) throws -> ProbeSource {
    let model = study.store.manifest.model
    return ProbeSource(
      modelName: model.name, modelFingerprint: model.fingerprint, position: "every position",
      files: [
        NamedValue("Documents \(input.lastPathPart)", try ContentHash.sha256(file: input)),
        NamedValue(
          "Store small.store", try ContentHash.sha256(file: "\(output)/small.store/manifest.json")),
        NamedValue(
          "Store large.store", try ContentHash.sha256(file: "\(output)/large.store/manifest.json")),
      ],
      versions: [NamedValue("knowable", Version.current)])
  }

  private func describe(_ report: inout PairReport, _ study: PairStudy) throws {
    let settings = study.store.manifest.settings
    report.settings = [
      NamedValue("Band", "\(band) nats of the small model's entropy"),
      NamedValue("Balancing", balance.rawValue),
      NamedValue("Hidden states", "\(settings.dtype.rawValue), computed in \(settings.precision)"),
      NamedValue("Intervals", "\(intervals.resamples) resamples of documents, seed \(seed)"),
    ]
    report.versions = Host.versions
    report.hashes = try source(study).files
    report.commands = [Host.commandLine]
  }
}
