#include "kn_softmax.h"
#include "kn_math.h"
#include <math.h>

// Float sums stay accurate over a vocabulary when they are cut into blocks added up in double.
#define BLOCK 1024

KN_INLINE float maximum(const float *x, size_t n) {
  float largest = -INFINITY;
  for (size_t i = 0; i < n; i++) largest = x[i] > largest ? x[i] : largest;
  return largest;
}

KN_CLONES float kn_max_f32(const float *x, size_t n) {
  KN_FAST_MATH
  return maximum(x, n);
}

KN_CLONES void kn_softmax_f32(float *x, size_t n) {
  KN_FAST_MATH
  float largest = maximum(x, n);
  float sum = 0;
  for (size_t i = 0; i < n; i++) {
    float e = kn_exp(x[i] - largest);
    x[i] = e;
    sum += e;
  }
  float scale = 1.0f / sum;
  for (size_t i = 0; i < n; i++) x[i] *= scale;
}

KN_CLONES double kn_log_sum_exp_f32(const float *x, size_t n) {
  KN_FAST_MATH
  float largest = maximum(x, n);
  double total = 0;
  for (size_t start = 0; start < n; start += BLOCK) {
    size_t end = start + BLOCK < n ? start + BLOCK : n;
    float sum = 0;
    for (size_t i = start; i < end; i++) sum += kn_exp(x[i] - largest);
    total += sum;
  }
  return (double)largest + log(total);
}

// H = ln(sum e^z) - sum z e^z / sum e^z with z = x - max: one pass, no probability is stored.
KN_CLONES double kn_entropy_f32(const float *x, size_t n, double *log_sum_exp) {
  KN_FAST_MATH
  float largest = maximum(x, n);
  double total = 0, weighted = 0;
  for (size_t start = 0; start < n; start += BLOCK) {
    size_t end = start + BLOCK < n ? start + BLOCK : n;
    float sum = 0, moment = 0;
    for (size_t i = start; i < end; i++) {
      float z = x[i] - largest;
      float e = kn_exp(z);
      sum += e;
      // A logit of minus infinity has no share: its product is 0, not infinity times 0.
      moment += e > 0 ? z * e : e;
    }
    total += sum;
    weighted += moment;
  }
  double logarithm = log(total);
  *log_sum_exp = (double)largest + logarithm;
  double entropy = logarithm - weighted / total;
  // Rounding must not make it negative; NaN stays NaN.
  return entropy < 0 ? 0 : entropy;
}
