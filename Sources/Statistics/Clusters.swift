/// Which items belong together (a document, a question, a city), so that they are resampled
/// together.
public struct Clusters: Sendable, Equatable {
  /// For every item the number of its cluster, 0 ..< `count`.
  public let index: [Int32]
  /// How many clusters there are.
  public let count: Int

  /// Groups items that carry equal identifiers.
  ///
  /// Clusters are numbered by rising identifier, so the numbering (and every bootstrap built on
  /// it) does not depend on the order of the items. O(n log n).
  public init(_ identifiers: [Int]) {
    self.init(ranking: identifiers, by: <)
  }

  /// Groups items that carry byte-for-byte equal names, such as the values of a group column.
  public init(names: [String]) {
    self.init(ranking: names.map { Array($0.utf8) }) { $0.lexicographicallyPrecedes($1) }
  }

  /// Every item is a cluster of its own: the ordinary bootstrap of independent items.
  public init(singletons count: Int) {
    index = (0..<Int32(count)).map { $0 }
    self.count = count
  }

  private init<Identifier: Hashable>(
    ranking identifiers: [Identifier], by precedes: (Identifier, Identifier) -> Bool
  ) {
    let distinct = Set(identifiers).sorted(by: precedes)
    var numbers = [Identifier: Int32](minimumCapacity: distinct.count)
    for (number, identifier) in distinct.enumerated() {
      numbers[identifier] = Int32(number)
    }
    index = identifiers.map { numbers[$0, default: 0] }
    count = distinct.count
  }

  /// The number of items.
  public var items: Int { index.count }
}

extension Clusters {
  /// The sum of `values`, one an item, over each cluster.
  func sums(of values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (value, cluster) in zip(values, index) { sums[Int(cluster)] += value }
    return sums
  }

  /// The mean of `values`, one an item, over each cluster.
  public func means(of values: [Double]) -> [Double] {
    var sizes = [Int](repeating: 0, count: count)
    for cluster in index { sizes[Int(cluster)] += 1 }
    return zip(sums(of: values), sizes).map { $0 / Double($1) }
  }
}
