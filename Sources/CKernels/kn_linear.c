#include "kn_linear.h"

void kn_pack_panel_f32(const float *rows, size_t count, size_t inputs, float *panel) {
  for (size_t k = 0; k < inputs; k++) {
    for (size_t j = 0; j < count; j++) panel[k * KN_PANEL + j] = rows[j * inputs + k];
    for (size_t j = count; j < KN_PANEL; j++) panel[k * KN_PANEL + j] = 0;
  }
}

void kn_unpack_row_f32(const float *panel, size_t column, size_t inputs, float *out) {
  for (size_t k = 0; k < inputs; k++) out[k] = panel[k * KN_PANEL + column];
}
