import ArgumentParser
import Embeddings
import Probes

/// A small model's store, and who knows more: a larger model's store, or the truth of a world.
struct ReferenceOptions: ParsableArguments {
  @Option(help: "Store of the small model: `knowable embed --position all`.")
  var small: String

  @Option(help: "Store of the larger model on the same documents; entropies are enough.")
  var large: String?

  @Option(help: "Truth file of a world's documents, instead of a larger model or beside it.")
  var truth: String?

  func validate() throws {
    if large == nil, truth == nil {
      throw ValidationError("Give --large, --truth or both.")
    }
  }

  /// The small side and what it is compared with: the larger model first, then the truth.
  func open() throws -> (side: PairSide, references: [PairedPositions]) {
    let side = try PairSide(EmbeddingStore(path: small))
    var references: [PairedPositions] = []
    if let large {
      references.append(
        try PairedPositions(small: side, large: PairSide(EmbeddingStore(path: large))))
    }
    if let truth { references.append(try PairedPositions(small: side, truth: truth)) }
    return (side, references)
  }
}

extension PairAlignment {
  /// How many positions survived, in a sentence.
  var sentence: String {
    let share = Decimals.text(100 * survivingShare, 1)
    return
      "\(paired) of \(smallPositions) positions of the small model (\(share) %) were paired by "
      + "\(rule.rawValue) with \(largePositions) of the "
      + (rule == .truth ? "truth." : "large one.")
  }
}
