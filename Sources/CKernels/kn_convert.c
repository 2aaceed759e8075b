#include "kn_convert.h"

#include <string.h>

KN_CLONES void kn_f16_to_f32(const void *source, float *out, size_t n) {
  const char *bytes = source;
  for (size_t i = 0; i < n; i++) {
    _Float16 value;
    memcpy(&value, bytes + 2 * i, 2);
    out[i] = (float)value;
  }
}

KN_CLONES void kn_bf16_to_f32(const void *source, float *out, size_t n) {
  const char *bytes = source;
  for (size_t i = 0; i < n; i++) {
    uint16_t half;
    memcpy(&half, bytes + 2 * i, 2);
    uint32_t bits = (uint32_t)half << 16;
    memcpy(&out[i], &bits, 4);
  }
}

KN_CLONES void kn_f64_to_f32(const void *source, float *out, size_t n) {
  const char *bytes = source;
  for (size_t i = 0; i < n; i++) {
    double value;
    memcpy(&value, bytes + 8 * i, 8);
    out[i] = (float)value;
  }
}

// e5m2 is the upper half of a float16.
KN_CLONES void kn_f8_e5m2_to_f32(const void *source, float *out, size_t n) {
  const uint8_t *bytes = source;
  for (size_t i = 0; i < n; i++) {
    uint16_t bits = (uint16_t)(bytes[i] << 8);
    _Float16 value;
    memcpy(&value, &bits, 2);
    out[i] = (float)value;
  }
}

// The seven bits of magnitude, put into a float32, are the value times 2^-120; multiplying is exact
// and also normalises subnormals.
KN_CLONES void kn_f8_e4m3_to_f32(const void *source, float *out, size_t n) {
  const uint8_t *bytes = source;
  for (size_t i = 0; i < n; i++) {
    uint32_t magnitude = bytes[i] & 0x7F;
    uint32_t bits = magnitude << 20;
    float value;
    memcpy(&value, &bits, 4);
    value *= 0x1p120f;
    memcpy(&bits, &value, 4);
    bits = magnitude == 0x7F ? 0x7FC00000u : bits;
    bits |= (uint32_t)(bytes[i] & 0x80) << 24;
    memcpy(&out[i], &bits, 4);
  }
}

KN_CLONES void kn_f32_to_f16(const float *source, void *out, size_t n) {
  char *bytes = out;
  for (size_t i = 0; i < n; i++) {
    _Float16 value = (_Float16)source[i];
    memcpy(bytes + 2 * i, &value, 2);
  }
}

// Adding half of the dropped part, one less when the kept part is even, carries exactly when
// rounding to nearest even rounds up. A NaN keeps its upper bits and is made quiet, so that none
// becomes infinite.
KN_CLONES void kn_f32_to_bf16(const float *source, void *out, size_t n) {
  char *bytes = out;
  for (size_t i = 0; i < n; i++) {
    uint32_t bits;
    memcpy(&bits, &source[i], 4);
    uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    uint32_t nan = (bits >> 16) | 0x40u;
    uint16_t half = (uint16_t)((bits & 0x7FFFFFFFu) > 0x7F800000u ? nan : rounded);
    memcpy(bytes + 2 * i, &half, 2);
  }
}
