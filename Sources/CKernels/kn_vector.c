#include "kn_vector.h"

KN_CLONES float kn_dot_f32(const float *restrict a, const float *restrict b, size_t n) {
  KN_FAST_MATH
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

KN_CLONES double kn_dot_f64(const double *restrict a, const double *restrict b, size_t n) {
  KN_FAST_MATH
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

KN_CLONES void kn_axpy_f32(float alpha, const float *restrict x, float *restrict y, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) y[i] += alpha * x[i];
}

KN_CLONES void kn_axpy_f64(double alpha, const double *restrict x, double *restrict y, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) y[i] += alpha * x[i];
}

KN_CLONES void kn_add_f32(const float *restrict x, float *restrict y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] += x[i];
}
