extension String {
  /// The text as one cell of a CSV file (RFC 4180): quoted when it holds a comma, a quote or a line
  /// break.
  public var csvCell: String {
    guard utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return self }
    // By scalars: a quote with a combining mark behind it is another character, but no other byte.
    var cell = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in unicodeScalars {
      if scalar == "\"" { cell.append(scalar) }
      cell.append(scalar)
    }
    cell.append("\"")
    return String(cell)
  }
}
