// Logits folded into statistics while they are in L1. Part of kn_forward_level.h.

KN_INLINE void KN_LEVEL(head_finish)(const kn_head_call *call, float *restrict z, size_t first,
                                     size_t count) {
  KN_FAST_MATH
  if (call->bias) {
    for (size_t j = 0; j < count; j++) z[j] += call->bias[first + j];
  }
  if (call->soft_cap > 0) {
    float cap = call->soft_cap;
    for (size_t j = 0; j < count; j++) z[j] = cap * kn_tanh(z[j] / cap);
  }
}

// Puts a logit into its place in a list sorted from the largest down.
static void KN_LEVEL(head_insert)(float *logits, int32_t *tokens, size_t k, float z,
                                  int32_t token) {
  size_t place = k - 1;
  while (place > 0 && z > logits[place - 1]) {
    logits[place] = logits[place - 1];
    tokens[place] = tokens[place - 1];
    place--;
  }
  logits[place] = z;
  tokens[place] = token;
}

KN_INLINE void KN_LEVEL(head_top)(float *logits, int32_t *tokens, size_t k,
                                  const float *restrict z, size_t first, size_t count) {
  for (size_t start = 0; start < count; start += 16) {
    size_t block = count - start < 16 ? count - start : 16;
    float threshold = logits[k - 1];
    int any = 0;
    for (size_t j = 0; j < block; j++) any |= z[start + j] > threshold;
    if (!any) continue;
    for (size_t j = start; j < start + block; j++) {
      int32_t token = (int32_t)(first + j);
      if (z[j] > logits[k - 1]) KN_LEVEL(head_insert)(logits, tokens, k, z[j], token);
    }
  }
}

// Adds the first `count` of a slab's logits to a partial result; sums of one slab are floats, slabs
// add up in double. The rest of the slab is overwritten.
KN_INLINE float KN_LEVEL(head_fold)(kn_head_partial *partial, float *restrict z, size_t count,
                                    float target) {
  KN_FAST_MATH
  for (size_t j = count; j < KN_HEAD_SLAB; j++) z[j] = KN_SMALLEST;
  float largest = KN_LEVEL(largest)(z, KN_HEAD_SLAB);
  int32_t larger = 0;
  KN_WIDE_LOOP(2)
  for (size_t j = 0; j < KN_HEAD_SLAB; j++) larger += z[j] > target;
  float sum = 0, moment = 0;
  KN_WIDE_LOOP(2)
  for (size_t j = 0; j < KN_HEAD_SLAB; j++) {
    float d = z[j] - largest;
    float e = kn_exp(d);
    sum += e;
    moment += d * e;
  }
  partial->larger += larger;
  kn_head_merge(partial, largest, sum, moment);
  return largest;
}

static void KN_LEVEL(head)(const kn_head_call *call, kn_tile tile, size_t first_panel,
                           size_t last_panel) {
  _Alignas(64) float z[KN_HEAD_ROWS * KN_HEAD_SLAB];
  if (tile.height > KN_HEAD_ROWS) tile.height = KN_HEAD_ROWS;
  size_t slab = KN_HEAD_SLAB / KN_PANEL;
  for (size_t panel = first_panel; panel < last_panel; panel += slab) {
    size_t end = panel + slab < last_panel ? panel + slab : last_panel;
    size_t first = panel * KN_PANEL;
    size_t limit = end * KN_PANEL < call->columns ? end * KN_PANEL : call->columns;
    size_t rows;
    for (size_t row = 0; row < call->rows; row += rows) {
      rows = kn_tile_rows(tile, call->rows - row);
      for (size_t p = panel; p < end; p++) {
        kn_run_tile(tile, &call->product, row, rows, p, z + (p - panel) * KN_PANEL, KN_HEAD_SLAB);
      }
      for (size_t i = 0; i < rows; i++) {
        float *logits = z + i * KN_HEAD_SLAB;
        KN_LEVEL(head_finish)(call, logits, first, limit - first);
        float largest = KN_LEVEL(head_fold)(call->partials + row + i, logits, limit - first,
                                            call->targets[row + i]);
        float *top = call->top_logits + (row + i) * call->top_k;
        if (call->top_k > 0 && largest > top[call->top_k - 1]) {
          KN_LEVEL(head_top)(top, call->top_tokens + (row + i) * call->top_k, call->top_k, logits,
                             first, limit - first);
        }
      }
    }
  }
}

static void KN_LEVEL(head_targets)(const kn_head_call *call, kn_tile tile, const int32_t *tokens,
                                   float *logits) {
  _Alignas(64) float z[KN_HEAD_ROWS * KN_PANEL];
  for (size_t row = 0; row < call->rows; row++) {
    if (tokens[row] < 0) {
      logits[row] = NAN;
      continue;
    }
    size_t panel = (size_t)tokens[row] / KN_PANEL;
    kn_run_tile(tile, &call->product, row, 1, panel, z, KN_PANEL);
    KN_LEVEL(head_finish)(call, z, panel * KN_PANEL, KN_PANEL);
    logits[row] = z[(size_t)tokens[row] % KN_PANEL];
  }
}
