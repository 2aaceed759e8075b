#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include "kn_amx.h"
#include "kn_forward.h"
#include "kn_level.h"

static const char *const names[] = {
    [KN_LEVEL_BASE] = "baseline", [KN_LEVEL_V3] = "avx2",
    [KN_LEVEL_V4] = "avx512",     [KN_LEVEL_V4_BF16] = "avx512bf16",
    [KN_LEVEL_AMX] = "amx",
};

static int widest = KN_LEVEL_BASE;
static int asked = KN_LEVEL_AMX;
static char remark[200];

static void ask_processor(void) {
  const char *amx_failure = NULL;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v3")) widest = KN_LEVEL_V3;
  if (__builtin_cpu_supports("x86-64-v4")) widest = KN_LEVEL_V4;
  if (widest == KN_LEVEL_V4 && __builtin_cpu_supports("avx512bf16")) widest = KN_LEVEL_V4_BF16;
  if (widest == KN_LEVEL_V4_BF16 && kn_amx_is_usable(&amx_failure)) widest = KN_LEVEL_AMX;
#endif
  if (amx_failure) {
    snprintf(remark, sizeof remark, "AMX is not used: %s.", amx_failure);
  }
  const char *wish = getenv("KNOWABLE_ISA");
  if (!wish || !*wish) return;
  for (int level = KN_LEVEL_BASE; level <= KN_LEVEL_AMX; level++) {
    if (strcasecmp(wish, names[level]) != 0) continue;
    asked = level;
    if (level > widest) {
      snprintf(remark, sizeof remark, "KNOWABLE_ISA asks for %s, but %s%s%s%s.", names[level],
               "this processor runs ", names[widest], amx_failure ? "; AMX is not used: " : "",
               amx_failure ? amx_failure : "");
    }
    return;
  }
  snprintf(remark, sizeof remark,
           "KNOWABLE_ISA is \"%.40s\"; it can be amx, avx512bf16, avx512, avx2 or baseline.", wish);
}

static void find_level(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, ask_processor);
}

static _Atomic int limit = KN_LEVEL_AMX;
static _Atomic int emulates_amx = 0;

kn_forward_level kn_active_forward_level(void) {
  find_level();
  int level = emulates_amx ? KN_LEVEL_AMX : widest < asked ? widest : asked;
  return level < limit ? level : limit;
}

void kn_limit_forward_level(kn_forward_level new_limit) { limit = new_limit; }

void kn_emulate_amx(void) { emulates_amx = 1; }

int kn_amx_is_emulated(void) { return emulates_amx; }

kn_forward_level kn_widest_plain_level(void) {
  find_level();
  int level = kn_active_forward_level();
  if (level > widest) level = widest;
  return level > KN_LEVEL_V4 ? KN_LEVEL_V4 : level;
}

const char *kn_forward_level_name(kn_forward_level level) { return names[level]; }

const char *kn_forward_level_remark(void) {
  find_level();
  return remark;
}
