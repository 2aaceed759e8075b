/// How a logistic fit ended.
public struct SolverReport: Sendable, Equatable {
  /// Steps taken.
  public var iterations: Int
  /// Times the features were read from end to end.
  public var passes: Int
  /// Curvature matrices that were factored.
  public var factorizations: Int
  /// The objective C Σ loss + ½‖w‖² at the end.
  public var objective: Double
  /// Euclidean norm of the objective's gradient at the end, weights and intercept together.
  public var gradientNorm: Double
  /// The estimated distance to the optimum relative to the objective, ½ gᵀH⁻¹g / F with the
  /// solver's own curvature model (a hundred times that for a model without correlations); never
  /// more than ½‖g‖² / F.
  public var relativeGap: Double
  /// Whether the gap came under the tolerance that was asked for.
  public var converged: Bool
}

/// A logistic optimum in standardised units.
struct LogisticSolution: Sendable {
  /// Weights, then the intercept.
  var parameters: [Double]
  /// Loss (nats, weighted) of the rows that were held out.
  var heldLoss: Double
  var report: SolverReport

  var weights: [Double] { Array(parameters.dropLast()) }
  var intercept: Double { parameters.last ?? 0 }
}
