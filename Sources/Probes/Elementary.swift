#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The natural logarithm.
func elementaryLog(_ x: Double) -> Double { log(x) }

/// e^x.
func elementaryExp(_ x: Double) -> Double { exp(x) }
