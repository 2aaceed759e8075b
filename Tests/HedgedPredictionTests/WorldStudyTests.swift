import Foundation
import HedgedPrediction
import TestSupport
import Testing
import TextFiles

/// The study as a whole: reproducible, resumable, and complete.
@Suite struct WorldStudyTests {
  static let small: WorldStudySettings = {
    var settings = WorldStudySettings()
    (settings.training, settings.heldOut, settings.seeds) = (300, 200, 2)
    settings.schemes = [.truth, .abstainOnUnfamiliar, SupervisionScheme(.drop)]
    settings.abstentionRewards = [-3, 0]
    (settings.memorizationQuestions, settings.memorizationSteps) = (60, 4)
    settings.resamples = 20
    return settings
  }()

  @Test func everyStageIsAFunctionOfTheSettings() throws {
    let study = try WorldStudy(Self.small)
    let names = study.stages.map(\.name)
    #expect(Set(names).count == names.count)
    for stage in study.stages {
      let first = try study.result(of: stage)
      let again = try WorldStudy(Self.small).result(of: stage)
      #expect(first.serialized() == again.serialized(), "\(stage.name)")
      #expect(!first.isNull)
    }
  }

  @Test func finishedStagesAreNotComputedAgain() throws {
    let folder = try TemporaryFolder()
    let stages = StageFolder(folder.path("."), settings: Self.small.json)
    func result(_ stages: StageFolder, computes: Bool) throws -> JSONValue {
      var hasRun = false
      let result = try stages.result(of: "arm a:1") {
        hasRun = true
        return ["value": 1]
      }
      #expect(hasRun == computes && result.isReused == !computes)
      return result.value
    }
    let first = try result(stages, computes: true)
    #expect(try result(stages, computes: false) == first)
    // Other settings, or a damaged file, are computed again.
    var other = Self.small
    other.seed = 9
    _ = try result(StageFolder(folder.path("."), settings: other.json), computes: true)
    _ = try folder.write("{", to: "arm-a-1.json")
    _ = try result(stages, computes: true)
  }

  @Test func settingsThatMakeNoStudyAreRefused() {
    func sentence(_ change: (inout WorldStudySettings) -> Void) -> String {
      var settings = Self.small
      change(&settings)
      do {
        _ = try WorldStudy(settings)
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence { $0.training = 5 }.contains("at least 100"))
    #expect(sentence { $0.unfamiliarShare = 1 }.contains("between 0 and 1"))
    #expect(sentence { $0.schemes = [.truth, .truth] }.contains("named once"))
    #expect(sentence { $0.world.noiseFloor = 0 }.contains("noise floor"))
    #expect(sentence { $0.abstentionRewards = [.nan] }.contains("finite"))
  }
}
