#include "tui/scale.h"

/* What is good to this: a cosine of 0 may come out as negative as that. */
#define NOISE 1e-6

struct scale scale_of(enum measure measure, double highest)
{
    if (measure == MEASURE_EUCLIDEAN && highest > 0)
        return (struct scale){0, highest, false};
    if (measure == MEASURE_COSINE && highest > 1 + NOISE)
        return (struct scale){0, 2, true};
    return (struct scale){0, 1, false};
}
