import TensorFiles

/// A file that a run read or wrote, as it was then.
public struct Artifact: Sendable, Equatable {
  /// What the file was to the run.
  public enum Role: String, CaseIterable, Sendable {
    /// Data that was read.
    case input
    /// A model that was read.
    case model
    /// Something written.
    case output
  }

  /// What the file was to the run.
  public var role: Role
  /// The option that named it, such as `labels`.
  public var name: String
  /// Absolute path.
  public var path: String
  /// SHA-256 of its content, 64 hexadecimal digits.
  public var sha256: String
  /// Its size.
  public var bytes: Int

  /// A file with its hash.
  public init(role: Role, name: String, path: String, sha256: String, bytes: Int) {
    (self.role, self.name, self.path) = (role, name, path)
    (self.sha256, self.bytes) = (sha256, bytes)
  }

  /// What has become of the file.
  public enum Condition: String, CaseIterable, Sendable {
    /// The same bytes as then.
    case intact
    /// Other bytes than then.
    case changed
    /// Not there any more.
    case missing
  }

  /// Compares the file with what was recorded; reads it once.
  public var condition: Condition {
    guard let now = try? ContentHash.sha256(file: path) else { return .missing }
    return now == sha256 ? .intact : .changed
  }
}
