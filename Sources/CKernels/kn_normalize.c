#include "kn_normalize.h"
#include <math.h>

KN_CLONES void kn_rms_norm_f32(const float *x, const float *weight, float offset, float epsilon,
                               float *out, size_t n) {
  KN_FAST_MATH
  float squares = 0;
  for (size_t i = 0; i < n; i++) squares += x[i] * x[i];
  float scale = 1.0f / sqrtf(squares / (float)n + epsilon);
  for (size_t i = 0; i < n; i++) out[i] = x[i] * scale * (weight[i] + offset);
}

KN_CLONES void kn_layer_norm_f32(const float *x, const float *weight, const float *bias,
                                 float epsilon, float *out, size_t n) {
  KN_FAST_MATH
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  float mean = sum / (float)n;
  // The second pass keeps the variance exact where the mean is large against the spread.
  float squares = 0;
  for (size_t i = 0; i < n; i++) squares += (x[i] - mean) * (x[i] - mean);
  float scale = 1.0f / sqrtf(squares / (float)n + epsilon);
  if (bias) {
    for (size_t i = 0; i < n; i++) out[i] = (x[i] - mean) * scale * weight[i] + bias[i];
  } else {
    for (size_t i = 0; i < n; i++) out[i] = (x[i] - mean) * scale * weight[i];
  }
}
