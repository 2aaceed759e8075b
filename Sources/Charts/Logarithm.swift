#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The logarithm to base ten, from the C library so that charts need nothing larger.
func logarithm10(_ value: Double) -> Double { log10(value) }

/// Ten to an integer power; exact for exponents from 0 to 22.
func powerOfTen(_ exponent: Int) -> Double {
  guard exponent >= 0 else { return 1 / powerOfTen(-exponent) }
  var result = 1.0
  for _ in 0..<min(exponent, 400) { result *= 10 }
  return result
}
