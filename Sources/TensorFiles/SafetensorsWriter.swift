import TextFiles

/// Writes safetensors files, byte for byte as the reference implementation does.
public enum SafetensorsWriter {
  /// Writes a file atomically (see `AtomicFile`).
  ///
  /// Tensors are laid out by element type, widest first, then by name, whatever the order given;
  /// equal content gives equal bytes. Closures are called in that order. Traps when a name occurs
  /// twice or a closure writes another number of bytes than its shape needs. Throws when the disk
  /// is full.
  public static func write(
    path: String, tensors: [SafetensorsEntry], metadata: [(String, String)] = []
  ) throws {
    let entries = tensors.sorted { a, b in
      a.type == b.type
        ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
        : a.type.safetensorsRank > b.type.safetensorsRank
    }
    let header = header(entries, metadata: metadata)
    try AtomicFile.write(path: path) { sink in
      try sink.write([UInt64(header.utf8.count)])
      try sink.write(header)
      for entry in entries {
        let start = sink.byteCount
        try entry.write(&sink)
        precondition(
          sink.byteCount - start == entry.byteCount,
          "\(entry.name) wrote \(sink.byteCount - start) bytes instead of \(entry.byteCount)")
      }
    }
  }

  /// The JSON header, padded with spaces so that the data start at a multiple of 8.
  private static func header(
    _ entries: [SafetensorsEntry], metadata: [(String, String)]
  ) -> String {
    var header = JSONObject()
    if !metadata.isEmpty {
      header["__metadata__"] = .object(JSONObject(metadata.map { ($0.0, .string($0.1)) }))
    }
    var end = 0
    for entry in entries {
      precondition(header[entry.name] == nil, "the tensor \(entry.name) occurs twice")
      let start = end
      end += entry.byteCount
      header[entry.name] = [
        "dtype": .string(entry.type.safetensorsCode ?? ""),
        "shape": .array(entry.shape.map { .integer(Int64($0)) }),
        "data_offsets": [.integer(Int64(start)), .integer(Int64(end))],
      ]
    }
    let text = JSONValue.object(header).serialized()
    return text + String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
  }
}
