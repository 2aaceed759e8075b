#pragma once
#include "kn_platform.h"

/// Output columns that share a panel. A weight matrix W [outputs, inputs] is stored as panels
/// [ceil(outputs / 32)][inputs][32], the last one padded with zeros, so that a product reads it
/// front to back and never has to repack it.
#define KN_PANEL 32

typedef enum {
  KN_IDENTITY,
  KN_SILU,
  KN_GELU_TANH,
  KN_GELU_ERF,
  KN_RELU,
} kn_activation;

/// Y = f(X W^T + bias), with the weights in panels.
///
/// Every output is one chain of fused multiply-adds over the inputs in order, so it does not depend
/// on how many rows there are or how the work is divided: results are the same to the last bit.
typedef struct {
  /// Input rows [rows, inputs].
  const float *x;
  size_t x_stride;
  size_t inputs;
  const float *panels;
  /// One value per packed column (a multiple of 32), or null.
  const float *bias;
  /// Output rows [rows, columns].
  float *y;
  size_t y_stride;
  /// Columns of `y`.
  size_t columns;
  kn_activation activation;
  /// A panel holds 16 gate columns and the 16 up columns beside them; y = f(gate) * up.
  int gated;
  /// y += instead of y =.
  int accumulate;
} kn_linear_call;

/// Computes the given rows and panels of a product.
void kn_linear_f32(const kn_linear_call *call, size_t first_row, size_t last_row,
                   size_t first_panel, size_t last_panel);

/// Writes one panel: panel[k * 32 + j] = rows[j * inputs + k], zeros for j >= count.
void kn_pack_panel_f32(const float *rows, size_t count, size_t inputs, float *panel);

/// out[k] = panel[k * 32 + column]: one row of the unpacked matrix.
void kn_unpack_row_f32(const float *panel, size_t column, size_t inputs, float *out);
