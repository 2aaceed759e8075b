#pragma once

// Rows of the tallest register tile of any instruction set.
#define KN_MAX_ROWS 14
// Columns of the head that are folded at once: 8 panels, a block of weights that stays in L2.
#define KN_HEAD_SLAB 256
// Stands for minus infinity where that would turn into NaN.
#define KN_SMALLEST -1e30f
