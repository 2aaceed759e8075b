import TextFiles

extension ConfigurationField {
  func normalizer() throws(TokenizerError) -> Normalizer {
    switch try type() {
    case "NFC": return .form(.nfc)
    case "NFD": return .form(.nfd)
    case "NFKC": return .form(.nfkc)
    case "NFKD": return .form(.nfkd)
    case "Nmt": return .nmt
    case "Lowercase": return .lowercase
    case "Prepend": return .prepend(Array(try required("prepend").string().utf8))
    case "Replace":
      return .replace(try pattern(), with: Array(try required("content").string().utf8))
    case "Strip":
      return .strip(
        left: try flag("strip_left", default: true), right: try flag("strip_right", default: true))
    case "Sequence":
      var steps: [Normalizer] = []
      for step in try required("normalizers").elements() { steps.append(try step.normalizer()) }
      return .sequence(steps)
    case let other: throw unsupported("the normaliser \(other)")
    }
  }

  func preTokenizer() throws(TokenizerError) -> PreTokenizer {
    switch try type() {
    case "ByteLevel":
      return .byteLevel(
        addsPrefixSpace: try flag("add_prefix_space", default: true),
        splits: try flag("use_regex", default: true))
    case "Digits":
      let isSingle = try flag("individual_digits")
      return .split(
        .numbers(atMost: isSingle ? 1 : .max), isSingle ? .isolated : .contiguous, inverted: false)
    case "Split":
      return .split(try pattern(), try splitBehavior(), inverted: try flag("invert"))
    case "Metaspace": return .metaspace(try metaspace())
    case "Whitespace": return .split(.wordsAndSymbols, .removed, inverted: true)
    case "WhitespaceSplit": return .split(.spaces, .removed, inverted: false)
    case "Sequence":
      var steps: [PreTokenizer] = []
      for step in try required("pretokenizers").elements() {
        let next = try step.preTokenizer()
        if steps.contains(where: \.isByteLevel) {
          throw step.unsupported("a step after ByteLevel")
        }
        steps.append(next)
      }
      return .sequence(steps)
    case let other: throw unsupported("the pre-tokenizer \(other)")
    }
  }

  private func splitBehavior() throws(TokenizerError) -> SplitBehavior {
    let field = try required("behavior")
    guard let behavior = SplitBehavior(rawValue: try field.string()) else {
      throw field.unsupported("\"\(try field.string())\"")
    }
    return behavior
  }

  private func metaspace() throws(TokenizerError) -> Metaspace {
    var prefix = Metaspace.Prefix.always
    if let scheme = self["prepend_scheme"] {
      guard let known = Metaspace.Prefix(rawValue: try scheme.string()) else {
        throw scheme.unsupported("\"\(try scheme.string())\"")
      }
      prefix = known
    } else if try !flag("add_prefix_space", default: true) {
      prefix = .never
    }
    return Metaspace(
      replacement: try character("replacement", default: "▁"), prefix: prefix,
      splits: try flag("split", default: true))
  }

  /// A member that is one character.
  private func character(
    _ key: String, default fallback: String
  ) throws(TokenizerError) -> [UInt8] {
    guard let field = self[key] else { return Array(fallback.utf8) }
    let text = try field.string()
    guard text.unicodeScalars.count == 1 else { throw field.malformed("is not one character") }
    return Array(text.utf8)
  }

  func decoder() throws(TokenizerError) -> PieceDecoder {
    switch try type() {
    case "ByteLevel": return .byteLevel
    case "ByteFallback": return .byteFallback
    case "Fuse": return .fuse
    case "Metaspace":
      let metaspace = try metaspace()
      return .metaspace(
        replacement: metaspace.replacement, dropsFirst: metaspace.prefix != .never)
    case "Replace":
      return .replace(try pattern(), with: Array(try required("content").string().utf8))
    case "Strip":
      return .strip(
        try character("content", default: " "), start: try count("start"), stop: try count("stop"))
    case "Sequence":
      var steps: [PieceDecoder] = []
      for step in try required("decoders").elements() { steps.append(try step.decoder()) }
      return .sequence(steps)
    case let other: throw unsupported("the decoder \(other)")
    }
  }

  private func count(_ key: String) throws(TokenizerError) -> Int {
    let field = try required(key)
    let number = try field.integer()
    guard (0...1024).contains(number) else { throw field.malformed("is \(number)") }
    return number
  }

  func addPostProcessor(to processor: inout PostProcessor) throws(TokenizerError) {
    switch try type() {
    case "ByteLevel":
      processor.trimsSpaces = try flag("trim_offsets", default: true)
      processor.addsPrefixSpace = try flag("add_prefix_space", default: true)
    case "TemplateProcessing": try addTemplate(to: &processor)
    case "RobertaProcessing", "BertProcessing":
      processor.prefix.append(try tokenPair("cls"))
      processor.suffix.append(try tokenPair("sep"))
      if try type() == "RobertaProcessing" {
        processor.trimsSpaces = try flag("trim_offsets", default: true)
        processor.addsPrefixSpace = try flag("add_prefix_space", default: true)
      }
    case "Sequence":
      for step in try required("processors").elements() {
        try step.addPostProcessor(to: &processor)
      }
    case let other: throw unsupported("the post-processor \(other)")
    }
  }

  /// `["<s>", 0]`.
  private func tokenPair(_ key: String) throws(TokenizerError) -> Int32 {
    let pair = try required(key).elements()
    guard pair.count == 2 else { throw malformed("has no token and id as \"\(key)\"") }
    return try pair[1].tokenID()
  }

  private func addTemplate(to processor: inout PostProcessor) throws(TokenizerError) {
    let special = try required("special_tokens")
    var isAfterText = false
    for piece in try required("single").elements() {
      if let sequence = piece["Sequence"] {
        guard try sequence.required("id").string() == "A", !isAfterText else {
          throw piece.unsupported("more than one text in \"single\"")
        }
        isAfterText = true
      } else {
        let name = try piece.required("SpecialToken").required("id").string()
        for id in try special.required(name).required("ids").elements() {
          if isAfterText {
            processor.suffix.append(try id.tokenID())
          } else {
            processor.prefix.append(try id.tokenID())
          }
        }
      }
    }
    guard isAfterText else { throw malformed("has no text in \"single\"") }
  }
}
