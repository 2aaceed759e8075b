#include "kn_resample.h"
#include <string.h>

// One lane a resample. The compiler splits these into the registers of each instruction set.
typedef double lanes __attribute__((ext_vector_type(KN_RESAMPLE_LANES)));
typedef int64_t mask __attribute__((ext_vector_type(KN_RESAMPLE_LANES)));
typedef uint8_t counts __attribute__((ext_vector_type(KN_RESAMPLE_LANES)));

// Running totals from the highest score down; counts are whole numbers, exact up to 2^53.
typedef struct {
  lanes count, positives, scores;
} totals;

typedef struct {
  lanes absolute, squared, largest;
} gaps;

typedef struct {
  lanes total, concordant_twice, precision, loss, squares;
  totals here;
  // Equal-mass bins, found while ranks fall: the one being filled began at `at_mass_bin` and holds
  // ranks from `mass_bin_start` up.
  lanes mass_bin_start;
  totals at_mass_bin;
  gaps mass;
  int64_t group, item;
} sweep;

// Vectors go from function to function by address: by value they would have a calling convention
// for each instruction set.

// Items ahead whose counts are asked for: with a cluster an item, rows lie anywhere in memory.
#define AHEAD 24

KN_INLINE void load_counts(const kn_resample_call *call, int64_t cluster, lanes *drawn) {
  counts row;
  memcpy(&row, call->counts + KN_RESAMPLE_LANES * cluster, sizeof row);
  *drawn = __builtin_convertvector(row, lanes);
}

// Adds the bins that lie between two states of the totals, in the lanes of `wanted` that have items.
KN_INLINE void add_bin(gaps *gaps, const totals *start, const totals *end, const mask *wanted) {
  lanes count = end->count - start->count;
  mask where = *wanted & (count > 0);
  lanes positives = end->positives - start->positives;
  lanes excess = __builtin_elementwise_abs(positives - (end->scores - start->scores));
  lanes gap = excess / count;
  gaps->absolute = where ? gaps->absolute + excess : gaps->absolute;
  gaps->squared = where ? gaps->squared + excess * gap : gaps->squared;
  gaps->largest = (where & (gap > gaps->largest)) ? gap : gaps->largest;
}

// Begins the equal-mass bin of rank `*rank` in the lanes of `wanted`. Its smallest rank is the
// smallest r with floor(bins * r / total) equal to the bin.
KN_INLINE void start_mass_bin(sweep *s, double bins, const lanes *rank, const mask *wanted) {
  mask where = *wanted;
  add_bin(&s->mass, &s->at_mass_bin, &s->here, wanted);
  s->at_mass_bin.count = where ? s->here.count : s->at_mass_bin.count;
  s->at_mass_bin.positives = where ? s->here.positives : s->at_mass_bin.positives;
  s->at_mass_bin.scores = where ? s->here.scores : s->at_mass_bin.scores;
  lanes bin = __builtin_elementwise_floor(*rank * bins / s->total);
  lanes first = __builtin_elementwise_ceil(bin * s->total / bins);
  s->mass_bin_start = where ? first : s->mass_bin_start;
}

// Takes in the groups up to `end`.
KN_INLINE void advance(sweep *s, const kn_resample_call *call, int64_t end) {
  double bins = (double)call->bins;
  for (; s->group < end; s->group++) {
    const kn_resample_group *group = &call->groups[s->group];
    lanes positives = {0}, negatives = {0};
    for (; s->item < group->end; s->item++) {
      const kn_resample_item *item = &call->items[s->item];
      int64_t ahead = s->item + AHEAD < call->item_count ? AHEAD : 0;
      __builtin_prefetch(call->counts + KN_RESAMPLE_LANES * (int64_t)item[ahead].cluster);
      lanes drawn;
      load_counts(call, item->cluster, &drawn);
      // Whether an item is positive is random: a branch on it would mispredict.
      positives += drawn * (double)(item->weight > 0 ? item->weight : 0);
      negatives += drawn * (double)(item->weight < 0 ? -item->weight : 0);
    }
    // Ranks count from the lowest score, so a group's first rank is what lies below it. Groups that
    // were not drawn repeat the last rank and start nothing.
    lanes count = s->here.count + positives + negatives;
    lanes rank = s->total - count;
    mask starts = rank < s->mass_bin_start;
    if (__builtin_reduce_or(starts)) start_mass_bin(s, bins, &rank, &starts);
    double score = group->score;
    s->concordant_twice += negatives * (2 * s->here.positives + positives);
    s->loss += positives * group->positive_loss + negatives * group->negative_loss;
    s->squares += positives * ((1 - score) * (1 - score)) + negatives * (score * score);
    s->here.scores += (positives + negatives) * score;
    s->here.positives += positives;
    s->here.count = count;
    lanes nonzero = count > 1 ? count : count * 0 + 1;
    s->precision += positives * s->here.positives / nonzero;
  }
}

KN_INLINE void store(double *sums, int row, const lanes *values) {
  memcpy(sums + KN_RESAMPLE_LANES * row, values, sizeof *values);
}

KN_INLINE void store_gaps(double *sums, int row, const gaps *gaps) {
  store(sums, row + KN_GAP_ABSOLUTE, &gaps->absolute);
  store(sums, row + KN_GAP_SQUARED, &gaps->squared);
  store(sums, row + KN_GAP_LARGEST, &gaps->largest);
}

KN_CLONES void kn_resample_sweep(const kn_resample_call *call, double *sums) {
  sweep s = {0};
  for (size_t cluster = 0; cluster < call->clusters; cluster++) {
    lanes drawn;
    load_counts(call, (int64_t)cluster, &drawn);
    s.total += drawn * call->cluster_weights[cluster];
  }
  double bins = (double)call->bins;
  s.mass_bin_start = __builtin_elementwise_ceil((bins - 1) * s.total / bins);
  gaps width = {0};
  totals at_bin = {0}, at_threshold = {0};
  mask everywhere = s.total == s.total;
  for (size_t bin = 0; bin < call->bins; bin++) {
    int64_t end = call->bin_ends[bin];
    if (s.group <= call->positive_end && call->positive_end <= end) {
      advance(&s, call, call->positive_end);
      at_threshold = s.here;
    }
    advance(&s, call, end);
    add_bin(&width, &at_bin, &s.here, &everywhere);
    at_bin = s.here;
  }
  add_bin(&s.mass, &s.at_mass_bin, &s.here, &everywhere);
  store(sums, KN_SUM_TOTAL, &s.total);
  store(sums, KN_SUM_POSITIVES, &s.here.positives);
  store(sums, KN_SUM_CONCORDANT_TWICE, &s.concordant_twice);
  store(sums, KN_SUM_PRECISION, &s.precision);
  store(sums, KN_SUM_LOSS, &s.loss);
  store(sums, KN_SUM_SQUARES, &s.squares);
  store(sums, KN_SUM_ABOVE, &at_threshold.count);
  store(sums, KN_SUM_ABOVE_POSITIVES, &at_threshold.positives);
  store_gaps(sums, KN_SUM_WIDTH_GAPS, &width);
  store_gaps(sums, KN_SUM_MASS_GAPS, &s.mass);
}

// A 16 x 16 block of bytes is transposed by four rounds of interleaving row k with row k + 8.
KN_CLONES void kn_resample_interleave(const uint8_t *lanes, size_t clusters, uint8_t *out) {
  size_t cluster = 0;
  for (; cluster + 16 <= clusters; cluster += 16) {
    counts rows[16], next[16];
    for (size_t lane = 0; lane < 16; lane++)
      memcpy(&rows[lane], lanes + lane * clusters + cluster, 16);
    for (int round = 0; round < 4; round++) {
      for (size_t k = 0; k < 8; k++) {
        next[2 * k] = __builtin_shufflevector(rows[k], rows[k + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4,
                                              20, 5, 21, 6, 22, 7, 23);
        next[2 * k + 1] = __builtin_shufflevector(rows[k], rows[k + 8], 8, 24, 9, 25, 10, 26, 11,
                                                  27, 12, 28, 13, 29, 14, 30, 15, 31);
      }
      memcpy(rows, next, sizeof rows);
    }
    memcpy(out + 16 * cluster, rows, sizeof rows);
  }
  for (; cluster < clusters; cluster++)
    for (size_t lane = 0; lane < 16; lane++)
      out[16 * cluster + lane] = lanes[lane * clusters + cluster];
}
