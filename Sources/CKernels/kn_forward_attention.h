// Causal attention of the query heads of one key-value head. Part of kn_forward_level.h.

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

// Scores of a tile of gathered queries against the keys of [begin, end); both are whole panels but
// for the last, whose missing keys give scores that nobody reads.
KN_INLINE void KN_LEVEL(attention_scores)(const kn_attention_call *call, size_t rows,
                                          const float *queries, size_t begin, size_t end,
                                          float *scores, size_t stride) {
  size_t width = call->head_width;
  for (size_t r = 0; r < call->run_count; r++) {
    const kn_attention_run *run = call->runs + r;
    size_t last = run->end < end ? run->end : end;
    for (size_t key = run->first > begin ? run->first : begin; key < last; key += KN_PANEL) {
      KN_LEVEL(tile)(rows, queries, width, run->keys + (key - run->first) * width, width,
                     scores + (key - begin), stride);
    }
  }
}

// out[i * 32 + j] = sum of weight[i] * value[j] over the positions [begin, end), for the 32 columns
// from `first_column` on: one chain through all runs. `rows` is a constant at every call.
KN_INLINE void KN_LEVEL(attention_gather_of)(const size_t rows, const kn_attention_call *call,
                                             const float *weights, size_t stride, size_t begin,
                                             size_t end, size_t first_column, float *out) {
#pragma clang fp contract(fast)
  for (size_t column = 0; column < KN_PANEL; column += KN_LANES * KN_VECTORS) {
    VECTOR sum[KN_ROWS][KN_VECTORS];
#pragma unroll
    for (size_t i = 0; i < rows; i++) {
#pragma unroll
      for (size_t v = 0; v < KN_VECTORS; v++) sum[i][v] = (VECTOR)(0.0f);
    }
    for (size_t r = 0; r < call->run_count; r++) {
      const kn_attention_run *run = call->runs + r;
      size_t first = run->first > begin ? run->first : begin;
      size_t last = run->end < end ? run->end : end;
      const float *panel = run->values + first_column * run->capacity + column;
      for (size_t key = first; key < last; key++) {
        const float *value = panel + (key - run->first) * KN_PANEL;
        VECTOR w[KN_VECTORS];
#pragma unroll
        for (size_t v = 0; v < KN_VECTORS; v++) w[v] = *(const VECTOR *)(value + v * KN_LANES);
#pragma unroll
        for (size_t i = 0; i < rows; i++) {
          VECTOR weight = (VECTOR)(weights[i * stride + (key - begin)]);
#pragma unroll
          for (size_t v = 0; v < KN_VECTORS; v++) sum[i][v] = weight * w[v] + sum[i][v];
        }
      }
    }
#pragma unroll
    for (size_t i = 0; i < rows; i++) {
#pragma unroll
      for (size_t v = 0; v < KN_VECTORS; v++) {
        *(VECTOR *)(out + i * KN_PANEL + column + v * KN_LANES) = sum[i][v];
      }
    }
  }
}

static void KN_LEVEL(attention_gather)(size_t rows, const kn_attention_call *call,
                                       const float *weights, size_t stride, size_t begin,
                                       size_t end, size_t first_column, float *out) {
#define GATHER_CASE(n)                                                                             \
  case n:                                                                                          \
    return KN_LEVEL(attention_gather_of)(n, call, weights, stride, begin, end, first_column, out);
  switch (rows) {
    GATHER_CASE(1) GATHER_CASE(2) GATHER_CASE(3) GATHER_CASE(4)
#if KN_ROWS > 4
    GATHER_CASE(5) GATHER_CASE(6)
#endif
#if KN_ROWS > 6
    GATHER_CASE(7) GATHER_CASE(8) GATHER_CASE(9) GATHER_CASE(10)
    GATHER_CASE(11) GATHER_CASE(12) GATHER_CASE(13) GATHER_CASE(14)
#endif
  }
#undef GATHER_CASE
}

// A tile holds the heads of one position, then those of the next: neighbours see nearly the same
// keys, and each panel is read once for all heads.
static void KN_LEVEL(attention)(const kn_attention_call *call, size_t first_row, size_t last_row,
                                float *scratch) {
  _Alignas(64) float t[KN_ROWS * KN_PANEL];
  float inverse[KN_ROWS];
  size_t heads = call->heads, width = call->head_width;
  size_t stride = kn_attention_scores_stride(call->runs[call->run_count - 1].end);
  float *queries = scratch + KN_MAX_ROWS * stride;
  size_t rows;
  for (size_t item = first_row * heads; item < last_row * heads; item += rows) {
    rows = KN_LEVEL(tile_rows)(last_row * heads - item);
    for (size_t i = 0; i < rows; i++) {
      const float *query = call->query + (item + i) / heads * call->query_stride;
      memcpy(queries + i * width, query + (item + i) % heads * width, width * sizeof(float));
    }
    // Keys of whole panels from the oldest one that the first row sees to the newest of the last.
    size_t newest = call->start + item / heads + 1;
    size_t begin = call->window && newest > call->window ? newest - call->window : 0;
    begin = begin / KN_PANEL * KN_PANEL;
    size_t end = call->start + (item + rows - 1) / heads + 1;
    size_t seen = (end - begin + KN_PANEL - 1) / KN_PANEL * KN_PANEL;
    KN_LEVEL(attention_scores)(call, rows, queries, begin, end, scratch, stride);
    for (size_t i = 0; i < rows; i++) {
      size_t own = call->start + (item + i) / heads + 1;
      size_t visible = call->window && own > call->window ? own - call->window : 0;
      size_t first = visible > begin ? visible - begin : 0;
      inverse[i] =
          KN_LEVEL(attention_weights)(call, scratch + i * stride, first, own - begin, seen);
    }
    for (size_t column = 0; column < width; column += KN_PANEL) {
      KN_LEVEL(attention_gather)(rows, call, scratch, stride, begin, end, column, t);
      size_t count = width - column < KN_PANEL ? width - column : KN_PANEL;
      for (size_t i = 0; i < rows; i++) {
        float *out = call->out + (item + i) / heads * call->out_stride +
                     (item + i) % heads * width + column;
        for (size_t j = 0; j < count; j++) out[j] = t[i * KN_PANEL + j] * inverse[i];
      }
    }
  }
}
