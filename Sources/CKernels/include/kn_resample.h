#pragma once
#include "kn_platform.h"

/// Resamples that one pass over the items serves: each is a lane of the vectors.
#define KN_RESAMPLE_LANES 16

/// One judged item, in order of falling score.
typedef struct {
  /// Its cluster: the row of `counts` that says how often it was drawn.
  int32_t cluster;
  /// How many times it counts, negative for a negative label.
  int32_t weight;
} kn_resample_item;

/// Items with equal scores.
typedef struct {
  double score;
  /// Loss of a positive and of a negative item with this score.
  double positive_loss;
  double negative_loss;
  /// One past the group's last item.
  int64_t end;
} kn_resample_group;

/// One pass over sorted items for up to 16 weightings of their clusters at once.
typedef struct {
  const kn_resample_item *items;
  int64_t item_count;
  const kn_resample_group *groups;
  /// For each of `bins` equal-width bins, from the highest down, one past its last group.
  const int64_t *bin_ends;
  size_t bins;
  /// One past the last group that is predicted positive.
  int64_t positive_end;
  /// How often each cluster was drawn [clusters, lanes].
  const uint8_t *counts;
  /// The sum of the weights of each cluster's items.
  const double *cluster_weights;
  size_t clusters;
} kn_resample_call;

/// What the pass adds up, a row of 16 lanes each. Lanes do not influence each other.
typedef enum {
  /// All items, and the positive ones.
  KN_SUM_TOTAL,
  KN_SUM_POSITIVES,
  /// Pairs of a positive and a negative: twice the rightly ranked ones plus the tied ones.
  KN_SUM_CONCORDANT_TWICE,
  /// Per group: positives times the precision down to the group's end.
  KN_SUM_PRECISION,
  KN_SUM_LOSS,
  /// Squared differences of score and label.
  KN_SUM_SQUARES,
  /// Items predicted positive, and the positive ones of them.
  KN_SUM_ABOVE,
  KN_SUM_ABOVE_POSITIVES,
  /// Gaps of the equal-width bins: see `KN_GAP_...`.
  KN_SUM_WIDTH_GAPS,
  KN_SUM_MASS_GAPS = KN_SUM_WIDTH_GAPS + 3,
  KN_SUM_ROWS = KN_SUM_MASS_GAPS + 3,
} kn_resample_sum;

/// With n items in a bin and e = |positives - sum of scores|: sum of e, sum of e^2 / n, largest e / n.
typedef enum { KN_GAP_ABSOLUTE, KN_GAP_SQUARED, KN_GAP_LARGEST } kn_resample_gap;

/// Runs the pass; `sums` holds KN_SUM_ROWS rows of 16 lanes.
void kn_resample_sweep(const kn_resample_call *call, double *sums);

/// counts[cluster * 16 + lane] = lanes[lane * clusters + cluster].
void kn_resample_interleave(const uint8_t *lanes, size_t clusters, uint8_t *counts);

/// Sums of the values whose bit is set, in each of `rows` rows of ceil(n / 64) words: bit k of word
/// w stands for value 64 w + k. Words may have bits beyond n. A row's sum does not depend on the
/// others; it is taken in 8 chains.
void kn_masked_sums(const double *values, size_t n, const uint64_t *words, size_t rows,
                    double *sums);
