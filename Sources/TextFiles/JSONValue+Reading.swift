extension JSONValue {
  /// Parses bytes as one JSON value.
  ///
  /// A UTF-8 byte order mark in front is skipped. Strings with a lone surrogate escape, invalid
  /// UTF-8, NaN, numbers above the largest double, and (by default) repeated keys are refused.
  /// Throws `malformedJSON` with line and byte offset. Cost: O(bytes), about 90 MB a second.
  public static func parse(
    _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .default
  ) throws(JSONError) -> JSONValue {
    try parse(bytes, limits: limits, origin: TextOrigin())
  }

  /// Parses bytes as one JSON value, see `parse(_:limits:)` over a buffer.
  public static func parse(
    _ bytes: [UInt8], limits: JSONLimits = .default
  ) throws(JSONError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
      try parse(UnsafeRawBufferPointer(buffer), limits: limits, origin: TextOrigin())
    }
  }

  /// Parses text as one JSON value, see `parse(_:limits:)` over a buffer.
  public static func parse(
    _ text: String, limits: JSONLimits = .default
  ) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), limits: limits)
  }

  /// Reads a file that holds one JSON value; errors name the file.
  public static func load(
    path: String, limits: JSONLimits = .default
  ) throws(JSONError) -> JSONValue {
    let bytes = try readFile(path, limit: limits.bytes)
    return try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
      try parse(UnsafeRawBufferPointer(buffer), limits: limits, origin: TextOrigin(path: path))
    }
  }

  static func parse(
    _ bytes: UnsafeRawBufferPointer, limits: JSONLimits, origin: TextOrigin
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes, limits: limits, origin: origin)
    return try parser.parseDocument()
  }
}
