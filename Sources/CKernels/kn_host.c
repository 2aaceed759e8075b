#define _GNU_SOURCE
#include "kn_host.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

static _Thread_local int parallel_depth = 0;

int kn_parallel_depth(void) { return parallel_depth; }
void kn_enter_parallel(void) { parallel_depth++; }
void kn_leave_parallel(void) { parallel_depth--; }

long kn_core_count(void) {
#ifdef __linux__
  // Containers and taskset leave a process fewer cores than the machine has.
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : online;
}

static int one_of(const char *name, const char *const *list) {
  for (; *list; list++)
    if (strcasecmp(name, *list) == 0) return 1;
  return 0;
}

static const char *better_core(const char *active) {
  const char *asked = getenv("KNOWABLE_BLAS_CORE");
  if (asked && *asked) return strcasecmp(asked, "keep") == 0 ? NULL : asked;
#if defined(__x86_64__)
  static const char *const wide[] = {"SkylakeX", "Cooperlake", "SapphireRapids", "Zen4", NULL};
  static const char *const middle[] = {"Haswell", "Zen", "Excavator", NULL};
  if (one_of(active, wide)) return NULL;
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return "SkylakeX";
  if (!one_of(active, middle) && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return "Haswell";
#endif
  return NULL;
}

const char *kn_tune_blas_core(void) {
  // Looked up by name, so that other BLAS builds still link.
  char *(*core_name)(void) = (char *(*)(void))dlsym(RTLD_DEFAULT, "openblas_get_corename");
  void (*quit)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_quit");
  void (*initialise)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_init");
  if (!core_name) return "unknown";
  const char *core = better_core(core_name());
  if (core && quit && initialise) {
    const char *before = getenv("OPENBLAS_CORETYPE");
    char *saved = before ? strdup(before) : NULL;
    setenv("OPENBLAS_CORETYPE", core, 1);
    quit();
    initialise();
    // Programs started from here see the environment they were given.
    if (saved) {
      setenv("OPENBLAS_CORETYPE", saved, 1);
      free(saved);
    } else {
      unsetenv("OPENBLAS_CORETYPE");
    }
  }
  return core_name();
}

const char *kn_cpu_features(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bf16")) return "avx2 fma avx512 avx512bf16";
  if (__builtin_cpu_supports("avx512bw")) return "avx2 fma avx512";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "avx2 fma";
  return "sse2";
#elif defined(__aarch64__)
  return "neon";
#else
  return "baseline";
#endif
}
