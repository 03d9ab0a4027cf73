#include "engine/pwcca.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

#include "engine/lapack.h"

/* Correlations closer than this count as equal, and a similarity that moves by more than this as
 * undetermined. */
#define TIE   1e-7
#define MOVES 1e-7

/* Row i of `projections` is ⟨h_i, z_j⟩ over j: its absolute sum is the weight before normalising. */
static double absolute_sum(const double *projections, size_t count, size_t live, size_t row)
{
    return cblas_dasum((blasint)live, projections + row, (blasint)count);
}

static double weighted_mean(const double *weights, const double *correlations, size_t count)
{
    double sum = 0, total = 0;

    for (size_t i = 0; i < count; i++) {
        sum += weights[i] * correlations[i];
        total += weights[i];
    }
    return sum / total;
}

/* One past the last correlation that ties with number `first`. */
static size_t tie_end(const double *correlations, size_t count, size_t first)
{
    size_t end = first + 1;

    while (end < count && correlations[first] - correlations[end] <= TIE)
        end++;
    return end;
}

/* Turns rows first .. end - 1 among themselves: an arbitrary orthogonal mix, as good a set of variates as
 * before. */
static void rotate_rows(double *projections, size_t count, size_t live, size_t first, size_t end)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = first; i + 1 < end; i++)
            cblas_drot((blasint)live, projections + i, (blasint)count, projections + i + 1, (blasint)count,
                       cos(0.7 + (double)round), sin(0.7 + (double)round));
}

/* Whether turning the variates of equal correlations changes the similarity. */
static bool depends_on_rotation(double *projections, size_t count, size_t live, const double *correlations,
                                const double *weights, double similarity, double *turned)
{
    bool ties = false;

    for (size_t first = 0, end; first < count; first = end) {
        end = tie_end(correlations, count, first);
        for (size_t i = first; i < end; i++)
            turned[i] = weights[i];
        if (end - first == 1 || end - first == count)
            continue; /* nothing to turn, or one value for all whatever the weights */
        ties = true;
        rotate_rows(projections, count, live, first, end);
        for (size_t i = first; i < end; i++)
            turned[i] = absolute_sum(projections, count, live, i);
    }
    return ties && fabs(weighted_mean(turned, correlations, count) - similarity) > MOVES;
}

/* Whether a correlation of 0 shares its variate with directions that have no partner on the other side: it
 * may be any of them, each with a weight of its own. Of no importance when all correlations are 0. */
static bool depends_on_partnerless(const double *correlations, size_t count, size_t kept)
{
    return kept > count && correlations[count - 1] <= TIE && correlations[0] > TIE;
}

bool pwcca_weigh(const struct cca_basis *basis, size_t kept, const double *directions, size_t count,
                 const double *correlations, double *weights, double *similarity, bool *ambiguous,
                 struct cca_error *error)
{
    double *projections = malloc(count * basis->live * sizeof *projections);
    double *turned = malloc(count * sizeof *turned);
    double total = 0;

    if (!projections || !turned) {
        free(projections);
        free(turned);
        return cca_fail_memory(error, "PWCCA weights", (double)(count * basis->live * sizeof(double)));
    }
    lapack_multiply(true, count, basis->live, kept, directions, kept, basis->w, basis->rank, projections,
                    count);
    for (size_t i = 0; i < count; i++)
        total += weights[i] = absolute_sum(projections, count, basis->live, i);
    *similarity = weighted_mean(weights, correlations, count);
    *ambiguous =
        depends_on_partnerless(correlations, count, kept) ||
        depends_on_rotation(projections, count, basis->live, correlations, weights, *similarity, turned);
    for (size_t i = 0; i < count; i++)
        weights[i] /= total;
    free(projections);
    free(turned);
    return true;
}
