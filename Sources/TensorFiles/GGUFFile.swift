import TextFiles

/// A GGUF file (version 2 or 3, little-endian), mapped: typed metadata and possibly quantised
/// tensors.
///
/// Opening checks every count, length, type and offset against the file's size, so that a truncated
/// or corrupt file throws a sentence and never allocates for a count that the file cannot hold.
/// Dimensions are given outermost first, the reverse of the file's order. Cost: one pass over the
/// metadata; token lists stay in the file until asked for.
public final class GGUFFile: TensorCollection {
  /// The file's path as given.
  public let path: String
  /// The format's version, 2 or 3.
  public let version: Int
  /// All key-value pairs.
  public let metadata: [String: GGUFValue]
  /// All names in file order.
  public let tensorNames: [String]

  private let file: MappedFile
  private let entries: [String: GGUFTensorEntry]

  /// Opens and checks a file.
  public init(path: String) throws(TensorFilesError) {
    file = try MappedFile(path: path)
    self.path = path
    var cursor = GGUFCursor(file)
    guard try cursor.read(UInt32.self, "the magic number") == 0x4655_4747 else {
      throw cursor.failure("it does not start with \"GGUF\"")
    }
    let version = try cursor.read(UInt32.self, "the version")
    guard version == 2 || version == 3 else {
      let isSwapped = version.byteSwapped == 2 || version.byteSwapped == 3
      throw .unsupported(
        path: path,
        problem: isSwapped
          ? "it is a big-endian GGUF; convert it to little-endian"
          : "it is GGUF version \(version), versions 2 and 3 are read; convert the model again")
    }
    self.version = Int(version)
    let tensorCount = try cursor.readCount(of: GGUFTensorEntry.leastSize, "the number of tensors")
    let pairCount = try cursor.readCount(of: 13, "the number of metadata pairs")
    metadata = try cursor.readMetadata(count: pairCount)
    let entries = try cursor.readTensorEntries(
      count: tensorCount, alignment: metadata["general.alignment"])
    tensorNames = entries.map(\.name)
    self.entries = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
    guard self.entries.count == entries.count else {
      throw cursor.failure("two tensors have the same name")
    }
  }

  /// Whether there is a tensor of this name.
  public func contains(_ name: String) -> Bool { entries[name] != nil }

  /// The tensor of this name, without copying; throws `unsupported` for a quantisation not read
  /// here.
  public func tensor(_ name: String) throws(TensorFilesError) -> TensorView {
    guard let entry = entries[name] else {
      throw .missingTensor(
        path: path, name: name, nearest: nearestName(to: name, in: tensorNames))
    }
    guard let type = entry.type else {
      throw .unsupported(
        path: path,
        problem: "the tensor \"\(name)\" has the quantisation number \(entry.typeCode); use a file"
          + " in F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K or Q6_K")
    }
    return TensorView(
      name: name, type: type, shape: entry.shape,
      bytes: UnsafeRawBufferPointer(rebasing: file.bytes[entry.range]), path: path, owner: file)
  }
}
