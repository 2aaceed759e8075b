#include "kn_logistic.h"
#include "kn_logistic_math.h"
#include "kn_logistic_read.h"

// Rows handled together: their scores share the loads of mean and direction, and the rows are
// still in the cache when the gradient reads them again.
#define ROWS KN_ROWS_TOGETHER
// Rows whose gradients are summed in float before they are added up in double.
#define BLOCK 128

KN_INLINE void four_scores(const float *const *rows, const float *mean, const float *direction,
                           size_t n, double *z) {
  KN_FAST_MATH
  const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
  float za = 0, zb = 0, zc = 0, zd = 0;
  for (size_t j = 0; j < n; j++) {
    float m = mean[j], v = direction[j];
    za += (a[j] - m) * v;
    zb += (b[j] - m) * v;
    zc += (c[j] - m) * v;
    zd += (d[j] - m) * v;
  }
  z[0] = za;
  z[1] = zb;
  z[2] = zc;
  z[3] = zd;
}

KN_INLINE double one_score(const float *a, const float *mean, const float *direction, size_t n) {
  KN_FAST_MATH
  float z = 0;
  for (size_t j = 0; j < n; j++) z += (a[j] - mean[j]) * direction[j];
  return z;
}

KN_CLONES void kn_logistic_scores(kn_logistic_rows data, size_t first, size_t count,
                                  const float *direction, double intercept, float *scratch,
                                  double *scores) {
  size_t i = 0, n = data.width;
  for (; i + ROWS <= count; i += ROWS) {
    double z[ROWS];
    const float *rows[ROWS];
    for (size_t k = 0; k < ROWS; k++) rows[k] = float_row(&data, first + i + k, scratch + k * n);
    four_scores(rows, data.mean, direction, n, z);
    for (size_t k = 0; k < ROWS; k++) scores[i + k] = z[k] + intercept;
  }
  for (; i < count; i++)
    scores[i] =
        one_score(float_row(&data, first + i, scratch), data.mean, direction, n) + intercept;
}

KN_CLONES void kn_logistic_pass(kn_logistic_rows data, size_t first, size_t count,
                                const float *direction, double intercept, const float *targets,
                                const float *weights, float *restrict scratch,
                                double *restrict gradient, double *gradient_sum, double *loss,
                                double *held_loss, float *curvature) {
  KN_FAST_MATH
  size_t n = data.width;
  const float *restrict mean = data.mean;
  float *restrict sums = scratch, *space = scratch + n;
  for (size_t start = 0; start < count; start += BLOCK) {
    size_t end = start + BLOCK < count ? start + BLOCK : count;
    for (size_t j = 0; j < n; j++) sums[j] = 0;
    for (size_t i = start; i < end; i += ROWS) {
      size_t here = end - i < ROWS ? end - i : ROWS;
      const float *rows[ROWS];
      double z[ROWS] = {0};
      float g[ROWS];
      for (size_t k = 0; k < here; k++) rows[k] = float_row(&data, first + i + k, space + k * n);
      if (here == ROWS) four_scores(rows, mean, direction, n, z);
      else for (size_t k = 0; k < here; k++) z[k] = one_score(rows[k], mean, direction, n);
      for (size_t k = 0; k < here; k++) {
        size_t place = first + i + k;
        kn_logistic_term term =
            kn_logistic_term_of(z[k] + intercept, targets[place], weights ? weights[place] : 1);
        g[k] = (float)term.residual;
        *gradient_sum += g[k];
        *loss += term.loss;
        *held_loss += term.held;
        if (curvature) curvature[place] = (float)term.curvature;
      }
      if (here == ROWS) {
        const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
        float ga = g[0], gb = g[1], gc = g[2], gd = g[3];
        for (size_t j = 0; j < n; j++) {
          float m = mean[j];
          sums[j] += ga * (a[j] - m) + gb * (b[j] - m) + gc * (c[j] - m) + gd * (d[j] - m);
        }
      } else {
        for (size_t k = 0; k < here; k++) {
          for (size_t j = 0; j < n; j++) sums[j] += g[k] * (rows[k][j] - mean[j]);
        }
      }
    }
    for (size_t j = 0; j < n; j++) gradient[j] += sums[j];
  }
}
