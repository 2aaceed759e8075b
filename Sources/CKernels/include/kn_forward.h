#pragma once
#include "kn_platform.h"

/// Instruction sets that the forward kernels are compiled for.
typedef enum {
  /// What every processor of the architecture has.
  KN_LEVEL_BASE,
  /// AVX2 and FMA (x86-64-v3).
  KN_LEVEL_V3,
  /// AVX-512 (x86-64-v4).
  KN_LEVEL_V4,
} kn_forward_level;

/// The level the kernels run on: the widest of this processor, or a lower limit.
kn_forward_level kn_active_forward_level(void);

/// Keeps the kernels of the whole process at or below a level, for tests and comparisons. Results
/// differ in their last bits from level to level.
void kn_limit_forward_level(kn_forward_level limit);
