#pragma once
#include "kn_platform.h"

/// Output columns that share a panel. A weight matrix W [outputs, inputs] is stored as
/// ceil(outputs / 32) panels, the last one padded with zero columns, so that a product reads it
/// front to back and never has to repack it.
#define KN_PANEL 32

/// How a panel holds its weights.
typedef enum {
  /// Floats [inputs][32].
  KN_PANELS_F32,
  /// bfloat16, two neighbouring inputs side by side: [inputs / 2][32][2], the inputs padded with
  /// zeros to a multiple of 32. What AVX512-BF16 and AMX multiply.
  KN_PANELS_BF16,
  /// Two such panels one after the other: the rounded weights, then the rounded rest of each, 16
  /// bits of mantissa together.
  KN_PANELS_SPLIT,
} kn_panel_format;

/// The operands of X W^T.
typedef struct {
  /// Input rows as the active kernel reads them: floats, or what `kn_prepare_rows` makes of them.
  const void *x;
  /// Bytes from one row to the next.
  size_t x_stride;
  size_t inputs;
  const void *panels;
  kn_panel_format format;
} kn_product;

/// Bytes of one panel.
size_t kn_panel_bytes(kn_panel_format format, size_t inputs);

/// Writes one panel of `count` rows of W [count, inputs].
void kn_pack_panel(kn_panel_format format, const float *rows, size_t count, size_t inputs,
                   void *panel);

/// Row `column` of the panel as floats: exact for floats, otherwise what the panel keeps of it.
void kn_unpack_row(kn_panel_format format, const void *panel, size_t column, size_t inputs,
                   float *out);

/// Bytes from one prepared input row to the next for the active kernel of a format; 0 when it reads
/// the floats themselves.
size_t kn_prepared_stride(kn_panel_format format, size_t inputs);

/// Rows that must be readable after the last prepared one: tiles of AMX are 16 rows high.
#define KN_PREPARED_ROWS_BEYOND 15

/// Rounds input rows [rows, inputs] to bfloat16, to nearest even, padded with zeros; for split
/// panels the rounded rest of each row follows it.
void kn_prepare_rows(kn_panel_format format, const float *x, size_t x_stride, size_t rows,
                     size_t inputs, void *out);
