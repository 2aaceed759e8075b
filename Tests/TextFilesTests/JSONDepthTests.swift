import Foundation
import Synchronization
import Testing
import TextFiles

@Suite struct JSONDepthTests {
  /// Parsing, comparing, writing and freeing the deepest allowed value on a worker thread's stack.
  @Test func theDeepestValueFitsASmallStack() throws {
    let depth = JSONLimits.maximumDepth
    let text =
      String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
    let outcome = Mutex<Bool?>(nil)
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let value = try? JSONValue.parse(text)
      outcome.withLock { $0 = value?.serialized() == text && value == value }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    #expect(outcome.withLock { $0 } == true)
  }
}
