#pragma once
#include "kn_platform.h"

/// Sum of a[i] * b[i].
float kn_dot_f32(const float *a, const float *b, size_t n);
double kn_dot_f64(const double *a, const double *b, size_t n);

/// y[i] += alpha * x[i].
void kn_axpy_f32(float alpha, const float *x, float *y, size_t n);
void kn_axpy_f64(double alpha, const double *x, double *y, size_t n);

/// y[i] += x[i].
void kn_add_f32(const float *x, float *y, size_t n);
