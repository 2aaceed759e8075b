// The product of prepared rows and panels on tiles of 16 rows by 64 bytes. Included twice by
// kn_tile_amx.c, for the processor's tiles and for emulated ones, with
//   KN_TILES           what a function declares before it uses tiles
//   KN_ZERO(t)         tile t = 0
//   KN_LOAD(t, p, s)   16 rows of 64 bytes from p, s bytes apart
//   KN_STORE(t, p, s)
//   KN_DOT(c, a, b)    c[i][j] += sum over 16 pairs of a[i][pair] . b[pair][j]
// Tiles 0 to 3 are sums: rows 0-15 and 16-31 by columns 0-15 and 16-31. Tiles 4 and 5 hold rows, 6
// and 7 weights.

#define KN_PAIRS_STRIDE (KN_PANEL * 4)
#define KN_ROWS_AT(t, x) KN_LOAD(t, x, x_stride)
#define KN_WEIGHTS_AT(t, w) KN_LOAD(t, w, KN_PAIRS_STRIDE)

// 32 rows by 32 columns over `depth` inputs; `more` continues the sums in `out`. `x_rest` and
// `w_rest`, when not null, are the distances in bytes to what rounding left.
static void KN_AMX(square)(const char *x, size_t x_stride, size_t x_rest, const char *w,
                           size_t w_rest, size_t depth, int more, float *out, size_t out_bytes) {
  KN_TILES;
  char *sums = (char *)out;
  char *below = sums + 16 * out_bytes;
  if (more) {
    KN_LOAD(0, sums, out_bytes);
    KN_LOAD(1, sums + 64, out_bytes);
    KN_LOAD(2, below, out_bytes);
    KN_LOAD(3, below + 64, out_bytes);
  } else {
    KN_ZERO(0);
    KN_ZERO(1);
    KN_ZERO(2);
    KN_ZERO(3);
  }
#define KN_DOTS                                                                                    \
  KN_DOT(0, 4, 6);                                                                                 \
  KN_DOT(1, 4, 7);                                                                                 \
  KN_DOT(2, 5, 6);                                                                                 \
  KN_DOT(3, 5, 7)
  for (size_t k = 0; k < depth; k += 32) {
    const char *rows = x + k * 2;
    const char *weights = w + k * KN_PANEL * 2;
    KN_WEIGHTS_AT(6, weights);
    KN_WEIGHTS_AT(7, weights + 64);
    if (w_rest) {
      // The small products first; each operand is loaded once.
      KN_ROWS_AT(4, rows + x_rest);
      KN_ROWS_AT(5, rows + x_rest + 16 * x_stride);
      KN_DOTS;
    }
    KN_ROWS_AT(4, rows);
    KN_ROWS_AT(5, rows + 16 * x_stride);
    KN_DOTS;
    if (w_rest) {
      KN_WEIGHTS_AT(6, weights + w_rest);
      KN_WEIGHTS_AT(7, weights + w_rest + 64);
      KN_DOTS;
    }
  }
#undef KN_DOTS
  KN_STORE(0, sums, out_bytes);
  KN_STORE(1, sums + 64, out_bytes);
  KN_STORE(2, below, out_bytes);
  KN_STORE(3, below + 64, out_bytes);
}

// The upper half of a square.
static void KN_AMX(half)(const char *x, size_t x_stride, size_t x_rest, const char *w,
                         size_t w_rest, size_t depth, int more, float *out, size_t out_bytes) {
  KN_TILES;
  char *sums = (char *)out;
  if (more) {
    KN_LOAD(0, sums, out_bytes);
    KN_LOAD(1, sums + 64, out_bytes);
  } else {
    KN_ZERO(0);
    KN_ZERO(1);
  }
  for (size_t k = 0; k < depth; k += 32) {
    const char *rows = x + k * 2;
    const char *weights = w + k * KN_PANEL * 2;
    KN_WEIGHTS_AT(6, weights);
    KN_WEIGHTS_AT(7, weights + 64);
    if (w_rest) {
      KN_ROWS_AT(4, rows + x_rest);
      KN_DOT(0, 4, 6);
      KN_DOT(1, 4, 7);
    }
    KN_ROWS_AT(4, rows);
    KN_DOT(0, 4, 6);
    KN_DOT(1, 4, 7);
    if (w_rest) {
      KN_WEIGHTS_AT(6, weights + w_rest);
      KN_WEIGHTS_AT(7, weights + w_rest + 64);
      KN_DOT(0, 4, 6);
      KN_DOT(1, 4, 7);
    }
  }
  KN_STORE(0, sums, out_bytes);
  KN_STORE(1, sums + 64, out_bytes);
}

// Goes over the inputs in stretches whose weights stay in the first-level cache for all rows.
KN_INLINE void KN_AMX(tiles)(size_t rows, const char *x, size_t x_stride, const char *panel,
                             size_t inputs, int split, float *out, size_t out_stride) {
  size_t padded = kn_padded_inputs(inputs);
  size_t x_rest = split ? padded * 2 : 0;
  size_t w_rest = split ? padded * KN_PANEL * 2 : 0;
  for (size_t first = 0; first < padded; first += KN_DEPTH) {
    size_t depth = padded - first < KN_DEPTH ? padded - first : KN_DEPTH;
    const char *w = panel + first * KN_PANEL * 2;
    for (size_t row = 0; row < rows; row += 32) {
      const char *from = x + row * x_stride + first * 2;
      float *to = out + row * out_stride;
      size_t out_bytes = out_stride * sizeof(float);
      if (rows - row > 16) {
        KN_AMX(square)(from, x_stride, x_rest, w, w_rest, depth, first > 0, to, out_bytes);
      } else {
        KN_AMX(half)(from, x_stride, x_rest, w, w_rest, depth, first > 0, to, out_bytes);
      }
    }
  }
}

static void KN_AMX(rounded)(size_t rows, const void *x, size_t x_stride, const void *panel,
                            size_t inputs, float *out, size_t out_stride) {
  KN_AMX(tiles)(rows, x, x_stride, panel, inputs, 0, out, out_stride);
}

static void KN_AMX(split)(size_t rows, const void *x, size_t x_stride, const void *panel,
                          size_t inputs, float *out, size_t out_stride) {
  KN_AMX(tiles)(rows, x, x_stride, panel, inputs, 1, out, out_stride);
}

#undef KN_AMX
#undef KN_TILES
#undef KN_ZERO
#undef KN_LOAD
#undef KN_STORE
#undef KN_DOT
#undef KN_PAIRS_STRIDE
#undef KN_ROWS_AT
#undef KN_WEIGHTS_AT
