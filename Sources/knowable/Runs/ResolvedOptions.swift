import ArgumentParser
import TextFiles

/// The options of a parsed command with the values they have, defaults included.
///
/// Read from the command itself, so that a new option is recorded without anybody thinking of it.
struct ResolvedOptions {
  /// Options that change how a result is shown or how fast it comes, never what it is.
  private static let withoutEffect: Set<String> = ["json", "quiet", "threads"]

  /// Name and value of each option, in the order they are declared.
  let values: JSONObject

  init(of command: Any) {
    var values = JSONObject()
    Self.collect(command, into: &values)
    self.values = values
  }

  private static func collect(_ arguments: Any, into values: inout JSONObject) {
    for (label, value) in Mirror(reflecting: arguments).children {
      if let group = value as? any ParsedGroup {
        collect(group.parsed, into: &values)
      } else if let option = value as? any ParsedOption, let label {
        let name = String(label.drop { $0 == "_" })
        if !withoutEffect.contains(name) { values[name] = json(option.parsed) }
      }
    }
  }

  private static func json(_ value: Any) -> JSONValue {
    switch value {
    case let value as String: return .string(value)
    case let value as Bool: return .bool(value)
    case let value as Int: return .integer(Int64(value))
    case let value as UInt64: return .string(String(value))
    case let value as Double: return .number(value)
    default:
      let mirror = Mirror(reflecting: value)
      switch mirror.displayStyle {
      case .optional: return mirror.children.first.map { json($0.value) } ?? .null
      case .collection: return .array(mirror.children.map { json($0.value) })
      default:
        if let named = value as? any RawRepresentable { return json(named.rawValue) }
        return .string(String(describing: value))
      }
    }
  }
}

/// An option, flag or positional argument that holds a parsed value.
private protocol ParsedOption {
  var parsed: Any { get }
}

extension Option: ParsedOption {
  fileprivate var parsed: Any { wrappedValue }
}
extension Flag: ParsedOption {
  fileprivate var parsed: Any { wrappedValue }
}
extension Argument: ParsedOption {
  fileprivate var parsed: Any { wrappedValue }
}

/// Options that several commands share.
private protocol ParsedGroup {
  var parsed: Any { get }
}

extension OptionGroup: ParsedGroup {
  fileprivate var parsed: Any { wrappedValue }
}
