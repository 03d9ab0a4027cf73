#include "engine/measuring.h"

#include <math.h>

#include "engine/chance.h"

/* Shares closer than this are equal: singular values are rounded, and a share that is reached exactly must
 * not ask for one direction more on another machine. */
#define SHARE_ROUNDING 1e-13

size_t measuring_directions(const double *s, size_t rank, double variance, bool share_values)
{
    double total = 0, sum = 0;
    size_t kept = 0;

    if (variance >= 1)
        return rank;
    for (size_t i = 0; i < rank; i++)
        total += share_values ? s[i] : s[i] * s[i];
    while (kept < rank && sum < variance * total * (1 - SHARE_ROUNDING)) {
        sum += share_values ? s[kept] : s[kept] * s[kept];
        kept++;
    }
    return kept;
}

size_t measuring_svcca(const double *s, size_t rank, const struct measure_options *options)
{
    if (options->svcca_directions)
        return options->svcca_directions < rank ? options->svcca_directions : rank;
    return measuring_directions(s, rank, options->svcca_variance, options->svcca_share_values);
}

double measuring_clip(double correlation)
{
    return correlation > 1 ? 1 : correlation < 0 ? 0 : correlation;
}

void measuring_clip_all(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = measuring_clip(values[i]);
}

double measuring_mean(const double *values, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

struct cca_summary measuring_begin(size_t n, size_t d_x, size_t d_y, size_t rank_x, size_t rank_y,
                                   unsigned wanted)
{
    struct cca_summary summary = {
        .n = n, .d_x = d_x, .d_y = d_y, .rank_x = rank_x, .rank_y = rank_y, .measured = wanted};
    size_t largest = rank_x > rank_y ? rank_x : rank_y;

    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        summary.similarity[measure] = summary.chance[measure] = NAN;
    summary.pwcca_y = NAN;
    summary.notes = (rank_x ? 0 : CCA_NOTE_RANK_ZERO_X) | (rank_y ? 0 : CCA_NOTE_RANK_ZERO_Y);
    if (rank_x == 0 || rank_y == 0)
        return summary;
    summary.by_construction = cca_by_construction(n, rank_x, rank_y);
    summary.notes |= (n < 5 * largest ? CCA_NOTE_FEW_SAMPLES : 0) |
                     (summary.by_construction ? CCA_NOTE_BY_CONSTRUCTION : 0);
    return summary;
}
