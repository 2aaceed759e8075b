#pragma once

// Rows of the tallest register tile of any instruction set.
#define KN_MAX_ROWS 14
// Rows of the tallest tile of any kernel, and of the tallest one that the head uses.
#define KN_TALLEST 128
#define KN_HEAD_ROWS 32
// Columns of the head that are folded at once: 8 panels, a block of weights that stays in L2.
#define KN_HEAD_SLAB 256
// Stands for minus infinity where that would turn into NaN.
#define KN_SMALLEST -1e30f
