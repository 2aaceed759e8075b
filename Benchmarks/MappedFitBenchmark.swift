import ArgumentParser
import Foundation
import LinearAlgebra
import Probes
import TensorFiles
import TextFiles

/// A fit on features larger than memory: a few shards on disk, mapped many times over.
struct MappedFitBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mapped-fit",
    abstract: "Time and memory of a fit on mapped bfloat16 shards, 41 GB unless said otherwise.")

  @Option(help: "Rows of a shard.")
  var rows = 50_000

  @Option(help: "Shards on disk.")
  var shards = 8

  @Option(help: "Width.")
  var width = 1024

  @Option(help: "How often each shard is mapped.")
  var copies = 50

  @Option(help: "Relative distance to the optimum at which to stop.")
  var tolerance = 1e-4

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "knowable-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = (0..<shards).map {
      folder.appending(path: "\($0).safetensors").path(percentEncoded: false)
    }
    let labels = try paths.enumerated().flatMap { try writeShard(to: $1, seed: UInt64($0)) }
    let shards = try (0..<copies).flatMap { _ in
      try paths.map { try SafetensorsFile(path: $0).tensor("x") }
    }
    let features = LayerFeatures(tap: "mapped", mapped: try MappedRows(shards))
    let all = (0..<features.rows).map { labels[$0 % labels.count] }
    var report: SolverReport?
    let seconds = try Stopwatch.seconds {
      report = try LogisticProbe.fit(
        features, rows: (0..<Int32(features.rows)).map { $0 }, labels: all, tolerance: tolerance
      ).report
    }
    let result: JSONValue = [
      "bytes": .integer(Int64(shards.reduce(0) { $0 + $1.bytes.count })),
      "rows": .integer(Int64(features.rows)), "width": .integer(Int64(width)),
      "seconds": .number(seconds), "passes": .integer(Int64(report?.passes ?? 0)),
      "relative_gap_bound": .number(report?.relativeGap ?? .nan),
      "peak_bytes": .integer(Int64(PeakMemory.bytes)),
    ]
    print(result.serialized())
  }

  /// Features are gone again once they are written.
  private func writeShard(to path: String, seed: UInt64) throws -> [Bool] {
    let made = SyntheticFeatures(rows: rows, width: width, isIllConditioned: false, seed: seed)
    try SafetensorsWriter.write(
      path: path,
      tensors: [
        SafetensorsEntry(
          name: "x", type: .bfloat16, shape: [rows, width], floats: made.matrix.elements)
      ], metadata: [])
    return made.labels
  }
}
