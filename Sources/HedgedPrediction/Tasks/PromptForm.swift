/// How a question becomes text: the prompt in front of an answer, and the answer behind it.
public struct PromptForm: Sendable, Equatable {
  /// What is scored as the answer.
  public enum Style: String, Sendable, CaseIterable {
    /// The option's own text behind `A:`; for small models, which do not bind letters to options.
    case text
    /// A letter behind the listed options, as MMLU is published.
    case letters
  }

  /// What is scored.
  public var style: Style
  /// A line before everything, such as MMLU's.
  public var header: String
  /// Answered questions in front of every prompt.
  public var shots: [Shot]

  /// An answered question.
  public struct Shot: Sendable, Equatable {
    /// The question, its options and the place of the right one.
    public var text: String
    public var options: [String]
    public var truth: Int

    /// An example to show.
    public init(text: String, options: [String], truth: Int) {
      (self.text, self.options, self.truth) = (text, options, truth)
    }
  }

  /// Option texts without a header and without shots unless given.
  public init(style: Style = .text, header: String = "", shots: [Shot] = []) {
    (self.style, self.header, self.shots) = (style, header, shots)
  }

  /// What stands before every question.
  public var prefix: String {
    let lines = shots.map { shot in
      prompt(shot.text, options: shot.options) + answer(shot.options, shot.truth) + "\n\n"
    }
    return (header.isEmpty ? "" : header + "\n\n") + lines.joined()
  }

  /// A question up to where the answer begins.
  public func prompt(_ text: String, options: [String]) -> String {
    switch style {
    case .text: return "Q: \(text)\nA:"
    case .letters:
      let lines = options.indices.map { "\(AnswerSpace.letter($0)). \(options[$0])" }
      return ([text] + lines + ["Answer:"]).joined(separator: "\n")
    }
  }

  /// The text of an answer, with the space that goes before it.
  public func answer(_ options: [String], _ place: Int) -> String {
    style == .text ? " " + options[place] : " " + AnswerSpace.letter(place)
  }
}
