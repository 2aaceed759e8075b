import ArgumentParser

/// Text as the command line takes it and gives it back.
extension String {
  /// The text without blanks around it.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// What stands between commas, without blanks around it; empty entries are left out.
  var listed: [String] { split(separator: ",").map { String($0).trimmed } }

  /// Numbers divided by commas; `option` is what the sentence of refusal names.
  func numbers(option: String) throws -> [Double] {
    let values = listed.map { Double($0) }
    guard !values.isEmpty, !values.contains(nil) else {
      throw ValidationError("\(option) takes numbers divided by commas.")
    }
    return values.compactMap(\.self)
  }

  /// What stands after the last slash.
  var lastPathPart: String { split(separator: "/").last.map(String.init) ?? self }

  /// The text as a shell would take it back.
  var quotedForShell: String {
    let plain = allSatisfy { $0.isLetter || $0.isNumber || "-_./=,:".contains($0) }
    if plain, !isEmpty { return self }
    return "'" + unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }
}
