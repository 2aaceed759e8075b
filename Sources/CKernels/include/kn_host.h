#pragma once
#include "kn_platform.h"

/// Gives OpenBLAS the kernels of this CPU: releases older than the CPU fall back to an SSE2 core
/// five times slower without a word, and an environment may pin a narrower core.
/// KNOWABLE_BLAS_CORE=keep leaves the library alone, any other value names the core to load.
/// Call it before the first BLAS call. Returns the name of the active core, or "unknown".
const char *kn_tune_blas_core(void);

/// Names of the vector extensions this CPU runs, separated by blanks, widest last.
const char *kn_cpu_features(void);

/// Cores that this process may run on, at least one.
long kn_core_count(void);

/// Depth of parallel loops around the calling thread; a loop inside another one runs serially.
int kn_parallel_depth(void);
void kn_enter_parallel(void);
void kn_leave_parallel(void);
