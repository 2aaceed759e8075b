/// Doubles that the bodies of a parallel loop write in different places.
final class DoubleResults: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  private let count: Int

  init(_ count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: 0, count: count)
  }

  deinit { base.deallocate() }

  var elements: [Double] { (0..<count).map { base[$0] } }

  /// The sum in order.
  var sum: Double { elements.reduce(0, +) }
}
