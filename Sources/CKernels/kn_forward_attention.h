// Causal attention of one head. Part of kn_forward_level.h.

// Softmax over scores[begin, end), zeros elsewhere in the `width` scores, a number of whole panels;
// returns 1 / sum, which the caller applies to the far fewer outputs.
KN_INLINE float KN_LEVEL(attention_weights)(const kn_attention_call *call, float *restrict scores,
                                            size_t begin, size_t end, size_t width) {
  KN_FAST_MATH
  float scale = call->scale;
  if (call->soft_cap > 0) {
    float cap = call->soft_cap;
    for (size_t j = begin; j < end; j++) scores[j] = cap * kn_tanh(scores[j] * scale / cap);
    scale = 1;
  }
  // The exponential of the smallest number is 0, so nothing below has to know the limits.
  for (size_t j = 0; j < begin; j++) scores[j] = KN_SMALLEST;
  for (size_t j = end; j < width; j++) scores[j] = KN_SMALLEST;
  width = width / KN_PANEL * KN_PANEL;  // so that the compiler leaves out a remainder
  float largest = KN_LEVEL(largest)(scores, width);
  float sum = 0;
  KN_WIDE_LOOP(2)
  for (size_t j = 0; j < width; j++) {
    float e = kn_exp(scale * (scores[j] - largest));
    scores[j] = e;
    sum += e;
  }
  return 1.0f / sum;
}

static void KN_LEVEL(attention)(const kn_attention_call *call, size_t first_row, size_t last_row,
                                float *scratch) {
  _Alignas(64) float t[KN_ROWS * KN_PANEL];
  float inverse[KN_ROWS];
  size_t stride = kn_attention_scratch_size(call->tokens) / KN_MAX_ROWS;
  size_t width = call->head_width;
  for (size_t row = first_row; row < last_row; row += KN_ROWS) {
    size_t rows = last_row - row < KN_ROWS ? last_row - row : KN_ROWS;
    // Keys of whole panels from the oldest one that row `row` sees to the newest of the last row.
    size_t oldest = call->window && row + 1 > call->window ? row + 1 - call->window : 0;
    size_t begin = oldest / KN_PANEL * KN_PANEL;
    size_t end = row + rows;
    size_t seen = (end - begin + KN_PANEL - 1) / KN_PANEL * KN_PANEL;
    const float *query = call->query + row * call->query_stride;
    for (size_t key = begin; key < end; key += KN_PANEL) {
      KN_LEVEL(tile)(rows, query, call->query_stride, call->keys + key * width, width,
                     scratch + (key - begin), stride);
    }
    for (size_t i = 0; i < rows; i++) {
      size_t newest = row + i + 1;
      size_t visible = call->window && newest > call->window ? newest - call->window : 0;
      size_t first = visible > begin ? visible - begin : 0;
      inverse[i] = KN_LEVEL(attention_weights)(call, scratch + i * stride, first, newest - begin,
                                               seen);
    }
    for (size_t column = 0; column < width; column += KN_PANEL) {
      const float *values = call->values + column * call->tokens + begin * KN_PANEL;
      KN_LEVEL(tile)(rows, scratch, stride, values, end - begin, t, KN_PANEL);
      size_t count = width - column < KN_PANEL ? width - column : KN_PANEL;
      for (size_t i = 0; i < rows; i++) {
        float *out = call->out + (row + i) * call->out_stride + column;
        for (size_t j = 0; j < count; j++) out[j] = t[i * KN_PANEL + j] * inverse[i];
      }
    }
  }
}
