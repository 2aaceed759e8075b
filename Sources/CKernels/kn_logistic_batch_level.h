// Included once per instruction set by kn_logistic_batch.c, which defines KN_LEVEL, the lanes of a
// vector and the height of the register tile.

typedef float KN_LEVEL(vector) __attribute__((ext_vector_type(KN_LANES), aligned(4)));
#define VECTOR KN_LEVEL(vector)
#define VECTORS (KN_BATCH_LANES / KN_LANES)
// Compilers avoid the widest registers in loops they vectorise on their own.
#define KN_PRAGMA(text) _Pragma(#text)
#define KN_TERM_LOOP(lanes) KN_PRAGMA(clang loop vectorize_width(lanes))

// out[i][l] (+)= sum over k < count of x[i * outer + k * inner] * panel[k][l], i < rows. Scores run
// along the features of a row, gradients along the rows of a feature. `rows` is a constant at every
// call, so the sums live in registers.
KN_INLINE void KN_LEVEL(tile_of)(const size_t rows, const float *x, size_t outer, size_t inner,
                                 const float *panel, size_t count, float *out, int adds) {
#pragma clang fp contract(fast)
  VECTOR sum[KN_TILE][VECTORS];
#pragma unroll
  for (size_t i = 0; i < rows; i++) {
#pragma unroll
    for (size_t v = 0; v < VECTORS; v++) {
      const VECTOR *before = (const VECTOR *)(out + i * KN_BATCH_LANES + v * KN_LANES);
      sum[i][v] = adds ? *before : (VECTOR)(0.0f);
    }
  }
  for (size_t k = 0; k < count; k++) {
    VECTOR w[VECTORS];
#pragma unroll
    for (size_t v = 0; v < VECTORS; v++) {
      w[v] = *(const VECTOR *)(panel + k * KN_BATCH_LANES + v * KN_LANES);
    }
#pragma unroll
    for (size_t i = 0; i < rows; i++) {
      VECTOR value = (VECTOR)(x[i * outer + k * inner]);
#pragma unroll
      for (size_t v = 0; v < VECTORS; v++) sum[i][v] = value * w[v] + sum[i][v];
    }
  }
#pragma unroll
  for (size_t i = 0; i < rows; i++) {
#pragma unroll
    for (size_t v = 0; v < VECTORS; v++) {
      *(VECTOR *)(out + i * KN_BATCH_LANES + v * KN_LANES) = sum[i][v];
    }
  }
}

static void KN_LEVEL(product)(size_t rows, const float *x, size_t outer, size_t inner,
                              const float *panel, size_t count, float *out, int adds) {
  size_t i = 0;
  for (; i + KN_TILE <= rows; i += KN_TILE) {
    KN_LEVEL(tile_of)
    (KN_TILE, x + i * outer, outer, inner, panel, count, out + i * KN_BATCH_LANES, adds);
  }
  for (; i < rows; i++) {
    KN_LEVEL(tile_of)(1, x + i * outer, outer, inner, panel, count, out + i * KN_BATCH_LANES, adds);
  }
}

// Turns scores into residuals and adds what is summed besides the gradient.
static void KN_LEVEL(residuals)(size_t first, size_t count, const kn_logistic_problems *problems,
                                size_t group, float *scores, double *sums) {
  const double *intercepts = problems->intercepts + group * KN_BATCH_LANES;
  const float *const *targets = problems->targets + group * KN_BATCH_LANES;
  const float *const *weights = problems->weights + group * KN_BATCH_LANES;
  for (size_t i = 0; i < count; i++) {
    float target[KN_BATCH_LANES], weight[KN_BATCH_LANES];
    for (size_t l = 0; l < KN_BATCH_LANES; l++) {
      target[l] = targets[l][first + i];
      weight[l] = weights[l][first + i];
    }
    float *row = scores + i * KN_BATCH_LANES;
KN_TERM_LOOP(KN_TERMS)
    for (size_t l = 0; l < KN_BATCH_LANES; l++) {
      kn_logistic_term term = kn_logistic_term_of(row[l] + intercepts[l], target[l], weight[l]);
      row[l] = (float)term.residual;
      sums[l] += row[l];
      sums[KN_BATCH_LANES + l] += term.loss;
      sums[2 * KN_BATCH_LANES + l] += term.held;
    }
  }
}

// The same for one softmax problem: lane l is class l, unused lanes stay 0.
static void KN_LEVEL(softmax_residuals)(size_t first, size_t count,
                                        const kn_logistic_problems *problems, float *scores,
                                        double *sums) {
  for (size_t i = 0; i < count; i++) {
    float *row = scores + i * KN_BATCH_LANES;
    double z[KN_BATCH_LANES], largest = -1e300, total = 0;
    for (size_t l = 0; l < problems->class_count; l++) {
      z[l] = row[l] + problems->intercepts[l];
      largest = z[l] > largest ? z[l] : largest;
    }
    int32_t class = problems->classes[first + i];
    double given = problems->weights[0][first + i];
    double weight = given > 0 ? given : 0, held = given < 0 ? -given : 0;
    double above = largest - z[class];
    for (size_t l = 0; l < problems->class_count; l++) {
      z[l] = kn_exp_minus(largest - z[l]);
      total += z[l];
    }
    double loss = log(total) + above;
    sums[KN_BATCH_LANES] += weight * loss;
    sums[2 * KN_BATCH_LANES] += held * loss;
    for (size_t l = 0; l < KN_BATCH_LANES; l++) {
      double p = l < problems->class_count ? z[l] / total : 0;
      row[l] = (float)(weight * (p - (l == (size_t)class)));
      sums[l] += row[l];
    }
  }
}

static void KN_LEVEL(batch)(kn_logistic_rows data, size_t first, size_t count,
                            const kn_logistic_problems *problems, float *scratch, double *sums) {
  size_t n = data.width, step = row_step(n), block = block_rows(n);
  size_t groups = problems->lanes / KN_BATCH_LANES, panel = (n + 3) * KN_BATCH_LANES;
  float *space = scratch, *rows = space + step, *scores = rows + block * step;
  float *gradients = scores + block * KN_BATCH_LANES;
  for (size_t stretch = 0; stretch < count; stretch += KN_BATCH_STRETCH) {
    size_t last = stretch + KN_BATCH_STRETCH < count ? stretch + KN_BATCH_STRETCH : count;
    for (size_t start = stretch; start < last; start += block) {
      size_t here = last - start < block ? last - start : block;
      for (size_t i = 0; i < here; i++) {
        const float *row = float_row(&data, first + start + i, space);
        float *centred = rows + i * step;
        for (size_t j = 0; j < n; j++) centred[j] = row[j] - data.mean[j];
      }
      for (size_t g = 0; g < groups; g++) {
        KN_LEVEL(product)
        (here, rows, step, 1, problems->directions + g * n * KN_BATCH_LANES, n, scores, 0);
        double *totals = sums + g * panel + n * KN_BATCH_LANES;
        if (problems->classes) {
          KN_LEVEL(softmax_residuals)(first + start, here, problems, scores, totals);
        } else {
          KN_LEVEL(residuals)(first + start, here, problems, g, scores, totals);
        }
        KN_LEVEL(product)
        (n, rows, 1, step, scores, here, gradients + g * n * KN_BATCH_LANES, start > stretch);
      }
    }
    for (size_t g = 0; g < groups; g++) {
      double *total = sums + g * panel;
      const float *part = gradients + g * n * KN_BATCH_LANES;
      for (size_t j = 0; j < n * KN_BATCH_LANES; j++) total[j] += part[j];
    }
  }
}

#undef KN_LEVEL
#undef KN_LANES
#undef KN_TILE
#undef KN_TERMS
#undef KN_PRAGMA
#undef KN_TERM_LOOP
#undef VECTOR
#undef VECTORS
