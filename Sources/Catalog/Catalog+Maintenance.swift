import GRDB

extension Catalog {
  /// Every recorded file that is missing or changed, with its run; hashes what is there.
  ///
  /// Only outputs, unless inputs are asked for too: inputs may change for good reasons.
  public func verify(
    inputs: Bool = false, progress: (Int) throws -> Void = { _ in }
  ) throws -> [(run: String, artifact: Artifact, condition: Artifact.Condition)] {
    let roles = inputs ? Artifact.Role.allCases : [.output]
    var found: [(run: String, artifact: Artifact, condition: Artifact.Condition)] = []
    var checked = 0
    // The same file may be the output of several runs; each is judged by its own hash.
    for run in try runs() {
      for artifact in try artifacts(of: run.id) where roles.contains(artifact.role) {
        let condition = artifact.condition
        if condition != .intact { found.append((run.id, artifact, condition)) }
        checked += 1
        try progress(checked)
      }
    }
    return found
  }

  /// Runs that nothing speaks for keeping: they failed, were stopped or killed, or none of the
  /// files they wrote is left. Steps stay while their study does.
  ///
  /// `isAlive` tells whether a process still runs on this machine.
  public func abandoned(isAlive: (Int32) -> Bool) throws -> [RunRecord] {
    let all = try runs()
    let kept = Set(all.filter { $0.status == .done }.map(\.id))
    return try all.filter { run in
      if let parent = run.parent, kept.contains(parent) { return false }
      switch run.status {
      case .failed, .interrupted: return true
      case .running: return !isAlive(run.process)
      case .done:
        let outputs = try artifacts(of: run.id).filter { $0.role == .output }
        return !outputs.isEmpty && outputs.allSatisfy { $0.condition == .missing }
      }
    }
  }

  /// Removes runs with their artifacts' records and metrics; files stay where they are.
  public func remove(_ runs: [RunRecord]) throws {
    try database.write { database in
      let statement = try database.makeStatement(sql: "DELETE FROM run WHERE id = ?")
      for run in runs { try statement.execute(arguments: [run.id]) }
    }
    try database.vacuum()
  }
}
