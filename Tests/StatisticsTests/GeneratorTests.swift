import Statistics
import TestSupport
import Testing
import TextFiles

@Suite struct GeneratorTests {
  private let golden: JSONValue

  init() throws {
    golden = try JSONValue.load(path: Goldens.path("calibration/statistics.json"))
  }

  private func draws(_ generator: RandomGenerator, _ count: Int) -> [String] {
    var generator = generator
    return (0..<count).map { _ in String(generator.next()) }
  }

  @Test func givesTheStreamsOfAPlainImplementation() throws {
    for row in try golden.list("generator") {
      let seed = try #require(row["seed"]?.string.flatMap { UInt64($0) })
      let expected = try row.list("draws").compactMap(\.string)
      #expect(draws(RandomGenerator(seed: seed), expected.count) == expected)
    }
  }

  @Test func givesTheChildStreamsOfAPlainImplementation() throws {
    for row in try golden.list("children") {
      let seed = try #require(row["seed"]?.string.flatMap { UInt64($0) })
      let parent = RandomGenerator(seed: seed)
      let expected = try row.list("draws").compactMap(\.string)
      let name = try row.member("name")
      let child =
        if let number = name.int { parent.child(number) } else {
          parent.child(try #require(name.string))
        }
      #expect(draws(child, expected.count) == expected)
    }
  }

  @Test func childrenDoNotDependOnWhatWasDrawnBefore() {
    var used = RandomGenerator(seed: 9)
    let fresh = used
    _ = used.next()
    #expect(draws(used.child("a"), 3) == draws(fresh.child("a"), 3))
    #expect(draws(used.child("a"), 3) != draws(used.child("b"), 3))
    #expect(draws(used.child("a").child("b"), 3) != draws(used.child("b").child("a"), 3))
  }

  @Test func neighbouringChildrenShareNothing() {
    let parent = RandomGenerator(seed: 0)
    let firsts = Set((0..<2000).flatMap { draws(parent.child($0), 2) })
    #expect(firsts.count == 4000)
  }
}
