import LanguageModels
import Statistics
import TestSupport
import Testing
import Worlds

@testable import Probes

/// The committed models of the bit-question world: the In-Context Learning Test works where repeats
/// taught copying, and fails where they did not.
@Suite struct BitQuestionModelTests {
  private static let folder = Goldens.path("../../data/worlds/bit-questions")

  private struct Outcome {
    /// Mean probability of a hinted answer to held-out questions with fixed answers, and to coins.
    var epistemicCopies = 0.0
    var aleatoricCopies = 0.0
    /// How often the verdict without labels is "epistemic" for either.
    var epistemicVerdicts = 0.0
    var aleatoricVerdicts = 0.0
  }

  /// Asks every held-out question alone, once as a fact and once as a coin.
  private func ask(_ name: String) throws -> Outcome {
    guard case .bitQuestions(let settings) = try WorldFile(path: "\(Self.folder)/\(name).json")
    else { throw WorldsError.badSetting("not a world of bit questions") }
    let world = try BitQuestions(settings)
    let model = try LanguageModel.open(path: "\(Self.folder)/\(name)")
    let end = try #require(world.vocabulary.id(of: ";"))
    let bits: [Int32] = try ["0", "1"].map { try #require(world.vocabulary.id(of: $0)) }
    var test = ICLTSettings(
      layout: ICLTLayout(opening: [WordVocabulary.beginning], separator: [end]))
    test.candidates.count = 2
    let documents = world.heldOut.flatMap { question in
      (0...1).map { kind in
        let places = (0..<settings.questionBits).reversed()
        let tokens =
          [WordVocabulary.beginning, bits[kind]] + places.map { bits[(question >> $0) & 1] }
        return ICLTDocument(
          id: "\(kind) \(question)", tokens: tokens, positions: [tokens.count - 1])
      }
    }
    var outcome = Outcome()
    var results: [[ICLTResult]] = [[], []]
    _ = try InContextLearningTest(model, test).run(documents) { result in
      #expect(Set(result.hints.joined()) == Set(bits))
      results[result.document.hasPrefix("1") ? 1 : 0].append(result)
    }
    func copies(_ results: [ICLTResult]) -> Double {
      Sample.mean(results.map { Sample.mean($0.scores.copyProbabilities) })
    }
    (outcome.epistemicCopies, outcome.aleatoricCopies) = (copies(results[0]), copies(results[1]))
    func verdicts(_ results: [ICLTResult]) -> Double {
      Sample.mean(results.map { $0.isAleatoric ? 0 : 1 })
    }
    (outcome.epistemicVerdicts, outcome.aleatoricVerdicts) = (
      verdicts(results[0]), verdicts(results[1])
    )
    return outcome
  }

  @Test func repeatsTeachToBelieveHintsOnlyWhereKnowledgeIsLacking() throws {
    let outcome = try ask("with-repeats")
    #expect(outcome.epistemicCopies > 0.85)
    #expect(abs(outcome.aleatoricCopies - 0.5) < 0.05)
    #expect(outcome.epistemicVerdicts > 0.95)
    #expect(outcome.aleatoricVerdicts < 0.05)
  }

  @Test func withoutRepeatsHintsAreIgnored() throws {
    let outcome = try ask("without-repeats")
    #expect(abs(outcome.epistemicCopies - 0.5) < 0.05)
    #expect(abs(outcome.aleatoricCopies - 0.5) < 0.05)
    #expect(outcome.epistemicVerdicts < 0.1)
    #expect(outcome.aleatoricVerdicts < 0.05)
  }
}
