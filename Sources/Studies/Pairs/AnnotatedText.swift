import Charts
import Probes
import TextFiles

/// Tokens coloured by what was known before each of them, with the numbers on hover and focus.
enum AnnotatedText {
  /// The tokens as running text.
  static func html(_ tokens: [TokenAnnotation]) -> HTML {
    let marks = tokens.map { token -> HTML in
      let name = className(token.knowability)
      let parts = token.text.split(separator: "\n", omittingEmptySubsequences: false)
      let lines = parts.enumerated().map { index, line -> HTML in
        index == 0 ? "\(String(line))" : "<br/>\(String(line))"
      }
      return "<span class=\"\(name)\" title=\"\(numbers(token))\">\(lines)</span>"
    }
    return "<p class=\"annotated\">\(marks)</p>\n"
  }

  /// What the colours mean, with the share of each verdict in some tokens.
  static func legend(_ tokens: [TokenAnnotation]) -> HTML {
    let predicted = tokens.filter { $0.knowability != .unpredicted }
    let items = Knowability.allCases.filter { $0 != .unpredicted }.map { verdict -> HTML in
      let count = predicted.count { $0.knowability == verdict }
      let share = NumberText.percent(
        predicted.isEmpty ? .nan : Double(count) / Double(predicted.count), decimals: 1)
      return """
        <li><span class="\(className(verdict))">\(verdict.rawValue)</span> \
        \(NumberText.count(count)) (\(share))</li>

        """
    }
    return "<ul class=\"verdicts\">\n\(items)</ul>\n"
  }

  private static func className(_ knowability: Knowability) -> String {
    switch knowability {
    case .known: "known"
    case .unknownToModel: "unknown"
    case .unknowable: "unknowable"
    case .outsideBand: "outside"
    case .unpredicted: "unpredicted"
    }
  }

  private static func numbers(_ token: TokenAnnotation) -> String {
    guard token.knowability != .unpredicted else { return "the first token: nothing predicts it" }
    var text = "\(token.knowability.rawValue); entropy "
    text += "\(NumberText.fixed(token.entropy, decimals: 2)) nats; log-probability "
    text += "\(NumberText.fixed(token.logProbability, decimals: 2)) nats"
    if let aleatoric = token.aleatoric {
      text += "; probability of chance \(NumberText.fixed(aleatoric, decimals: 2))"
    }
    return text
  }
}
