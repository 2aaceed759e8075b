#include <math.h>
#include <string.h>
#include "kn_attention.h"
#include "kn_forward.h"
#include "kn_forward_math.h"
#include "kn_forward_sizes.h"
#include "kn_amx.h"
#include "kn_bf16.h"
#include "kn_head.h"
#include "kn_level.h"
#include "kn_tile.h"

// The kernels of a forward pass, compiled once per instruction set. A register tile that suits one
// set spills on another, so `target_clones` over one source is not enough: each level names its
// vector length (KN_LANES), vectors of columns (KN_VECTORS) and rows (KN_ROWS) of the tile.

#if defined(__x86_64__)
#define KN_LEVEL(name) name##_v4
#define KN_NAME "AVX-512"
#define KN_LANES 16
#define KN_VECTORS 2
#define KN_ROWS 14
#pragma clang attribute push(                                                                      \
    __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#include "kn_forward_level.h"
#pragma clang attribute pop

#define KN_LEVEL(name) name##_v3
#define KN_NAME "AVX2"
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
#define KN_NAME "NEON"
#define KN_VECTORS 4
#define KN_ROWS 6
#else
#define KN_NAME "baseline"
#define KN_VECTORS 2
#define KN_ROWS 4
#endif
#include "kn_forward_level.h"

// The kernel of a format on the active level.
static kn_tile tile_of_format(kn_panel_format format) {
  kn_forward_level level = kn_active_forward_level();
  if (level == KN_LEVEL_AMX && format != KN_PANELS_F32 && kn_amx_is_emulated()) {
    return format == KN_PANELS_SPLIT ? kn_tile_emulated_split : kn_tile_emulated;
  }
#if defined(__x86_64__)
  if (level == KN_LEVEL_AMX && format != KN_PANELS_F32) {
    return format == KN_PANELS_SPLIT ? kn_tile_amx_split : kn_tile_amx;
  }
  if (level == KN_LEVEL_V4_BF16 && format == KN_PANELS_BF16) return kn_tile_avx512bf16;
  switch (kn_widest_plain_level()) {
  case KN_LEVEL_V4: return tile_kernels_v4[format];
  case KN_LEVEL_V3: return tile_kernels_v3[format];
  default: break;
  }
#endif
  return tile_kernels_base[format];
}

size_t kn_prepared_stride(kn_panel_format format, size_t inputs) {
  return tile_of_format(format).prepared ? kn_bf16_row_stride(format, inputs) : 0;
}

const char *kn_kernel_name(kn_panel_format format) { return tile_of_format(format).name; }

#if defined(__x86_64__)
#define KN_DISPATCH(call)                                                                          \
  switch (kn_widest_plain_level()) {                                                               \
  case KN_LEVEL_V4: call(_v4); break;                                                              \
  case KN_LEVEL_V3: call(_v3); break;                                                              \
  default: call(_base); break;                                                                     \
  }
#else
#define KN_DISPATCH(call) call(_base)
#endif

void kn_linear_f32(const kn_linear_call *call, size_t first_row, size_t last_row,
                   size_t first_panel, size_t last_panel) {
  kn_tile tile = tile_of_format(call->product.format);
  if (tile.begin) tile.begin();
#define LINEAR(level) linear##level(call, tile, first_row, last_row, first_panel, last_panel)
  KN_DISPATCH(LINEAR);
  if (tile.end) tile.end();
}

void kn_head_targets_f32(const kn_head_call *call, const int32_t *tokens, float *logits) {
  kn_tile tile = tile_of_format(call->product.format);
  if (tile.begin) tile.begin();
#define TARGETS(level) head_targets##level(call, tile, tokens, logits)
  KN_DISPATCH(TARGETS);
  if (tile.end) tile.end();
}

void kn_head_f32(const kn_head_call *call, size_t first_panel, size_t last_panel) {
  kn_tile tile = tile_of_format(call->product.format);
  if (tile.begin) tile.begin();
#define HEAD(level) head##level(call, tile, first_panel, last_panel)
  KN_DISPATCH(HEAD);
  if (tile.end) tile.end();
}

void kn_attention_f32(const kn_attention_call *call, size_t first_row, size_t last_row,
                      float *scratch) {
#define ATTENTION(level) attention##level(call, first_row, last_row, scratch)
  KN_DISPATCH(ATTENTION);
}
