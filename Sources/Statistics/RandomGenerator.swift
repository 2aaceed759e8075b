/// A seeded generator whose numbers never change: the same seed gives the same stream on every
/// machine, in every version.
///
/// The algorithm is xoshiro256** (Blackman and Vigna 2018), its four words filled by SplitMix64
/// (Steele, Lea and Flood 2014) from `seed`. `child(_:)` gives independent named streams that
/// depend only on the seed and the names, never on how many numbers were drawn before.
public struct RandomGenerator: RandomNumberGenerator, Sendable {
  /// The seed this stream was made from; children are derived from it.
  public let seed: UInt64

  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Starts the stream that belongs to `seed`; every seed is allowed, zero too.
  public init(seed: UInt64) {
    self.seed = seed
    var filler = SplitMix64(state: seed)
    state = (filler.next(), filler.next(), filler.next(), filler.next())
  }

  /// The stream called `name` under this one.
  ///
  /// Its seed is `mix(seed XOR FNV-1a-64(name as UTF-8))`, where `mix` is one step of SplitMix64.
  public func child(_ name: String) -> RandomGenerator {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    return RandomGenerator(seed: SplitMix64.mix(seed ^ hash))
  }

  /// The stream with number `index` under this one, for work that is split into numbered parts.
  ///
  /// Its seed is `mix(seed XOR mix(index + 0x6a09e667f3bcc909))`, so it never meets a named child
  /// except by a 64-bit collision.
  public func child(_ index: Int) -> RandomGenerator {
    let number = UInt64(bitPattern: Int64(index)) &+ 0x6a09_e667_f3bc_c909
    return RandomGenerator(seed: SplitMix64.mix(seed ^ SplitMix64.mix(number)))
  }

  /// The next 64 random bits.
  @inline(__always)
  public mutating func next() -> UInt64 {
    let scrambled = rotatedLeft(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotatedLeft(state.3, by: 45)
    return scrambled
  }

  private func rotatedLeft(_ value: UInt64, by bits: UInt64) -> UInt64 {
    (value << bits) | (value >> (64 - bits))
  }
}

/// SplitMix64: a counter and a mixing function; it only fills other generators' states here.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    let value = Self.mix(state)
    state &+= 0x9e37_79b9_7f4a_7c15
    return value
  }

  /// The output of SplitMix64 whose counter stood at `value`.
  static func mix(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
