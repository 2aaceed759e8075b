#pragma once
#include "kn_platform.h"

/// Right-hand sides that `kn_solve_lower_many_f32` handles together.
#define KN_SOLVE_SIDES 8

/// Solves L x = b in place; L is row-major lower triangular, its upper part is not read.
void kn_solve_lower_f32(const float *l, size_t n, double *x);
/// Solves L^T x = b in place.
void kn_solve_lower_transposed_f32(const float *l, size_t n, double *x);

/// Solves L X = B in place for KN_SOLVE_SIDES right-hand sides, X being n x KN_SOLVE_SIDES: L is
/// read once for all of them.
void kn_solve_lower_many_f32(const float *l, size_t n, double *x);
/// Solves L^T X = B in place for KN_SOLVE_SIDES right-hand sides.
void kn_solve_lower_transposed_many_f32(const float *l, size_t n, double *x);
