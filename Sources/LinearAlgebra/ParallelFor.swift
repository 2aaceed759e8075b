import CKernels
import Dispatch
import Synchronization

/// Runs `body` over the ranges of `grain` consecutive indices that make up `0..<count`, on up to
/// ``BLAS/threads`` threads.
///
/// The ranges depend on `count` and `grain` alone, never on the number of threads, so a loop that
/// writes each range's result to its own place gives the same numbers everywhere. A loop inside
/// another parallel loop runs on the calling thread. Starting the threads costs under a microsecond.
public func parallelFor(_ count: Int, grain: Int = 1, _ body: @Sendable (Range<Int>) -> Void) {
  precondition(grain > 0, "The grain of a parallel loop must be positive.")
  guard count > 0 else { return }
  let chunks = (count + grain - 1) / grain
  let workers = min(BLAS.threads, chunks)
  @Sendable func run(_ chunk: Int) {
    body(chunk * grain..<min(count, (chunk + 1) * grain))
  }
  guard workers > 1, kn_parallel_depth() == 0 else {
    for chunk in 0..<chunks { run(chunk) }
    return
  }
  let next = NextChunk()
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    ThreadPriority.inherit()
    kn_enter_parallel()
    defer { kn_leave_parallel() }
    while let chunk = next.take(below: chunks) { run(chunk) }
  }
}

private final class NextChunk: Sendable {
  private let value = Atomic<Int>(0)

  func take(below limit: Int) -> Int? {
    let chunk = value.add(1, ordering: .relaxed).oldValue
    return chunk < limit ? chunk : nil
  }
}
