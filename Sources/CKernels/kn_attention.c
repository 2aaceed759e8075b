#include "kn_attention.h"
#include "kn_linear.h"
#include "kn_forward_sizes.h"

static size_t round_up(size_t n) { return (n + KN_PANEL - 1) / KN_PANEL * KN_PANEL; }

size_t kn_attention_keys_size(size_t tokens, size_t head_width) {
  return round_up(tokens) * head_width;
}

size_t kn_attention_values_size(size_t tokens, size_t head_width) {
  return tokens * round_up(head_width);
}

// Rows a multiple of 4 KiB apart would all fall into the same cache sets, hence the odd panel.
size_t kn_attention_scratch_size(size_t tokens) {
  return KN_MAX_ROWS * (round_up(tokens) + KN_PANEL + 16);
}

void kn_attention_pack_f32(const float *key, const float *value, size_t stride, size_t tokens,
                           size_t head_width, float *keys, float *values) {
  for (size_t first = 0; first < tokens; first += KN_PANEL) {
    float *panel = keys + first * head_width;
    size_t count = tokens - first < KN_PANEL ? tokens - first : KN_PANEL;
    for (size_t k = 0; k < head_width; k++) {
      for (size_t j = 0; j < count; j++) {
        panel[k * KN_PANEL + j] = key[(first + j) * stride + k];
      }
      for (size_t j = count; j < KN_PANEL; j++) panel[k * KN_PANEL + j] = 0;
    }
  }
  for (size_t column = 0; column < head_width; column += KN_PANEL) {
    float *panel = values + column * tokens;
    size_t count = head_width - column < KN_PANEL ? head_width - column : KN_PANEL;
    for (size_t i = 0; i < tokens; i++) {
      for (size_t j = 0; j < count; j++) panel[i * KN_PANEL + j] = value[i * stride + column + j];
      for (size_t j = count; j < KN_PANEL; j++) panel[i * KN_PANEL + j] = 0;
    }
  }
}
