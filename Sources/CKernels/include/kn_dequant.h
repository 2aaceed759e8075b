#pragma once
#include "kn_platform.h"

// GGUF quantisation blocks to float32, to the bit as Python's gguf.quants.dequantize.
// n_blocks blocks of 32 values (q4_0 ... q8_0) or 256 (the K types); sources may be unaligned.

void kn_dequantize_q4_0(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q4_1(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q5_0(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q5_1(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q8_0(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q4_k(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q5_k(const void *blocks, float *out, size_t n_blocks);
void kn_dequantize_q6_k(const void *blocks, float *out, size_t n_blocks);
