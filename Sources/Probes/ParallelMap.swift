import LinearAlgebra

/// The results of `body` for 0..<count, computed on up to `BLAS.threads` threads, in order.
///
/// Throws the error of the lowest index that failed, so failures too are the same on any number of
/// threads.
public func parallelMap<Value: Sendable>(
  _ count: Int, _ body: @Sendable (Int) throws -> Value
) throws -> [Value] {
  var results = [Result<Value, any Error>?](repeating: nil, count: count)
  results.withUnsafeMutableBufferPointer { buffer in
    // Every index writes its own place.
    nonisolated(unsafe) let places = buffer
    parallelFor(count) { range in
      for index in range { places[index] = Result { try body(index) } }
    }
  }
  return try results.compactMap { try $0?.get() }
}
