#include "kn_activation.h"
#include "kn_math.h"

KN_INLINE float silu(float x) { return x / (1.0f + kn_exp(-x)); }

KN_INLINE float gelu_tanh(float x) {
  return 0.5f * x * (1.0f + kn_tanh(0.7978845608028654f * (x + 0.044715f * x * x * x)));
}

KN_INLINE float gelu_erf(float x) {
  return 0.5f * x * (1.0f + kn_erf(x * 0.7071067811865476f));
}

KN_CLONES void kn_exp_f32(float *x, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = kn_exp(x[i]);
}

KN_CLONES void kn_silu_multiply_f32(float *restrict gate, const float *restrict up, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) gate[i] = silu(gate[i]) * up[i];
}

KN_CLONES void kn_gelu_tanh_multiply_f32(float *restrict gate, const float *restrict up,
                                         size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) gate[i] = gelu_tanh(gate[i]) * up[i];
}

KN_CLONES void kn_gelu_tanh_f32(float *x, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = gelu_tanh(x[i]);
}

KN_CLONES void kn_gelu_erf_f32(float *x, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = gelu_erf(x[i]);
}

KN_CLONES void kn_soft_cap_f32(float *x, float cap, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = cap * kn_tanh(x[i] / cap);
}
