// Products with a finishing step. Part of kn_forward_level.h.

// y = t or y += t; `count` is a constant where it is a whole panel or half of one.
KN_INLINE void KN_LEVEL(store_row)(size_t count, int accumulate, const float *restrict t,
                                   float *restrict y) {
  if (accumulate) {
    for (size_t j = 0; j < count; j++) y[j] += t[j];
  } else {
    for (size_t j = 0; j < count; j++) y[j] = t[j];
  }
}

// One row of a tile into y; `activation` is a constant at every call.
KN_INLINE void KN_LEVEL(finish_row)(const kn_activation activation, const kn_linear_call *call,
                                    float *restrict t, size_t panel, float *restrict y) {
  KN_FAST_MATH
  if (call->bias) {
    const float *restrict bias = call->bias + panel * KN_PANEL;
    for (size_t j = 0; j < KN_PANEL; j++) t[j] += bias[j];
  }
  size_t width = KN_PANEL;
  if (call->gated) {
    width = KN_PANEL / 2;
    KN_WIDE_LOOP(1)
    for (size_t j = 0; j < KN_PANEL / 2; j++) {
      t[j] = kn_activate(activation, t[j]) * t[j + KN_PANEL / 2];
    }
  } else if (activation != KN_IDENTITY) {
    KN_WIDE_LOOP(1)
    for (size_t j = 0; j < KN_PANEL; j++) t[j] = kn_activate(activation, t[j]);
  }
  size_t first = panel * width;
  size_t count = first + width < call->columns ? width : call->columns - first;
  switch (count) {
  case KN_PANEL: return KN_LEVEL(store_row)(KN_PANEL, call->accumulate, t, y + first);
  case KN_PANEL / 2: return KN_LEVEL(store_row)(KN_PANEL / 2, call->accumulate, t, y + first);
  default: return KN_LEVEL(store_row)(count, call->accumulate, t, y + first);
  }
}

// The outputs of a tile come into the cache while it is computed.
KN_INLINE void KN_LEVEL(fetch_outputs)(const kn_linear_call *call, size_t row, size_t rows,
                                       size_t panel) {
  size_t width = call->gated ? KN_PANEL / 2 : KN_PANEL;
  for (size_t i = 0; i < rows; i++) {
    const char *y = (const char *)(call->y + (row + i) * call->y_stride + panel * width);
    __builtin_prefetch(y, 1);
    if (width == KN_PANEL) __builtin_prefetch(y + 64, 1);
  }
}

static void KN_LEVEL(linear)(const kn_linear_call *call, kn_tile tile, size_t first_row,
                             size_t last_row, size_t first_panel, size_t last_panel) {
  _Alignas(64) float t[KN_TALLEST * KN_PANEL];
  const kn_product *product = &call->product;
  for (size_t panel = first_panel; panel < last_panel; panel++) {
    size_t rows;
    for (size_t row = first_row; row < last_row; row += rows) {
      rows = kn_tile_rows(tile, last_row - row);
      KN_LEVEL(fetch_outputs)(call, row, rows, panel);
      kn_run_tile(tile, product, row, rows, panel, t, KN_PANEL);
      for (size_t i = 0; i < rows; i++) {
        float *source = t + i * KN_PANEL;
        float *y = call->y + (row + i) * call->y_stride;
#define FINISH(a) KN_LEVEL(finish_row)(a, call, source, panel, y); break
        switch (call->activation) {
        case KN_IDENTITY: FINISH(KN_IDENTITY);
        case KN_SILU: FINISH(KN_SILU);
        case KN_GELU_TANH: FINISH(KN_GELU_TANH);
        case KN_GELU_ERF: FINISH(KN_GELU_ERF);
        case KN_RELU: FINISH(KN_RELU);
        }
#undef FINISH
      }
    }
  }
}
