import CKernels

/// The vector instructions that models run on.
///
/// The widest that the processor has, unless the environment variable `KNOWABLE_ISA` names a narrower
/// one: `amx`, `avx512bf16`, `avx512`, `avx2` or `baseline`.
public enum InstructionSet {
  /// The active one, as `KNOWABLE_ISA` calls it.
  public static var active: String {
    String(cString: kn_forward_level_name(kn_active_forward_level()))
  }

  /// A sentence when the active one is not what was asked for or what the processor claims to have.
  public static var remark: String? {
    let remark = String(cString: kn_forward_level_remark())
    return remark.isEmpty ? nil : remark
  }
}
