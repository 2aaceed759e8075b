import Foundation

/// The most memory this process has had resident, in bytes.
enum PeakMemory {
  static var bytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(Int32(bitPattern: UInt32(RUSAGE_SELF.rawValue)), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }
}
