import LanguageModels
import Probes
import TestSupport
import Testing
import TextFiles

/// Every score against full passes in transformers and the definitions in numpy.
@Suite struct ICLTGoldenTests {
  @Test func scoresEqualThoseOfTransformers() throws {
    let cases = try #require(try JSONValue.load(path: Goldens.path("iclt.json")).array)
    #expect(cases.count == 9)
    var models: [String: LanguageModel] = [:]
    for (number, golden) in cases.enumerated() {
      func tokens(_ key: String) throws -> [Int32] {
        try #require(golden[key]?.array).compactMap { $0.int.map(Int32.init) }
      }
      let name = try #require(golden["model"]?.string)
      let model =
        try models[name] ?? LanguageModel.open(path: Goldens.path("../../data/worlds/\(name)"))
      models[name] = model
      let text = try tokens("tokens")
      var settings = ICLTSettings(
        layout: ICLTLayout(opening: [1], separator: try tokens("separator")))
      settings.candidates.count = try tokens("hints").count
      var found: ICLTResult?
      let document = ICLTDocument(id: "\(number)", tokens: text, positions: [text.count - 1])
      _ = try InContextLearningTest(model, settings).run([document]) { found = $0 }
      let result = try #require(found)
      #expect(try result.hints == tokens("hints").map { [$0] })
      func expect(_ value: Double, _ key: JSONValue?, _ what: String) throws {
        let exact = try #require(key?.double)
        #expect(abs(value - exact) < 2e-5, "\(name), case \(number), \(what): \(value), \(exact)")
      }
      try expect(result.originalEntropy, golden["original_entropy"], "entropy before")
      for score in ICLTScore.allCases {
        try expect(result[score], golden[score.rawValue], score.rawValue)
      }
      let entropies = try #require(golden["hint_entropies"]?.array)
      for (entropy, exact) in zip(result.scores.hintEntropies, entropies) {
        try expect(entropy, exact, "entropy after a hint")
      }
    }
  }
}
