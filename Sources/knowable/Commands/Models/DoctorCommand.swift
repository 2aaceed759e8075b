import ArgumentParser
import CKernels
import Foundation
import LanguageModels
import LinearAlgebra
import TextFiles

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what this machine offers and what the tool makes of it.",
    discussion: """
      Prints versions, processor features, the kernels of each precision, the OpenBLAS core in use,
      threads and the folder of models. KNOWABLE_ISA=avx512bf16, avx512, avx2 or baseline forces
      narrower kernels. Set KNOWABLE_BLAS_CORE=keep to leave OpenBLAS as the environment configured it, or to
      a core's name (SkylakeX, Haswell) to choose one.

      Example: knowable doctor --json
      """)

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let system = ProcessInfo.processInfo
    let models = ModelLibrary.installed()
    var facts: [(String, JSONValue)] = [
      ("version", .string(Version.current)),
      ("system", .string(system.operatingSystemVersionString)),
      ("vector_extensions", .string(String(cString: kn_cpu_features()))),
      ("kernels_asked_by_environment", setting("KNOWABLE_ISA")),
      ("blas_core", .string(BLAS.coreName)),
      ("blas_core_asked_by_environment", setting("OPENBLAS_CORETYPE")),
      ("cores", .integer(Int64(system.activeProcessorCount))),
      ("threads", .integer(Int64(BLAS.threads))),
      ("memory_bytes", .integer(Int64(system.physicalMemory))),
      ("models_folder", .string(FetchedModels.folder)),
      ("models", .array(models.map { .string($0.name) })),
    ]
    let kernels = Precision.allCases.map { precision in
      ("kernels_\(precision.rawValue)", JSONValue.string(precision.kernelName))
    }
    facts.insert(contentsOf: kernels, at: 4)
    if let remark = InstructionSet.remark {
      facts.insert(("kernels_remark", .string(remark)), at: 4)
    }
    if common.json {
      common.print(.object(JSONObject(facts)))
      return
    }
    for (name, value) in facts {
      let label = name.split(separator: "_").joined(separator: " ")
      Terminal.write("\(label.padding(toLength: 32, withPad: " ", startingAt: 0))\(shown(value))\n")
    }
  }

  private func setting(_ name: String) -> JSONValue {
    ProcessInfo.processInfo.environment[name].map(JSONValue.string) ?? .null
  }

  private func shown(_ value: JSONValue) -> String {
    if let values = value.array {
      return values.isEmpty ? "none" : values.compactMap(\.string).joined(separator: ", ")
    }
    return value.string ?? value.int.map(String.init) ?? "-"
  }
}
