#pragma once
#include "kn_platform.h"

/// Keys and values of neighbouring positions of one sequence and one key-value head.
///
/// Panels lie at absolute positions, whatever wrote them: a sequence that was run in parts reads the
/// same panels in the same order as one that was run whole, so results agree to the last bit.
typedef struct {
  /// Panels of 32 positions [panels][head_width][32], the first from position `first` on.
  const float *keys;
  /// Panels of 32 columns [ceil(head_width / 32)][capacity][32].
  const float *values;
  /// A multiple of 32.
  size_t first;
  /// Positions before it are read: a multiple of 32 in every run but the last of a sequence.
  size_t end;
  /// Positions that a panel of values holds; at least `end - first`.
  size_t capacity;
} kn_attention_run;

/// Causal attention of the query heads that share one key-value head, in one sequence.
typedef struct {
  /// Rotated queries [rows, heads * head_width].
  const float *query;
  size_t query_stride;
  size_t heads;
  size_t head_width;
  /// Position of the first row.
  size_t start;
  /// Runs that follow each other from position 0 to beyond the last row.
  const kn_attention_run *runs;
  size_t run_count;
  /// Keys a query may see, itself included; 0 for all earlier ones.
  size_t window;
  float scale;
  /// Scores become cap * tanh(score / cap) when positive.
  float soft_cap;
  /// Output [rows, heads * head_width].
  float *out;
  size_t out_stride;
} kn_attention_call;

/// Floats of the packed keys and of the packed values of one key-value head.
size_t kn_attention_keys_size(size_t positions, size_t head_width);
size_t kn_attention_values_size(size_t positions, size_t head_width);

/// Packs `tokens` rows of one key-value head behind the first `held` positions of panels for
/// `held + tokens` positions; `held` is below 32.
void kn_attention_pack_f32(const float *key, const float *value, size_t stride, size_t tokens,
                           size_t head_width, size_t held, float *keys, float *values);

/// Fills those first `held` positions from the unfinished last panel of another run, which starts
/// at `position`; the panels written hold `capacity` positions.
void kn_attention_carry_f32(const kn_attention_run *from, size_t position, size_t held,
                            size_t head_width, size_t capacity, float *keys, float *values);

/// Distance of the rows of scores in the scratch of a call whose runs end at `positions`.
size_t kn_attention_scores_stride(size_t positions);

/// Floats of scratch that such a call needs.
size_t kn_attention_scratch_size(size_t positions, size_t head_width);

/// out[i] = softmax(scale * q[i] . k[j] over the visible j <= start + i) . v for the rows
/// first_row <= i < last_row of every head. A few rows are computed at a time and stop at the last
/// key they can see, so about half of the square is computed and none of it is kept.
void kn_attention_f32(const kn_attention_call *call, size_t first_row, size_t last_row,
                      float *scratch);
