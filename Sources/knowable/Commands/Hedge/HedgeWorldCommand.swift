import ArgumentParser
import Foundation
import HedgedPrediction
import Studies
import TensorFiles
import TextFiles

struct HedgeWorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "The whole study in a closed-form world where every hedge is known.",
    discussion: """
      Questions whose familiarity is a number, a base model with noisy evidence about them, and every
      supervision scheme, a sweep over rewards, reward models, long-form responses and memorisation,
      each predicted before and compared after. Writes OUTPUT/report.html, OUTPUT/live.html,
      OUTPUT/study.json and a file a stage in OUTPUT/stages; the same command continues a study that
      was stopped. Takes seconds, needs no model.

      Example: knowable hedge world --output hedge-study
      """)

  @OptionGroup var hedge: HedgeOptions

  @Option(help: "Finetuning questions of each seed.")
  var questions = 3000

  @Option(help: "Held-out questions of each seed.")
  var heldOut = 2000

  @Option(help: "Worlds that are drawn.")
  var seeds = 3

  @Option(
    parsing: .unconditional,
    help: "Rewards of abstaining, divided by commas, beside +2 for right and -3 for wrong."
  )
  var rewards = "-3,-2.5,-2,-1.75,-1.5,-1,-0.5,0,1"

  @Option(help: "Evidence for the right answer at full familiarity.")
  var gain = GaussianWorldSettings().gain

  @Option(help: "Noise of the evidence at familiarity 1/2.")
  var confusion = GaussianWorldSettings().confusion

  @Option(help: "Share of entities that were never met.")
  var unknownShare = GaussianWorldSettings().unknownShare

  @Option(help: "Take the noise from an associative memory of this many dimensions instead.")
  var memoryDimension: Int?

  @Option(help: "Finetuning questions and Adam steps of the runs that can memorise.")
  var memorisedQuestions = WorldStudySettings().memorizationQuestions

  @Option(help: "Steps of the runs that can memorise.")
  var memorisationSteps = WorldStudySettings().memorizationSteps

  @Option(help: "Bootstrap resamples of every interval.")
  var resamples = 500

  @Option(help: "Folder to write into.")
  var output: String

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let settings = try studySettings()
    try Folder.make(output)
    try Folder.make("\(output)/stages")
    let study = try WorldStudy(settings)
    for scheme in settings.schemes { common.remark(try study.plan(scheme).text) }
    var results = JSONObject()
    let folder = StageFolder("\(output)/stages", settings: settings.json)
    var line = ProgressLine(
      "hedge:", unit: "stages", total: study.stages.count, quiet: common.quiet)
    var reused = 0
    for (place, stage) in study.stages.enumerated() {
      try line.advance(to: place, skipped: reused, note: stage.name)
      let result = try folder.result(of: stage.name) {
        try study.result(of: stage) { try Interruption.check() }
      }
      if result.isReused { reused += 1 }
      results[stage.name] = result.value
    }
    line.finish("hedge: \(study.stages.count) stages, \(reused) of them from an earlier run")
    let whole: JSONValue = ["settings": settings.json, "stages": .object(results)]
    try AtomicFile.write(path: "\(output)/study.json", json: whole)
    let report = try HedgeReportFiles(study: whole, folder: output)
    try report.write(reports)
    common.remark("The report: \(output)/report.html; the live page: \(output)/live.html")
    common.show(whole, text: report.text)
  }

  private func studySettings() throws -> WorldStudySettings {
    var settings = WorldStudySettings()
    settings.world.gain = gain
    settings.world.confusion = confusion
    settings.world.unknownShare = unknownShare
    if let memoryDimension { settings.world.noise = .memory(dimension: memoryDimension) }
    (settings.training, settings.heldOut, settings.seeds) = (questions, heldOut, seeds)
    settings.seed = common.seed
    settings.unfamiliarShare = hedge.unfamiliarShare
    settings.schemes = try hedge.parsedSchemes
    settings.abstentionRewards = try rewards.numbers(option: "--rewards")
    settings.reduction = hedge.reduction
    settings.optionTokens = hedge.answerTokens
    settings.abstentionTokens = hedge.abstentionTokens
    settings.memorizationQuestions = memorisedQuestions
    settings.memorizationSteps = memorisationSteps
    settings.resamples = resamples
    return settings
  }
}
