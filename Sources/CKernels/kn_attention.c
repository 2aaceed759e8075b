#include "kn_attention.h"
#include "kn_linear.h"
#include "kn_forward_sizes.h"
#include <string.h>

static size_t round_up(size_t n) { return (n + KN_PANEL - 1) / KN_PANEL * KN_PANEL; }

size_t kn_attention_keys_size(size_t positions, size_t head_width) {
  return round_up(positions) * head_width;
}

size_t kn_attention_values_size(size_t positions, size_t head_width) {
  return positions * round_up(head_width);
}

// Rows a multiple of 4 KiB apart would all fall into the same cache sets, hence the odd panel.
size_t kn_attention_scores_stride(size_t positions) { return round_up(positions) + KN_PANEL + 16; }

size_t kn_attention_scratch_size(size_t positions, size_t head_width) {
  return KN_MAX_ROWS * (kn_attention_scores_stride(positions) + head_width);
}

void kn_attention_pack_f32(const float *key, const float *value, size_t stride, size_t tokens,
                           size_t head_width, size_t held, float *keys, float *values) {
  size_t positions = held + tokens;
  for (size_t first = 0; first < positions; first += KN_PANEL) {
    float *panel = keys + first * head_width;
    size_t begin = first < held ? held - first : 0;
    size_t end = positions - first < KN_PANEL ? positions - first : KN_PANEL;
    const float *source = key + (first + begin - held) * stride;
    for (size_t k = 0; k < head_width; k++) {
      for (size_t j = begin; j < end; j++) {
        panel[k * KN_PANEL + j] = source[(j - begin) * stride + k];
      }
      for (size_t j = end; j < KN_PANEL; j++) panel[k * KN_PANEL + j] = 0;
    }
  }
  for (size_t column = 0; column < head_width; column += KN_PANEL) {
    float *panel = values + column * positions + held * KN_PANEL;
    size_t count = head_width - column < KN_PANEL ? head_width - column : KN_PANEL;
    for (size_t i = 0; i < tokens; i++) {
      for (size_t j = 0; j < count; j++) panel[i * KN_PANEL + j] = value[i * stride + column + j];
      for (size_t j = count; j < KN_PANEL; j++) panel[i * KN_PANEL + j] = 0;
    }
  }
}

void kn_attention_carry_f32(const kn_attention_run *from, size_t position, size_t held,
                            size_t head_width, size_t capacity, float *keys, float *values) {
  size_t offset = position - from->first;
  for (size_t k = 0; k < head_width; k++) {
    memcpy(keys + k * KN_PANEL, from->keys + offset * head_width + k * KN_PANEL,
           held * sizeof(float));
  }
  for (size_t column = 0; column < head_width; column += KN_PANEL) {
    memcpy(values + column * capacity,
           from->values + column * from->capacity + offset * KN_PANEL,
           held * KN_PANEL * sizeof(float));
  }
}
