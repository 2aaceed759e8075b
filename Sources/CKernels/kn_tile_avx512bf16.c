#include "kn_tile.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "kn_bf16.h"

#define ROWS 14
#define VECTORS (KN_PANEL / 16)

#pragma clang attribute push(                                                                      \
    __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512))),                  \
    apply_to = function)

// `rows` is a constant at every call, so the sums live in registers. Each sum is one chain over the
// pairs of inputs in order.
KN_INLINE void tile_of(const size_t rows, const char *x, size_t x_stride, const uint16_t *panel,
                       size_t pairs, float *out, size_t out_stride) {
  __m512 sum[ROWS][VECTORS];
#pragma unroll
  for (size_t i = 0; i < rows; i++) {
#pragma unroll
    for (size_t v = 0; v < VECTORS; v++) sum[i][v] = _mm512_setzero_ps();
  }
  for (size_t k = 0; k < pairs; k++) {
    __m512bh w[VECTORS];
#pragma unroll
    for (size_t v = 0; v < VECTORS; v++) {
      w[v] = (__m512bh)_mm512_loadu_si512(panel + (k * VECTORS + v) * 32);
    }
#pragma unroll
    for (size_t i = 0; i < rows; i++) {
      int32_t pair;
      memcpy(&pair, x + i * x_stride + k * sizeof pair, sizeof pair);
      __m512bh value = (__m512bh)_mm512_set1_epi32(pair);
#pragma unroll
      for (size_t v = 0; v < VECTORS; v++) sum[i][v] = _mm512_dpbf16_ps(sum[i][v], value, w[v]);
    }
  }
#pragma unroll
  for (size_t i = 0; i < rows; i++) {
#pragma unroll
    for (size_t v = 0; v < VECTORS; v++) {
      _mm512_storeu_ps(out + i * out_stride + v * 16, sum[i][v]);
    }
  }
}

static void tile(size_t rows, const void *x, size_t x_stride, const void *panel, size_t inputs,
                 float *out, size_t out_stride) {
  size_t pairs = (inputs + 1) / 2;
#define TILE_CASE(n)                                                                               \
  case n: return tile_of(n, x, x_stride, panel, pairs, out, out_stride);
  switch (rows) {
    TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6) TILE_CASE(7)
    TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12) TILE_CASE(13)
    TILE_CASE(14)
  }
#undef TILE_CASE
}

#pragma clang attribute pop

const kn_tile kn_tile_avx512bf16 = {
    .name = "AVX512-BF16, bfloat16 inputs and weights",
    .run = tile, .height = ROWS, .granule = 1, .prepared = 1};
#endif
