#pragma once
#include "kn_platform.h"

/// out[i] = x[i] / sqrt(mean(x^2) + epsilon) * (weight[i] + offset). `out` may be `x`.
/// `offset` is 1 for models that store the weight minus one (Gemma in Hugging Face folders).
void kn_rms_norm_f32(const float *x, const float *weight, float offset, float epsilon, float *out,
                     size_t n);
/// out[i] = (x[i] - mean) / sqrt(variance + epsilon) * weight[i] + bias[i]; `bias` may be null.
/// `out` may be `x`.
void kn_layer_norm_f32(const float *x, const float *weight, const float *bias, float epsilon,
                       float *out, size_t n);
