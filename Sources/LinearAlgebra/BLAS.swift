import CKernels
import COpenBLAS
import Synchronization

/// The BLAS library behind the matrices: its kernels, and how many threads our own loops use.
///
/// OpenBLAS itself always runs single-threaded here. Products are cut into tiles by their shape
/// and the tiles are shared out by ``parallelFor(_:grain:_:)``, so a result does not depend on the
/// number of threads and nested loops never compete for cores.
public enum BLAS {
  /// The name of the active OpenBLAS core, e.g. `SkylakeX`. The first use repairs a core that is
  /// narrower than the processor (see `kn_tune_blas_core`).
  public static let coreName: String = {
    let name = String(cString: kn_tune_blas_core())
    openblas_set_num_threads(1)
    return name
  }()

  /// Makes sure that the core is tuned before a product runs.
  @inline(__always)
  static func prepare() { _ = coreName }

  private static let threadLimit = Atomic<Int>(kn_core_count())

  /// How many threads parallel loops use; the number of cores unless it was set.
  ///
  /// Setting it changes speed only, never a result. Values below one count as one.
  public static var threads: Int {
    get { threadLimit.load(ordering: .relaxed) }
    set { threadLimit.store(max(1, newValue), ordering: .relaxed) }
  }
}
