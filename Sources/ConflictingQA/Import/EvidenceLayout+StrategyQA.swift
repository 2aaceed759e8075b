import TextFiles

/// ConflictQA over StrategyQA gives two opposite statements and texts for each, but not which one
/// says yes.
extension EvidenceLayout {
  /// A statement says yes when it is negated exactly where the question is. Records in which both
  /// statements look alike are refused: their side cannot be told from their words.
  func strategyQARows(_ record: JSONValue, _ row: Int) -> Result<[UncheckedRow], RecordProblem> {
    guard let question = record["question"]?.text, let memory = record["memory_answer"]?.text,
      let counter = record["counter_answer"]?.text
    else {
      return .failure(RecordProblem("question, memory_answer or counter_answer is missing"))
    }
    let memorySaysYes = isNegated(memory) == isNegated(question)
    let counterSaysYes = isNegated(counter) == isNegated(question)
    guard memorySaysYes != counterSaysYes else {
      return .failure(
        RecordProblem("\"\(memory)\" and \"\(counter)\" do not tell by their words which says yes"))
    }
    let sides = [("parametric_memory", memorySaysYes), ("counter_memory", counterSaysYes)]
    let rows = sides.flatMap { name, saysYes in
      [name, name + "_aligned_evidence"].compactMap { key -> UncheckedRow? in
        guard let text = record[key]?.text, !text.trimmed.isEmpty else { return nil }
        return UncheckedRow(
          row: row, question: question, category: "", stance: saysYes ? "yes" : "no",
          title: nil, text: text)
      }
    }
    return rows.isEmpty ? .failure(RecordProblem("there is no text")) : .success(rows)
  }

  private func isNegated(_ text: String) -> Bool {
    let words = text.lowercased().replacing("\u{2019}", with: "'")
      .split { !($0.isLetter || $0 == "'") }
    let negations: Set<Substring> = [
      "not", "no", "never", "cannot", "none", "nobody", "nothing", "neither", "nor",
    ]
    return words.contains { negations.contains($0) || $0.hasSuffix("n't") }
  }
}
