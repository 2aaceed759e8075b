import TensorFiles
public import TextFiles

/// Finished stages of a study as one JSON file each, so that a study that was stopped goes on with
/// the next; results made under other settings are computed again.
public struct StageFolder: Sendable {
  private let path: String
  private let settings: JSONValue

  /// A folder for results under these settings; it must exist.
  public init(_ path: String, settings: JSONValue) {
    (self.path, self.settings) = (path, settings)
  }

  /// The result of a stage, from its file or computed and written.
  ///
  /// - Returns: the result, and whether it was there already.
  /// - Throws: what `compute` throws, and errors of writing. A damaged file is computed again.
  public func result(
    of name: String, compute: () throws -> JSONValue
  ) throws -> (value: JSONValue, isReused: Bool) {
    let file = "\(path)/\(Self.fileName(name))"
    if let kept = try? JSONValue.load(path: file), kept["settings"] == settings,
      kept["name"]?.string == name, let result = kept["result"]
    {
      return (result, true)
    }
    let result = try compute()
    let kept: JSONValue = ["name": .string(name), "settings": settings, "result": result]
    try AtomicFile.write(path: file, json: kept)
    return (result, false)
  }

  /// A stage's name with other characters than letters, digits, points and minus signs as `-`.
  private static func fileName(_ name: String) -> String {
    String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-" })
      + ".json"
  }
}
