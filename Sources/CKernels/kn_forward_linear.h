// Products with a finishing step. Part of kn_forward_level.h.

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
  y += first;
  if (call->accumulate) {
    for (size_t j = 0; j < count; j++) y[j] += t[j];
  } else {
    for (size_t j = 0; j < count; j++) y[j] = t[j];
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
