import ConflictingQA
import Statistics
import TestSupport
import Testing

/// A reader that believes sentences by a list of what each is worth to yes.
private struct ListReader: EvidenceReader {
  let worth: [String: Double]
  var together: (String, String)?
  var identity: String { "list" }

  func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    prompts.map { prompt in
      let text = prompt.documents.map(\.window).joined(separator: " ")
      var logit = worth.reduce(0) { $0 + (text.contains($1.key) ? $1.value : 0) }
      if let together, text.contains(together.0), text.contains(together.1) { logit += 5 }
      return AnswerProbabilities(logYes: logit, logNo: 0)
    }
  }
}

@Suite struct FlipTests {
  private func pair(_ yes: String, _ no: String) -> EvidencePair {
    let question = EvidenceQuestion(id: "q", text: "Is it so?")
    return EvidencePair(
      EvidenceDocument(id: "y", questionID: "q", stance: .yes, text: yes),
      against: EvidenceDocument(id: "n", questionID: "q", stance: .no, text: no),
      question: question)
  }

  @Test func theSmallestSetIsFoundAndProven() async throws {
    let units = EvidenceUnits(
      pair("Alpha. Beta. Gamma. Delta.", "Omega. Sigma."), grain: .sentences)
    let reader = ListReader(
      worth: ["Alpha": 2, "Beta": 1.9, "Gamma": 0.4, "Delta": 0.3, "Omega": -1, "Sigma": -1])
    let flip = try await FlipSet.find(units, reader: reader)
    #expect(flip.removed == [0, 1] && flip.isProvenMinimal)
    #expect(agree(flip.before, 2.6) && flip.after < 0)
  }

  @Test func greedyIsCorrectedByTheExactSearch() async throws {
    // Removing Alpha alone helps most at first, yet only Beta with Gamma flips in two.
    let reader = ListReader(
      worth: ["Alpha": 1, "Beta": 0.9, "Gamma": 0.9, "Omega": -4.8, "Base": 2],
      together: ("Alpha", "Base"))
    let units = EvidenceUnits(pair("Alpha. Beta. Gamma. Base.", "Omega."), grain: .sentences)
    let flip = try await FlipSet.find(units, reader: reader)
    let removed = try #require(flip.removed)
    #expect(removed.count <= 2 && flip.isProvenMinimal && flip.after < 0)
  }

  @Test func aStubbornReaderHasNoFlipSet() async throws {
    let units = EvidenceUnits(pair("Alpha. Beta.", "Omega."), grain: .sentences)
    let flip = try await FlipSet.find(units, reader: ListReader(worth: [:]))
    #expect(flip.removed == nil && flip.isProvenMinimal && flip.after.isNaN)
    #expect(flip.evaluations <= 8)
  }

  @Test func shapleyValuesOfASumAreItsParts() async throws {
    let worth = ["Alpha": 2.0, "Beta": -0.5, "Gamma": 0.25, "Omega": -1]
    let units = EvidenceUnits(pair("Alpha. Beta. Gamma.", "Omega."), grain: .sentences)
    for exactUpTo in [8, 0] {
      let values = try await ShapleyValues(
        units, reader: ListReader(worth: worth), orders: 4, exactUpTo: exactUpTo)
      #expect(worstDistance(values.values, [2, -0.5, 0.25, -1]) < 1e-12)
      #expect(values.errors.allSatisfy { $0 < 1e-12 })
    }
  }

  @Test func sharedWorthIsHalvedAndTheErrorIsHonest() async throws {
    let units = EvidenceUnits(
      pair("Alpha. Beta. Gamma.", "Omega."), grain: .sentences)
    let reader = ListReader(worth: ["Gamma": 1, "Omega": -1], together: ("Alpha", "Beta"))
    let exact = try await ShapleyValues(units, reader: reader)
    #expect(worstDistance(exact.values, [2.5, 2.5, 1, -1]) < 1e-12 && exact.orders == 0)
    let sampled = try await ShapleyValues(units, reader: reader, orders: 200, exactUpTo: 0)
    for (value, (truth, error)) in zip(sampled.values, zip(exact.values, sampled.errors)) {
      #expect(abs(value - truth) <= 4 * error + 1e-9)
    }
    #expect(
      agree(sampled.values.reduce(0, +), sampled.whole - sampled.empty, within: 1e-9))
    let documents = try await ShapleyValues(
      EvidenceUnits(pair("Alpha. Beta. Gamma.", "Omega."), grain: .documents), reader: reader)
    #expect(worstDistance(documents.values, [6, -1]) < 1e-12)
  }
}
