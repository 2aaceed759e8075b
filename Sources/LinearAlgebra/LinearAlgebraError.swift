/// What a factorisation cannot do with its input.
public enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  /// The matrix is not positive definite: the leading minor of this order (1-based) is not.
  case notPositiveDefinite(order: Int)
  /// An iterative LAPACK routine did not converge, or was given values that are not finite.
  case notConverged(routine: String)

  public var description: String {
    switch self {
    case .notPositiveDefinite(let order):
      "The matrix is not positive definite (leading minor \(order)): add to its diagonal."
    case .notConverged(let routine):
      "LAPACK's \(routine) did not converge: the matrix holds values that are not finite, or is badly scaled."
    }
  }
}
