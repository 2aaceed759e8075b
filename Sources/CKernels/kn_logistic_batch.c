#include "kn_logistic_batch.h"
#include <math.h>
#include "kn_forward.h"
#include "kn_logistic_math.h"
#include "kn_logistic_read.h"

// Centred rows are kept this far apart, so that neighbours do not share a set of the cache.
static size_t row_step(size_t width) { return (width + 15) / 16 * 16 + 16; }

// Rows that are centred together and stay in the second-level cache; divides KN_BATCH_STRETCH.
static size_t block_rows(size_t width) {
  size_t rows = 128;
  while (rows > 32 && rows * row_step(width) > 96 * 1024) rows /= 2;
  return rows;
}

size_t kn_logistic_batch_scratch(size_t width, size_t lanes) {
  size_t block = block_rows(width);
  return row_step(width) * (block + 1) + block * KN_BATCH_LANES + width * lanes;
}

#if defined(__x86_64__)
#define KN_LEVEL(name) name##_v4
#define KN_LANES 16
#define KN_TERMS 8
#define KN_TILE 16
#pragma clang attribute push(                                                                      \
    __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#include "kn_logistic_batch_level.h"
#pragma clang attribute pop

#define KN_LEVEL(name) name##_v3
#define KN_LANES 8
#define KN_TERMS 4
#define KN_TILE 6
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#include "kn_logistic_batch_level.h"
#pragma clang attribute pop
#endif

#define KN_LEVEL(name) name##_base
#define KN_LANES 4
#define KN_TERMS 2
#if defined(__aarch64__)
#define KN_TILE 6
#else
#define KN_TILE 3
#endif
#include "kn_logistic_batch_level.h"

void kn_logistic_batch(kn_logistic_rows data, size_t first, size_t count,
                       const kn_logistic_problems *problems, float *scratch, double *sums) {
#if defined(__x86_64__)
  kn_forward_level level = kn_active_forward_level();
  if (level >= KN_LEVEL_V4) return batch_v4(data, first, count, problems, scratch, sums);
  if (level == KN_LEVEL_V3) return batch_v3(data, first, count, problems, scratch, sums);
#endif
  batch_base(data, first, count, problems, scratch, sums);
}
