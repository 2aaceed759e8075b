#pragma once
#include <stddef.h>
#include <stdint.h>

// One readable C loop a kernel, compiled three times; the loader picks the widest the CPU runs.
// Resolvers run before the thread sanitizer is ready, so it gets the plain loop only.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define KN_SANITIZED_THREADS 1
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(KN_SANITIZED_THREADS)
#define KN_CLONES                                                                                  \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KN_CLONES
#endif

// Lets the compiler reorder a reduction; without it a sum runs at the latency of one addition.
#define KN_FAST_MATH _Pragma("clang fp reassociate(on) contract(fast)")

// Helpers must be inlined into each clone to be compiled for its instruction set.
#define KN_INLINE static inline __attribute__((always_inline))
