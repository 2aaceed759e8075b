import LanguageModels
import TestSupport
import Testing
import Worlds

@testable import Probes

/// The committed pair of models knows what its README says.
@Suite struct BuiltInPairTests {
  private static let folder = Goldens.path("../../data/worlds/facts-and-coins")

  private struct Audit {
    let rows: [ModelAudit.Group: ModelAudit.Row]

    init(_ size: String) throws {
      guard case .factsAndCoins(let settings) = try WorldFile(path: folder + "/world.json") else {
        throw WorldsError.badSetting("not the world of the built-in pair")
      }
      let world = try FactsAndCoins(settings)
      let model = try LanguageModel.open(path: "\(folder)/\(size)")
      let tokenizer = try #require(model.tokenizer)
      let tokens = world.document(0, of: .test, length: 100).tokens
      #expect(tokenizer.encode(world.vocabulary.text(of: tokens)).ids == tokens)
      let familiarity = Familiarity(of: world, documents: 4000, length: 256)
      let audit = try ModelAudit(
        of: model, in: world, stream: .test, documents: 12, length: 256, familiarity: familiarity)
      rows = Dictionary(uniqueKeysWithValues: audit.rows.map { ($0.group, $0) })
    }

    func row(_ group: ModelAudit.Group) throws -> ModelAudit.Row { try #require(rows[group]) }
  }

  @Test func theSmallModelKnowsLessAndBothKnowWhatACoinIs() throws {
    let (small, large) = (try Audit("small"), try Audit("large"))
    for audit in [small, large] {
      let coin = try audit.row(.coin)
      #expect(coin.epistemic < 0.1 && coin.inBand > 0.9)
      #expect(abs(coin.modelEntropy - coin.trueEntropy) < 0.1)
      // Held-out facts are nobody's knowledge, and feel like coins.
      let unseen = try audit.row(.fact(decade: nil))
      #expect(unseen.epistemic > 2 && unseen.modelEntropy > 1.5)
    }
    let known = ModelAudit.Group.fact(decade: 3)
    #expect(try large.row(known).epistemic < 0.1)
    let between = ModelAudit.Group.fact(decade: 1)
    #expect(try large.row(between).epistemic < small.row(between).epistemic)
  }
}
