#pragma once
#include "kn_product.h"

typedef enum {
  KN_IDENTITY,
  KN_SILU,
  KN_GELU_TANH,
  KN_GELU_ERF,
  KN_RELU,
} kn_activation;

/// Y = f(X W^T + bias), with the weights in panels.
///
/// Every output is one fixed chain of multiply-adds over the inputs, so it does not depend on how
/// many rows there are or how the work is divided: results are the same to the last bit.
typedef struct {
  kn_product product;
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

/// Computes the given rows and panels of a product, with the kernel of the active level.
void kn_linear_f32(const kn_linear_call *call, size_t first_row, size_t last_row,
                   size_t first_panel, size_t last_panel);
