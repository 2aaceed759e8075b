#pragma once
#include "kn_platform.h"
#include <string.h>

// Branch-free float functions that the compiler vectorises inside each clone.

/// e^x to about 2 ulp for x <= 88; underflows to 0 below -87.3.
/// Cody-Waite reduction to |r| <= ln(2)/2 and a degree-6 polynomial.
KN_INLINE float kn_exp(float x) {
  x = x > 88.37f ? 88.37f : x;
  int keep = x >= -87.3f;
  x = keep ? x : -87.3f;
  // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer without a call.
  float shifted = x * 1.44269504088896341f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t power = ((int32_t)n + 127) << 23;
  float scale;
  memcpy(&scale, &power, 4);
  return keep ? p * scale : 0.0f;
}

/// tanh(x), absolute error below 2e-7.
KN_INLINE float kn_tanh(float x) {
  float clamped = x > 9.0f ? 9.0f : (x < -9.0f ? -9.0f : x);
  return 1.0f - 2.0f / (kn_exp(2.0f * clamped) + 1.0f);
}

/// erf(x), absolute error below 3e-7: an odd rational function on [-4, 4], +-1 outside.
KN_INLINE float kn_erf(float x) {
  float t = x > 4.0f ? 4.0f : (x < -4.0f ? -4.0f : x);
  float s = t * t;
  float p = -2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s + -2.10102402082508e-06f;
  p = p * s + -5.69250639462346e-05f;
  p = p * s + -7.34990630326855e-04f;
  p = p * s + -2.95459980854025e-03f;
  p = p * s + -1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * s + -2.13374055278905e-04f;
  q = q * s + -1.68282697438203e-03f;
  q = q * s + -7.37332916720468e-03f;
  q = q * s + -1.42647390514189e-02f;
  return t * p / q;
}
