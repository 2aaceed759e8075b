import CKernels
import Foundation
import LanguageModels
import LinearAlgebra
import Testing

/// Every precision on every instruction set gives Hugging Face's numbers, as far as it promises.
///
/// The level is a setting of the whole process, so each runs in one of its own. A level that this
/// processor lacks tests the widest it has.
@Suite struct InstructionSetTests {
  @Test func baseline() async {
    await #expect(processExitsWith: .success) {
      kn_limit_forward_level(KN_LEVEL_BASE)
      try InstructionSetTests.expectGoldenNumbers()
    }
  }

  @Test func avx2() async {
    await #expect(processExitsWith: .success) {
      kn_limit_forward_level(KN_LEVEL_V3)
      try InstructionSetTests.expectGoldenNumbers()
    }
  }

  @Test func avx512() async {
    await #expect(processExitsWith: .success) {
      kn_limit_forward_level(KN_LEVEL_V4)
      try InstructionSetTests.expectGoldenNumbers()
    }
  }

  @Test func avx512bf16() async {
    await #expect(processExitsWith: .success) {
      kn_limit_forward_level(KN_LEVEL_V4_BF16)
      try InstructionSetTests.expectGoldenNumbers()
    }
  }

  @Test func amx() async {
    await #expect(processExitsWith: .success) { try InstructionSetTests.expectGoldenNumbers() }
  }

  @Test func emulatedAMX() async {
    await #expect(processExitsWith: .success) {
      kn_emulate_amx()
      #expect(InstructionSet.active == "amx")
      #expect(Precision.bf16x3.kernelName == "AMX emulated, three bfloat16 products")
      try InstructionSetTests.expectGoldenNumbers(of: ["llama", "gemma3_text"])
    }
  }

  @Test func theEnvironmentNamesANarrowerSet() async {
    await #expect(processExitsWith: .success) {
      setenv("KNOWABLE_ISA", "Baseline", 1)
      #expect(InstructionSet.active == "baseline")
      #expect(InstructionSet.remark == nil)
      #expect(Precision.float32.kernelName.hasSuffix(", float32"))
      #expect(Precision.bf16x3.kernelName == Precision.float32.kernelName)
      #expect(Precision.bf16.kernelName.hasSuffix(", float32 inputs, bfloat16 weights"))
    }
  }

  @Test func anUnknownNameIsRemarkedAndIgnored() async {
    await #expect(processExitsWith: .success) {
      setenv("KNOWABLE_ISA", "avx10", 1)
      let remark = InstructionSet.remark ?? ""
      #expect(remark.contains("\"avx10\"; it can be amx, avx512bf16, avx512, avx2 or baseline."))
    }
  }

  @Test func aSetTheProcessorLacksLeavesTheWidestItHas() async {
    await #expect(processExitsWith: .success) {
      setenv("KNOWABLE_ISA", "amx", 1)
      let active = InstructionSet.active
      if active == "amx" {
        #expect(InstructionSet.remark == nil)
      } else {
        #expect(InstructionSet.remark?.contains("this processor runs \(active)") == true)
      }
    }
  }

  private static func expectGoldenNumbers(
    of names: [String] = ["llama", "gemma3_text", "gpt_neox", "gpt2"]
  ) throws {
    for name in names {
      let tiny = try TinyModel(name)
      let entropies = tiny.entropies.map { Float($0) }
      for precision in Precision.allCases {
        let model = try LanguageModel.open(path: tiny.path, precision: precision)
        let output = try model.makeRuntime().run(
          TokenBatch(tiny.sequences), request: ForwardRequest(statistics: true, logits: true))
        let logits = worstDifference(try #require(output.logits).elements, tiny.logits)
        let entropy = worstDifference(try #require(output.statistics).entropy, entropies)
        let limits = InstructionSetTests.limits(precision)
        #expect(logits < limits.logits, "\(name) \(precision.kernelName) \(logits)")
        #expect(entropy < limits.entropy, "\(name) \(precision.kernelName) \(entropy)")
      }
    }
  }

  /// Worst differences from Hugging Face's float32.
  private static func limits(_ precision: Precision) -> (logits: Float, entropy: Float) {
    switch precision {
    case .float32: (2e-5, 2e-6)
    case .bf16x3: (5e-4, 5e-5)
    case .bf16: (0.1, 0.01)
    }
  }
}
