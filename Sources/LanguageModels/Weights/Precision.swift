import CKernels

/// How the products of weights and activations are computed. The residual stream, norms, rotations,
/// attention, softmax and statistics are float32 or double at every precision.
///
/// Results are the same to the last bit for a precision and instruction set, whatever the batch and
/// the number of threads.
public enum Precision: String, CaseIterable, Sendable {
  /// Products of float32 weights and inputs, summed in float32: 4 bytes a weight.
  case float32
  /// At least 16 bits of mantissa, 4 bytes a weight. With AMX: three bfloat16 products of weights
  /// and inputs split in two (hi·hi + hi·lo + lo·hi), summed in float32; entropies of
  /// SmolLM2-135M move by 0.00003 nats on average, 0.00013 at worst (128 positions of English,
  /// emulated tiles). Elsewhere: float32, because on AVX512-BF16 three products take a third more
  /// time than one of float32.
  case bf16x3
  /// Weights rounded to bfloat16, 2 bytes each, token embeddings included. Inputs are rounded too
  /// where the processor multiplies bfloat16 (AMX, AVX512-BF16) and stay float32 elsewhere; sums are
  /// float32. Entropies of SmolLM2-135M move by 0.011 nats on average, 0.13 at worst, and
  /// `final_norm` by 0.4 % (2,048 positions of English, AVX512-BF16).
  case bf16
}

extension Precision {
  /// How weights are packed for the kernels of this process.
  var panelFormat: kn_panel_format {
    switch self {
    case .float32: KN_PANELS_F32
    case .bf16x3: kn_active_forward_level() == KN_LEVEL_AMX ? KN_PANELS_SPLIT : KN_PANELS_F32
    case .bf16: KN_PANELS_BF16
    }
  }

  /// What multiplies at this precision on this machine, in a few words.
  public var kernelName: String { String(cString: kn_kernel_name(panelFormat)) }
}
