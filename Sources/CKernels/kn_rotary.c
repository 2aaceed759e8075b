#include "kn_rotary.h"

KN_CLONES void kn_rotary_f32(float *x, const float *restrict cosine, const float *restrict sine,
                             size_t half) {
  float *restrict first = x;
  float *restrict second = x + half;
  for (size_t i = 0; i < half; i++) {
    float a = first[i], b = second[i];
    first[i] = a * cosine[i] - b * sine[i];
    second[i] = b * cosine[i] + a * sine[i];
  }
}
