#pragma once
#include "kn_product.h"

/// Instruction sets that the forward kernels are written for, each with all narrower ones.
typedef enum {
  /// What every processor of the architecture has.
  KN_LEVEL_BASE,
  /// AVX2 and FMA (x86-64-v3).
  KN_LEVEL_V3,
  /// AVX-512 (x86-64-v4).
  KN_LEVEL_V4,
  /// AVX-512 that multiplies bfloat16.
  KN_LEVEL_V4_BF16,
  /// Matrix tiles that multiply bfloat16.
  KN_LEVEL_AMX,
} kn_forward_level;

/// The level the kernels run on: the widest of this processor, or a lower limit. The environment
/// variable KNOWABLE_ISA (amx, avx512bf16, avx512, avx2 or baseline) sets a limit for the process.
/// AMX counts as present after a trial product on it came out right.
kn_forward_level kn_active_forward_level(void);

/// Keeps the kernels of the whole process at or below a level, for tests and comparisons; call it
/// before a model is opened. Results differ in their last bits from level to level.
void kn_limit_forward_level(kn_forward_level limit);

/// Runs the AMX kernels on emulated tiles from now on, thousands of times slower, for tests.
void kn_emulate_amx(void);

/// The level as KNOWABLE_ISA calls it.
const char *kn_forward_level_name(kn_forward_level level);

/// What multiplies panels of a format on the active level, in a few words.
const char *kn_kernel_name(kn_panel_format format);

/// Why the active level is not the one that was asked for or that the processor claims to have: a
/// sentence, empty when there is nothing to say.
const char *kn_forward_level_remark(void);
