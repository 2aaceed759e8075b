import CKernels

/// The L-BFGS approximation of an inverse Hessian from the last steps (Nocedal and Wright 2006,
/// algorithm 7.4).
struct LimitedMemory {
  private let capacity: Int
  private var steps: [[Double]] = []
  private var changes: [[Double]] = []
  private var products: [Double] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Forgets all steps: the approximation is the identity again.
  mutating func removeAll() {
    steps = []
    changes = []
    products = []
  }

  var isEmpty: Bool { steps.isEmpty }

  /// Remembers a step and the change of gradient over it; ignored when it shows no curvature.
  mutating func append(step: [Double], change: [Double]) {
    let product = dot(step, change)
    guard product > 1e-14 * dot(change, change).squareRoot() * dot(step, step).squareRoot() else {
      return
    }
    if steps.count == capacity {
      steps.removeFirst()
      changes.removeFirst()
      products.removeFirst()
    }
    steps.append(step)
    changes.append(change)
    products.append(product)
  }

  /// Minus the approximate inverse Hessian times a gradient.
  func descent(_ gradient: [Double]) -> [Double] {
    var q = gradient
    var shares = [Double](repeating: 0, count: steps.count)
    for k in steps.indices.reversed() {
      shares[k] = dot(steps[k], q) / products[k]
      add(-shares[k], changes[k], to: &q)
    }
    if let change = changes.last, let product = products.last {
      let scale = product / dot(change, change)
      for j in q.indices { q[j] *= scale }
    }
    for k in steps.indices {
      let share = dot(changes[k], q) / products[k]
      add(shares[k] - share, steps[k], to: &q)
    }
    for j in q.indices { q[j] = -q[j] }
    return q
  }
}

/// Σ a_j b_j of two vectors of equal length.
func dot(_ a: [Double], _ b: [Double]) -> Double { kn_dot_f64(a, b, min(a.count, b.count)) }

/// y += alpha x.
func add(_ alpha: Double, _ x: [Double], to y: inout [Double]) {
  kn_axpy_f64(alpha, x, &y, min(x.count, y.count))
}
