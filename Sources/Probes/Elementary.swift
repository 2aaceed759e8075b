#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The natural logarithm.
func elementaryLog(_ x: Double) -> Double { log(x) }

/// 1 / (1 + e^-x), without overflow.
func sigmoid(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}

/// ln(1 + e^x), without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// e^x.
func elementaryExp(_ x: Double) -> Double { exp(x) }
