/* Fewer points for a curve of many, none of its peaks lost. Pure. */
#ifndef CCASCOPE_TUI_THIN_H
#define CCASCOPE_TUI_THIN_H

#include <stddef.h>

/* Copies a curve (x ascending, NaN in y: a gap), or where it has more than 2 × parts points the least and the
 * greatest of each of so many parts of the list, in their order; a part without a value is a gap. Both
 * outputs have room for 2 × parts points; returns how many there are. */
size_t thin(const double *x, const double *y, size_t count, size_t parts, double *thin_x, double *thin_y);

#endif
