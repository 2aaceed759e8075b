/// `\w`: alphabetic, mark, decimal digit, connector punctuation or join control.
func isWordCharacter(_ value: UInt32) -> Bool {
  guard let scalar = Unicode.Scalar(value) else { return false }
  if scalar.properties.isAlphabetic || scalar.properties.isJoinControl { return true }
  return switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
  default: false
  }
}

extension TextScan {
  /// `\w+|[^\w\s]+`: a run of word characters, or a run of what is neither that nor space.
  func wordOrSymbols(at start: Int) -> Int? {
    guard !kind(at: start).isAny(.space) else { return nil }
    let isWord = isWordCharacter(bytes.scalar(at: start).value)
    var place = start
    while place < end, !kind(at: place).isAny(.space),
      isWordCharacter(bytes.scalar(at: place).value) == isWord
    { place += length(at: place) }
    return place
  }
}
