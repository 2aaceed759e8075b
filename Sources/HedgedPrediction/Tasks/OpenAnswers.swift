import Foundation

extension QuestionSet {
  /// The same questions with two options each, their own answer and abstaining: all that can be
  /// scored of open answers.
  public func open(abstention: String) throws -> QuestionSet {
    try QuestionSet(
      questions.map { question in
        var open = question
        open.choices = [options(of: question)[question.truth], abstention]
        open.truth = 0
        return open
      }, sharedAnswers: nil)
  }
}

extension OptionTable {
  /// Of a table over (answer, abstaining): ln p of the answer beside ln(1 - p) of everything else.
  public func openAnswers() throws -> OptionTable {
    var table = try OptionTable(names: ["right", "(other)"])
    for question in 0..<count {
      let right = min(-1e-9, logProbabilities(question).first ?? 0)
      try table.append(
        id: ids[question], group: groups[question], truth: 0,
        logProbabilities: [right, log(-expm1(right))], columns: columns.mapValues { $0[question] })
    }
    return table
  }
}
