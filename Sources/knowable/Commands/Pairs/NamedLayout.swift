import ArgumentParser
import Embeddings
import LanguageModels
import Probes

/// Layouts by name: separators, or words of the text itself.
struct NamedLayout {
  let name: String
  let layout: ICLTLayout

  /// The layouts of names divided by commas; `all` is every separator that the model has tokens for.
  ///
  /// - Throws: `BadInput` for a model without tokenizer, `ProbesError` for a token that it lacks.
  static func layouts(_ names: String, _ model: LanguageModel) throws -> [NamedLayout] {
    let tokenizer = try tokenizer(of: model)
    let tokens = ICLTTokens(tokenizer)
    if names == "all" {
      return ICLTSeparator.allCases.compactMap { separator in
        (try? ICLTLayout(separator, tokens)).map {
          NamedLayout(name: separator.rawValue, layout: $0)
        }
      }
    }
    return try names.split(separator: ",").map { name in
      let name = String(name)
      if name.hasPrefix("text:") {
        var layout = try ICLTLayout(.none, tokens)
        layout.separator =
          tokenizer.encode(String(name.dropFirst(5)), addSpecialTokens: false).ids
        return NamedLayout(name: name, layout: layout)
      }
      guard let separator = ICLTSeparator(rawValue: name.trimmed) else {
        throw ValidationError(
          "--separators takes all, or some of none, bos, eos, eos+bos, newline and text:WORDS, "
            + "divided by commas; found \"\(name)\".")
      }
      return NamedLayout(name: separator.rawValue, layout: try ICLTLayout(separator, tokens))
    }
  }

  /// The paper's separator as far as the model has its tokens.
  static func standard(_ model: LanguageModel) throws -> NamedLayout {
    let tokens = ICLTTokens(try tokenizer(of: model))
    let order: [ICLTSeparator] = [
      .endAndBeginningOfText, .beginningOfText, .endOfText, .newline, .none,
    ]
    for separator in order {
      if let layout = try? ICLTLayout(separator, tokens) {
        return NamedLayout(name: separator.rawValue, layout: layout)
      }
    }
    return NamedLayout(name: ICLTSeparator.none.rawValue, layout: ICLTLayout())
  }

  static func tokenizer(of model: LanguageModel) throws -> Tokenizer {
    guard let tokenizer = model.tokenizer else {
      throw BadInput("\(model.name) has no tokenizer, which the test needs for its separators.")
    }
    return tokenizer
  }
}
