import CKernels
import LanguageModels
import LinearAlgebra
import Testing

/// Narrower instruction sets than this processor's give the same numbers up to rounding.
///
/// The level is a setting of the whole process, so each runs in one of its own.
@Suite struct InstructionSetTests {
  @Test func baselineKernels() async {
    await #expect(processExitsWith: .success) {
      kn_limit_forward_level(KN_LEVEL_BASE)
      try InstructionSetTests.expectGoldenNumbers()
    }
  }

  @Test func kernelsOfTheThirdLevel() async {
    await #expect(processExitsWith: .success) {
      kn_limit_forward_level(KN_LEVEL_V3)
      try InstructionSetTests.expectGoldenNumbers()
    }
  }

  private static func expectGoldenNumbers() throws {
    for name in ["llama", "gemma3_text", "gpt_neox", "gpt2"] {
      let tiny = try TinyModel(name)
      let output = try LanguageModel.open(path: tiny.path).makeRuntime().run(
        TokenBatch(tiny.sequences), request: ForwardRequest(statistics: true, logits: true))
      let logits = worstDifference(try #require(output.logits).elements, tiny.logits)
      #expect(logits < 2e-5)
      let entropies = tiny.entropies.map { Float($0) }
      #expect(worstDifference(try #require(output.statistics).entropy, entropies) < 2e-6)
    }
  }
}
