import Foundation
public import LanguageModels
import LinearAlgebra
public import Statistics

/// All parameters of a decoder in one stretch of float32 memory, in the order of
/// `ModelConfiguration.parameters`.
///
/// Not for use from two threads at once while something trains it.
public final class Parameters: @unchecked Sendable {
  /// Sizes and structure of the model.
  public let configuration: ModelConfiguration
  /// What is where.
  public let list: [ModelParameter]
  let offsets: [ModelParameter: Int]
  let values: AlignedBuffer

  /// Numbers in all.
  public var count: Int { values.count }

  init(_ configuration: ModelConfiguration, _ list: [ModelParameter]) {
    self.configuration = configuration
    self.list = list
    var offsets: [ModelParameter: Int] = [:]
    var count = 0
    for parameter in list {
      offsets[parameter] = count
      count += parameter.count
    }
    self.offsets = offsets
    values = AlignedBuffer(zeros: count)
  }

  /// A new model: normal weights of deviation 0.02, divided by √(2 layers) for the projections back
  /// to the residual stream (GPT-2), norms at one, biases at zero. Each parameter has a stream of
  /// random numbers of its own.
  public convenience init(
    random configuration: ModelConfiguration, generator: RandomGenerator, deviation: Float = 0.02
  ) {
    self.init(configuration, configuration.parameters())
    let residual = deviation / Float(2 * configuration.layers).squareRoot()
    for parameter in list {
      let place = self[parameter]
      switch parameter.role {
      case .attentionNorm, .queryNorm, .keyNorm, .postAttentionNorm, .feedForwardNorm,
        .postFeedForwardNorm, .finalNorm:
        place.update(repeating: 1 - configuration.storedNormOffset)
      case let role where role.isMatrix:
        var stream = generator.child("\(role.rawValue).\(parameter.block ?? 0)")
        let scale = role == .attentionOutput || role == .down ? residual : deviation
        for index in place.indices { place[index] = scale * Float(stream.normal()) }
      default: break
      }
    }
  }

  /// The parameters of a model's files (a Hugging Face folder or a GGUF, dequantised).
  public convenience init(path: String) throws {
    let reader = try ParameterReader(path: path)
    self.init(reader.configuration, reader.parameters)
    for parameter in list { try reader.read(parameter, into: self[parameter]) }
  }

  /// A parameter's numbers.
  subscript(parameter: ModelParameter) -> UnsafeMutableBufferPointer<Float> {
    guard let offset = offsets[parameter] else {
      preconditionFailure("The model has no parameter \(parameter.role.rawValue).")
    }
    return UnsafeMutableBufferPointer(start: values.base + offset, count: parameter.count)
  }

  /// A copy of one parameter's numbers, [rows × columns].
  public func floats(of parameter: ModelParameter) -> [Float] { Array(self[parameter]) }
}
