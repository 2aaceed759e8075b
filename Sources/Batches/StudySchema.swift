public import TextFiles

/// The JSON Schema of study files, so that editors complete and check them.
public enum StudySchema {
  /// The schema (draft 2020-12) for these commands.
  public static func schema(_ commands: [CommandDescription]) -> JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Knowable study",
      "type": "object",
      "required": ["steps"],
      "additionalProperties": false,
      "properties": [
        "name": ["type": "string"],
        "about": ["type": "string"],
        "seeds": ["type": "array", "items": ["type": "integer", "minimum": 0]],
        "variables": ["type": "object", "additionalProperties": scalar],
        "steps": [
          "type": "object",
          "minProperties": 1,
          "additionalProperties": [
            "oneOf": .array(commands.map(step))
          ],
        ],
      ],
    ]
  }

  private static let scalar: JSONValue = ["type": ["string", "number", "boolean"]]

  private static func step(_ command: CommandDescription) -> JSONValue {
    func options(asGrid: Bool) -> JSONValue {
      let members = command.options.map { option -> (String, JSONValue) in
        let one = value(option, isDescribed: !asGrid)
        return (option.name, asGrid ? ["type": "array", "minItems": 1, "items": one] : one)
      }
      return [
        "type": "object", "additionalProperties": false,
        "properties": .object(JSONObject(members)),
      ]
    }
    return [
      "type": "object", "title": .string(command.name),
      "description": .string(command.abstract),
      "required": ["run"], "additionalProperties": false,
      "properties": [
        "run": ["const": .string(command.name)],
        "with": options(asGrid: false),
        "grid": options(asGrid: true),
        "after": ["type": ["string", "array"], "items": ["type": "string"]],
        "memory": ["type": "string", "pattern": "^[0-9]+(kB|MB|GB)$"],
      ],
    ]
  }

  private static func value(
    _ option: CommandDescription.Option, isDescribed: Bool
  ) -> JSONValue {
    var members = JSONObject(isDescribed ? [("description", .string(option.help))] : [])
    if option.isFlag {
      members["type"] = "boolean"
    } else if option.values.isEmpty {
      members["type"] =
        option.isRepeating
        ? ["string", "number", "boolean", "array"] : ["string", "number", "boolean"]
    } else {
      members["enum"] = .array(option.values.map(JSONValue.string))
    }
    return .object(members)
  }
}
