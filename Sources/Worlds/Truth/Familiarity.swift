/// How often the training documents state each subject.
public struct Familiarity: Sendable, Equatable {
  /// Times stated, by subject.
  public let counts: [Int]

  /// Counts the subjects of documents 0 ..< `documents` of `length` tokens; flat memory.
  public init(
    of world: some World, in stream: WorldStream = .training, documents: Int, length: Int
  ) {
    var counts = [Int](repeating: 0, count: world.subjectCount)
    for index in 0..<documents {
      for subject in world.document(index, of: stream, length: length).subjects {
        counts[subject] += 1
      }
    }
    self.counts = counts
  }

  /// What a reader knows who remembers every fact that was stated at least `times`.
  public func knowledge(atLeast times: Int = 1) -> Knowledge {
    .subjects(counts.map { $0 >= times })
  }
}
