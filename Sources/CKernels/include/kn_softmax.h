#pragma once
#include "kn_platform.h"

/// The largest value; -infinity when n is 0.
float kn_max_f32(const float *x, size_t n);
/// x[i] = e^(x[i] - max) / sum, in place.
void kn_softmax_f32(float *x, size_t n);
/// ln(sum of e^x[i]), shifted by the maximum, summed in double.
double kn_log_sum_exp_f32(const float *x, size_t n);
/// Entropy in nats of softmax(x); also stores ln(sum of e^x[i]).
double kn_entropy_f32(const float *x, size_t n, double *log_sum_exp);
