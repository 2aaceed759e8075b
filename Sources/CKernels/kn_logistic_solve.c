#include "kn_logistic_solve.h"

typedef double sides __attribute__((ext_vector_type(KN_SOLVE_SIDES), aligned(8)));
// Rows of L that share the loads of X.
#define ROWS 4

KN_CLONES void kn_solve_lower_f32(const float *l, size_t n, double *restrict x) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) {
    const float *row = l + i * n;
    double sum = 0;
    for (size_t j = 0; j < i; j++) sum += row[j] * x[j];
    x[i] = (x[i] - sum) / row[i];
  }
}

KN_CLONES void kn_solve_lower_transposed_f32(const float *l, size_t n, double *restrict x) {
  KN_FAST_MATH
  for (size_t i = n; i-- > 0;) {
    const float *row = l + i * n;
    double value = x[i] / row[i];
    x[i] = value;
    for (size_t j = 0; j < i; j++) x[j] -= value * row[j];
  }
}

KN_CLONES void kn_solve_lower_many_f32(const float *l, size_t n, double *restrict values) {
#pragma clang fp contract(fast)
  sides *x = (sides *)values;
  for (size_t start = 0; start < n; start += ROWS) {
    size_t here = n - start < ROWS ? n - start : ROWS;
    const float *a = l + start * n;
    sides sum[ROWS] = {0};
    if (here == ROWS) {
      const float *b = a + n, *c = b + n, *d = c + n;
      for (size_t j = 0; j < start; j++) {
        sides value = x[j];
        sum[0] += (sides)((double)a[j]) * value;
        sum[1] += (sides)((double)b[j]) * value;
        sum[2] += (sides)((double)c[j]) * value;
        sum[3] += (sides)((double)d[j]) * value;
      }
    } else {
      for (size_t r = 0; r < here; r++) {
        for (size_t j = 0; j < start; j++) sum[r] += (sides)((double)a[r * n + j]) * x[j];
      }
    }
    for (size_t r = 0; r < here; r++) {
      const float *row = a + r * n + start;
      for (size_t k = 0; k < r; k++) sum[r] += (sides)((double)row[k]) * x[start + k];
      x[start + r] = (x[start + r] - sum[r]) / (sides)((double)row[r]);
    }
  }
}

KN_CLONES void kn_solve_lower_transposed_many_f32(const float *l, size_t n,
                                                  double *restrict values) {
#pragma clang fp contract(fast)
  sides *x = (sides *)values;
  for (size_t end = n; end > 0;) {
    size_t here = end < ROWS ? end : ROWS, start = end - here;
    const float *a = l + start * n;
    for (size_t r = here; r-- > 0;) {
      const float *row = a + r * n + start;
      x[start + r] = x[start + r] / (sides)((double)row[r]);
      for (size_t k = 0; k < r; k++) x[start + k] -= (sides)((double)row[k]) * x[start + r];
    }
    if (here == ROWS) {
      const float *b = a + n, *c = b + n, *d = c + n;
      sides va = x[start], vb = x[start + 1], vc = x[start + 2], vd = x[start + 3];
      for (size_t j = 0; j < start; j++) {
        x[j] -= (sides)((double)a[j]) * va + (sides)((double)b[j]) * vb +
                (sides)((double)c[j]) * vc + (sides)((double)d[j]) * vd;
      }
    } else {
      for (size_t r = 0; r < here; r++) {
        for (size_t j = 0; j < start; j++) x[j] -= (sides)((double)a[r * n + j]) * x[start + r];
      }
    }
    end = start;
  }
}
