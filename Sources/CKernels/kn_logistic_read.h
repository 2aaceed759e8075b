#pragma once
#include <string.h>
#include "kn_logistic_rows.h"

// The stored bytes of row number rows[i].
KN_INLINE const char *stored_row(const kn_logistic_rows *data, size_t i) {
  size_t row = data->rows ? (size_t)data->rows[i] : i;
  size_t low = 0, high = data->segment_count;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (data->segments[middle].first_row <= row) low = middle;
    else high = middle;
  }
  size_t size = data->type == KN_ROWS_F32 ? 4 : 2;
  size_t place = (row - data->segments[low].first_row) * data->row_stride + data->first_column;
  return (const char *)data->segments[low].base + place * size;
}

// Row rows[i] as floats: in place where it is stored so, otherwise converted into `space`.
KN_INLINE const float *float_row(const kn_logistic_rows *data, size_t i, float *restrict space) {
  const char *bytes = stored_row(data, i);
  if (data->type == KN_ROWS_F16) {
    for (size_t j = 0; j < data->width; j++) {
      _Float16 value;
      memcpy(&value, bytes + 2 * j, 2);
      space[j] = (float)value;
    }
    return space;
  }
  if (data->type == KN_ROWS_BF16) {
    for (size_t j = 0; j < data->width; j++) {
      uint16_t half;
      memcpy(&half, bytes + 2 * j, 2);
      uint32_t bits = (uint32_t)half << 16;
      memcpy(&space[j], &bits, 4);
    }
    return space;
  }
  if (((uintptr_t)bytes & 3) == 0) return (const float *)bytes;
  memcpy(space, bytes, 4 * data->width);
  return space;
}
