// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// Numeric and text-scanning libraries run at full speed in debug builds too, so tests stay quick.
let fast: [SwiftSetting] =
  house + [
    .unsafeFlags(["-O"], .when(configuration: .debug)),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
  ]

let kernels: [CSetting] = [.unsafeFlags(["-O3"])]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: fast)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
    swiftSettings: house)
}

/// What notebooks need that run a model and probe it.
let readingModels: [Target.Dependency] = [
  "Probes", "Embeddings", "LanguageModels", "Worlds", "Calibration", "Statistics",
]

/// A notebook: the program `notebook-NAME`, whose page and figures lie beside its script.
func notebook(_ path: String, _ dependencies: [Target.Dependency], beside files: [String] = [])
  -> Target
{
  .executableTarget(
    name: "notebook-" + path.split(separator: "/").joined(separator: "-"),
    dependencies: ["Notebooks", "Charts"] + dependencies, path: "notebooks-as-scripts/\(path)",
    exclude: files, swiftSettings: house + [.defaultIsolation(MainActor.self)])
}

let package = Package(
  name: "knowable",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "knowable", targets: ["knowable"]),
    .library(
      name: "Knowable",
      targets: [
        "LanguageModels", "Worlds", "Finetuning", "Embeddings", "Calibration", "Probes",
        "ConflictingQA", "HedgedPrediction", "Catalog", "Charts", "Studies",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "CKernels", cSettings: kernels),
    library("LinearAlgebra", ["COpenBLAS", "CKernels"]),
    library("TextFiles", []),
    library(
      "TensorFiles", ["TextFiles", "CKernels", .product(name: "Crypto", package: "swift-crypto")]),
    library("Statistics", ["LinearAlgebra", "CKernels"]),
    library("LanguageModels", ["LinearAlgebra", "CKernels", "TextFiles", "TensorFiles"]),
    library("Worlds", ["Statistics", "TextFiles", "TensorFiles"]),
    library(
      "Finetuning",
      ["LanguageModels", "Statistics", "LinearAlgebra", "CKernels", "TextFiles", "TensorFiles"]),
    library("Embeddings", ["LanguageModels", "LinearAlgebra", "TextFiles", "TensorFiles"]),
    library("Calibration", ["Statistics", "LinearAlgebra", "CKernels"]),
    library(
      "Probes",
      [
        "Worlds", "Embeddings", "LanguageModels", "Calibration", "Statistics", "LinearAlgebra",
        "CKernels", "TextFiles", "TensorFiles",
      ]),
    library(
      "ConflictingQA",
      [
        "Embeddings", "LanguageModels", "Calibration", "Statistics", "LinearAlgebra", "TextFiles",
        "TensorFiles",
      ]),
    library(
      "HedgedPrediction",
      [
        "Probes", "Finetuning", "Worlds", "Embeddings", "LanguageModels", "Calibration",
        "Statistics", "LinearAlgebra", "TextFiles", "TensorFiles",
      ]),
    library(
      "Catalog", ["TextFiles", "TensorFiles", .product(name: "GRDB", package: "GRDB.swift")]),
    library(
      "Batches", ["TextFiles", "TensorFiles", .product(name: "Yams", package: "Yams")]),
    library("Charts", ["Calibration", "Statistics"]),
    library(
      "Studies",
      [
        "ConflictingQA", "HedgedPrediction", "Probes", "Embeddings", "LanguageModels",
        "Calibration", "Statistics", "LinearAlgebra", "Worlds", "Charts", "TextFiles",
      ]),
    .executableTarget(
      name: "knowable",
      dependencies: [
        "Studies", "Batches", "Catalog", "Charts", "ConflictingQA", "HedgedPrediction", "Probes",
        "Calibration",
        "Embeddings", "Finetuning", "Worlds", "LanguageModels", "LinearAlgebra", "Statistics",
        "TextFiles", "TensorFiles", "CKernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ], swiftSettings: house),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Calibration", "Embeddings", "Finetuning", "LanguageModels", "LinearAlgebra", "Probes",
        "Statistics", "Studies", "TensorFiles", "TextFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks", exclude: ["README.md", "peers", "run.sh"], swiftSettings: house),
    library("Notebooks", ["Charts", "Statistics", "TextFiles", "TensorFiles"]),
    notebook(
      "01-quickstart", readingModels + ["TensorFiles"],
      beside: ["README.md", "figures", "probe.sh", "run.sh", "statements", "table.py"]),
    notebook("01-quickstart/statements", readingModels, beside: ["README.md", "figures"]),
    notebook(
      "02-knowable-in-a-world", readingModels,
      beside: ["README.md", "check_heads.py", "figures", "page.md", "run.sh"]),
    notebook(
      "03-knowable-in-real-models", readingModels + ["TensorFiles", "TextFiles"],
      beside: ["README.md", "figures", "page.md", "run.sh"]),
    notebook("04-iclt", readingModels, beside: ["README.md", "figures", "page.md", "run.sh"]),
    notebook(
      "05-convincing-evidence", ["ConflictingQA", "Statistics"],
      beside: ["README.md", "figures", "page.md", "run.sh", "small-model"]),
    notebook(
      "05-convincing-evidence/small-model", ["ConflictingQA", "LanguageModels", "Statistics"],
      beside: ["README.md", "figures"]),
    notebook(
      "06-hedged-predictions", ["HedgedPrediction", "Statistics"],
      beside: ["README.md", "figures", "page.md", "real-models.md", "run.sh"]),
    notebook("07-calibration", readingModels, beside: ["README.md", "figures", "run.sh"]),
    .target(
      name: "TestSupport", dependencies: ["TensorFiles", "TextFiles"], path: "Tests/TestSupport",
      swiftSettings: house),
    tests(of: "LinearAlgebra", ["CKernels"]),
    tests(of: "TextFiles"),
    tests(of: "TensorFiles", ["TextFiles"]),
    tests(of: "Statistics", ["LinearAlgebra", "TextFiles"]),
    tests(of: "LanguageModels", ["LinearAlgebra", "TextFiles", "TensorFiles"]),
    tests(of: "Worlds", ["Statistics", "TextFiles", "TensorFiles"]),
    tests(
      of: "Finetuning",
      ["LanguageModels", "Statistics", "LinearAlgebra", "TextFiles", "TensorFiles"]),
    tests(of: "Embeddings", ["LanguageModels", "LinearAlgebra", "TextFiles", "TensorFiles"]),
    tests(of: "Calibration", ["Statistics", "TextFiles"]),
    tests(
      of: "Probes",
      [
        "Worlds", "Embeddings", "LanguageModels", "Calibration", "Statistics", "LinearAlgebra",
        "TextFiles", "TensorFiles",
      ]),
    tests(
      of: "ConflictingQA",
      [
        "Embeddings", "LanguageModels", "Statistics", "LinearAlgebra", "TextFiles", "TensorFiles",
      ]),
    tests(
      of: "HedgedPrediction",
      [
        "Probes", "Finetuning", "Worlds", "Embeddings", "LanguageModels", "Calibration",
        "Statistics", "LinearAlgebra", "TextFiles", "TensorFiles",
      ]),
    tests(of: "Catalog", ["TextFiles", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(of: "Batches", ["TextFiles"]),
    tests(of: "Charts"),
    tests(
      of: "Notebooks", ["Statistics", .product(name: "Subprocess", package: "swift-subprocess")]),
    tests(
      of: "Studies",
      [
        "ConflictingQA", "HedgedPrediction", "Probes", "Calibration", "Statistics", "LinearAlgebra",
        "LanguageModels", "Embeddings", "Worlds", "Charts", "TextFiles", "TensorFiles",
      ]),
    .testTarget(
      name: "knowableTests",
      dependencies: [
        "TestSupport", "TextFiles", "TensorFiles",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzer is no part of the ordinary package; `make fuzz` asks for it.
if Context.environment["KNOWABLE_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Batches", "Probes", "Embeddings", "LanguageModels", "TensorFiles", "TextFiles",
      ], path: "Fuzz", exclude: ["README.md", "Seeds", "run.sh"], swiftSettings: house))
}
