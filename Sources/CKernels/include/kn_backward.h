#pragma once
#include "kn_platform.h"
#include "kn_linear.h"

// Gradients of the pieces of a decoder, one row at a time. `d` in front of a name is the derivative
// of the loss by it.

/// y = x / rms(x) * (weight + offset). Adds to `dx` when `accumulate`, else overwrites it; adds to
/// `dweight` unless that is null. `dx` may be `dy`.
void kn_rms_norm_backward_f32(const float *x, const float *weight, float offset, float epsilon,
                              const float *dy, float *dx, int accumulate, float *dweight, size_t n);
/// y = (x - mean) / deviation * weight + bias. Adds to `dx`, and to `dweight` and `dbias` unless
/// they are null.
void kn_layer_norm_backward_f32(const float *x, const float *weight, float epsilon,
                                const float *dy, float *dx, float *dweight, float *dbias, size_t n);

/// h = f(gate) * up, or f(gate) when `up` is null.
void kn_activate_f32(kn_activation activation, const float *gate, const float *up, float *h,
                     size_t n);
/// Turns `gate` and `up` into their derivatives and `dh` into h, all in place; `up` may be null.
void kn_activate_backward_f32(kn_activation activation, float *gate, float *up, float *dh,
                              size_t n);

/// Turns scores q . k into probabilities over [begin, end), zeros in the rest of `width`; returns
/// the logarithm of the sum of exponentials. Scores become cap * tanh(scale * s / cap) when the cap
/// is positive.
float kn_attention_softmax_f32(float *scores, size_t begin, size_t end, size_t width, float scale,
                               float cap);
/// Turns scores q . k into probabilities again, with the logarithm from the forward pass, and the
/// derivatives by probabilities into derivatives by scores; `delta` is the sum of output times its
/// derivative.
void kn_attention_softmax_backward_f32(float *scores, float *derivatives, size_t begin, size_t end,
                                       size_t width, float scale, float cap, float log_sum,
                                       float delta);

/// z[i] = factor * e^(z[i] - log_sum), times 1 - (z[i] / cap)^2 when the cap is positive.
void kn_softmax_gradient_f32(float *z, size_t n, float log_sum, float factor, float cap);

/// One step of AdamW (Loshchilov and Hutter 2019), with decay decoupled from the gradient.
typedef struct {
  /// Factor on the gradient, for clipping.
  float gradient_scale;
  float learning_rate;
  float beta1;
  float beta2;
  float epsilon;
  float weight_decay;
  /// 1 - beta^step.
  float correction1;
  float correction2;
} kn_adamw_step;

void kn_adamw_f32(const kn_adamw_step *step, float *weight, const float *gradient, float *mean,
                  float *square, size_t n);

/// Sum of x[i]^2; blocks are added up in double.
double kn_sum_of_squares_f32(const float *x, size_t n);

/// out[i] = x[i] * keep[i] / (1 - rate), keep being 1 with probability 1 - rate: a hash of `seed` and
/// the index, so the same call gives the same mask. Adds to `out` when `accumulate`.
void kn_dropout_f32(const float *x, float *out, size_t n, float rate, uint64_t seed,
                    int accumulate);
