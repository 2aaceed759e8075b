import ConflictingQA
import Statistics

/// Questions and documents of made-up words, some of them the question's, to read synthetically.
struct SyntheticStudy {
  let questions: [EvidenceQuestion]
  let documents: [EvidenceDocument]

  /// Each document holds 0 to 4 of its question's four words, and references or not.
  init(questions count: Int, documentsPerSide: Int = 3, seed: UInt64) {
    var generator = RandomGenerator(seed: seed).child("study")
    var (questions, documents) = ([EvidenceQuestion](), [EvidenceDocument]())
    for number in 0..<count {
      let topic = ["kalvo", "brint", "sorum", "tegla"].map { "\($0)\(number)x" }
      let question = EvidenceQuestion(
        id: "q\(number)", text: "Is \(topic.joined(separator: " "))?", category: "made up")
      questions.append(question)
      for stance in Stance.allCases {
        for place in 0..<documentsPerSide {
          let fillers = ["grundel", "opsti", "farn", "welk", "zudra", "plim", "norb", "quast"]
          // Equal lengths: else rates over words would go with relevance.
          let relevant = generator.integer(below: 5)
          var words = Array(topic.prefix(relevant)) + fillers.dropLast(relevant)
          generator.shuffle(&words)
          let mark = generator.integer(below: 2) == 1 ? " (Verrick et al., 2011)" : ""
          documents.append(
            EvidenceDocument(
              id: "q\(number)-\(stance.rawValue)-\(place)", questionID: question.id,
              stance: stance, text: words.joined(separator: " ") + "\(mark)."))
        }
      }
    }
    (self.questions, self.documents) = (questions, documents)
  }

  var design: EditDesign { EditDesign(questions: questions, documents: documents) }

  func scores(_ reader: SyntheticReader) async throws -> [PairScore] {
    try await design.baseline(reader)
  }

  func table() async throws -> FeatureTable {
    try await FeatureTable(questions: questions, documents: documents)
  }
}
