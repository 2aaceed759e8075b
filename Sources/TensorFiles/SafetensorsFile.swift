import TextFiles

/// A safetensors file, mapped: an 8-byte length, a JSON header, then the tensors' bytes end to end.
///
/// Opening checks everything the format promises: the header is an object of at most 100 MB, every
/// tensor's type and shape give exactly its byte range, and the ranges fill the file without
/// overlap or hole. Cost: O(header).
public final class SafetensorsFile: TensorCollection {
  /// The file's path as given.
  public let path: String
  /// The `__metadata__` of the header; empty when there is none.
  public let metadata: [String: String]
  /// All names in the order of their bytes.
  public let tensorNames: [String]

  private let file: MappedFile
  private let entries: [String: SafetensorsHeader.Entry]
  private let dataStart: Int

  /// Opens and checks a file; throws a sentence for anything truncated, corrupt or unknown.
  public init(path: String) throws(TensorFilesError) {
    file = try MappedFile(path: path)
    self.path = path
    let header = try SafetensorsHeader(file)
    dataStart = header.dataStart
    metadata = header.metadata
    tensorNames = header.entries.map(\.name)
    entries = Dictionary(header.entries.map { ($0.name, $0) }) { first, _ in first }
    guard entries.count == tensorNames.count else {
      throw .malformed(
        path: path, format: "safetensors", problem: "two tensors have canonically equal names")
    }
  }

  /// Whether there is a tensor of this name.
  public func contains(_ name: String) -> Bool { entries[name] != nil }

  /// The tensor of this name, without copying.
  public func tensor(_ name: String) throws(TensorFilesError) -> TensorView {
    guard let entry = entries[name] else {
      throw .missingTensor(
        path: path, name: name, nearest: nearestName(to: name, in: tensorNames))
    }
    let range = (dataStart + entry.range.lowerBound)..<(dataStart + entry.range.upperBound)
    return TensorView(
      name: name, type: entry.type, shape: entry.shape,
      bytes: UnsafeRawBufferPointer(rebasing: file.bytes[range]), path: path, owner: file)
  }
}
