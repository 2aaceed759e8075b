#pragma once
#include "kn_platform.h"

// Sources may be unaligned (they are mapped file bytes), little-endian; n is in elements.
// To float32 is exact except from float64; to a narrower type rounds to nearest, ties to even.
// NaN stays NaN, overflow becomes infinity.

void kn_f16_to_f32(const void *source, float *out, size_t n);
void kn_bf16_to_f32(const void *source, float *out, size_t n);
void kn_f64_to_f32(const void *source, float *out, size_t n);
/// OCP 8-bit floats: e4m3 without infinities (0x7F and 0xFF are NaN), e5m2 as IEEE.
void kn_f8_e4m3_to_f32(const void *source, float *out, size_t n);
void kn_f8_e5m2_to_f32(const void *source, float *out, size_t n);

void kn_f32_to_f16(const float *source, void *out, size_t n);
void kn_f32_to_bf16(const float *source, void *out, size_t n);
