#pragma once
#include "kn_platform.h"

/// Rotates one head's first `2 * half` values in place: (x[i], x[i + half]) by the angle whose
/// cosine and sine are `cosine[i]` and `sine[i]` (the half-split layout of Hugging Face).
void kn_rotary_f32(float *x, const float *cosine, const float *sine, size_t half);
