import LinearAlgebra
import Probes
import Statistics
import TensorFiles
import TestSupport
import Testing

struct MappedFeaturesTests {
  /// Shards of a sample in one storage type, and the same numbers in memory.
  private func shards(
    _ type: ElementType, in folder: TemporaryFolder, rows: Int = 1400, width: Int = 37
  ) throws -> (views: [TensorView], memory: LayerFeatures) {
    let features = Samples.correlated(rows: rows, width: width).matrix
    var views: [TensorView] = []
    var floats: [Float] = []
    for (index, range) in [0..<650, 650..<651, 651..<rows].enumerated() {
      let path = folder.path("\(index).safetensors")
      try SafetensorsWriter.write(
        path: path,
        tensors: [
          SafetensorsEntry(
            name: "x", type: type, shape: [range.count, width],
            floats: Array(features.elements[range.lowerBound * width..<range.upperBound * width]))
        ])
      let view = try SafetensorsFile(path: path).tensor("x")
      views.append(view)
      floats += try view.floats()
    }
    return (
      views,
      LayerFeatures(tap: "t", matrix: Matrix(rows: rows, columns: width, elements: floats))
    )
  }

  /// The numbers of a fit do not show where its features were, nor whether memory was given back.
  @Test(arguments: [ElementType.float32, .float16, .bfloat16], [0, 1 << 30])
  func fitsAreTheSameToTheLastBit(type: ElementType, residentLimit: Int) throws {
    let folder = try TemporaryFolder()
    let (views, memory) = try shards(type, in: folder)
    let picked = (0..<Int32(1400)).filter { $0 % 5 != 2 }
    let mapped = LayerFeatures(
      tap: "t",
      mapped: try MappedRows(views, picking: picked, residentLimit: residentLimit))
    #expect(mapped.rows == picked.count && mapped.width == 37)
    #expect(mapped.row(600) == memory.row(Int(picked[600])))
    let labels = Samples.labels(of: memory, seed: 4)
    let few = picked.map { labels[Int($0)] }
    let expected = try LogisticProbe.fit(memory, rows: picked, labels: labels)
    let fit = try LogisticProbe.fit(mapped, rows: mapped.all, labels: few)
    #expect(fit.probe == expected.probe)
    #expect(fit.report == expected.report)
    #expect(try fit.probe.logits(of: mapped) == expected.probe.logits(of: memory, rows: picked))

    let targets = [labels, labels.map { !$0 }].map { ProbeTarget(name: "t", labels: $0) }
    let together = try LogisticProbe.fit(memory, rows: picked, targets: targets)
    let mappedTogether = try LogisticProbe.fit(
      mapped, rows: mapped.all,
      targets: targets.map { target in
        ProbeTarget(name: "t", labels: picked.map { target.labels[Int($0)] })
      })
    #expect(zip(together, mappedTogether).allSatisfy { $0.probe == $1.probe })
    let numbers = (0..<1400).map { Double(memory.row($0)[3]) }
    #expect(
      try RidgeProbe.fit(memory, rows: picked, targets: [numbers])
        == RidgeProbe.fit(
          mapped, rows: mapped.all, targets: [picked.map { numbers[Int($0)] }]))
    #expect(
      try LDAProbe.fit(mapped, rows: mapped.all, labels: few).probe
        == LDAProbe.fit(memory, rows: picked, labels: labels).probe)
  }

  @Test func refusesShardsThatDoNotFit() throws {
    let folder = try TemporaryFolder()
    let views = try shards(.float16, in: folder).views
    #expect(throws: ProbesError.self) { try MappedRows([]) }
    #expect(throws: ProbesError.self) { try MappedRows(views, picking: [1400]) }
    #expect(throws: ProbesError.self) { try MappedRows(views, picking: [-1]) }
    let other = TensorView(name: "x", shape: [2, 37], floats: [Float](repeating: 0, count: 74))
    #expect(throws: ProbesError.self) { try MappedRows(views + [other]) }
    let narrow = TensorView(name: "x", shape: [2, 36], floats: [Float](repeating: 0, count: 72))
    #expect(throws: ProbesError.self) { try MappedRows([other, narrow]) }
    let path = folder.path("integers.safetensors")
    try SafetensorsWriter.write(
      path: path, tensors: [SafetensorsEntry(name: "x", shape: [2, 2], int32s: [1, 2, 3, 4])])
    #expect(throws: ProbesError.self) {
      try MappedRows([SafetensorsFile(path: path).tensor("x")])
    }
  }
}
