import CKernels
import Foundation
import LinearAlgebra
import Probes

/// What the numbers were made on.
enum Host {
  static var facts: [NamedValue] {
    [
      NamedValue("System", ProcessInfo.processInfo.operatingSystemVersionString),
      NamedValue("Vector extensions", String(cString: kn_cpu_features())),
      NamedValue("OpenBLAS core", BLAS.coreName),
    ]
  }

  /// The program's version, and what it ran on.
  static var versions: [NamedValue] { [NamedValue("knowable", Version.current)] + facts }

  /// The command line of this run, as a shell would take it.
  static var commandLine: String {
    CommandLine.arguments.map(\.quotedForShell).joined(separator: " ")
  }

  /// Whether a process runs on this machine.
  static func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }
}

extension Host {
  /// This program's file.
  static var executable: String {
    #if os(Linux)
      return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments[0]
    #else
      return Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }
}
