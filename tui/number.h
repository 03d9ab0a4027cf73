/* Numbers as short text, the same in every locale. */
#ifndef CCASCOPE_TUI_NUMBER_H
#define CCASCOPE_TUI_NUMBER_H

#include <stdbool.h>

/* Room for any of the texts below. */
#define NUMBER_SIZE 32

/* With `decimals` (0 to 9) digits after the point: "0.21", "-3". Never "-0". Beyond 1e15 as number_compact;
 * "nan", "inf" for what is not a number. Returns the length. */
int number_fixed(char out[NUMBER_SIZE], double value, int decimals);
/* The same, but without the zero before the point: ".21". */
int number_fraction(char out[NUMBER_SIZE], double value, int decimals);
/* At most three significant digits, with k, M, G or T for thousands and 1e-5 for what is very small: "0",
 * "0.25", "2k", "1.5M". */
int number_compact(char out[NUMBER_SIZE], double value);
/* One of several numbers that are `step` apart: as many digits as tell them apart, and thousands as k when
 * all of them stay short: "0", "500", "1k", "1.5k". */
int number_step(char out[NUMBER_SIZE], double value, double step);

#endif
