#include "kn_activation.h"
#include "kn_forward_math.h"

KN_CLONES void kn_exp_f32(float *x, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = kn_exp(x[i]);
}

KN_CLONES void kn_silu_multiply_f32(float *restrict gate, const float *restrict up, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) gate[i] = kn_activate(KN_SILU, gate[i]) * up[i];
}

KN_CLONES void kn_gelu_tanh_f32(float *x, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = kn_activate(KN_GELU_TANH, x[i]);
}

KN_CLONES void kn_gelu_erf_f32(float *x, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = kn_activate(KN_GELU_ERF, x[i]);
}

KN_CLONES void kn_soft_cap_f32(float *x, float cap, size_t n) {
  KN_FAST_MATH
  for (size_t i = 0; i < n; i++) x[i] = cap * kn_tanh(x[i] / cap);
}
