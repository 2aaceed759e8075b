#pragma once
#include "kn_platform.h"

/// Which rows of a row-major float matrix a pass reads, and how it centres them.
typedef struct {
  /// First element of row 0.
  const float *x;
  /// Elements from one row to the next.
  size_t row_stride;
  /// Features per row.
  size_t width;
  /// Row numbers to read, or null for rows 0, 1, 2, ...
  const int32_t *rows;
  /// Subtracted from every row; `width` values.
  const float *mean;
} kn_logistic_rows;

/// scores[i] = (x_r - mean) . direction + intercept for r = rows[first + i], i < count.
void kn_logistic_scores(kn_logistic_rows data, size_t first, size_t count, const float *direction,
                        double intercept, double *scores);

/// One fused pass over rows [first, first + count): each row is read from memory once.
///
/// With z_i = (x_i - mean) . direction + intercept and targets t_i in [0, 1], adds
/// sum weight_i (sigmoid(z_i) - t_i) (x_i - mean) to `gradient` (width doubles) and the same sum
/// without the row to `*gradient_sum`. Returns sum weight_i (ln(1 + e^z_i) - t_i z_i).
/// `weights` may be null (all ones); targets and weights are indexed by i, not by row number.
/// `curvature`, when not null, receives weight_i p_i (1 - p_i).
/// `scratch` holds `width` floats.
double kn_logistic_pass(kn_logistic_rows data, size_t first, size_t count, const float *direction,
                        double intercept, const float *targets, const float *weights,
                        float *scratch, double *gradient, double *gradient_sum, float *curvature);

/// out = [(x_r - mean) * scale, 1] * root_i for the rows r = rows[first + i], i < count: row-major,
/// `width + 1` columns, so that its Gram matrix covers an intercept. `roots` may be null (all ones).
void kn_standardize_rows_f32(kn_logistic_rows data, size_t first, size_t count, const float *scale,
                             const float *roots, float *out);
void kn_standardize_rows_f64(kn_logistic_rows data, size_t first, size_t count, const float *scale,
                             const float *roots, double *out);

/// sums[j] += sum of coefficient_i (x_rj - mean_j), in double.
void kn_combine_rows(kn_logistic_rows data, size_t first, size_t count, const double *coefficients,
                     double *sums);

/// norms[i] = sum over j of ((x_rj - mean_j) * scale_j)^2.
void kn_squared_norms(kn_logistic_rows data, size_t first, size_t count, const float *scale,
                      double *norms);

/// Per feature: sums[j] += sum of x - mean, squares[j] += sum of (x - mean)^2 over the rows, in double.
/// Returns the index i of the first row that holds a value that is not finite, or -1.
long kn_feature_moments(kn_logistic_rows data, size_t first, size_t count, double *sums,
                        double *squares);

/// Solves L x = b in place; L is row-major lower triangular, its upper part is not read.
void kn_solve_lower_f32(const float *l, size_t n, double *x);
/// Solves L^T x = b in place.
void kn_solve_lower_transposed_f32(const float *l, size_t n, double *x);
