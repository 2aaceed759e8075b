#pragma once
#include "kn_forward.h"

// Whether AMX kernels run on emulated tiles.
int kn_amx_is_emulated(void);

// The level whose plain loops (everything but products of bfloat16) the active level uses.
kn_forward_level kn_widest_plain_level(void);
