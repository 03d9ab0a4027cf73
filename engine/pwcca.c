#include "engine/pwcca.h"

#include <cblas.h>
#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "engine/lapack.h"

/* Correlations closer than this count as equal, and a similarity that moves by more than this as
 * undetermined. */
#define TIE   1e-7
#define MOVES 1e-7

/* ⟨h_i, z_j⟩ for `count` variates i and `live` neurons j, column-major; complex ones are pairs of doubles. */
struct projections {
    double *values;
    bool is_complex;
    size_t count, live;
};

/* The weight of a variate before normalising. */
static double absolute_sum(const struct projections *projections, size_t row)
{
    double sum = 0;

    if (!projections->is_complex)
        return cblas_dasum((blasint)projections->live, projections->values + row,
                           (blasint)projections->count);
    for (size_t j = 0; j < projections->live; j++) {
        const double *parts = projections->values + 2 * (row + j * projections->count);

        sum += hypot(parts[0], parts[1]);
    }
    return sum;
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
static void rotate_rows(const struct projections *projections, size_t first, size_t end)
{
    blasint live = (blasint)projections->live, step = (blasint)projections->count;

    for (int round = 0; round < 2; round++)
        for (size_t i = first; i + 1 < end; i++) {
            double cosine = cos(0.7 + (double)round), sine = sin(0.7 + (double)round),
                   *values = projections->values;

            if (projections->is_complex)
                cblas_zdrot(live, values + 2 * i, step, values + 2 * i + 2, step, cosine, sine);
            else
                cblas_drot(live, values + i, step, values + i + 1, step, cosine, sine);
        }
}

/* Whether turning the variates of equal correlations changes the similarity. */
static bool depends_on_rotation(const struct projections *projections, const double *correlations,
                                const double *weights, double similarity, double *turned)
{
    size_t count = projections->count;
    bool ties = false;

    for (size_t first = 0, end; first < count; first = end) {
        end = tie_end(correlations, count, first);
        for (size_t i = first; i < end; i++)
            turned[i] = weights[i];
        if (end - first == 1 || end - first == count)
            continue; /* nothing to turn, or one value for all whatever the weights */
        ties = true;
        rotate_rows(projections, first, end);
        for (size_t i = first; i < end; i++)
            turned[i] = absolute_sum(projections, i);
    }
    return ties && fabs(weighted_mean(turned, correlations, count) - similarity) > MOVES;
}

/* Whether a correlation of 0 shares its variate with directions that have no partner on the other side: it
 * may be any of them, each with a weight of its own. Of no importance when all correlations are 0. */
static bool depends_on_partnerless(const double *correlations, size_t count, size_t kept)
{
    return kept > count && correlations[count - 1] <= TIE && correlations[0] > TIE;
}

/* `turned`: room for as many as there are weights. */
static void weigh(const struct projections *projections, size_t kept, const double *correlations,
                  double *weights, double *turned, double *similarity, bool *ambiguous)
{
    size_t count = projections->count;
    double total = 0;

    for (size_t i = 0; i < count; i++)
        total += weights[i] = absolute_sum(projections, i);
    *similarity = weighted_mean(weights, correlations, count);
    *ambiguous = depends_on_partnerless(correlations, count, kept) ||
                 depends_on_rotation(projections, correlations, weights, *similarity, turned);
    for (size_t i = 0; i < count; i++)
        weights[i] /= total;
}

/* One side, real or complex: `directions` and `w` (as many rows as `stride`) are what they are of the
 * callers. */
static bool project(bool is_complex, const void *w, size_t stride, size_t live, size_t kept,
                    const void *directions, size_t count, const double *correlations,
                    struct pwcca_side_result *result, struct cca_error *error)
{
    size_t size = count * live * (is_complex ? 2 : 1) * sizeof(double);
    struct projections projections = {malloc(size), is_complex, count, live};
    double *turned = malloc(count * sizeof *turned);
    bool good = projections.values && turned;

    if (!good)
        cca_fail_memory(error, "PWCCA weights", (double)size);
    if (good && is_complex)
        lapack_multiply_complex(true, count, live, kept, directions, kept, w, stride,
                                (double complex *)projections.values, count);
    else if (good)
        lapack_multiply(true, count, live, kept, directions, kept, w, stride, projections.values, count);
    if (good)
        weigh(&projections, kept, correlations, result->weights, turned, &result->similarity,
              &result->ambiguous);
    free(projections.values);
    free(turned);
    return good;
}

bool pwcca_weigh(const struct cca_basis *basis, size_t kept, const double *directions, size_t count,
                 const double *correlations, struct pwcca_side_result *result, struct cca_error *error)
{
    return project(false, basis->w, basis->rank, basis->live, kept, directions, count, correlations, result,
                   error);
}

bool pwcca_weigh_complex(const struct frequency *frequency, size_t kept, const double complex *directions,
                         size_t count, const double *correlations, struct pwcca_side_result *result,
                         struct cca_error *error)
{
    return project(true, frequency->w, frequency->rank, frequency->live, kept, directions, count,
                   correlations, result, error);
}
