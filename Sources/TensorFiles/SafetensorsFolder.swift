import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The weights of a model folder: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` lists.
///
/// Opening maps and checks every shard, and that each holds the tensors the index says.
public final class SafetensorsFolder: TensorCollection {
  /// The folder's path as given.
  public let path: String
  /// The weight files, in the order of the index.
  public let files: [SafetensorsFile]
  /// All names: in file order for one file, in the index's order for shards.
  public let tensorNames: [String]
  private let fileOfTensor: [String: Int]

  /// The paths of the weight files in a folder, without opening them.
  public static func weightsPaths(in folder: String) throws(TensorFilesError) -> [String] {
    let index = try ShardIndex.load(folder: folder)
    return (index?.fileNames ?? [ShardIndex.singleFile]).map { "\(folder)/\($0)" }
  }

  /// Opens a model folder; throws a sentence when weights are absent, incomplete or corrupt.
  public init(path: String) throws(TensorFilesError) {
    self.path = path
    guard let index = try ShardIndex.load(folder: path) else {
      let file = try SafetensorsFile(path: "\(path)/\(ShardIndex.singleFile)")
      files = [file]
      tensorNames = file.tensorNames
      fileOfTensor = Dictionary(file.tensorNames.map { ($0, 0) }) { first, _ in first }
      return
    }
    var files: [SafetensorsFile] = []
    for name in index.fileNames { files.append(try SafetensorsFile(path: "\(path)/\(name)")) }
    for (name, shard) in index.tensors where !files[shard].contains(name) {
      throw .missingTensor(path: files[shard].path, name: name, nearest: nil)
    }
    self.files = files
    tensorNames = index.tensors.map(\.name)
    fileOfTensor = Dictionary(index.tensors.map { ($0.name, $0.file) }) { first, _ in first }
  }

  /// Whether there is a tensor of this name.
  public func contains(_ name: String) -> Bool { fileOfTensor[name] != nil }

  /// The tensor of this name, without copying.
  public func tensor(_ name: String) throws(TensorFilesError) -> TensorView {
    guard let file = fileOfTensor[name] else {
      throw .missingTensor(
        path: path, name: name, nearest: nearestName(to: name, in: tensorNames))
    }
    return try files[file].tensor(name)
  }
}

/// Which shard holds which tensor.
private struct ShardIndex {
  static let singleFile = "model.safetensors"
  private static let indexFile = "model.safetensors.index.json"

  /// Shards in order of first mention.
  var fileNames: [String] = []
  var tensors: [(name: String, file: Int)] = []

  /// Nil when the folder has one `model.safetensors` or no index.
  static func load(folder: String) throws(TensorFilesError) -> ShardIndex? {
    let path = "\(folder)/\(indexFile)"
    if access("\(folder)/\(singleFile)", F_OK) == 0 { return nil }
    guard access(path, F_OK) == 0 else {
      throw .unreadable(path: folder, reason: "it holds neither \(singleFile) nor \(indexFile)")
    }
    let index: JSONValue
    do {
      index = try JSONValue.load(path: path)
    } catch .unreadable(_, let reason) {
      throw .unreadable(path: path, reason: reason)
    } catch {
      throw .malformed(path: path, format: "shard index", problem: "\(error)")
    }
    return try ShardIndex(index, path: path)
  }

  private init(_ index: JSONValue, path: String) throws(TensorFilesError) {
    guard let map = index["weight_map"]?.object, !map.isEmpty else {
      throw .malformed(path: path, format: "shard index", problem: "there is no weight_map")
    }
    var places: [String: Int] = [:]
    for (name, value) in map.members {
      // A shard lies beside its index; a path would let a model reach other files.
      guard let file = value.string, !file.isEmpty, !file.contains("/") else {
        throw .malformed(
          path: path, format: "shard index",
          problem: "\"\(name)\" is not mapped to the plain name of a file")
      }
      let place = places[file] ?? fileNames.count
      if place == fileNames.count {
        fileNames.append(file)
        places[file] = place
      }
      tensors.append((name, place))
    }
  }
}
