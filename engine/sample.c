/* Drawing rows: reproducible on every machine, so no rand(). */
#include "engine/representation.h"

/* SplitMix64 (Steele, Lea, Flood 2014): every seed gives a good sequence. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u;

    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

/* Uniform in [0, bound): the high half of a 64 × 64 product; the bias is below 2^-32 for any array that fits
 * memory. */
static uint64_t random_below(uint64_t *state, uint64_t bound)
{
    return (uint64_t)((unsigned __int128)next_random(state) * bound >> 64);
}

/* Selection sampling (Knuth, TAOCP 2, algorithm S): one pass, ascending, needs no table of what was drawn. */
size_t cca_sample_rows(struct sampling sampling, size_t count, size_t *rows)
{
    size_t wanted = sampling.limit && sampling.limit < count ? (size_t)sampling.limit : count;
    uint64_t state = sampling.seed;
    size_t taken = 0;

    for (size_t row = 0; taken < wanted; row++)
        if (wanted == count || random_below(&state, count - row) < wanted - taken)
            rows[taken++] = row;
    return taken;
}
