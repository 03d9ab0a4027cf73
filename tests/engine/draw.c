#include "draw.h"

#include <math.h>

/* xorshift64* (Marsaglia 2003, Vigna 2016); not the engine's generator, so that neither hides the other's
 * faults. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1du;
}

size_t draw_below(uint64_t *state, size_t bound)
{
    return (size_t)((next(state) >> 32) % bound);
}

double draw_uniform(uint64_t *state)
{
    return ((double)(next(state) >> 11) + 0.5) * 0x1p-53;
}

double draw_normal(uint64_t *state)
{
    double radius = sqrt(-2 * log(draw_uniform(state)));

    return radius * cos(2 * M_PI * draw_uniform(state));
}

void draw_normals(uint64_t *state, double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = draw_normal(state);
}
