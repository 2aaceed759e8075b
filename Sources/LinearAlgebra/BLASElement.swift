import COpenBLAS

/// Numbers that BLAS can multiply: `Float` and `Double`.
///
/// The requirements are the raw single-threaded routines; ``multiply(_:_:into:transposeLeft:transposeRight:alpha:beta:)``
/// and its neighbours are what the rest of the project calls.
public protocol BLASElement: BinaryFloatingPoint, Sendable {
  /// A valid address for views without elements.
  static var placeholder: UnsafePointer<Self> { get }
  /// A valid address for writable views without elements.
  static var mutablePlaceholder: UnsafeMutablePointer<Self> { get }
  /// C = alpha op(A) op(B) + beta C in row-major order; op(A) is m × k, op(B) is k × n.
  static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int, alpha: Self,
    _ a: UnsafePointer<Self>, _ strideA: Int, _ b: UnsafePointer<Self>, _ strideB: Int,
    beta: Self, _ c: UnsafeMutablePointer<Self>, _ strideC: Int)
  /// y = alpha op(A) x + beta y; A is m × n as stored.
  static func gemv(
    _ transpose: Bool, m: Int, n: Int, alpha: Self, _ a: UnsafePointer<Self>, _ strideA: Int,
    _ x: UnsafePointer<Self>, beta: Self, _ y: UnsafeMutablePointer<Self>)
  /// Upper triangle of C = alpha AᵀA + beta C; A is k × n as stored.
  static func syrk(
    n: Int, k: Int, alpha: Self, _ a: UnsafePointer<Self>, _ strideA: Int, beta: Self,
    _ c: UnsafeMutablePointer<Self>, _ strideC: Int)
  /// LAPACK `potrf` on the lower triangle of a column-major matrix; returns its `info`.
  static func potrf(n: Int, _ a: UnsafeMutablePointer<Self>) -> Int
  /// LAPACK `potrs` with the factor of ``potrf(n:_:)``; `b` is column-major n × rightSides.
  static func potrs(
    n: Int, rightSides: Int, _ a: UnsafePointer<Self>, _ b: UnsafeMutablePointer<Self>
  ) -> Int
}

extension Float: BLASElement {
  /// A valid address for views without elements.
  public static var placeholder: UnsafePointer<Float> { UnsafePointer(mutablePlaceholder) }

  public static var mutablePlaceholder: UnsafeMutablePointer<Float> { emptyFloats.pointer }

  public static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int, alpha: Float,
    _ a: UnsafePointer<Float>, _ strideA: Int, _ b: UnsafePointer<Float>, _ strideB: Int,
    beta: Float, _ c: UnsafeMutablePointer<Float>, _ strideC: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m), blasint(n),
      blasint(k), alpha, a, blasint(strideA), b, blasint(strideB), beta, c, blasint(strideC))
  }

  public static func gemv(
    _ transpose: Bool, m: Int, n: Int, alpha: Float, _ a: UnsafePointer<Float>, _ strideA: Int,
    _ x: UnsafePointer<Float>, beta: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    cblas_sgemv(
      CblasRowMajor, transposition(transpose), blasint(m), blasint(n), alpha, a, blasint(strideA),
      x, 1, beta, y, 1)
  }

  public static func syrk(
    n: Int, k: Int, alpha: Float, _ a: UnsafePointer<Float>, _ strideA: Int, beta: Float,
    _ c: UnsafeMutablePointer<Float>, _ strideC: Int
  ) {
    cblas_ssyrk(
      CblasRowMajor, CblasUpper, CblasTrans, blasint(n), blasint(k), alpha, a, blasint(strideA),
      beta, c, blasint(strideC))
  }

  public static func potrf(n: Int, _ a: UnsafeMutablePointer<Float>) -> Int {
    var size = Int32(n), info = Int32(0)
    spotrf_("L", &size, a, &size, &info)
    return Int(info)
  }

  public static func potrs(
    n: Int, rightSides: Int, _ a: UnsafePointer<Float>, _ b: UnsafeMutablePointer<Float>
  ) -> Int {
    var size = Int32(n), sides = Int32(rightSides), info = Int32(0)
    spotrs_("L", &size, &sides, a, &size, b, &size, &info)
    return Int(info)
  }
}

extension Double: BLASElement {
  /// A valid address for views without elements.
  public static var placeholder: UnsafePointer<Double> { UnsafePointer(mutablePlaceholder) }

  public static var mutablePlaceholder: UnsafeMutablePointer<Double> { emptyDoubles.pointer }

  public static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int, alpha: Double,
    _ a: UnsafePointer<Double>, _ strideA: Int, _ b: UnsafePointer<Double>, _ strideB: Int,
    beta: Double, _ c: UnsafeMutablePointer<Double>, _ strideC: Int
  ) {
    cblas_dgemm(
      CblasRowMajor, transposition(transposeA), transposition(transposeB), blasint(m), blasint(n),
      blasint(k), alpha, a, blasint(strideA), b, blasint(strideB), beta, c, blasint(strideC))
  }

  public static func gemv(
    _ transpose: Bool, m: Int, n: Int, alpha: Double, _ a: UnsafePointer<Double>, _ strideA: Int,
    _ x: UnsafePointer<Double>, beta: Double, _ y: UnsafeMutablePointer<Double>
  ) {
    cblas_dgemv(
      CblasRowMajor, transposition(transpose), blasint(m), blasint(n), alpha, a, blasint(strideA),
      x, 1, beta, y, 1)
  }

  public static func syrk(
    n: Int, k: Int, alpha: Double, _ a: UnsafePointer<Double>, _ strideA: Int, beta: Double,
    _ c: UnsafeMutablePointer<Double>, _ strideC: Int
  ) {
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, blasint(n), blasint(k), alpha, a, blasint(strideA),
      beta, c, blasint(strideC))
  }

  public static func potrf(n: Int, _ a: UnsafeMutablePointer<Double>) -> Int {
    var size = Int32(n), info = Int32(0)
    dpotrf_("L", &size, a, &size, &info)
    return Int(info)
  }

  public static func potrs(
    n: Int, rightSides: Int, _ a: UnsafePointer<Double>, _ b: UnsafeMutablePointer<Double>
  ) -> Int {
    var size = Int32(n), sides = Int32(rightSides), info = Int32(0)
    dpotrs_("L", &size, &sides, a, &size, b, &size, &info)
    return Int(info)
  }
}

private func transposition(_ transposed: Bool) -> CBLAS_TRANSPOSE {
  transposed ? CblasTrans : CblasNoTrans
}

private struct Address<Element>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
}

private let emptyFloats = Address(pointer: UnsafeMutablePointer<Float>.allocate(capacity: 1))
private let emptyDoubles = Address(pointer: UnsafeMutablePointer<Double>.allocate(capacity: 1))
