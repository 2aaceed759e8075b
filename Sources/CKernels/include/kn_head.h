#pragma once
#include "kn_product.h"

/// What one stretch of the vocabulary says about one position. With z the logits of the stretch and
/// m their maximum: sum = sum e^(z-m), moment = sum (z-m) e^(z-m).
typedef struct {
  double maximum;
  double sum;
  double moment;
  /// Logits strictly larger than the target's.
  int64_t larger;
} kn_head_partial;

/// Adds the sums of one more stretch, whose maximum is `maximum`. An empty result starts with
/// maximum -infinity and zeros.
void kn_head_merge(kn_head_partial *into, double maximum, double sum, double moment);

/// The head over a stretch of the vocabulary: logits are made 256 columns at a time for a few rows,
/// folded into the partial results while they are in the first-level cache, and forgotten.
typedef struct {
  /// Rows after the final norm and the weights of the head.
  kn_product product;
  size_t rows;
  /// One value per packed column, or null.
  const float *bias;
  /// Vocabulary size.
  size_t columns;
  /// Logits become cap * tanh(logit / cap) when positive.
  float soft_cap;
  /// Logit of the actual next token of each row; NaN counts nothing as larger.
  const float *targets;
  size_t top_k;
  /// Results: [rows], [rows, top_k], [rows, top_k]; unused places keep -infinity and -1.
  kn_head_partial *partials;
  float *top_logits;
  int32_t *top_tokens;
} kn_head_call;

/// Logits of one token a row, the same to the last bit as in `kn_head_f32`. Token -1 gives NaN.
void kn_head_targets_f32(const kn_head_call *call, const int32_t *tokens, float *logits);

/// Runs the panels [first_panel, last_panel); `first_panel` is a multiple of 8. Of equal logits the
/// lower token ranks first.
void kn_head_f32(const kn_head_call *call, size_t first_panel, size_t last_panel);
