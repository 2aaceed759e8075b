#pragma once
#include "kn_logistic_rows.h"

/// Problems are handled in groups of this many.
#define KN_BATCH_LANES 16
/// Calls of `kn_logistic_batch` that cut a range at multiples of this many rows give the same sums
/// as one call.
#define KN_BATCH_STRETCH 512

/// Logistic problems that share their rows; or, with `classes`, one softmax problem whose lanes are
/// its classes.
typedef struct {
  /// A multiple of KN_BATCH_LANES; unused places repeat a problem.
  size_t lanes;
  /// A panel of width x KN_BATCH_LANES numbers for each group.
  const float *directions;
  /// One a problem.
  const double *intercepts;
  /// A column a problem, indexed by i as in `kn_logistic_pass`.
  const float *const *targets;
  /// Same for case weights; a negative one holds its row out.
  const float *const *weights;
  /// The class of each row, or null. Then there is one group, `targets` is not read, only the first
  /// column of weights is, and losses are summed in the first lane.
  const int32_t *classes;
  size_t class_count;
} kn_logistic_problems;

/// Floats of scratch for `kn_logistic_batch`.
size_t kn_logistic_batch_scratch(size_t width, size_t lanes);

/// `kn_logistic_pass` for many problems at once: rows [first, first + count) are read once.
///
/// Adds to `sums`, a panel of (width + 3) x KN_BATCH_LANES numbers for each group: the gradient's
/// sums, then those without the row, the losses, and the losses of rows that are held out.
void kn_logistic_batch(kn_logistic_rows data, size_t first, size_t count,
                       const kn_logistic_problems *problems, float *scratch, double *sums);
