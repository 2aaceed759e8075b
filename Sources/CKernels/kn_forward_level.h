// Included once per instruction set by kn_forward.c, which defines KN_LEVEL and the tile's size.
#include "kn_forward_tile.h"
#include "kn_forward_linear.h"
#include "kn_forward_attention.h"
#include "kn_forward_head.h"
#undef KN_LEVEL
#undef KN_NAME
#undef VECTOR
#undef KN_WIDE_LOOP
#undef KN_WIDE_LOOP_OF
#undef KN_PRAGMA
#undef KN_LANES
#undef KN_VECTORS
#undef KN_ROWS
