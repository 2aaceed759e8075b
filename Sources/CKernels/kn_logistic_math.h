#pragma once
#include "kn_platform.h"
#include <string.h>

// Branch-free double functions that the compiler vectorises inside each clone.

/// e^-x for x >= 0 to about 2 ulp; 0 above 700. Cody-Waite reduction to |r| <= ln(2)/2 and the
/// Taylor polynomial of degree 12.
KN_INLINE double kn_exp_minus(double x) {
  double bounded = x < 700.0 ? x : 700.0;
  // Adding and subtracting 1.5 * 2^52 rounds to the nearest integer without a call.
  double shifted = -bounded * 1.4426950408889634 + 6755399441055744.0;
  double n = shifted - 6755399441055744.0;
  double r = (-bounded - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
  double p = 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  // The low bits of `shifted` hold n; they move into the exponent.
  int64_t bits;
  memcpy(&bits, &shifted, 8);
  bits = (int64_t)((uint64_t)bits << 52) + 0x3FF0000000000000;
  double scale;
  memcpy(&scale, &bits, 8);
  return p * scale;
}

/// ln(1 + e) for e in [0, 1] to about 4 ulp: 2 atanh(e / (2 + e)) by its series.
KN_INLINE double kn_log_one_plus(double e) {
  double s = e / (2.0 + e), t = s * s;
  double p = 1.0 / 31.0;
  p = p * t + 1.0 / 29.0;
  p = p * t + 1.0 / 27.0;
  p = p * t + 1.0 / 25.0;
  p = p * t + 1.0 / 23.0;
  p = p * t + 1.0 / 21.0;
  p = p * t + 1.0 / 19.0;
  p = p * t + 1.0 / 17.0;
  p = p * t + 1.0 / 15.0;
  p = p * t + 1.0 / 13.0;
  p = p * t + 1.0 / 11.0;
  p = p * t + 1.0 / 9.0;
  p = p * t + 1.0 / 7.0;
  p = p * t + 1.0 / 5.0;
  p = p * t + 1.0 / 3.0;
  p = p * t + 1.0;
  return 2.0 * s * p;
}

/// What one row contributes under one problem.
typedef struct {
  /// weight (p - t), weight p (1 - p) and the loss times weight; 0 for a row that is held out.
  double residual, curvature, loss;
  /// The loss of a row that is held out, times |weight|.
  double held;
} kn_logistic_term;

KN_INLINE kn_logistic_term kn_logistic_term_of(double z, double target, double weight) {
#pragma clang fp contract(fast)
  double size = z < 0 ? -z : z;
  double e = kn_exp_minus(size), inverse = 1.0 / (1.0 + e);
  double p = z < 0 ? e * inverse : inverse;
  double loss = (z > 0 ? z : 0) + kn_log_one_plus(e) - target * z;
  double used = weight > 0 ? weight : 0, held = weight < 0 ? -weight : 0;
  return (kn_logistic_term){used * (p - target), used * (e * inverse * inverse), used * loss,
                            held * loss};
}
