import LinearAlgebra
import Testing

/// Numbers between -1 and 1 that need no generator: the fractional parts of multiples of a root.
func pattern<Element: BLASElement>(_ rows: Int, _ columns: Int, _ phase: Double) -> Matrix<Element>
{
  let elements = (0..<rows * columns).map { index -> Element in
    let value = (Double(index) + phase) * 0.6180339887498949
    return Element(2 * (value - value.rounded(.down)) - 1)
  }
  return Matrix(rows: rows, columns: columns, elements: elements)
}

/// op(a) op(b) by the definition, summed in double.
func definition<Element: BLASElement>(
  _ a: Matrix<Element>, _ transposeA: Bool, _ b: Matrix<Element>, _ transposeB: Bool
) -> Matrix<Double> {
  let left = transposeA ? a.transposed() : a
  let right = transposeB ? b.transposed() : b
  var result = Matrix<Double>(rows: left.rows, columns: right.columns)
  for r in 0..<left.rows {
    for c in 0..<right.columns {
      result[r, c] = (0..<left.columns).reduce(0.0) {
        $0 + Double(left[r, $1]) * Double(right[$1, c])
      }
    }
  }
  return result
}

func largestDifference<Element: BLASElement>(_ a: Matrix<Element>, _ b: Matrix<Double>) -> Double {
  zip(a.elements, b.elements).map { abs(Double($0) - $1) }.max() ?? 0
}

@Suite struct MultiplyTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 2), (17, 9, 33), (64, 200, 48), (150, 70, 90)])
  func everyTransposeMatchesTheDefinition(m: Int, n: Int, k: Int) {
    for (transposeA, transposeB) in [(false, false), (true, false), (false, true), (true, true)] {
      let a: Matrix<Float> = transposeA ? pattern(k, m, 0.1) : pattern(m, k, 0.1)
      let b: Matrix<Float> = transposeB ? pattern(n, k, 0.7) : pattern(k, n, 0.7)
      var c = Matrix<Float>(rows: m, columns: n, repeating: .nan)
      a.withView { a in
        b.withView { b in
          c.withMutableView { c in
            multiply(a, b, into: c, transposeLeft: transposeA, transposeRight: transposeB)
          }
        }
      }
      #expect(largestDifference(c, definition(a, transposeA, b, transposeB)) < 1e-4)
    }
  }

  @Test func productsAddToTheirResult() {
    let a: Matrix<Double> = pattern(130, 20, 0.3)
    let b: Matrix<Double> = pattern(20, 140, 0.9)
    var c = Matrix<Double>(rows: 130, columns: 140, repeating: 1)
    a.withView { a in
      b.withView { b in c.withMutableView { multiply(a, b, into: $0, alpha: 2, beta: 3) } }
    }
    var expected = definition(a, false, b, false)
    for r in 0..<130 {
      for s in 0..<140 { expected[r, s] = 2 * expected[r, s] + 3 }
    }
    #expect(largestDifference(c, expected) < 1e-12)
  }

  @Test func numberOfThreadsDoesNotChangeAProduct() {
    let a: Matrix<Float> = pattern(200, 300, 0.3)
    let b: Matrix<Float> = pattern(500, 300, 0.9)
    func product(threads: Int) -> [Float] {
      let before = BLAS.threads
      BLAS.threads = threads
      defer { BLAS.threads = before }
      var c = Matrix<Float>(rows: 200, columns: 500)
      a.withView { a in
        b.withView { b in c.withMutableView { multiply(a, b, into: $0, transposeRight: true) } }
      }
      return c.elements
    }
    #expect(product(threads: 1) == product(threads: 2))
    #expect(product(threads: 1) == product(threads: 7))
  }

  @Test(arguments: [(1, 3), (40, 20), (300, 130)])
  func gramIsSymmetricAndRight(rows: Int, columns: Int) {
    let x: Matrix<Double> = pattern(rows, columns, 0.2)
    var gram = Matrix<Double>(rows: columns, columns: columns)
    x.withView { x in gram.withMutableView { accumulateGram(x, into: $0) } }
    #expect(largestDifference(gram, definition(x, true, x, false)) < 1e-12)
    #expect(gram == gram.transposed())
    x.withView { x in gram.withMutableView { accumulateGram(x, into: $0, alpha: 0.5, beta: 2) } }
    let again = definition(x, true, x, false)
    let difference = zip(gram.elements, again.elements).map { abs($0 - 2.5 * $1) }.max() ?? 0
    #expect(difference < 1e-11)
  }

  @Test func matrixTimesVectorBothWays() {
    let a: Matrix<Float> = pattern(700, 450, 0.4)
    let x: Matrix<Float> = pattern(450, 1, 0.8)
    let y: Matrix<Float> = pattern(700, 1, 0.5)
    var forward = [Float](repeating: 0, count: 700)
    var backward = [Float](repeating: 0, count: 450)
    a.withView { a in
      multiply(a, vector: x.elements, into: &forward)
      multiply(a, transposed: true, vector: y.elements, into: &backward)
    }
    let ax = definition(a, false, x, false)
    let aty = definition(a, true, y, false)
    #expect(largestDifference(Matrix(rows: 700, columns: 1, elements: forward), ax) < 1e-3)
    #expect(largestDifference(Matrix(rows: 450, columns: 1, elements: backward), aty) < 1e-3)
  }

  @Test func emptyShapesAreAllowed() {
    let a = Matrix<Float>(rows: 0, columns: 4)
    let b = Matrix<Float>(rows: 4, columns: 0)
    var c = Matrix<Float>(rows: 0, columns: 0)
    a.withView { a in b.withView { b in c.withMutableView { multiply(a, b, into: $0) } } }
    #expect(c.elements.isEmpty)
  }
}
