#include "kn_backward.h"
#include "kn_forward_math.h"
#include <math.h>

KN_CLONES void kn_rms_norm_backward_f32(const float *x, const float *weight, float offset,
                                        float epsilon, const float *dy, float *dx, int accumulate,
                                        float *dweight, size_t n) {
  KN_FAST_MATH
  float squares = 0, dot = 0;
  for (size_t i = 0; i < n; i++) {
    squares += x[i] * x[i];
    dot += dy[i] * (weight[i] + offset) * x[i];
  }
  float scale = 1.0f / sqrtf(squares / (float)n + epsilon);
  float shrink = scale * scale * scale * dot / (float)n;
  if (dweight) {
    for (size_t i = 0; i < n; i++) dweight[i] += dy[i] * x[i] * scale;
  }
  if (accumulate) {
    for (size_t i = 0; i < n; i++) dx[i] += dy[i] * (weight[i] + offset) * scale - x[i] * shrink;
  } else {
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * (weight[i] + offset) * scale - x[i] * shrink;
  }
}

KN_CLONES void kn_layer_norm_backward_f32(const float *x, const float *weight, float epsilon,
                                          const float *dy, float *dx, float *dweight, float *dbias,
                                          size_t n) {
  KN_FAST_MATH
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  float mean = sum / (float)n;
  float squares = 0, gradient = 0, dot = 0;
  for (size_t i = 0; i < n; i++) {
    float centred = x[i] - mean;
    squares += centred * centred;
    gradient += dy[i] * weight[i];
    dot += dy[i] * weight[i] * centred;
  }
  float scale = 1.0f / sqrtf(squares / (float)n + epsilon);
  float shrink = scale * scale * dot / (float)n;
  gradient /= (float)n;
  if (dweight) {
    for (size_t i = 0; i < n; i++) dweight[i] += dy[i] * (x[i] - mean) * scale;
  }
  if (dbias) {
    for (size_t i = 0; i < n; i++) dbias[i] += dy[i];
  }
  for (size_t i = 0; i < n; i++) {
    dx[i] += scale * (dy[i] * weight[i] - gradient - (x[i] - mean) * shrink);
  }
}

// f(x) and f'(x); `activation` must be a constant where this is inlined.
KN_INLINE float activate(const kn_activation activation, float x, float *slope) {
  switch (activation) {
  case KN_SILU: {
    float s = kn_sigmoid(x);
    *slope = s * (1.0f + x * (1.0f - s));
    return x * s;
  }
  case KN_GELU_TANH: {
    // x sigma(u) with u = 2 sqrt(2/pi) (x + 0.044715 x^3).
    float s = kn_sigmoid(1.5957691216057308f * (x + 0.044715f * x * x * x));
    *slope = s + x * s * (1.0f - s) * 1.5957691216057308f * (1.0f + 0.134145f * x * x);
    return x * s;
  }
  case KN_GELU_ERF: {
    float share = 0.5f * (1.0f + kn_erf(x * 0.7071067811865476f));
    *slope = share + x * 0.3989422804014327f * kn_exp(-0.5f * x * x);
    return x * share;
  }
  case KN_RELU: *slope = x > 0 ? 1.0f : 0.0f; return x > 0 ? x : 0;
  default: *slope = 1; return x;
  }
}

KN_INLINE void forward(const kn_activation activation, const float *restrict gate,
                       const float *restrict up, float *restrict h, size_t n) {
  KN_FAST_MATH
  if (up) {
    for (size_t i = 0; i < n; i++) h[i] = kn_activate(activation, gate[i]) * up[i];
  } else {
    for (size_t i = 0; i < n; i++) h[i] = kn_activate(activation, gate[i]);
  }
}

KN_INLINE void backward(const kn_activation activation, float *restrict gate, float *restrict up,
                        float *restrict dh, size_t n) {
  KN_FAST_MATH
  float slope;
  if (up) {
    for (size_t i = 0; i < n; i++) {
      float value = activate(activation, gate[i], &slope);
      float derivative = dh[i], factor = up[i];
      gate[i] = derivative * factor * slope;
      up[i] = derivative * value;
      dh[i] = value * factor;
    }
  } else {
    for (size_t i = 0; i < n; i++) {
      float value = activate(activation, gate[i], &slope);
      gate[i] = dh[i] * slope;
      dh[i] = value;
    }
  }
}

#define EACH_ACTIVATION(call)                                                                      \
  switch (activation) {                                                                            \
  case KN_SILU: call(KN_SILU); break;                                                              \
  case KN_GELU_TANH: call(KN_GELU_TANH); break;                                                    \
  case KN_GELU_ERF: call(KN_GELU_ERF); break;                                                      \
  case KN_RELU: call(KN_RELU); break;                                                              \
  default: call(KN_IDENTITY);                                                                      \
  }

KN_CLONES void kn_activate_f32(kn_activation activation, const float *gate, const float *up,
                               float *h, size_t n) {
#define FORWARD(a) forward(a, gate, up, h, n)
  EACH_ACTIVATION(FORWARD)
}

KN_CLONES void kn_activate_backward_f32(kn_activation activation, float *gate, float *up, float *dh,
                                        size_t n) {
#define BACKWARD(a) backward(a, gate, up, dh, n)
  EACH_ACTIVATION(BACKWARD)
}

KN_CLONES float kn_attention_softmax_f32(float *scores, size_t begin, size_t end, size_t width,
                                         float scale, float cap) {
  KN_FAST_MATH
  if (cap > 0) {
    for (size_t j = begin; j < end; j++) scores[j] = cap * kn_tanh(scores[j] * scale / cap);
    scale = 1;
  }
  float largest = scores[begin];
  for (size_t j = begin; j < end; j++) largest = scores[j] > largest ? scores[j] : largest;
  float sum = 0;
  for (size_t j = begin; j < end; j++) {
    float e = kn_exp(scale * (scores[j] - largest));
    scores[j] = e;
    sum += e;
  }
  float inverse = 1.0f / sum;
  for (size_t j = 0; j < begin; j++) scores[j] = 0;
  for (size_t j = begin; j < end; j++) scores[j] *= inverse;
  for (size_t j = end; j < width; j++) scores[j] = 0;
  return scale * largest + logf(sum);
}

KN_CLONES void kn_attention_softmax_backward_f32(float *restrict scores,
                                                 float *restrict derivatives, size_t begin,
                                                 size_t end, size_t width, float scale, float cap,
                                                 float log_sum, float delta) {
  KN_FAST_MATH
  for (size_t j = 0; j < begin; j++) scores[j] = derivatives[j] = 0;
  for (size_t j = end; j < width; j++) scores[j] = derivatives[j] = 0;
  if (cap > 0) {
    for (size_t j = begin; j < end; j++) {
      float t = kn_tanh(scores[j] * scale / cap);
      float p = kn_exp(cap * t - log_sum);
      scores[j] = p;
      derivatives[j] = p * (derivatives[j] - delta) * scale * (1 - t * t);
    }
  } else {
    for (size_t j = begin; j < end; j++) {
      float p = kn_exp(scale * scores[j] - log_sum);
      scores[j] = p;
      derivatives[j] = p * (derivatives[j] - delta) * scale;
    }
  }
}

KN_CLONES void kn_softmax_gradient_f32(float *z, size_t n, float log_sum, float factor, float cap) {
  KN_FAST_MATH
  if (cap > 0) {
    for (size_t i = 0; i < n; i++) {
      float t = z[i] / cap;
      z[i] = factor * kn_exp(z[i] - log_sum) * (1 - t * t);
    }
  } else {
    for (size_t i = 0; i < n; i++) z[i] = factor * kn_exp(z[i] - log_sum);
  }
}

// The settings are copied first: the compiler cannot know that storing a weight leaves them alone.
KN_CLONES void kn_adamw_f32(const kn_adamw_step *settings, float *restrict weight,
                            const float *restrict gradient, float *restrict mean,
                            float *restrict square, size_t n) {
  const kn_adamw_step step = *settings;
  float keep = 1 - step.learning_rate * step.weight_decay;
  float rate = step.learning_rate / step.correction1;
  float inverse = 1 / sqrtf(step.correction2);
  for (size_t i = 0; i < n; i++) {
    float g = gradient[i] * step.gradient_scale;
    float m = mean[i] + (1 - step.beta1) * (g - mean[i]);
    float v = step.beta2 * square[i] + (1 - step.beta2) * g * g;
    mean[i] = m;
    square[i] = v;
    float root = __builtin_elementwise_sqrt(v);  // sqrtf may set errno and is not vectorised
    weight[i] = weight[i] * keep - rate * m / (root * inverse + step.epsilon);
  }
}

KN_CLONES double kn_sum_of_squares_f32(const float *x, size_t n) {
  KN_FAST_MATH
  double total = 0;
  for (size_t start = 0; start < n; start += 1024) {
    size_t end = start + 1024 < n ? start + 1024 : n;
    float sum = 0;
    for (size_t i = start; i < end; i++) sum += x[i] * x[i];
    total += sum;
  }
  return total;
}

KN_CLONES void kn_dropout_f32(const float *x, float *out, size_t n, float rate, uint64_t seed,
                              int accumulate) {
  float scale = 1.0f / (1.0f - rate);
  uint32_t limit = (uint32_t)(rate * 4294967295.0f);
  for (size_t i = 0; i < n; i++) {
    // One step of SplitMix64 over the index.
    uint64_t bits = seed + (i + 1) * 0x9e3779b97f4a7c15u;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    float value = (uint32_t)(bits >> 32) >= limit ? x[i] * scale : 0;
    out[i] = accumulate ? out[i] + value : value;
  }
}
