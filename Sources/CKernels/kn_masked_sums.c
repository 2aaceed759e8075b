#include "kn_resample.h"
#include <string.h>

typedef double chains __attribute__((ext_vector_type(8)));
typedef uint64_t bits __attribute__((ext_vector_type(8)));

// Rows that share the loads of the values.
#define ROWS 4

KN_INLINE double sum_of(const chains *s) {
  chains sum = *s;
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

KN_INLINE void add_chosen(chains *sum, const chains *values, uint64_t word, const bits *places) {
  chains none = {0};
  *sum += (*places & word) != 0 ? *values : none;
}

// The last word's values, zeros beyond n, so that stray bits add nothing.
KN_INLINE void load_word(const double *values, size_t n, size_t first, double *block) {
  size_t count = n - first < 64 ? n - first : 64;
  memset(block, 0, 64 * sizeof *block);
  memcpy(block, values + first, count * sizeof *block);
}

KN_INLINE void sum_rows(const double *values, size_t n, const uint64_t *words, size_t rows,
                        double *sums) {
  size_t stride = (n + 63) / 64;
  chains sum[ROWS] = {0};
  double tail[64];
  for (size_t w = 0; w < stride; w++) {
    const double *block = values + 64 * w;
    if (64 * w + 64 > n) {
      load_word(values, n, 64 * w, tail);
      block = tail;
    }
    bits places = {1, 2, 4, 8, 16, 32, 64, 128};
    for (int byte = 0; byte < 8; byte++, places <<= 8) {
      chains part;
      memcpy(&part, block + 8 * byte, sizeof part);
      for (size_t r = 0; r < rows; r++) add_chosen(&sum[r], &part, words[r * stride + w], &places);
    }
  }
  for (size_t r = 0; r < rows; r++) sums[r] = sum_of(&sum[r]);
}

KN_CLONES void kn_masked_sums(const double *values, size_t n, const uint64_t *words, size_t rows,
                              double *sums) {
  size_t stride = (n + 63) / 64, row = 0;
  for (; row + ROWS <= rows; row += ROWS)
    sum_rows(values, n, words + row * stride, ROWS, sums + row);
  for (; row < rows; row++) sum_rows(values, n, words + row * stride, 1, sums + row);
}
