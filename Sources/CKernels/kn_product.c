#include "kn_product.h"
#include <string.h>
#include "kn_bf16.h"
#include "kn_convert.h"

size_t kn_panel_bytes(kn_panel_format format, size_t inputs) {
  switch (format) {
  case KN_PANELS_F32: return KN_PANEL * inputs * sizeof(float);
  case KN_PANELS_BF16: return KN_PANEL * kn_padded_inputs(inputs) * sizeof(uint16_t);
  case KN_PANELS_SPLIT: return KN_PANEL * kn_padded_inputs(inputs) * 2 * sizeof(uint16_t);
  }
}

KN_CLONES void kn_bf16_rest(const float *x, const uint16_t *high, uint16_t *low, size_t n) {
  float rest[64];
  for (size_t first = 0; first < n; first += 64) {
    size_t count = n - first < 64 ? n - first : 64;
    for (size_t i = 0; i < count; i++) rest[i] = x[first + i] - kn_bf16_value(high[first + i]);
    kn_f32_to_bf16(rest, low + first, count);
  }
}

static void pack_floats(const float *rows, size_t count, size_t inputs, float *panel) {
  for (size_t k = 0; k < inputs; k++) {
    for (size_t j = 0; j < count; j++) panel[k * KN_PANEL + j] = rows[j * inputs + k];
    for (size_t j = count; j < KN_PANEL; j++) panel[k * KN_PANEL + j] = 0;
  }
}

// Inputs that are rounded at a time.
#define STRETCH 128

// Writes the rounded weights and, when `rest` is not null, what rounding left of them.
static void pack_pairs(const float *rows, size_t count, size_t inputs, uint16_t *panel,
                       uint16_t *rest) {
  uint16_t high[KN_PANEL][STRETCH], low[KN_PANEL][STRETCH];
  size_t padded = kn_padded_inputs(inputs);
  for (size_t first = 0; first < padded; first += STRETCH) {
    size_t n = inputs - first < STRETCH ? inputs - first : STRETCH;
    size_t width = padded - first < STRETCH ? padded - first : STRETCH;
    memset(high, 0, sizeof high);
    memset(low, 0, sizeof low);
    for (size_t j = 0; j < count; j++) {
      kn_f32_to_bf16(rows + j * inputs + first, high[j], n);
      if (rest) kn_bf16_rest(rows + j * inputs + first, high[j], low[j], n);
    }
    for (size_t k = 0; k < width; k += 2) {
      for (size_t j = 0; j < KN_PANEL; j++) {
        size_t place = kn_pair_place(first + k, j);
        memcpy(panel + place, &high[j][k], 2 * sizeof(uint16_t));
        if (rest) memcpy(rest + place, &low[j][k], 2 * sizeof(uint16_t));
      }
    }
  }
}

void kn_pack_panel(kn_panel_format format, const float *rows, size_t count, size_t inputs,
                   void *panel) {
  uint16_t *pairs = panel;
  switch (format) {
  case KN_PANELS_F32: return pack_floats(rows, count, inputs, panel);
  case KN_PANELS_BF16: return pack_pairs(rows, count, inputs, pairs, NULL);
  case KN_PANELS_SPLIT:
    return pack_pairs(rows, count, inputs, pairs, pairs + KN_PANEL * kn_padded_inputs(inputs));
  }
}

void kn_unpack_row(kn_panel_format format, const void *panel, size_t column, size_t inputs,
                   float *out) {
  const float *floats = panel;
  const uint16_t *pairs = panel;
  const uint16_t *rest = pairs + KN_PANEL * kn_padded_inputs(inputs);
  for (size_t k = 0; k < inputs; k++) {
    size_t place = kn_pair_place(k, column);
    switch (format) {
    case KN_PANELS_F32: out[k] = floats[k * KN_PANEL + column]; break;
    case KN_PANELS_BF16: out[k] = kn_bf16_value(pairs[place]); break;
    case KN_PANELS_SPLIT: out[k] = kn_bf16_value(pairs[place]) + kn_bf16_value(rest[place]); break;
    }
  }
}

static void round_row(const float *x, size_t inputs, size_t padded, uint16_t *out) {
  kn_f32_to_bf16(x, out, inputs);
  memset(out + inputs, 0, (padded - inputs) * sizeof(uint16_t));
}

// Rows a multiple of 2 KiB apart would fall into the same sets of the first-level cache.
size_t kn_bf16_row_stride(kn_panel_format format, size_t inputs) {
  size_t lines = kn_padded_inputs(inputs) * (format == KN_PANELS_SPLIT ? 2 : 1) / 32;
  return (lines % 32 == 0 ? lines + 1 : lines) * 64;
}

void kn_prepare_rows(kn_panel_format format, const float *x, size_t x_stride, size_t rows,
                     size_t inputs, void *out) {
  size_t stride = kn_bf16_row_stride(format, inputs);
  size_t padded = kn_padded_inputs(inputs);
  for (size_t row = 0; row < rows; row++) {
    const float *values = x + row * x_stride;
    uint16_t *high = (uint16_t *)((char *)out + row * stride);
    round_row(values, inputs, padded, high);
    if (format == KN_PANELS_SPLIT) {
      kn_bf16_rest(values, high, high + padded, inputs);
      memset(high + padded + inputs, 0, (padded - inputs) * sizeof(uint16_t));
    }
  }
}
