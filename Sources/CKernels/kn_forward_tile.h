// The register tile: a few rows of X times one 32-column panel. Part of kn_forward_level.h.

typedef float KN_LEVEL(vector) __attribute__((ext_vector_type(KN_LANES), aligned(4)));
#define VECTOR KN_LEVEL(vector)

// Compilers avoid the widest registers in loops they vectorise on their own.
#define KN_PRAGMA(text) _Pragma(#text)
#define KN_WIDE_LOOP_OF(lanes, vectors)                                                            \
  KN_PRAGMA(clang loop vectorize_width(lanes) interleave_count(vectors))
#define KN_WIDE_LOOP(vectors) KN_WIDE_LOOP_OF(KN_LANES, vectors)

// out[i * out_stride + j] = sum over k of x[i * x_stride + k] * panel[k * 32 + j], i < rows, j < 32.
// `rows` is a constant at every call, so the sums live in registers.
KN_INLINE void KN_LEVEL(tile_of)(const size_t rows, const float *x, size_t x_stride,
                                 const float *panel, size_t inputs, float *out,
                                 size_t out_stride) {
#pragma clang fp contract(fast)
  for (size_t column = 0; column < KN_PANEL; column += KN_LANES * KN_VECTORS) {
    VECTOR sum[KN_ROWS][KN_VECTORS];
#pragma unroll
    for (size_t i = 0; i < rows; i++) {
#pragma unroll
      for (size_t v = 0; v < KN_VECTORS; v++) sum[i][v] = (VECTOR)(0.0f);
    }
    for (size_t k = 0; k < inputs; k++) {
      VECTOR w[KN_VECTORS];
#pragma unroll
      for (size_t v = 0; v < KN_VECTORS; v++) {
        w[v] = *(const VECTOR *)(panel + k * KN_PANEL + column + v * KN_LANES);
      }
#pragma unroll
      for (size_t i = 0; i < rows; i++) {
        VECTOR value = (VECTOR)(x[i * x_stride + k]);
#pragma unroll
        for (size_t v = 0; v < KN_VECTORS; v++) sum[i][v] = value * w[v] + sum[i][v];
      }
    }
#pragma unroll
    for (size_t i = 0; i < rows; i++) {
#pragma unroll
      for (size_t v = 0; v < KN_VECTORS; v++) {
        *(VECTOR *)(out + i * out_stride + column + v * KN_LANES) = sum[i][v];
      }
    }
  }
}

static void KN_LEVEL(tile)(size_t rows, const float *x, size_t x_stride, const float *panel,
                           size_t inputs, float *out, size_t out_stride) {
#define TILE_CASE(n)                                                                               \
  case n: return KN_LEVEL(tile_of)(n, x, x_stride, panel, inputs, out, out_stride);
  switch (rows) {
    TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4)
#if KN_ROWS > 4
    TILE_CASE(5) TILE_CASE(6)
#endif
#if KN_ROWS > 6
    TILE_CASE(7) TILE_CASE(8) TILE_CASE(9) TILE_CASE(10)
    TILE_CASE(11) TILE_CASE(12) TILE_CASE(13) TILE_CASE(14)
#endif
  }
#undef TILE_CASE
}

// Rows of the next tile when `left` rows are left: nearly equal tiles keep the pipelines full.
KN_INLINE size_t KN_LEVEL(tile_rows)(size_t left) {
  size_t tiles = (left + KN_ROWS - 1) / KN_ROWS;
  return (left + tiles - 1) / tiles;
}

// The largest of `n` values, a multiple of 32. Written with vectors because a compiler that respects
// NaN does not vectorise this reduction.
KN_INLINE float KN_LEVEL(largest)(const float *x, size_t n) {
  VECTOR best[2] = {*(const VECTOR *)x, *(const VECTOR *)(x + KN_LANES)};
  for (size_t j = 0; j < n; j += 2 * KN_LANES) {
#pragma unroll
    for (size_t v = 0; v < 2; v++) {
      VECTOR value = *(const VECTOR *)(x + j + v * KN_LANES);
      best[v] = value > best[v] ? value : best[v];
    }
  }
  best[0] = best[1] > best[0] ? best[1] : best[0];
  float largest = best[0][0];
#pragma unroll
  for (size_t lane = 1; lane < KN_LANES; lane++) {
    largest = best[0][lane] > largest ? best[0][lane] : largest;
  }
  return largest;
}
