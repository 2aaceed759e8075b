/// One command that a study will run: a step at one point of its grid, with one seed.
public struct PlannedStep: Sendable, Equatable {
  /// A value that tells this run of a step from its others.
  public struct Coordinate: Sendable, Equatable {
    /// `step.option`, or `seed`.
    public let name: String
    /// The value.
    public let value: String
  }

  /// An option as it is handed over; references to steps name their keys.
  struct Option: Sendable, Equatable {
    let name: String
    let values: [Value]
    let isFlag: Bool
  }

  /// A value, or a path into the results of another step.
  enum Value: Sendable, Equatable {
    case plain(String)
    /// A place inside this step's own folder.
    case output(String)
    /// Text with the keys of other steps in it.
    case results([ReferenceText.Piece])
  }

  /// The step's name.
  public let step: String
  /// The command's words.
  public let command: String
  /// What tells it from the step's other runs, those of earlier steps first.
  public let coordinates: [Coordinate]
  /// Keys of the runs it waits for.
  public let dependencies: [String]
  /// SHA-256 over command, options, contents of inputs, keys of earlier steps and version: the same
  /// key means the same result.
  public let key: String
  /// Memory to set aside while it runs, bytes.
  public let memory: Int
  let options: [Option]

  /// The name with its coordinates, such as `pair[texts.documents=100,seed=1]`.
  public var id: String {
    coordinates.isEmpty
      ? step
      : step + "[" + coordinates.map { "\($0.name)=\($0.value)" }.joined(separator: ",") + "]"
  }

  /// The command line after the program's name, with results read from and written to a store.
  public func arguments(in store: StepStore, studyFolder: String) -> [String] {
    var arguments = command.split(separator: " ").map(String.init)
    for option in options {
      if option.isFlag {
        if option.values == [.plain("true")] { arguments.append("--\(option.name)") }
        continue
      }
      for value in option.values {
        arguments += ["--\(option.name)", text(value, in: store, studyFolder: studyFolder)]
      }
    }
    return arguments
  }

  private func text(_ value: Value, in store: StepStore, studyFolder: String) -> String {
    switch value {
    case .output("."): store.folder(of: key)
    case .output(let name): "\(store.folder(of: key))/\(name)"
    case .results(let pieces):
      pieces.map { piece in
        switch piece {
        case .text(let text): text
        case .reference(let key): store.folder(of: key)
        }
      }.joined()
    case .plain(let text):
      StepStore.exists("\(studyFolder)/\(text)") && !text.hasPrefix("/")
        ? "\(studyFolder)/\(text)" : text
    }
  }
}
