#include "engine/look_kind.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lapack.h"
#include "engine/product.h"
#include "engine/singular.h"

/* What rounding may add to a correlation on the fast path, on average. */
#define TOLERANCE 1e-7
/* Correlations closer than this count as equal. */
#define TIE 1e-7

typedef bool look_function(const struct look_sources *sources, struct cca_looked *looked,
                           struct cca_error *error);

static look_function correlations, stability, interval;

static const struct look_kind {
    size_t cells;
    look_function *compute;
    bool without_measures; /* the numbers are the same whichever measures there are */
} KINDS[CCA_LOOK_KINDS] = {
    [CCA_LOOK_CORRELATIONS] = {2, correlations, true},
    [CCA_LOOK_STABILITY] = {3, stability, true},
    [CCA_LOOK_INTERVAL] = {2, interval, false},
};

size_t cca_look_cells(enum cca_look_kind kind)
{
    return KINDS[kind].cells;
}

bool look_is_of_measures(enum cca_look_kind kind)
{
    return !KINDS[kind].without_measures;
}

size_t cca_stability_directions(size_t correlations)
{
    size_t quarter = correlations / 4;

    return quarter > 100 ? 100 : quarter > 0 ? quarter : 1;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Room for so many numbers, the looked's own. */
static bool make_numbers(struct cca_looked *looked, size_t count, struct cca_error *error)
{
    looked->numbers = malloc((count + 1) * sizeof *looked->numbers);
    looked->number_count = looked->numbers ? count : 0;
    return looked->numbers || cca_fail_memory(error, "a look", (double)(count * sizeof *looked->numbers));
}

/* M = U_xᵀ U_y, rank_x × rank_y; the caller's. NULL with *error filled. */
static double *product_of(const struct cca_basis *x, const struct cca_basis *y, struct cca_error *error)
{
    size_t size = x->rank * y->rank;
    struct product_pair product = {x, y, malloc((size + 1) * sizeof *product.m)};

    if (!product.m)
        cca_fail_memory(error, "a product", (double)(size * sizeof *product.m));
    else if (product_compute(&product, 1, error))
        return product.m;
    free(product.m);
    return NULL;
}

static bool find_correlations(size_t rows, size_t columns, const double *m, double *values,
                              struct cca_error *error)
{
    size_t count = smaller(rows, columns);

    if (!singular_values(rows, columns, m, rows, TOLERANCE * (double)count, values, error))
        return false;
    for (size_t i = 0; i < count; i++)
        values[i] = fmin(1, fmax(0, values[i]));
    return true;
}

static bool correlations(const struct look_sources *sources, struct cca_looked *looked,
                         struct cca_error *error)
{
    const struct cca_basis *x = sources->bases[0], *y = sources->bases[1];
    size_t count = smaller(x->rank, y->rank);
    double *m;
    bool good;

    if (!make_numbers(looked, count, error))
        return false;
    if (count == 0)
        return true;
    m = product_of(x, y, error);
    good = m && find_correlations(x->rank, y->rank, m, looked->numbers, error);
    free(m);
    return good;
}

static bool interval(const struct look_sources *sources, struct cca_looked *looked, struct cca_error *error)
{
    struct cca_intervals intervals;

    if (!make_numbers(looked, 2 * CCA_INTERVALS, error) ||
        !cca_bootstrap(sources->bases[0], sources->bases[1], sources->options, sources->measures,
                       looked->look.count, &intervals, error))
        return false;
    memcpy(looked->numbers, intervals.low, sizeof intervals.low);
    memcpy(looked->numbers + CCA_INTERVALS, intervals.high, sizeof intervals.high);
    return true;
}

/* The canonical directions of one representation with respect to another. */
struct directions {
    size_t rank;          /* of the one */
    size_t count;         /* of them */
    double *correlations; /* descending */
    double *vectors;      /* rank × count, in coordinates of its basis; orthonormal */
};

static void free_directions(struct directions *directions)
{
    free(directions->correlations);
    free(directions->vectors);
}

/* Both ranks are at least 1. To be freed also on failure. */
static bool find_directions(const struct cca_basis *x, const struct cca_basis *y,
                            struct directions *directions, struct cca_error *error)
{
    size_t count = smaller(x->rank, y->rank);
    double *m = product_of(x, y, error), *others = m ? malloc(y->rank * count * sizeof *others) : NULL;
    bool good;

    *directions = (struct directions){x->rank, count, malloc(count * sizeof(double)),
                                      malloc(x->rank * count * sizeof(double))};
    good = m && ((others && directions->correlations && directions->vectors) ||
                 cca_fail_memory(error, "canonical directions", (double)(x->rank * count * sizeof(double))));
    good = good && singular_vectors(x->rank, y->rank, m, true, directions->correlations, directions->vectors,
                                    others, error);
    free(m);
    free(others);
    return good;
}

/* 1 less the mean singular value of m. */
static bool mean_distance(size_t rows, size_t columns, const double *m, double *distance,
                          struct cca_error *error)
{
    size_t count = smaller(rows, columns);
    double *rho = malloc(count * sizeof *rho), sum = 0;
    bool good = rho ? find_correlations(rows, columns, m, rho, error)
                    : cca_fail_memory(error, "correlations", (double)(count * sizeof *rho));

    for (size_t i = 0; good && i < count; i++)
        sum += rho[i];
    *distance = fmax(0, 1 - sum / (double)count);
    free(rho);
    return good;
}

/* Of `count` directions, from the first on, with all of y, whose product with their basis is `m`. */
static bool distance_of(const struct directions *directions, size_t first, size_t count, const double *m,
                        size_t rank_y, double *distance, struct cca_error *error)
{
    double *part = malloc(count * rank_y * sizeof *part);
    bool good;

    if (!part)
        return cca_fail_memory(error, "a product of directions", (double)(count * rank_y * sizeof *part));
    lapack_multiply(true, count, rank_y, directions->rank, directions->vectors + first * directions->rank,
                    directions->rank, m, directions->rank, part, count);
    good = mean_distance(count, rank_y, part, distance, error);
    free(part);
    return good;
}

/* Whether the set of the first or of the last `count` is cut between equal correlations. */
static bool is_cut_in_a_tie(const struct directions *directions, size_t count)
{
    const double *rho = directions->correlations;
    size_t all = directions->count;

    return count < all &&
           (rho[count - 1] - rho[count] <= TIE || rho[all - count - 1] - rho[all - count] <= TIE);
}

static bool stability_of(const struct directions *directions, const double *m, size_t rank_y,
                         struct cca_looked *looked, struct cca_error *error)
{
    size_t all = directions->count,
           wanted = looked->look.count ? looked->look.count : cca_stability_directions(all);
    size_t count = smaller(wanted, all);
    double *numbers = looked->numbers;

    looked->count = count;
    looked->ambiguous = is_cut_in_a_tie(directions, count);
    return distance_of(directions, 0, count, m, rank_y, &numbers[CCA_STABLE], error) &&
           distance_of(directions, all - count, count, m, rank_y, &numbers[CCA_UNSTABLE], error) &&
           mean_distance(directions->rank, rank_y, m, &numbers[CCA_ALL_DIRECTIONS], error);
}

static bool stability(const struct look_sources *sources, struct cca_looked *looked, struct cca_error *error)
{
    const struct cca_basis *early = sources->bases[0], *halfway = sources->bases[1],
                           *later = sources->bases[2];
    struct directions directions;
    double *m = NULL;
    bool good;

    if (!make_numbers(looked, CCA_STABILITY_COUNT, error))
        return false;
    for (size_t i = 0; i < CCA_STABILITY_COUNT; i++)
        looked->numbers[i] = NAN;
    if (early->rank == 0 || halfway->rank == 0 || later->rank == 0)
        return true;
    good = find_directions(early, halfway, &directions, error) && (m = product_of(early, later, error)) &&
           stability_of(&directions, m, later->rank, looked, error);
    free(m);
    free_directions(&directions);
    return good;
}

bool look_compute(const struct look_sources *sources, struct cca_looked *looked, struct cca_error *error)
{
    const struct look_kind *kind = &KINDS[looked->look.kind];

    looked->n = sources->bases[0]->n;
    for (size_t i = 0; i < kind->cells; i++) {
        looked->rank[i] = sources->bases[i]->rank;
        if (sources->bases[i]->n != looked->n)
            return cca_fail(error, CCA_UNDEFINED,
                            "the sides have %zu and %zu samples; only equal inputs can be compared",
                            looked->n, sources->bases[i]->n);
    }
    return kind->compute(sources, looked, error);
}
