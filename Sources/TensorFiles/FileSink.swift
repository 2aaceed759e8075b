import CKernels
public import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where the bytes of a new file go; small writes are gathered, failures become sentences.
public struct FileSink: ~Copyable {
  /// The path of the file that is being made, for messages.
  public let path: String
  /// Bytes written so far.
  public private(set) var byteCount = 0

  private let descriptor: Int32
  private var gathered: [UInt8] = []
  private static let largestGathered = 1 << 18

  /// Writes to an open descriptor, which stays the caller's to close.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Appends bytes; throws `unwritable` when the system refuses, for example on a full disk.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TensorFilesError) {
    byteCount += bytes.count
    if gathered.count + bytes.count <= FileSink.largestGathered {
      gathered.append(contentsOf: bytes)
      return
    }
    try flush()
    if bytes.count <= FileSink.largestGathered {
      gathered.append(contentsOf: bytes)
    } else {
      try writeThrough(bytes)
    }
  }

  /// Appends plain values in their memory layout (little-endian).
  public mutating func write<Element: BitwiseCopyable>(
    _ values: [Element]
  ) throws(TensorFilesError) {
    try values.withUnsafeBufferPointer { (buffer) throws(TensorFilesError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Appends the UTF-8 bytes of text.
  public mutating func write(_ text: String) throws(TensorFilesError) {
    try write(Array(text.utf8))
  }

  /// Appends a value as a line of JSON.
  public mutating func write(line: JSONValue) throws(TensorFilesError) {
    try write(line.serialized() + "\n")
  }

  /// Appends numbers as float32, float16 or bfloat16 (rounded to nearest even); traps for other
  /// types.
  public mutating func write(
    floats: UnsafeBufferPointer<Float>, as type: ElementType
  ) throws(TensorFilesError) {
    precondition(
      [.float32, .float16, .bfloat16].contains(type), "floats are written as f32, f16 or bf16")
    if type == .float32 { return try write(UnsafeRawBufferPointer(floats)) }
    let chunk = 1 << 15
    var halves = [UInt16](repeating: 0, count: min(chunk, floats.count))
    for start in stride(from: 0, to: floats.count, by: chunk) {
      let part = UnsafeBufferPointer(rebasing: floats[start..<min(start + chunk, floats.count)])
      if type == .float16 {
        kn_f32_to_f16(part.baseAddress, &halves, part.count)
      } else {
        kn_f32_to_bf16(part.baseAddress, &halves, part.count)
      }
      if halves.count > part.count { halves.removeLast(halves.count - part.count) }
      try write(halves)
    }
  }

  /// Hands gathered bytes to the system.
  mutating func flush() throws(TensorFilesError) {
    let bytes = gathered
    gathered.removeAll(keepingCapacity: true)
    try bytes.withUnsafeBufferPointer { (buffer) throws(TensorFilesError) in
      try writeThrough(UnsafeRawBufferPointer(buffer))
    }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(TensorFilesError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let (count, code) = writeWithoutSignal(descriptor, UnsafeRawBufferPointer(rebasing: rest))
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if code != EINTR {
        throw .unwritable(path: path, reason: writeFailureText(code))
      }
    }
  }
}

/// `write(2)` that reports a file size limit as EFBIG; the system would end the process with
/// SIGXFSZ.
///
/// The signal is held back for this thread only, and taken out of the queue when the write raised
/// it.
private func writeWithoutSignal(
  _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer
) -> (count: Int, code: Int32) {
  var limit = sigset_t()
  var before = sigset_t()
  sigemptyset(&limit)
  sigaddset(&limit, SIGXFSZ)
  pthread_sigmask(SIG_BLOCK, &limit, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  let count = write(descriptor, bytes.baseAddress, bytes.count)
  let code = count < 0 ? errno : 0
  var pending = sigset_t()
  if code == EFBIG, sigpending(&pending) == 0, sigismember(&pending, SIGXFSZ) == 1 {
    var taken: Int32 = 0
    sigwait(&limit, &taken)
  }
  return (count, code)
}

/// What to tell the user about a failed write.
func writeFailureText(_ code: Int32) -> String {
  switch code {
  case ENOSPC: "the disk is full; free some space and run the same command again"
  case EDQUOT: "the disk quota is used up; free some space and run the same command again"
  case EFBIG: "the file would exceed the largest file size allowed here (see ulimit -f)"
  default: systemErrorText(code)
  }
}
