#include "tui/thin.h"

#include <math.h>
#include <string.h>

/* The places of the least and the greatest value from `first` up to `end`; both `end` where there is none. */
static void extremes(const double *y, size_t first, size_t end, size_t *low, size_t *high)
{
    *low = *high = end;
    for (size_t i = first; i < end; i++) {
        if (isnan(y[i]))
            continue;
        if (*low == end || y[i] < y[*low])
            *low = i;
        if (*high == end || y[i] > y[*high])
            *high = i;
    }
}

size_t thin(const double *x, const double *y, size_t count, size_t parts, double *thin_x, double *thin_y)
{
    size_t kept = 0, low, high, places[2];

    if (count <= 2 * parts) {
        memcpy(thin_x, x, count * sizeof *x);
        memcpy(thin_y, y, count * sizeof *y);
        return count;
    }
    for (size_t part = 0; part < parts; part++) {
        size_t first = part * count / parts, end = (part + 1) * count / parts;

        extremes(y, first, end, &low, &high);
        places[0] = low < high ? low : high;
        places[1] = low < high ? high : low;
        for (int i = 0; i < (low == high ? 1 : 2); i++) {
            size_t place = places[i] < end ? places[i] : first; /* of a gap the first, which is one */

            thin_x[kept] = x[place];
            thin_y[kept++] = y[place];
        }
    }
    return kept;
}
