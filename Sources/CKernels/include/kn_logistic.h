#pragma once
#include "kn_logistic_rows.h"

/// scores[i] = (x_r - mean) . direction + intercept for r = rows[first + i], i < count.
/// `scratch` holds KN_ROW_SCRATCH * width floats, here and below.
void kn_logistic_scores(kn_logistic_rows data, size_t first, size_t count, const float *direction,
                        double intercept, float *scratch, double *scores);

/// One fused pass over rows [first, first + count): each row is read from memory once.
///
/// With z_i = (x_i - mean) . direction + intercept and targets t_i in [0, 1], adds
/// sum weight_i (sigmoid(z_i) - t_i) (x_i - mean) to `gradient` (width doubles), the same sum
/// without the row to `*gradient_sum`, and sum weight_i (ln(1 + e^z_i) - t_i z_i) to `*loss`.
/// `weights` may be null (all ones). A negative weight keeps a row out of these sums and adds
/// |weight_i| times its loss to `*held_loss`. Targets and weights are indexed by i, not by row
/// number. `curvature`, when not null, receives max(weight_i, 0) p_i (1 - p_i).
///
/// Calls that cut a range at multiples of 128 rows give the same sums as one call.
void kn_logistic_pass(kn_logistic_rows data, size_t first, size_t count, const float *direction,
                      double intercept, const float *targets, const float *weights, float *scratch,
                      double *gradient, double *gradient_sum, double *loss, double *held_loss,
                      float *curvature);
