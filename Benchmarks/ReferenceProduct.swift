import LinearAlgebra

/// What the machine gives at this moment: a shared host drifts by up to a factor of two, so every
/// figure is printed beside the rate of one float32 product.
enum ReferenceProduct {
  /// GFLOP/s of a 1,536-cubed product on all threads; the better of three.
  static var gigaflops: Double {
    let size = 1536
    let a = Matrix<Float>(rows: size, columns: size, repeating: 0.5)
    var product = Matrix<Float>(rows: size, columns: size, repeating: 0)
    let seconds = (0..<3).map { _ in
      Stopwatch.seconds {
        a.withView { left in
          product.withMutableView { multiply(left, left, into: $0) }
        }
      }
    }
    return 2 * Double(size * size * size) / (seconds.min() ?? .nan) / 1e9
  }
}

/// Wall-clock time of a piece of work.
enum Stopwatch {
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let begin = ContinuousClock.now
    try work()
    return (ContinuousClock.now - begin) / .seconds(1)
  }
}
