#include "kn_dequant.h"

#include <string.h>

// A fused multiply-add would round once where the reference rounds twice.
#pragma clang fp contract(off)

// Vectors run along a block; across blocks the compiler would gather single bytes, 10x slower.
#define EACH_BLOCK _Pragma("clang loop vectorize(disable)")

KN_INLINE float half_at(const uint8_t *bytes) {
  _Float16 value;
  memcpy(&value, bytes, 2);
  return (float)value;
}

// Blocks of 32: the low nibbles of 16 bytes are values 0...15, the high nibbles 16...31.

KN_CLONES void kn_dequantize_q4_0(const void *blocks, float *restrict out, size_t n_blocks) {
  const uint8_t *restrict block = blocks;  // f16 scale, 16 bytes of nibbles
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 18, out += 32) {
    float scale = half_at(block);
    for (int i = 0; i < 16; i++) {
      out[i] = scale * (float)((block[2 + i] & 0x0F) - 8);
      out[i + 16] = scale * (float)((block[2 + i] >> 4) - 8);
    }
  }
}

KN_CLONES void kn_dequantize_q4_1(const void *blocks, float *restrict out, size_t n_blocks) {
  const uint8_t *restrict block = blocks;  // f16 scale, f16 minimum, 16 bytes of nibbles
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 20, out += 32) {
    float scale = half_at(block), minimum = half_at(block + 2);
    for (int i = 0; i < 16; i++) {
      out[i] = scale * (float)(block[4 + i] & 0x0F) + minimum;
      out[i + 16] = scale * (float)(block[4 + i] >> 4) + minimum;
    }
  }
}

// Bit i of the 32-bit word is the fifth bit of value i.

KN_CLONES void kn_dequantize_q5_0(const void *blocks, float *restrict out, size_t n_blocks) {
  const uint8_t *restrict block = blocks;  // f16 scale, u32 of fifth bits, 16 bytes of nibbles
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 22, out += 32) {
    float scale = half_at(block);
    uint32_t fifth;
    memcpy(&fifth, block + 2, 4);
    for (int i = 0; i < 16; i++) {
      int low = (block[6 + i] & 0x0F) | (int)((fifth >> i) & 1) << 4;
      int high = (block[6 + i] >> 4) | (int)((fifth >> (i + 16)) & 1) << 4;
      out[i] = scale * (float)(low - 16);
      out[i + 16] = scale * (float)(high - 16);
    }
  }
}

KN_CLONES void kn_dequantize_q5_1(const void *blocks, float *restrict out, size_t n_blocks) {
  // f16 scale, f16 minimum, u32 of fifth bits, 16 bytes of nibbles
  const uint8_t *restrict block = blocks;
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 24, out += 32) {
    float scale = half_at(block), minimum = half_at(block + 2);
    uint32_t fifth;
    memcpy(&fifth, block + 4, 4);
    for (int i = 0; i < 16; i++) {
      int low = (block[8 + i] & 0x0F) | (int)((fifth >> i) & 1) << 4;
      int high = (block[8 + i] >> 4) | (int)((fifth >> (i + 16)) & 1) << 4;
      out[i] = scale * (float)low + minimum;
      out[i + 16] = scale * (float)high + minimum;
    }
  }
}

KN_CLONES void kn_dequantize_q8_0(const void *blocks, float *restrict out, size_t n_blocks) {
  const uint8_t *restrict block = blocks;  // f16 scale, 32 signed bytes
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 34, out += 32) {
    float scale = half_at(block);
    for (int i = 0; i < 32; i++) out[i] = (float)(int8_t)block[2 + i] * scale;
  }
}

// K blocks of 256 are eight groups of 32, each with a 6-bit scale and a 6-bit minimum in 12 bytes:
// groups 0...3 in the low six bits of bytes 0...3 and 4...7; groups 4...7 have their low four bits
// in the nibbles of bytes 8...11 and their upper two bits on top of bytes 0...7.
KN_INLINE void group_scale_and_minimum(const uint8_t *packed, int group, float *scale,
                                       float *minimum) {
  if (group < 4) {
    *scale = (float)(packed[group] & 0x3F);
    *minimum = (float)(packed[group + 4] & 0x3F);
  } else {
    *scale = (float)((packed[group + 4] & 0x0F) | (packed[group - 4] >> 6) << 4);
    *minimum = (float)((packed[group + 4] >> 4) | (packed[group] >> 6) << 4);
  }
}

KN_CLONES void kn_dequantize_q4_k(const void *blocks, float *restrict out, size_t n_blocks) {
  // f16 scale, f16 minimum, 12 bytes of scales, 128 of nibbles
  const uint8_t *restrict block = blocks;
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 144) {
    float scale = half_at(block), minimum = half_at(block + 2);
    for (int group = 0; group < 8; group++, out += 32) {
      float s, m;
      group_scale_and_minimum(block + 4, group, &s, &m);
      s *= scale;
      m *= minimum;
      const uint8_t *nibbles = block + 16 + 32 * (group / 2);
      int shift = 4 * (group & 1);
      // Unrolled, it would not be recognised as a vector loop.
      _Pragma("clang loop unroll(disable)")
      for (int i = 0; i < 32; i++) out[i] = s * (float)((nibbles[i] >> shift) & 0x0F) - m;
    }
  }
}

KN_CLONES void kn_dequantize_q5_k(const void *blocks, float *restrict out, size_t n_blocks) {
  // f16 scale, f16 minimum, 12 bytes of scales, 32 of fifth bits (bit g for group g), 128 nibbles
  const uint8_t *restrict block = blocks;
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 176) {
    float scale = half_at(block), minimum = half_at(block + 2);
    const uint8_t *fifth = block + 16;
    for (int group = 0; group < 8; group++, out += 32) {
      float s, m;
      group_scale_and_minimum(block + 4, group, &s, &m);
      s *= scale;
      m *= minimum;
      const uint8_t *nibbles = block + 48 + 32 * (group / 2);
      int shift = 4 * (group & 1);
      for (int i = 0; i < 32; i++) {
        int value = ((nibbles[i] >> shift) & 0x0F) | ((fifth[i] >> group) & 1) << 4;
        out[i] = s * (float)value - m;
      }
    }
  }
}

KN_CLONES void kn_dequantize_q6_k(const void *blocks, float *restrict out, size_t n_blocks) {
  // 128 bytes of nibbles, 64 of upper bit pairs, 16 signed scales (one per 16 values), f16 scale;
  // each half block of 128 values takes 64 bytes of nibbles and 32 of pairs, in four runs of 32
  const uint8_t *restrict block = blocks;
  EACH_BLOCK
  for (size_t b = 0; b < n_blocks; b++, block += 210) {
    float scale = half_at(block + 208);
    for (int run = 0; run < 8; run++, out += 32) {
      const uint8_t *nibbles = block + 64 * (run / 4) + 32 * (run & 1);
      const uint8_t *pairs = block + 128 + 32 * (run / 4);
      int nibble_shift = 4 * ((run & 3) / 2), pair_shift = 2 * (run & 3);
      float s[2] = {scale * (float)(int8_t)block[192 + 2 * run],
                    scale * (float)(int8_t)block[193 + 2 * run]};
      for (int i = 0; i < 32; i++) {
        int value = ((nibbles[i] >> nibble_shift) & 0x0F) | ((pairs[i] >> pair_shift) & 3) << 4;
        out[i] = s[i / 16] * (float)(value - 32);
      }
    }
  }
}
