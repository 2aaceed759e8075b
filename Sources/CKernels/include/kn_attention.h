#pragma once
#include "kn_platform.h"

/// Causal attention of one head over one sequence.
typedef struct {
  /// Rotated queries [tokens, head_width].
  const float *query;
  size_t query_stride;
  /// Keys and values as `kn_attention_pack_f32` writes them.
  const float *keys;
  const float *values;
  size_t tokens;
  size_t head_width;
  /// Keys a query may see, itself included; 0 for all earlier ones.
  size_t window;
  float scale;
  /// Scores become cap * tanh(score / cap) when positive.
  float soft_cap;
  /// Output [tokens, head_width].
  float *out;
  size_t out_stride;
} kn_attention_call;

/// Floats of the packed keys and of the packed values of one key-value head.
size_t kn_attention_keys_size(size_t tokens, size_t head_width);
size_t kn_attention_values_size(size_t tokens, size_t head_width);

/// Packs one key-value head: keys in panels of 32 positions, values in panels of 32 columns.
void kn_attention_pack_f32(const float *key, const float *value, size_t stride, size_t tokens,
                           size_t head_width, float *keys, float *values);

/// Floats of scratch that a call needs.
size_t kn_attention_scratch_size(size_t tokens);

/// out[i] = softmax(scale * q[i] . k[j] over the visible j <= i) . v for first_row <= i < last_row.
/// Blocks of query rows stop at the last key they can see, so about half of the square is computed.
void kn_attention_f32(const kn_attention_call *call, size_t first_row, size_t last_row,
                      float *scratch);
