import Finetuning
import LanguageModels
public import Worlds

/// Questions about the facts of a world, asked as its own texts ask them: "In Velmora Abbey the metal
/// is" and then a value. A small model of the world answers them by its next token.
///
/// The facts are those of one attribute, so that all questions share its values; how often training
/// spoke of an entity is known exactly and is the column `mentions`, a million fresh statements
/// counted. Entities that training never mentions have 0.
public struct WorldTask: Sendable {
  /// The world.
  public let world: FactsAndCoins
  /// The attribute that is asked for.
  public let attribute: Int
  /// The entity of each question.
  public let entities: [Int]
  /// What the model gives to the values before any finetuning.
  public let table: OptionTable
  /// Prompts and responses.
  public let tokens: ResponseTokens

  /// The response that stands for "I don't know": a token that no text of a world holds.
  static let abstention: Int32 = 0

  /// Asks the model in `path` for every fact of an attribute.
  ///
  /// - Throws: ``HedgedPredictionError`` for an attribute that the world has not, and a model with
  ///   another vocabulary; the errors of the model's files.
  public init(_ world: FactsAndCoins, model path: String, attribute: Int = 0) throws {
    guard (0..<world.settings.attributes).contains(attribute) else {
      throw HedgedPredictionError.badSetting(
        "The world has attributes 0...\(world.settings.attributes - 1); there is no \(attribute).")
    }
    let model = try Parameters(path: path)
    guard model.configuration.vocabularySize == world.vocabulary.count else {
      throw HedgedPredictionError.badData(
        "\(path) has \(model.configuration.vocabularySize) tokens and the world "
          + "\(world.vocabulary.count) words; is this a model of that world?")
    }
    (self.world, self.attribute) = (world, attribute)
    entities = (0..<world.settings.entities).filter {
      world.isFact(world.subject(entity: $0, attribute: attribute))
    }
    let names = entities.map { world.name(ofEntity: $0) }
    let prompts = names.map {
      world.vocabulary.tokens(of: "In \($0) the \(world.name(ofAttribute: attribute)) is")
    }
    let values = world.values(ofAttribute: attribute)
    let options = values.map { world.vocabulary.text(of: [$0]) }
    tokens = try ResponseTokens(
      prompts: prompts, responses: values.map { [$0] } + [[Self.abstention]],
      names: options + ["I don't know"])
    let given = try NextTokens.logProbabilities(values, after: prompts, model)
    var table = try OptionTable(names: options)
    for (place, entity) in entities.enumerated() {
      let value = world.value(ofFact: world.subject(entity: entity, attribute: attribute))
      try table.append(
        id: names[place], truth: Int(value - values[0]),
        logProbabilities: given[place].map { min(0, $0) },
        columns: ["mentions": (1e6 * world.frequency(ofEntity: entity)).rounded()])
    }
    self.table = table
  }
}
