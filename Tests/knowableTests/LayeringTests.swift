import Foundation
import TestSupport
import Testing

/// Imports point down only, and the outside packages stay where they belong.
@Suite struct LayeringTests {
  /// Our modules, each with those it may import.
  private static let allowed: [String: Set<String>] = [
    "LinearAlgebra": ["COpenBLAS", "CKernels"],
    "TextFiles": [],
    "TensorFiles": ["TextFiles", "CKernels"],
    "Statistics": ["LinearAlgebra", "CKernels"],
    "LanguageModels": ["LinearAlgebra", "CKernels", "TextFiles", "TensorFiles"],
    "Worlds": ["Statistics", "TextFiles", "TensorFiles"],
    "Finetuning": [
      "LanguageModels", "Statistics", "LinearAlgebra", "CKernels", "TextFiles", "TensorFiles",
    ],
    "Embeddings": ["LanguageModels", "LinearAlgebra", "TextFiles", "TensorFiles"],
    "Calibration": ["Statistics", "LinearAlgebra", "CKernels"],
    "Probes": [
      "Worlds", "Embeddings", "LanguageModels", "Calibration", "Statistics", "LinearAlgebra",
      "CKernels", "TextFiles", "TensorFiles",
    ],
    "ConflictingQA": [
      "Embeddings", "LanguageModels", "Calibration", "Statistics", "LinearAlgebra", "TextFiles",
      "TensorFiles",
    ],
    "HedgedPrediction": [
      "Probes", "Finetuning", "Worlds", "Embeddings", "LanguageModels", "Calibration",
      "Statistics", "LinearAlgebra", "TextFiles", "TensorFiles",
    ],
    "Batches": ["TextFiles", "TensorFiles"],
    "Catalog": ["TextFiles", "TensorFiles"],
    "Charts": ["Calibration", "Statistics"],
    "Notebooks": ["Charts", "Statistics", "TextFiles", "TensorFiles"],
    "Studies": [
      "ConflictingQA", "HedgedPrediction", "Probes", "Embeddings", "LanguageModels", "Calibration",
      "Statistics", "LinearAlgebra", "Worlds", "Charts", "TextFiles",
    ],
  ]

  /// Packages and the modules that may know them.
  private static let outside: [String: Set<String>] = [
    "ArgumentParser": ["knowable"], "Subprocess": ["knowable"], "Crypto": ["TensorFiles"],
    "GRDB": ["Catalog"], "Yams": ["Batches"],
  ]

  private func imports(of module: String) throws -> [(file: String, name: String)] {
    let folder = Goldens.repository.appending(path: "Sources/\(module)").path(percentEncoded: false)
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      return text.split(separator: "\n").compactMap { line -> (String, String)? in
        let words = line.split(separator: " ").filter { $0 != "public" && $0 != "package" }
        guard words.first == "import", words.count == 2 else { return nil }
        return ("\(module)/\(file)", String(words[1]))
      }
    }
  }

  @Test(arguments: allowed.keys.sorted())
  func modulesImportOnlyWhatLiesBelow(module: String) throws {
    let found = try imports(of: module)
    #expect(!found.isEmpty)
    for (file, name) in found where Self.allowed[name] != nil || name == "knowable" {
      #expect(Self.allowed[module]?.contains(name) == true, "\(file) imports \(name)")
    }
  }

  @Test(arguments: allowed.keys.sorted() + ["knowable"])
  func packagesStayWhereTheyBelong(module: String) throws {
    for (file, name) in try imports(of: module) {
      if let homes = Self.outside[name] {
        #expect(homes.contains(module), "\(file) imports \(name)")
      }
    }
  }
}
