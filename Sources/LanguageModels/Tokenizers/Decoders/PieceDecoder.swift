/// A step that turns pieces of the vocabulary back into text.
enum PieceDecoder: Sendable {
  /// Translates GPT-2's visible letters to bytes.
  case byteLevel
  case byteFallback
  case fuse
  case metaspace(replacement: [UInt8], dropsFirst: Bool)
  case replace(TextPattern, with: [UInt8])
  /// Removes up to so many times a character at the ends of every piece.
  case strip([UInt8], start: Int, stop: Int)
  case sequence([PieceDecoder])

  /// The pieces after this step; joined they are the text. Bytes that are not UTF-8 stay as they
  /// are, unless `isLossy`: then byte fallback writes U+FFFD for each byte of a broken run.
  func apply(to pieces: [[UInt8]], isLossy: Bool) -> [[UInt8]] {
    switch self {
    case .byteLevel: return pieces.map { ByteAlphabet.bytes(of: $0) ?? $0 }
    case .byteFallback: return withBytes(pieces, isLossy: isLossy)
    case .fuse: return [Array(pieces.joined())]
    case .metaspace(let replacement, let dropsFirst):
      return pieces.enumerated().map { i, piece in
        let content = i == 0 && dropsFirst ? [] : [UInt8(ascii: " ")]
        return replacing(.literal(replacement), with: content, in: piece)
      }
    case .replace(let pattern, let content):
      return pieces.map { replacing(pattern, with: content, in: $0) }
    case .strip(let unit, let start, let stop):
      return pieces.map { stripped($0, unit, start: start, stop: stop) }
    case .sequence(let steps):
      return steps.reduce(pieces) { $1.apply(to: $0, isLossy: isLossy) }
    }
  }

  private func withBytes(_ pieces: [[UInt8]], isLossy: Bool) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func endRun() {
      if run.isEmpty { return }
      if isLossy, String(validating: run, as: UTF8.self) == nil {
        result.append(contentsOf: repeatElement([0xEF, 0xBF, 0xBD], count: run.count))
      } else {
        result.append(run)
      }
      run.removeAll(keepingCapacity: true)
    }
    for piece in pieces {
      if let byte = ByteFallback.byte(of: piece) {
        run.append(byte)
      } else {
        endRun()
        result.append(piece)
      }
    }
    endRun()
    return result
  }

  private func replacing(
    _ pattern: TextPattern, with content: [UInt8], in piece: [UInt8]
  ) -> [UInt8] {
    piece.withUnsafeBufferPointer { bytes in
      let matches = pattern.matches(in: bytes, from: 0, to: bytes.count)
      if matches.isEmpty { return piece }
      var result: [UInt8] = []
      var copied = 0
      for match in matches {
        result.append(contentsOf: bytes[copied..<match.lowerBound])
        result.append(contentsOf: content)
        copied = match.upperBound
      }
      result.append(contentsOf: bytes[copied...])
      return result
    }
  }

  private func stripped(_ piece: [UInt8], _ unit: [UInt8], start: Int, stop: Int) -> [UInt8] {
    var rest = piece[...]
    for _ in 0..<start where rest.starts(with: unit) { rest = rest.dropFirst(unit.count) }
    for _ in 0..<stop where rest.count >= unit.count && rest.suffix(unit.count).elementsEqual(unit)
    {
      rest = rest.dropLast(unit.count)
    }
    return Array(rest)
  }
}
