#pragma once
#include "kn_platform.h"
#include "kn_product.h"

// A tile kernel computes a few rows of X times one panel:
// out[i * out_stride + j] = sum over k of x[i][k] * w[k][j], i < rows, j < 32.
// `x_stride` is in bytes. A kernel may write, and read of x, whole granules of rows.
typedef void (*kn_tile_function)(size_t rows, const void *x, size_t x_stride, const void *panel,
                                 size_t inputs, float *out, size_t out_stride);

typedef struct {
  const char *name;
  kn_tile_function run;
  // The most rows of a tile, and the rows that cost the same as fewer.
  size_t height;
  size_t granule;
  // Whether x is what `kn_prepare_rows` writes instead of floats.
  int prepared;
  // What a thread does before its first and after its last tile; may be null.
  void (*begin)(void);
  void (*end)(void);
} kn_tile;

// Rows of the next tile when `left` rows are left: nearly equal tiles keep the pipelines full.
KN_INLINE size_t kn_tile_rows(kn_tile tile, size_t left) {
  size_t tiles = (left + tile.height - 1) / tile.height;
  size_t rows = (left + tiles - 1) / tiles;
  rows = (rows + tile.granule - 1) / tile.granule * tile.granule;
  return rows < left ? rows : left;
}

KN_INLINE void kn_run_tile(kn_tile tile, const kn_product *product, size_t row, size_t rows,
                           size_t panel, float *out, size_t out_stride) {
  size_t panel_bytes = kn_panel_bytes(product->format, product->inputs);
  tile.run(rows, (const char *)product->x + row * product->x_stride, product->x_stride,
           (const char *)product->panels + panel * panel_bytes, product->inputs, out, out_stride);
}

// bfloat16 panels on AVX512-BF16.
extern const kn_tile kn_tile_avx512bf16;
// bfloat16 and split panels on AMX, and on tiles in plain C for tests.
extern const kn_tile kn_tile_amx;
extern const kn_tile kn_tile_amx_split;
extern const kn_tile kn_tile_emulated;
extern const kn_tile kn_tile_emulated_split;
