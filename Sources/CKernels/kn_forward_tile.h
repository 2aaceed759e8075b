// The register tile: a few rows of X times one 32-column panel. Part of kn_forward_level.h.

typedef float KN_LEVEL(vector) __attribute__((ext_vector_type(KN_LANES), aligned(4)));
#define VECTOR KN_LEVEL(vector)

// Compilers avoid the widest registers in loops they vectorise on their own.
#define KN_PRAGMA(text) _Pragma(#text)
#define KN_WIDE_LOOP_OF(lanes, vectors)                                                            \
  KN_PRAGMA(clang loop vectorize_width(lanes) interleave_count(vectors))
#define KN_WIDE_LOOP(vectors) KN_WIDE_LOOP_OF(KN_LANES, vectors)

// Weights of input k, of KN_LANES columns from `column` on. Levels that cannot multiply bfloat16
// make floats of it in registers.
typedef uint32_t KN_LEVEL(pairs) __attribute__((ext_vector_type(KN_LANES), aligned(4)));
KN_INLINE VECTOR KN_LEVEL(weights)(const kn_panel_format format, const void *panel, size_t inputs,
                                   size_t k, size_t column) {
  if (format == KN_PANELS_F32) {
    return *(const VECTOR *)((const float *)panel + k * KN_PANEL + column);
  }
  const uint16_t *halves = (const uint16_t *)panel + kn_pair_place(k - k % 2, column);
  KN_LEVEL(pairs) high = *(const KN_LEVEL(pairs) *)halves;
  VECTOR weights = (VECTOR)(k % 2 ? high & 0xFFFF0000u : high << 16);
  if (format == KN_PANELS_SPLIT) {
    halves += KN_PANEL * kn_padded_inputs(inputs);
    KN_LEVEL(pairs) low = *(const KN_LEVEL(pairs) *)halves;
    weights += (VECTOR)(k % 2 ? low & 0xFFFF0000u : low << 16);
  }
  return weights;
}

// out[i * out_stride + j] = sum over k of x[i * x_stride + k] * panel[k][j], i < rows, j < 32.
// `rows` and `format` are constants at every call, so the sums live in registers.
KN_INLINE void KN_LEVEL(tile_of)(const size_t rows, const kn_panel_format format, const float *x,
                                 size_t x_stride, const void *panel, size_t inputs, float *out,
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
        w[v] = KN_LEVEL(weights)(format, panel, inputs, k, column + v * KN_LANES);
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

// Tiles of one format under a name of their own.
#define TILE_CASE(n)                                                                               \
  case n: return KN_LEVEL(tile_of)(n, FORMAT, x, x_stride, panel, inputs, out, out_stride);
#if KN_ROWS > 6
#define TILE_CASES                                                                                 \
  TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6) TILE_CASE(7)      \
  TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12) TILE_CASE(13) TILE_CASE(14)
#elif KN_ROWS > 4
#define TILE_CASES                                                                                 \
  TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6)
#else
#define TILE_CASES TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4)
#endif

static void KN_LEVEL(tile)(size_t rows, const float *x, size_t x_stride, const float *panel,
                           size_t inputs, float *out, size_t out_stride) {
#define FORMAT KN_PANELS_F32
  switch (rows) { TILE_CASES }
#undef FORMAT
}

// The same as tile kernels, whose stride is in bytes.
static void KN_LEVEL(tile_f32)(size_t rows, const void *x, size_t x_bytes, const void *panel,
                               size_t inputs, float *out, size_t out_stride) {
  KN_LEVEL(tile)(rows, x, x_bytes / sizeof(float), panel, inputs, out, out_stride);
}

static void KN_LEVEL(tile_bf16)(size_t rows, const void *x, size_t x_bytes, const void *panel,
                                size_t inputs, float *out, size_t out_stride) {
  size_t x_stride = x_bytes / sizeof(float);
#define FORMAT KN_PANELS_BF16
  switch (rows) { TILE_CASES }
#undef FORMAT
}

static void KN_LEVEL(tile_split)(size_t rows, const void *x, size_t x_bytes, const void *panel,
                                 size_t inputs, float *out, size_t out_stride) {
  size_t x_stride = x_bytes / sizeof(float);
#define FORMAT KN_PANELS_SPLIT
  switch (rows) { TILE_CASES }
#undef FORMAT
}

#define KERNEL(what, function)                                                                     \
  {.name = KN_NAME what, .run = function, .height = KN_ROWS, .granule = 1}
static const kn_tile KN_LEVEL(tile_kernels)[] = {
    [KN_PANELS_F32] = KERNEL(", float32", KN_LEVEL(tile_f32)),
    [KN_PANELS_BF16] = KERNEL(", float32 inputs, bfloat16 weights", KN_LEVEL(tile_bf16)),
    [KN_PANELS_SPLIT] = KERNEL(", float32 inputs, split weights", KN_LEVEL(tile_split)),
};
#undef KERNEL

KN_INLINE size_t KN_LEVEL(tile_rows)(size_t left) {
  return kn_tile_rows(KN_LEVEL(tile_kernels)[KN_PANELS_F32], left);
}
#undef TILE_CASE
#undef TILE_CASES

// The largest of `n` values, a multiple of 32. Written with vectors because a compiler that
// respects NaN does not vectorise this reduction.
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
