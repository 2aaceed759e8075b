#include "kn_logistic.h"
#include <math.h>

// Rows handled together: their scores share the loads of mean and direction, and the rows are
// still in the cache when the gradient reads them again.
#define ROWS 4
// Rows whose gradients are summed in float before they are added up in double.
#define BLOCK 128

KN_INLINE const float *row_at(const kn_logistic_rows *data, size_t i) {
  size_t row = data->rows ? (size_t)data->rows[i] : i;
  return data->x + row * data->row_stride;
}

KN_INLINE void four_scores(const float *a, const float *b, const float *c, const float *d,
                           const float *mean, const float *direction, size_t n, double *z) {
  KN_FAST_MATH
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
                                  const float *direction, double intercept, double *scores) {
  size_t i = 0;
  for (; i + ROWS <= count; i += ROWS) {
    double z[ROWS];
    four_scores(row_at(&data, first + i), row_at(&data, first + i + 1),
                row_at(&data, first + i + 2), row_at(&data, first + i + 3), data.mean, direction,
                data.width, z);
    for (size_t k = 0; k < ROWS; k++) scores[i + k] = z[k] + intercept;
  }
  for (; i < count; i++)
    scores[i] = one_score(row_at(&data, first + i), data.mean, direction, data.width) + intercept;
}

// The residual weight (p - t) of one row; adds its loss and stores its curvature.
KN_INLINE float residual(double z, size_t i, const float *targets, const float *weights,
                         float *curvature, double *loss) {
  double weight = weights ? weights[i] : 1.0, target = targets[i];
  double e = exp(-fabs(z));
  double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
  *loss += weight * ((z > 0 ? z : 0) + log1p(e) - target * z);
  if (curvature) curvature[i] = (float)(weight * e / ((1 + e) * (1 + e)));
  return (float)(weight * (p - target));
}

KN_CLONES double kn_logistic_pass(kn_logistic_rows data, size_t first, size_t count,
                                  const float *direction, double intercept, const float *targets,
                                  const float *weights, float *restrict scratch,
                                  double *restrict gradient, double *gradient_sum,
                                  float *curvature) {
  KN_FAST_MATH
  size_t n = data.width;
  const float *restrict mean = data.mean;
  double loss = 0, sum = 0;
  for (size_t start = 0; start < count; start += BLOCK) {
    size_t end = start + BLOCK < count ? start + BLOCK : count;
    for (size_t j = 0; j < n; j++) scratch[j] = 0;
    size_t i = start;
    for (; i + ROWS <= end; i += ROWS) {
      const float *a = row_at(&data, first + i), *b = row_at(&data, first + i + 1);
      const float *c = row_at(&data, first + i + 2), *d = row_at(&data, first + i + 3);
      double z[ROWS];
      float g[ROWS];
      four_scores(a, b, c, d, mean, direction, n, z);
      for (size_t k = 0; k < ROWS; k++) {
        g[k] = residual(z[k] + intercept, first + i + k, targets, weights, curvature, &loss);
        sum += g[k];
      }
      float ga = g[0], gb = g[1], gc = g[2], gd = g[3];
      for (size_t j = 0; j < n; j++) {
        float m = mean[j];
        scratch[j] += ga * (a[j] - m) + gb * (b[j] - m) + gc * (c[j] - m) + gd * (d[j] - m);
      }
    }
    for (; i < end; i++) {
      const float *a = row_at(&data, first + i);
      double z = one_score(a, mean, direction, n) + intercept;
      float g = residual(z, first + i, targets, weights, curvature, &loss);
      sum += g;
      for (size_t j = 0; j < n; j++) scratch[j] += g * (a[j] - mean[j]);
    }
    for (size_t j = 0; j < n; j++) gradient[j] += scratch[j];
  }
  *gradient_sum += sum;
  return loss;
}

#define STANDARDIZE(NAME, TYPE)                                                                    \
  KN_CLONES void NAME(kn_logistic_rows data, size_t first, size_t count, const float *scale,       \
                      const float *roots, TYPE *restrict out) {                                    \
    for (size_t i = 0; i < count; i++) {                                                           \
      const float *row = row_at(&data, first + i);                                                 \
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
                               const double *coefficients, double *restrict sums) {
  KN_FAST_MATH
  for (size_t i = 0; i < count; i++) {
    const float *row = row_at(&data, first + i);
    double c = coefficients[i];
    for (size_t j = 0; j < data.width; j++) sums[j] += c * (double)(row[j] - data.mean[j]);
  }
}

KN_CLONES void kn_squared_norms(kn_logistic_rows data, size_t first, size_t count,
                                const float *scale, double *norms) {
  KN_FAST_MATH
  for (size_t i = 0; i < count; i++) {
    const float *row = row_at(&data, first + i);
    double sum = 0;
    for (size_t j = 0; j < data.width; j++) {
      double value = (double)(row[j] - data.mean[j]) * scale[j];
      sum += value * value;
    }
    norms[i] = sum;
  }
}

KN_CLONES long kn_feature_moments(kn_logistic_rows data, size_t first, size_t count, double *sums,
                                  double *squares) {
  long bad = -1;
  for (size_t i = 0; i < count; i++) {
    const float *row = row_at(&data, first + i);
    uint32_t special = 0;
    const uint32_t *bits = (const uint32_t *)row;
    for (size_t j = 0; j < data.width; j++) {
      double centred = (double)row[j] - data.mean[j];
      sums[j] += centred;
      squares[j] += centred * centred;
      special |= (bits[j] & 0x7F800000u) == 0x7F800000u;
    }
    if (special && bad < 0) bad = (long)i;
  }
  return bad;
}

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
