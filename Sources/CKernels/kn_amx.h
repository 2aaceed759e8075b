#pragma once
#include "kn_platform.h"

// Whether this process may use AMX, found once: the processor and the system must have it, and a
// small product must come out right. `*reason` says why not, when the processor claims to have it.
int kn_amx_is_usable(const char **reason);

// Loads the tile configuration of this thread, and gives the tiles back.
void kn_amx_begin(void);
void kn_amx_end(void);
