public import TextFiles

extension RunRecord {
  /// The run as JSON, without artifacts and metrics.
  public var json: JSONValue {
    [
      "id": .string(id), "parent": parent.map(JSONValue.string) ?? .null,
      "step": step.map(JSONValue.string) ?? .null, "command": .string(command),
      "arguments": .array(arguments.map(JSONValue.string)),
      "configuration": .object(configuration),
      "seed": seed.map { .string(String($0)) } ?? .null, "directory": .string(directory),
      "version": .string(version), "instruction_set": .string(instructionSet),
      "host": .object(host), "started_at": .string(startedAt),
      "ended_at": endedAt.map(JSONValue.string) ?? .null, "status": .string(status.rawValue),
      "exit_code": exitCode.map { .integer(Int64($0)) } ?? .null,
      "message": message.map(JSONValue.string) ?? .null,
      "metric_count": .integer(Int64(metricCount)),
    ]
  }
}

extension Artifact {
  /// The file as JSON.
  public var json: JSONValue {
    [
      "role": .string(role.rawValue), "name": .string(name), "path": .string(path),
      "sha256": .string(sha256), "bytes": .integer(Int64(bytes)),
    ]
  }
}
