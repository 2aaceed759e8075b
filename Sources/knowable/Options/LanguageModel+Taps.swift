import LanguageModels

extension LanguageModel {
  /// The taps of names divided by commas, or `all`, in the model's order.
  ///
  /// - Throws: `LanguageModelsError` for a name that is not one of its taps.
  func taps(listed names: String) throws -> [Tap] {
    if names == "all" { return taps }
    let chosen = Set(try names.listed.map { try tap(named: $0) })
    return taps.filter(chosen.contains)
  }
}
