/// A step that rewrites text before it is cut into words.
enum Normalizer: Sendable {
  case form(UnicodeForm)
  case lowercase
  /// SentencePiece's clean-up: control characters go, odd spaces become plain ones.
  case nmt
  /// Text put in front when the text is not empty.
  case prepend([UInt8])
  case replace(TextPattern, with: [UInt8])
  case strip(left: Bool, right: Bool)
  case sequence([Normalizer])

  /// The normalised text; alignment to the original is kept. Cost: linear.
  func apply(to text: AlignedText) -> AlignedText {
    if text.bytes.isEmpty { return text }
    switch self {
    case .form(let form): return form.apply(to: text)
    case .lowercase: return lowercased(text)
    case .nmt: return text.mappingScalars(NMT.replacement)
    case .prepend(let prefix): return text.prepending(prefix)
    case .replace(let pattern, let content): return text.replacing(pattern, with: content)
    case .strip(let left, let right): return text.stripped(left: left, right: right)
    case .sequence(let steps): return steps.reduce(text) { $1.apply(to: $0) }
    }
  }

  private func lowercased(_ text: AlignedText) -> AlignedText {
    text.bytes.withUnsafeBufferPointer { bytes in
      var editor = AlignedText.Editor(text)
      var place = 0
      while place < bytes.count {
        let scalar = bytes.scalar(at: place)
        let range = place..<place + scalar.length
        if let value = Unicode.Scalar(scalar.value) {
          editor.write(Array(value.properties.lowercaseMapping.utf8), for: range)
        }
        place = range.upperBound
      }
      return editor.finish()
    }
  }
}

/// What happens to one scalar in a character-by-character normaliser.
enum ScalarReplacement {
  case keep
  case remove
  case replace(UInt32)
}

/// The rules of `tokenizers`' `Nmt`.
enum NMT {
  static func replacement(_ value: UInt32) -> ScalarReplacement {
    switch value {
    case 0x20...0x7E: .keep
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: .remove
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
      .replace(0x20)
    default: .keep
    }
  }
}

extension AlignedText {
  /// Keeps, removes or replaces every scalar on its own.
  func mappingScalars(_ rule: (UInt32) -> ScalarReplacement) -> AlignedText {
    bytes.withUnsafeBufferPointer { bytes in
      var editor = Editor(self)
      var copied = 0
      var place = 0
      while place < bytes.count {
        let scalar = bytes.scalar(at: place)
        let range = place..<place + scalar.length
        place = range.upperBound
        switch rule(scalar.value) {
        case .keep: continue
        case .remove: editor.copy(copied..<range.lowerBound)
        case .replace(let value):
          editor.copy(copied..<range.lowerBound)
          editor.write(scalar: value, for: range)
        }
        copied = place
      }
      editor.copy(copied..<bytes.count)
      return editor.finish()
    }
  }

  /// Puts bytes in front; they stand for the first character.
  func prepending(_ prefix: [UInt8]) -> AlignedText {
    guard !bytes.isEmpty else { return self }
    let first = bytes.withUnsafeBufferPointer { $0.scalar(at: 0).length }
    var editor = Editor(self)
    editor.write(prefix, for: 0..<first)
    editor.copy(0..<bytes.count)
    return editor.finish()
  }

  /// Replaces every match; the new bytes stand for the last character of the match.
  func replacing(_ pattern: TextPattern, with content: [UInt8]) -> AlignedText {
    bytes.withUnsafeBufferPointer { bytes in
      let matches = pattern.matches(in: bytes, from: 0, to: bytes.count)
      if matches.isEmpty { return self }
      var editor = Editor(self)
      var copied = 0
      for match in matches {
        editor.copy(copied..<match.lowerBound)
        editor.write(content, for: bytes.scalarStart(before: match.upperBound)..<match.upperBound)
        copied = match.upperBound
      }
      editor.copy(copied..<bytes.count)
      return editor.finish()
    }
  }

  /// Removes white space at the ends.
  func stripped(left: Bool, right: Bool) -> AlignedText {
    bytes.withUnsafeBufferPointer { bytes in
      let classes = CharacterClasses.shared
      var start = 0
      var end = bytes.count
      while left, start < end {
        let scalar = bytes.scalar(at: start)
        guard classes[scalar.value].isAny(.space) else { break }
        start += scalar.length
      }
      while right, end > start {
        let last = bytes.scalarStart(before: end)
        guard classes[bytes.scalar(at: last).value].isAny(.space) else { break }
        end = last
      }
      var editor = Editor(self)
      editor.copy(start..<end)
      return editor.finish()
    }
  }
}
