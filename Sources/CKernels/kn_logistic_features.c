#include "kn_logistic_read.h"

#define STANDARDIZE(NAME, TYPE)                                                                    \
  KN_CLONES void NAME(kn_logistic_rows data, size_t first, size_t count, const float *scale,       \
                      const float *roots, float *restrict scratch, TYPE *restrict out) {           \
    for (size_t i = 0; i < count; i++) {                                                           \
      const float *row = float_row(&data, first + i, scratch);                                     \
      TYPE root = roots ? roots[first + i] : 1;                                                    \
      TYPE *to = out + i * (data.width + 1);                                                       \
      for (size_t j = 0; j < data.width; j++)                                                      \
        to[j] = (TYPE)(row[j] - data.mean[j]) * ((TYPE)scale[j] * root);                           \
      to[data.width] = root;                                                                       \
    }                                                                                              \
  }
STANDARDIZE(kn_standardize_rows_f32, float)
STANDARDIZE(kn_standardize_rows_f64, double)

KN_CLONES void kn_combine_rows(kn_logistic_rows data, size_t first, size_t count,
                               const double *coefficients, float *scratch, double *restrict sums) {
  KN_FAST_MATH
  for (size_t i = 0; i < count; i++) {
    const float *row = float_row(&data, first + i, scratch);
    double c = coefficients[first + i];
    for (size_t j = 0; j < data.width; j++) sums[j] += c * (double)(row[j] - data.mean[j]);
  }
}

KN_CLONES void kn_squared_norms(kn_logistic_rows data, size_t first, size_t count,
                                const float *scale, float *scratch, double *norms) {
  KN_FAST_MATH
  for (size_t i = 0; i < count; i++) {
    const float *row = float_row(&data, first + i, scratch);
    double sum = 0;
    for (size_t j = 0; j < data.width; j++) {
      double value = (double)(row[j] - data.mean[j]) * scale[j];
      sum += value * value;
    }
    norms[i] = sum;
  }
}

KN_CLONES long kn_feature_moments(kn_logistic_rows data, size_t first, size_t count, float *scratch,
                                  double *restrict sums, double *restrict squares) {
  long bad = -1;
  for (size_t i = 0; i < count; i++) {
    const float *row = float_row(&data, first + i, scratch);
    uint32_t special = 0;
    for (size_t j = 0; j < data.width; j++) {
      uint32_t bits;
      memcpy(&bits, row + j, 4);
      double centred = (double)row[j] - data.mean[j];
      sums[j] += centred;
      squares[j] += centred * centred;
      special |= (bits & 0x7F800000u) == 0x7F800000u;
    }
    if (special && bad < 0) bad = (long)(first + i);
  }
  return bad;
}
