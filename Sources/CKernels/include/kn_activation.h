#pragma once
#include "kn_platform.h"

/// x[i] = e^x[i].
void kn_exp_f32(float *x, size_t n);
/// gate[i] = silu(gate[i]) * up[i], silu(x) = x / (1 + e^-x).
void kn_silu_multiply_f32(float *gate, const float *up, size_t n);
/// x[i] = 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
void kn_gelu_tanh_f32(float *x, size_t n);
/// x[i] = 0.5 x (1 + erf(x / sqrt(2))).
void kn_gelu_erf_f32(float *x, size_t n);
/// x[i] = cap * tanh(x[i] / cap).
void kn_soft_cap_f32(float *x, float cap, size_t n);
