#include <math.h>
#include <string.h>
#include "kn_amx.h"
#include "kn_bf16.h"
#include "kn_tile.h"

// Rows of X that share a stretch of weights.
#define KN_AMX_HEIGHT 128

#if defined(__x86_64__)
#include <immintrin.h>

// 32 columns of weights: 32 KB in bfloat16, half of that when they are split.
#define KN_DEPTH (split ? 256 : 512)
#define KN_AMX(name) amx_##name
#define KN_TILES (void)0
#define KN_ZERO(t) _tile_zero(t)
#define KN_LOAD(t, p, s) _tile_loadd(t, p, (long)(s))
#define KN_STORE(t, p, s) _tile_stored(t, p, (long)(s))
#define KN_DOT(c, a, b) _tile_dpbf16ps(c, a, b)
#pragma clang attribute push(__attribute__((target("amx-tile,amx-bf16"))), apply_to = function)
#include "kn_tile_amx.h"
#pragma clang attribute pop

// Palette 1, eight tiles of 16 rows by 64 bytes.
typedef struct {
  uint8_t palette;
  uint8_t start_row;
  uint8_t reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_configuration;

// The operand is the whole structure: some compilers' intrinsic says that it reads 8 bytes, and the
// rest of the configuration is optimised away.
void kn_amx_begin(void) {
  tile_configuration configuration = {.palette = 1};
  for (int t = 0; t < 8; t++) {
    configuration.row_bytes[t] = 64;
    configuration.rows[t] = 16;
  }
  __asm__ volatile("ldtilecfg %0" : : "m"(configuration));
}

void kn_amx_end(void) { __asm__ volatile("tilerelease" : : : "memory"); }

const kn_tile kn_tile_amx = {
    .name = "AMX, bfloat16 inputs and weights", .run = amx_rounded, .height = KN_AMX_HEIGHT,
    .granule = 16, .prepared = 1, .begin = kn_amx_begin, .end = kn_amx_end};
const kn_tile kn_tile_amx_split = {
    .name = "AMX, three bfloat16 products", .run = amx_split, .height = KN_AMX_HEIGHT,
    .granule = 16, .prepared = 1, .begin = kn_amx_begin, .end = kn_amx_end};
#endif

// The tile operations as the processor's manual defines them.

typedef struct {
  char rows[16][64];
} emulated_tile;

static float without_subnormals(float x) { return fabsf(x) < 0x1p-126f ? copysignf(0, x) : x; }

static float half_of(const emulated_tile *tile, int row, int place) {
  uint16_t half;
  memcpy(&half, tile->rows[row] + 2 * place, sizeof half);
  return without_subnormals(kn_bf16_value(half));
}

// One chain of fused multiply-adds over the even places and one over the odd ones, added to each
// other and then to the sum; subnormal numbers count as zero.
static void emulate_dot(emulated_tile *sums, const emulated_tile *a, const emulated_tile *b) {
  for (int i = 0; i < 16; i++) {
    for (int j = 0; j < 16; j++) {
      float chain[2] = {0, 0};
      for (int k = 0; k < 32; k++) {
        float x = half_of(a, i, k), w = half_of(b, k / 2, 2 * j + k % 2);
        chain[k % 2] = without_subnormals(fmaf(x, w, chain[k % 2]));
      }
      float sum;
      memcpy(&sum, sums->rows[i] + 4 * j, sizeof sum);
      sum = without_subnormals(without_subnormals(sum) + without_subnormals(chain[0] + chain[1]));
      memcpy(sums->rows[i] + 4 * j, &sum, sizeof sum);
    }
  }
}

static void emulate_load(emulated_tile *tile, const char *from, size_t stride) {
  for (int i = 0; i < 16; i++) memcpy(tile->rows[i], from + i * stride, 64);
}

static void emulate_store(const emulated_tile *tile, char *to, size_t stride) {
  for (int i = 0; i < 16; i++) memcpy(to + i * stride, tile->rows[i], 64);
}

// Short stretches, so that small tests go through several of them.
#define KN_AMX(name) emulated_##name
#undef KN_DEPTH
#define KN_DEPTH 64
#define KN_TILES emulated_tile tiles[8]
#define KN_ZERO(t) memset(&tiles[t], 0, sizeof tiles[t])
#define KN_LOAD(t, p, s) emulate_load(&tiles[t], p, s)
#define KN_STORE(t, p, s) emulate_store(&tiles[t], p, s)
#define KN_DOT(c, a, b) emulate_dot(&tiles[c], &tiles[a], &tiles[b])
#include "kn_tile_amx.h"

const kn_tile kn_tile_emulated = {
    .name = "AMX emulated, bfloat16 inputs and weights", .run = emulated_rounded,
    .height = KN_AMX_HEIGHT, .granule = 16, .prepared = 1};
const kn_tile kn_tile_emulated_split = {
    .name = "AMX emulated, three bfloat16 products", .run = emulated_split,
    .height = KN_AMX_HEIGHT, .granule = 16, .prepared = 1};
