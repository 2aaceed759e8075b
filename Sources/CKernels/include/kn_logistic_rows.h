#pragma once
#include "kn_platform.h"

/// How features are stored, little-endian.
typedef enum { KN_ROWS_F32 = 0, KN_ROWS_F16 = 1, KN_ROWS_BF16 = 2 } kn_row_type;

/// Rows that follow each other in memory: a whole matrix, or one shard of a store.
typedef struct {
  /// First byte of the first row; it may be unaligned.
  const void *base;
  /// The number of that row; segments rise and the first one starts at 0.
  size_t first_row;
} kn_row_segment;

/// Which rows of row-major features a pass reads, and how it centres them.
typedef struct {
  const kn_row_segment *segments;
  size_t segment_count;
  kn_row_type type;
  /// Elements from one row to the next.
  size_t row_stride;
  /// First column that is read.
  size_t first_column;
  /// Columns that are read.
  size_t width;
  /// Row numbers to read, or null for rows 0, 1, 2, ...
  const int32_t *rows;
  /// Subtracted from every row; `width` values.
  const float *mean;
} kn_logistic_rows;

/// Rows that a pass reads together.
#define KN_ROWS_TOGETHER 4
/// Floats of scratch that every function over rows needs for each column.
#define KN_ROW_SCRATCH (KN_ROWS_TOGETHER + 1)

/// out = [(x_r - mean) * scale, 1] * root_i for the rows r = rows[first + i], i < count: row-major,
/// `width + 1` columns, so that its Gram matrix covers an intercept. `roots` may be null (ones).
/// `scratch` holds KN_ROW_SCRATCH * width floats, here and below.
void kn_standardize_rows_f32(kn_logistic_rows data, size_t first, size_t count,
                             const float *scale, const float *roots, float *scratch, float *out);
void kn_standardize_rows_f64(kn_logistic_rows data, size_t first, size_t count, const float *scale,
                             const float *roots, float *scratch, double *out);

/// sums[j] += sum of coefficients[first + i] (x_rj - mean_j), in double.
void kn_combine_rows(kn_logistic_rows data, size_t first, size_t count, const double *coefficients,
                     float *scratch, double *sums);

/// norms[i] = sum over j of ((x_rj - mean_j) * scale_j)^2.
void kn_squared_norms(kn_logistic_rows data, size_t first, size_t count, const float *scale,
                      float *scratch, double *norms);

/// Per feature: sums[j] += sum of x - mean, squares[j] += sum of (x - mean)^2 over the rows, in
/// double.
/// Returns the index (counted from row 0 of `data`) of the first row that holds a value that is not
/// finite, or -1.
long kn_feature_moments(kn_logistic_rows data, size_t first, size_t count, float *scratch,
                        double *sums, double *squares);
