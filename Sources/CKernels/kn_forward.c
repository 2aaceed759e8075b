#include <math.h>
#include <string.h>
#include "kn_attention.h"
#include "kn_forward.h"
#include "kn_forward_math.h"
#include "kn_forward_sizes.h"
#include "kn_head.h"

// The kernels of a forward pass, compiled once per instruction set. A register tile that suits one
// set spills on another, so `target_clones` over one source is not enough: each level names its
// vector length (KN_LANES), vectors of columns (KN_VECTORS) and rows (KN_ROWS) of the tile.

#if defined(__x86_64__)
#define KN_LEVEL(name) name##_v4
#define KN_LANES 16
#define KN_VECTORS 2
#define KN_ROWS 14
#pragma clang attribute push(                                                                      \
    __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#include "kn_forward_level.h"
#pragma clang attribute pop

#define KN_LEVEL(name) name##_v3
#define KN_LANES 8
#define KN_VECTORS 2
#define KN_ROWS 6
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#include "kn_forward_level.h"
#pragma clang attribute pop
#endif

#define KN_LEVEL(name) name##_base
#define KN_LANES 4
#if defined(__aarch64__)
#define KN_VECTORS 4
#define KN_ROWS 6
#else
#define KN_VECTORS 2
#define KN_ROWS 4
#endif
#include "kn_forward_level.h"

static _Atomic int level_limit = KN_LEVEL_V4;

kn_forward_level kn_active_forward_level(void) {
  int level = KN_LEVEL_BASE;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v3")) level = KN_LEVEL_V3;
  if (__builtin_cpu_supports("x86-64-v4")) level = KN_LEVEL_V4;
#endif
  return level < level_limit ? level : level_limit;
}

void kn_limit_forward_level(kn_forward_level limit) { level_limit = limit; }

#if defined(__x86_64__)
#define KN_DISPATCH(call)                                                                          \
  switch (kn_active_forward_level()) {                                                             \
  case KN_LEVEL_V4: return call(_v4);                                                              \
  case KN_LEVEL_V3: return call(_v3);                                                              \
  case KN_LEVEL_BASE: return call(_base);                                                          \
  }
#else
#define KN_DISPATCH(call) return call(_base)
#endif

void kn_linear_f32(const kn_linear_call *call, size_t first_row, size_t last_row,
                   size_t first_panel, size_t last_panel) {
#define LINEAR(level) linear##level(call, first_row, last_row, first_panel, last_panel)
  KN_DISPATCH(LINEAR);
}

void kn_attention_f32(const kn_attention_call *call, size_t first_row, size_t last_row,
                      float *scratch) {
#define ATTENTION(level) attention##level(call, first_row, last_row, scratch)
  KN_DISPATCH(ATTENTION);
}

void kn_head_targets_f32(const kn_head_call *call, const int32_t *tokens, float *logits) {
#define TARGETS(level) head_targets##level(call, tokens, logits)
  KN_DISPATCH(TARGETS);
}

void kn_head_f32(const kn_head_call *call, size_t first_panel, size_t last_panel) {
#define HEAD(level) head##level(call, first_panel, last_panel)
  KN_DISPATCH(HEAD);
}
