import Foundation
import TensorFiles
import TextFiles

extension OptionTable {
  /// Reads numbers of somebody else's model: option probabilities, [n × K], from a `.npy` file, and
  /// the place of each right option from another, [n].
  ///
  /// Rows that sum to at most 1 are probabilities; rows with no positive number are log-probabilities.
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for other shapes or numbers, `TensorFilesError`.
  public init(npy path: String, labels labelsPath: String) throws {
    let (numbers, labels) = (try NPY.load(path: path), try NPY.load(path: labelsPath))
    guard numbers.shape.count == 2, labels.shape == [numbers.shape[0]] else {
      throw HedgedPredictionError.badData(
        "\(path) has shape \(numbers.shape) and \(labelsPath) \(labels.shape); expected [n, K] option "
          + "probabilities and [n] labels.")
    }
    let (rows, options) = (numbers.shape[0], numbers.shape[1])
    try self.init(names: (0..<options).map(AnswerSpace.letter), hasOwnOptions: true)
    let values =
      try numbers.type == .float64 ? numbers.float64s() : numbers.floats().map(Double.init)
    let truths =
      try labels.type == .int64 ? labels.int64s().map(Int.init) : labels.int32s().map(Int.init)
    for row in 0..<rows {
      try append(
        id: String(row + 1), truth: truths[row],
        logProbabilities: try Self.logarithms(
          Array(values[row * options..<(row + 1) * options]), "\(path), row \(row)"))
    }
  }

  /// Reads JSON lines with `probabilities` (or `log_probabilities`), `answer`, the place of the right
  /// option, and where there are some `id`, `group` and numbers, which become columns.
  public init(jsonLines path: String) throws {
    var lines = try JSONLines(path: path)
    var table: OptionTable?
    while let (line, value) = try lines.next() {
      let place = "\(path), line \(line)"
      let isLog = value["log_probabilities"] != nil
      let list = (value["log_probabilities"] ?? value["probabilities"])?.array ?? []
      let numbers = list.compactMap(\.double)
      guard numbers.count >= 2, numbers.count == list.count, let truth = value["answer"]?.int else {
        throw HedgedPredictionError.badData(
          "\(place): expected \"probabilities\" with at least two numbers, and \"answer\", the place "
            + "of the right one.")
      }
      let names = numbers.indices.map(AnswerSpace.letter)
      var rows = try table ?? OptionTable(names: names, hasOwnOptions: true)
      var columns: [String: Double] = [:]
      for (key, value) in value.object?.members ?? [] where key != "answer" && key != "id" {
        if let number = value.double { columns[key] = number }
      }
      try rows.append(
        id: value["id"]?.string ?? String(line), group: value["group"]?.string, truth: truth,
        logProbabilities: isLog ? numbers : try Self.logarithms(numbers, place), columns: columns)
      table = rows
    }
    guard let table else { throw HedgedPredictionError.badData("\(path) holds no questions.") }
    self = table
  }

  private static func logarithms(_ values: [Double], _ place: String) throws -> [Double] {
    if values.allSatisfy({ $0 <= 0 }), values.contains(where: { $0 < 0 }) { return values }
    guard values.allSatisfy({ $0 >= 0 && $0 <= 1 + 1e-6 }), values.reduce(0, +) <= 1 + 1e-3 else {
      throw HedgedPredictionError.badData(
        "\(place): these are neither probabilities (at least 0, sum at most 1) nor their logarithms."
      )
    }
    return values.map { log(min(1, $0)) }
  }
}
