/// The version of the tool, printed by `knowable --version` and kept in probes and reports.
enum Version {
  static let current = "0.1.0"
}
