#define _GNU_SOURCE
#include "kn_amx.h"
#include <math.h>
#include <pthread.h>
#include <string.h>
#include "kn_bf16.h"
#include "kn_product.h"
#include "kn_tile.h"

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

// Leaf 7: bit 22 of EDX is bfloat16 on tiles, bit 24 the tiles. What leaf 0x1D says of palettes is
// not asked: some virtual machines leave it empty and run AMX all the same.
static int processor_has_amx(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return (d >> 22 & 1) && (d >> 24 & 1);
}

// The system saves tiles only for processes that ask for it.
static int system_grants_amx(void) {
  const long request_permission = 0x1023, tile_data = 18;
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

static sigjmp_buf before_trial;

static void leave_trial(int signal) {
  (void)signal;
  siglongjmp(before_trial, 1);
}

// A product of 35 rows by 32 columns over 70 inputs against plain sums.
#define ROWS 35
#define INPUTS 70

// Its numbers are the multiples of 2^-`bits` up to about 1.
static int product_is_right(kn_panel_format format, kn_tile tile, int bits) {
  static float x[ROWS * INPUTS], w[KN_PANEL * INPUTS], out[KN_PANEL * 64];
  static _Alignas(64) uint16_t panel[2 * KN_PANEL * 96];
  static _Alignas(64) uint16_t rows[(ROWS + KN_PREPARED_ROWS_BEYOND) * 2 * 96];
  int one = 1 << bits;
  for (int i = 0; i < ROWS * INPUTS; i++) x[i] = (float)(i * 37 % (2 * one - 1) - one) / one;
  for (int i = 0; i < KN_PANEL * INPUTS; i++) w[i] = (float)(i * 53 % (2 * one - 3) - one) / one;
  kn_pack_panel(format, w, KN_PANEL, INPUTS, panel);
  kn_prepare_rows(format, x, INPUTS, ROWS, INPUTS, rows);
  kn_amx_begin();
  tile.run(ROWS, rows, kn_bf16_row_stride(format, INPUTS), panel, INPUTS, out, KN_PANEL);
  kn_amx_end();
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < KN_PANEL; j++) {
      double sum = 0;
      for (int k = 0; k < INPUTS; k++) sum += (double)x[i * INPUTS + k] * w[j * INPUTS + k];
      if (!(fabs(out[i * KN_PANEL + j] - sum) <= 1e-3)) return 0;
    }
  }
  return 1;
}

static const char *trial_failure(void) {
  struct sigaction guard = {.sa_handler = leave_trial}, before;
  if (sigaction(SIGILL, &guard, &before) != 0) return "its trial could not be guarded";
  // Written between setjmp and longjmp.
  const char *volatile failure = "the processor refused its instructions";
  if (sigsetjmp(before_trial, 1) == 0) {
    // Numbers that bfloat16 holds exactly, and numbers that need its rest.
    int right = product_is_right(KN_PANELS_BF16, kn_tile_amx, 6) &&
                product_is_right(KN_PANELS_SPLIT, kn_tile_amx_split, 13);
    failure = right ? NULL : "its trial product came out wrong";
  }
  sigaction(SIGILL, &before, NULL);
  return failure;
}

static const char *failure;
static int usable;

static void find_out(void) {
  if (!processor_has_amx()) return;
  failure = system_grants_amx() ? trial_failure() : "the system does not grant it";
  usable = failure == NULL;
}

int kn_amx_is_usable(const char **reason) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_out);
  *reason = failure;
  return usable;
}
#else
int kn_amx_is_usable(const char **reason) {
  *reason = NULL;
  return 0;
}

#if !defined(__x86_64__)
void kn_amx_begin(void) {}
void kn_amx_end(void) {}
#endif
#endif
