import Statistics

/// The bit-question world of "Distinguishing the Knowable from the Unknowable with Language Models"
/// (Ahdritz et al. 2024, section 5.1).
///
/// An item is a type bit, `questionBits` bits of a question, an answer bit and ";". Type 0 (epistemic):
/// the answer is looked up, always the same for a question. Type 1 (aleatoric): it is a fresh coin.
/// Types are even; a type 0 item repeats, with `repeatRate`, an earlier type 0 item of the same text,
/// which teaches a model to copy what it does not know.
///
/// Subject number: type x 2^questionBits + question.
public struct BitQuestions: World {
  /// What makes such a world; the defaults are the paper's.
  public struct Settings: Sendable, Equatable {
    /// What answers and held-out questions are drawn from.
    public var seed: UInt64 = 42
    /// The number of bits of a question, up to 24.
    public var questionBits = 18
    /// The number of questions that training never asks.
    public var heldOut = 10_000
    /// The chance that a type 0 item repeats an earlier one.
    public var repeatRate = 0.8

    /// The defaults.
    public init() {}
  }

  /// What the world was made from.
  public let settings: Settings
  public let vocabulary: WordVocabulary

  let items: BitItems
  /// The questions that training never asks, in increasing order.
  public let heldOut: [Int]
  private let random: RandomGenerator

  /// Makes the world; throws ``WorldsError/badSetting(_:)``. Cost: O(2^questionBits).
  public init(_ settings: Settings = Settings()) throws(WorldsError) {
    guard (1...24).contains(settings.questionBits) else {
      throw .badSetting(
        "The setting \"questionBits\" of a world goes from 1 to 24, not \(settings.questionBits).")
    }
    let questions = 1 << settings.questionBits
    guard (0..<questions).contains(settings.heldOut) else {
      throw .badSetting(
        "The setting \"heldOut\" of a world goes from 0 to \(questions - 1), not \(settings.heldOut)."
      )
    }
    guard (0...1).contains(settings.repeatRate) else {
      throw .badSetting(
        "The setting \"repeatRate\" of a world goes from 0 to 1, not \(settings.repeatRate).")
    }
    self.settings = settings
    random = RandomGenerator(seed: settings.seed).child("bit questions")
    vocabulary = try WordVocabulary(["0", "1", ";"])
    items = BitItems(questionBits: settings.questionBits)
    var choice = random.child("held out")
    heldOut = choice.permutation(questions).prefix(settings.heldOut).sorted()
  }

  /// The number of questions of either type.
  public var questions: Int { 1 << settings.questionBits }
  public var subjectCount: Int { 2 * questions }
  /// The number of tokens of an item.
  public var itemLength: Int { items.length }

  /// The answer bit of a type 0 question.
  public func answer(to question: Int) -> Int {
    var draw = random.child("answers").child(question)
    return Int(draw.next() >> 63)
  }

  public func reader(of stream: WorldStream, knowing knowledge: Knowledge) -> any WorldReader {
    BitQuestionsReader(self, QuestionLaw(self, stream), knowledge)
  }

  public func document(_ index: Int, of stream: WorldStream, length: Int) -> WorldDocument {
    let law = QuestionLaw(self, stream)
    var draws = random.child("stream").child(stream.name).child(index)
    var result = WorldDocument(tokens: [WordVocabulary.beginning], subjects: [])
    var asked: [Int] = []
    while result.tokens.count < length {
      let isCoin = draws.uniform() < 0.5
      let repeats = !isCoin && !asked.isEmpty && draws.uniform() < settings.repeatRate
      let question = repeats ? asked[draws.integer(below: asked.count)] : law.draw(&draws)
      if !isCoin { asked.append(question) }
      let answer = isCoin ? draws.integer(below: 2) : answer(to: question)
      let room = length - result.tokens.count
      result.tokens += items.tokens(isCoin: isCoin, question, answer).prefix(room)
      if room > items.answerPlace { result.subjects.append((isCoin ? questions : 0) + question) }
    }
    return result
  }
}

/// How an item is written.
struct BitItems: Sendable {
  let questionBits: Int
  /// Type, question, answer and end.
  var length: Int { questionBits + 3 }
  /// The place of the answer in an item.
  var answerPlace: Int { questionBits + 1 }

  static let zero: Int32 = 2
  static let end: Int32 = 4

  func tokens(isCoin: Bool, _ question: Int, _ answer: Int) -> [Int32] {
    let bits = (0..<questionBits).map { (question >> (questionBits - 1 - $0)) & 1 }
    return ([isCoin ? 1 : 0] + bits + [answer]).map { Self.zero + Int32($0) } + [Self.end]
  }
}

/// How often a stream asks each question when it does not repeat itself: a mixture of an even choice
/// among the questions of training and one among all.
struct QuestionLaw: Sendable {
  private let heldOut: [Int]
  private let questions: Int
  private let evenShare: Double

  init(_ world: BitQuestions, _ stream: WorldStream) {
    heldOut = world.heldOut
    questions = world.questions
    evenShare = stream.evenShare
  }

  /// The probability that the question is in a range.
  func probability(of range: Range<Int>) -> Double {
    let trained =
      range.count - (heldOutCount(below: range.upperBound) - heldOutCount(below: range.lowerBound))
    return evenShare * Double(range.count) / Double(questions)
      + (1 - evenShare) * Double(trained) / Double(questions - heldOut.count)
  }

  func draw(_ random: inout RandomGenerator) -> Int {
    if random.uniform() < evenShare { return random.integer(below: questions) }
    // The n-th question that is not held out: count those at or before it until none is left.
    let rank = random.integer(below: questions - heldOut.count)
    var (low, high) = (0, heldOut.count)
    while low < high {
      let middle = (low + high) / 2
      if heldOut[middle] - middle <= rank { low = middle + 1 } else { high = middle }
    }
    return rank + low
  }

  private func heldOutCount(below limit: Int) -> Int {
    var (low, high) = (0, heldOut.count)
    while low < high {
      let middle = (low + high) / 2
      if heldOut[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
