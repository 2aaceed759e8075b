#pragma once
#include <string.h>
#include "kn_platform.h"
#include "kn_product.h"

// bfloat16 values and their places in panels.

// Inputs are padded to the depth of an AMX tile: 16 pairs.
KN_INLINE size_t kn_padded_inputs(size_t inputs) { return (inputs + 31) / 32 * 32; }

// Where a panel of pairs holds input k of a column.
KN_INLINE size_t kn_pair_place(size_t k, size_t column) {
  return k / 2 * (2 * KN_PANEL) + 2 * column + k % 2;
}

KN_INLINE float kn_bf16_value(uint16_t half) {
  uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// low[i] = what is left of x[i] after rounding to high[i], itself rounded.
void kn_bf16_rest(const float *x, const uint16_t *high, uint16_t *low, size_t n);

// Bytes from one prepared row to the next.
size_t kn_bf16_row_stride(kn_panel_format format, size_t inputs);
