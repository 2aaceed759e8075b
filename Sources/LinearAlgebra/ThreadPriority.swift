#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Keeps a program that was started with `nice` nice.
///
/// Dispatch gives its threads priorities of their own on Linux, so that of a niced program only the
/// main thread would give way to others.
public enum ThreadPriority {
  #if canImport(Darwin)
    private static let ofProcess = PRIO_PROCESS
  #else
    private static let ofProcess = __priority_which_t(PRIO_PROCESS.rawValue)
  #endif

  /// The nice value of the main thread, 0 unless somebody changed it.
  private static let nice = getpriority(ofProcess, id_t(getpid()))

  /// Gives the calling thread the program's nice value where that is a lower priority.
  public static func inherit() {
    if nice > 0 { _ = setpriority(ofProcess, 0, nice) }
  }
}
