import TextFiles

extension PromptTemplate {
  /// The templates that come with the library: the same task in different words and layouts, to tell
  /// what a model believes from how it was asked.
  public static let builtInSources: [(name: String, source: String)] = [
    (
      "documents",
      """
      {evidence}Below are documents that were found for a question.

      {documents}Document {number}
      Title: {title}
      {text}

      {/documents}Using only what the documents say, answer the question with {choices}.
      {/evidence}{closed-book}Answer the question with {choices}.
      {/closed-book}Question: {question}{turn}Answer:{answer}
      """
    ),
    (
      "pages",
      """
      {evidence}The texts of web pages stand between the marks.

      {documents}=== Page {number} begins ===
      Title: {title}
      {text}
      === Page {number} ends ===

      {/documents}Rely on these pages alone. Reply with one word, {choices}.
      {/evidence}{closed-book}Reply with one word, {choices}.
      {/closed-book}"{question}"{turn}Reply:{answer}
      """
    ),
    (
      "brief",
      """
      {documents}{text}

      {/documents}{question} {choices}?{turn}Answer:{answer}
      """
    ),
    (
      "question-first",
      """
      Question: {question}

      {documents}Source {number}: {text}

      {/documents}{evidence}Judging by the sources, the answer to the question is {choices}.
      {/evidence}{closed-book}The answer to the question is {choices}.
      {/closed-book}{turn}Answer:{answer}
      """
    ),
    (
      "no-or-yes",
      """
      {evidence}Below are documents that were found for a question.

      {documents}Document {number}
      Title: {title}
      {text}

      {/documents}Using only what the documents say, answer the question with {choices-reversed}.
      {/evidence}{closed-book}Answer the question with {choices-reversed}.
      {/closed-book}Question: {question}{turn}Answer:{answer}
      """
    ),
  ]

  /// A built-in template by name, or the template in a file.
  ///
  /// - Throws: ``ConflictingQAError/badTemplate(name:problem:)`` for a name that is neither, and for
  ///   a template that cannot be used.
  public static func load(_ nameOrPath: String) throws -> PromptTemplate {
    if let found = builtInSources.first(where: { $0.name == nameOrPath }) {
      return try PromptTemplate(name: found.name, source: found.source)
    }
    do {
      var file = try TextLines.wholeText(path: nameOrPath)
      // Editors end a file with a line break, which is no part of the prompt.
      while file.last?.isNewline == true { file.removeLast() }
      let name = nameOrPath.split(separator: "/").last.map(String.init) ?? nameOrPath
      return try PromptTemplate(name: name, source: file)
    } catch is TextFilesError {
      let names = builtInSources.map(\.name).joined(separator: ", ")
      throw ConflictingQAError.badTemplate(
        name: nameOrPath, problem: "it is neither a file nor one of those built in (\(names))")
    }
  }
}
