import LinearAlgebra

/// The number of threads of all parallel loops.
enum Threads {
  static func limit(to count: Int) { BLAS.threads = count }
  static var count: Int { BLAS.threads }
}
