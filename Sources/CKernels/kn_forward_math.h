#pragma once
#include "kn_linear.h"
#include "kn_math.h"

// Activations on one value, branch-free so that loops over them vectorise.

KN_INLINE float kn_sigmoid(float x) { return 1.0f / (1.0f + kn_exp(-x)); }

/// `activation` must be a constant where this is inlined.
KN_INLINE float kn_activate(const kn_activation activation, float x) {
  switch (activation) {
  case KN_SILU: return x * kn_sigmoid(x);
  // 0.5 (1 + tanh(u)) is the logistic function of 2u.
  case KN_GELU_TANH: return x * kn_sigmoid(1.5957691216057308f * (x + 0.044715f * x * x * x));
  case KN_GELU_ERF: return 0.5f * x * (1.0f + kn_erf(x * 0.7071067811865476f));
  case KN_RELU: return x > 0 ? x : 0;
  default: return x;
  }
}
