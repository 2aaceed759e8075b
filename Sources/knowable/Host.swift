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
}
