/// The exact reader of the bit-question world.
struct BitQuestionsReader: WorldReader {
  private let world: BitQuestions
  private let law: QuestionLaw
  private let knowledge: Knowledge
  private var position = 0
  /// The type 0 questions of the text, repeats included.
  private var asked: [Int] = []
  private var isCoin = false
  /// The bits of the question so far, as a number.
  private var prefix = 0

  init(_ world: BitQuestions, _ law: QuestionLaw, _ knowledge: Knowledge) {
    self.world = world
    self.law = law
    self.knowledge = knowledge
  }

  /// The place of the next token in its item; nil for the beginning of the text.
  private var place: Int? { position == 0 ? nil : (position - 1) % world.itemLength }

  var kind: PositionKind {
    guard place == world.items.answerPlace else { return .syntax }
    return isCoin ? .coin : .fact
  }

  var subject: Int? {
    guard place == world.items.answerPlace else { return nil }
    return (isCoin ? world.questions : 0) + prefix
  }

  func addProbabilities(to probabilities: inout [Double]) {
    guard let place else {
      probabilities[Int(WordVocabulary.beginning)] += 1
      return
    }
    guard place < world.itemLength - 1 else {
      probabilities[Int(BitItems.end)] += 1
      return
    }
    let one = probabilityOfOne(at: place)
    probabilities[Int(BitItems.zero)] += 1 - one
    probabilities[Int(BitItems.zero) + 1] += one
  }

  private func probabilityOfOne(at place: Int) -> Double {
    if place == 0 { return 0.5 }
    if place <= world.settings.questionBits { return probabilityOfOneInQuestion(read: place - 1) }
    let isKnown = knowledge.includes(prefix) || asked.contains(prefix)
    return isCoin || !isKnown ? 0.5 : Double(world.answer(to: prefix))
  }

  /// The question is one of the earlier ones with the repeat rate, else fresh; both laws are summed
  /// over the questions that begin with the bits so far.
  private func probabilityOfOneInQuestion(read bits: Int) -> Double {
    let open = world.settings.questionBits - bits
    let repeatRate = isCoin || asked.isEmpty ? 0 : world.settings.repeatRate
    func weight(of prefix: Int, open: Int) -> Double {
      let fresh = law.probability(of: prefix << open..<(prefix + 1) << open)
      let repeats = asked.count { $0 >> open == prefix }
      return (1 - repeatRate) * fresh
        + (repeatRate > 0 ? repeatRate * Double(repeats) / Double(asked.count) : 0)
    }
    let zero = weight(of: prefix << 1, open: open - 1)
    let one = weight(of: prefix << 1 | 1, open: open - 1)
    return one / (zero + one)
  }

  mutating func read(_ token: Int32) throws(WorldsError) {
    var probabilities = [Double](repeating: 0, count: world.vocabulary.count)
    addProbabilities(to: &probabilities)
    guard probabilities.indices.contains(Int(token)), probabilities[Int(token)] > 0 else {
      throw .impossibleToken(token, position: position)
    }
    let bit = Int(token - BitItems.zero)
    switch place {
    case nil, world.itemLength - 1: break
    case 0: (isCoin, prefix) = (bit == 1, 0)
    case world.items.answerPlace: if !isCoin { asked.append(prefix) }
    default: prefix = prefix << 1 | bit
    }
    position += 1
  }
}
