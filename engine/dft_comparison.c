#include "engine/dft_comparison.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/chance.h"
#include "engine/dft.h"
#include "engine/lapack.h"
#include "engine/measuring.h"
#include "engine/pwcca.h"

/* A correlation and its weights on both sides, on their way to the comparison's lists. */
struct weighted {
    double value, x, y;
};

struct weighted_list {
    struct weighted *items;
    size_t count;
};

/* One comparison under way; the arrays have room for the largest frequency. */
struct workspace {
    const struct cca_basis *x, *y;
    const struct frequency *at_x, *at_y; /* the frequency at hand */
    const struct measure_options *options;
    unsigned wanted;                     /* MEASURE_BITs */
    bool exact;                          /* lists of all correlations and weights too */
    double complex *m;                   /* U_xᴴ U_y */
    double complex *work, *left, *right; /* `right` is Qᴴ, then Q */
    double *correlations, *values, *weights_x, *weights_y;
    double total;                        /* of the weights of frequencies so far */
    double sums[MEASURE_COUNT], pwcca_y; /* of similarities, weighted */
    double chances[MEASURE_COUNT];
    unsigned defined;       /* MEASURE_BITs: those that have been added */
    size_t chance_ranks[2]; /* that chance_mean was found for last */
    double chance_mean;
    struct weighted_list pairs, parts; /* all correlations; those that pwcca weighs */
    struct cca_comparison *comparison;
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool wants(const struct workspace *space, enum measure measure)
{
    return space->wanted & MEASURE_BIT(measure);
}

/* Adds what a measure is at the frequency at hand. */
static void add(struct workspace *space, enum measure measure, double similarity, double chance)
{
    space->sums[measure] += space->at_x->weight * similarity;
    space->chances[measure] += space->at_x->weight * chance;
    space->defined |= MEASURE_BIT(measure);
}

/* Most frequencies have the same ranks. */
static double chance_mean(struct workspace *space, size_t rank_x, size_t rank_y)
{
    if (space->chance_ranks[0] != rank_x || space->chance_ranks[1] != rank_y)
        space->chance_mean = cca_chance_mean(space->x->n, rank_x, rank_y);
    space->chance_ranks[0] = rank_x;
    space->chance_ranks[1] = rank_y;
    return space->chance_mean;
}

/* Appends one for the frequency, and one for its conjugate. */
static void append(struct weighted_list *list, int weight, struct weighted item)
{
    for (int i = 0; i < weight; i++)
        list->items[list->count++] = item;
}

/* Singular values of the leading rows × columns block of M or of what has taken its place in `from`; with
 * vectors to left and right. */
static bool decompose_block(struct workspace *space, const double complex *from, size_t rows, size_t columns,
                            bool vectors, double *values, struct cca_error *error)
{
    size_t stride = space->at_x->rank;

    for (size_t j = 0; j < columns; j++)
        memmove(space->work + j * rows, from + j * stride, rows * sizeof *space->work);
    if (!lapack_svd_complex(rows, columns, space->work, values, vectors ? space->left : NULL,
                            vectors ? space->right : NULL, error))
        return false;
    return true;
}

static void measure_correlations(struct workspace *space)
{
    size_t p = space->at_x->rank, q = space->at_y->rank, count = smaller(p, q);
    double norm = lapack_norm(2 * p * q, (const double *)space->m);

    measuring_clip_all(space->correlations, count);
    add(space, MEASURE_R2CCA, measuring_clip(norm * norm / (double)count),
        cca_chance_squared(space->x->n, p, q));
    add(space, MEASURE_CCA, measuring_mean(space->correlations, count), chance_mean(space, p, q));
    for (size_t i = 0; i < count && space->exact; i++)
        append(&space->pairs, space->at_x->weight, (struct weighted){space->correlations[i], 0, 0});
}

static bool measure_svcca(struct workspace *space, struct cca_error *error)
{
    struct cca_summary *summary = &space->comparison->summary;
    size_t kept_x = measuring_svcca(space->at_x->s, space->at_x->rank, space->options);
    size_t kept_y = measuring_svcca(space->at_y->s, space->at_y->rank, space->options);

    summary->kept_x = kept_x > summary->kept_x ? kept_x : summary->kept_x;
    summary->kept_y = kept_y > summary->kept_y ? kept_y : summary->kept_y;
    if (!wants(space, MEASURE_SVCCA))
        return true;
    if (!decompose_block(space, space->m, kept_x, kept_y, false, space->values, error))
        return false;
    measuring_clip_all(space->values, smaller(kept_x, kept_y));
    add(space, MEASURE_SVCCA, measuring_mean(space->values, smaller(kept_x, kept_y)),
        chance_mean(space, kept_x, kept_y));
    return true;
}

/* From Qᴴ (count × columns) to Q, in `work`. */
static void take_adjoint(const double complex *from, size_t count, size_t columns, double complex *to)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < columns; j++)
            to[j + i * columns] = conj(from[i + j * count]);
}

static bool measure_pwcca(struct workspace *space, struct cca_error *error)
{
    const struct frequency *x = space->at_x, *y = space->at_y;
    double variance = space->options->pwcca_variance;
    size_t kept_x = variance == 0 ? x->rank : measuring_directions(x->s, x->rank, variance, false);
    size_t kept_y = variance == 0 ? y->rank : measuring_directions(y->s, y->rank, variance, false);
    size_t count = smaller(kept_x, kept_y);
    struct pwcca_side_result of_x = {.weights = space->weights_x}, of_y = {.weights = space->weights_y};

    if (!wants(space, MEASURE_PWCCA))
        return true;
    if (!decompose_block(space, space->m, kept_x, kept_y, true, space->values, error))
        return false;
    measuring_clip_all(space->values, count);
    take_adjoint(space->right, count, kept_y, space->work);
    if (!pwcca_weigh_complex(x, kept_x, space->left, count, space->values, &of_x, error) ||
        !pwcca_weigh_complex(y, kept_y, space->work, count, space->values, &of_y, error))
        return false;
    add(space, MEASURE_PWCCA, of_x.similarity, chance_mean(space, kept_x, kept_y));
    space->pwcca_y += x->weight * of_y.similarity;
    space->comparison->summary.notes |=
        (of_x.ambiguous ? CCA_NOTE_AMBIGUOUS_X : 0) | (of_y.ambiguous ? CCA_NOTE_AMBIGUOUS_Y : 0);
    for (size_t i = 0; i < count && space->exact; i++)
        append(&space->parts, x->weight,
               (struct weighted){space->values[i], space->weights_x[i], space->weights_y[i]});
    return true;
}

static double sum_of_fourths(const struct frequency *frequency)
{
    double sum = 0;

    for (size_t i = 0; i < frequency->rank; i++)
        sum += pow(frequency->s[i] / frequency->s[0], 4);
    return sum;
}

/* Linear CKA and Procrustes, of S_x M S_y in units of the first singular values. */
static bool measure_by_variance(struct workspace *space, struct cca_error *error)
{
    const struct frequency *x = space->at_x, *y = space->at_y;
    size_t p = x->rank, q = y->rank;
    double norms = lapack_norm(p, x->s) / x->s[0] * (lapack_norm(q, y->s) / y->s[0]), norm;

    if (!wants(space, MEASURE_CKA) && !wants(space, MEASURE_PROCRUSTES))
        return true;
    for (size_t j = 0; j < q; j++)
        for (size_t i = 0; i < p; i++)
            space->work[i + j * p] = x->s[i] / x->s[0] * space->m[i + j * p] * (y->s[j] / y->s[0]);
    norm = lapack_norm(2 * p * q, (const double *)space->work);
    add(space, MEASURE_CKA, measuring_clip(norm * norm / sqrt(sum_of_fourths(x)) / sqrt(sum_of_fourths(y))),
        NAN);
    if (!lapack_svd_complex(p, q, space->work, space->values, NULL, NULL, error))
        return false;
    add(space, MEASURE_PROCRUSTES,
        measuring_clip(measuring_mean(space->values, smaller(p, q)) * (double)smaller(p, q) / norms), NAN);
    return true;
}

static bool measure_frequency(struct workspace *space, struct cca_error *error)
{
    const struct frequency *x = space->at_x, *y = space->at_y;

    lapack_multiply_complex(true, x->rank, y->rank, space->x->n, x->u, space->x->n, y->u, space->x->n,
                            space->m, x->rank);
    if (!decompose_block(space, space->m, x->rank, y->rank, false, space->correlations, error))
        return false;
    measure_correlations(space);
    space->total += x->weight;
    return measure_svcca(space, error) && measure_pwcca(space, error) && measure_by_variance(space, error);
}

/* What the two have in common: the largest ranks, how many frequencies, and how many of these are dead on a
 * side. */
struct common {
    size_t rank_x, rank_y, frequencies, dead, correlations;
};

static struct common find_common(const struct cca_basis *x, const struct cca_basis *y)
{
    struct common common = {0};

    for (size_t i = 0; i < x->dft->count; i++) {
        const struct frequency *at_x = &x->dft->list[i], *at_y = dft_match(x->dft, i, y->dft);

        if (!at_y)
            continue;
        common.rank_x = at_x->rank > common.rank_x ? at_x->rank : common.rank_x;
        common.rank_y = at_y->rank > common.rank_y ? at_y->rank : common.rank_y;
        common.frequencies += (size_t)at_x->weight;
        common.dead += at_x->rank && at_y->rank ? 0 : (size_t)at_x->weight;
        common.correlations += (size_t)at_x->weight * smaller(at_x->rank, at_y->rank);
    }
    return common;
}

static bool allocate(struct workspace *space, const struct common *common)
{
    size_t p = common->rank_x, q = common->rank_y, count = smaller(p, q);
    size_t listed = space->exact ? common->correlations : 0;

    space->m = lapack_new_complex(p, q);
    space->work = lapack_new_complex(p, q);
    space->left = lapack_new_complex(p, count);
    space->right = lapack_new_complex(count, q);
    space->correlations = malloc(count * sizeof *space->correlations);
    space->values = malloc(count * sizeof *space->values);
    space->weights_x = malloc(count * sizeof *space->weights_x);
    space->weights_y = malloc(count * sizeof *space->weights_y);
    space->pairs.items = malloc((listed + 1) * sizeof *space->pairs.items);
    space->parts.items = malloc((listed + 1) * sizeof *space->parts.items);
    return space->m && space->work && space->left && space->right && space->correlations && space->values &&
           space->weights_x && space->weights_y && space->pairs.items && space->parts.items;
}

static void release(struct workspace *space)
{
    free(space->m);
    free(space->work);
    free(space->left);
    free(space->right);
    free(space->correlations);
    free(space->values);
    free(space->weights_x);
    free(space->weights_y);
    free(space->pairs.items);
    free(space->parts.items);
}

static int descending(const void *left, const void *right)
{
    double a = ((const struct weighted *)left)->value, b = ((const struct weighted *)right)->value;

    return (a < b) - (a > b);
}

/* The correlations of all frequencies in one list, and the weights of theirs, which sum to 1 as before. */
static bool take_lists(struct workspace *space, struct cca_error *error)
{
    struct cca_comparison *comparison = space->comparison;
    size_t count = space->pairs.count;

    comparison->count = count;
    comparison->weight_count = space->parts.count;
    comparison->correlations = calloc(count + 1, sizeof(double));
    comparison->weights_x = calloc(count + 1, sizeof(double));
    comparison->weights_y = calloc(count + 1, sizeof(double));
    if (!comparison->correlations || !comparison->weights_x || !comparison->weights_y)
        return cca_fail_memory(error, "correlations", 3.0 * (double)count * sizeof(double));
    qsort(space->pairs.items, count, sizeof *space->pairs.items, descending);
    qsort(space->parts.items, space->parts.count, sizeof *space->parts.items, descending);
    for (size_t i = 0; i < count; i++)
        comparison->correlations[i] = space->pairs.items[i].value;
    for (size_t i = 0; i < space->parts.count; i++) {
        comparison->weights_x[i] = space->parts.items[i].x / space->total;
        comparison->weights_y[i] = space->parts.items[i].y / space->total;
    }
    return true;
}

static void conclude(struct workspace *space)
{
    struct cca_summary *summary = &space->comparison->summary;

    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        if (space->defined & space->wanted & MEASURE_BIT(measure)) {
            summary->similarity[measure] = space->sums[measure] / space->total;
            summary->chance[measure] = space->chances[measure] / space->total;
        }
    if (wants(space, MEASURE_PWCCA))
        summary->pwcca_y = space->pwcca_y / space->total;
}

static bool measure_all(struct workspace *space, struct cca_error *error)
{
    const struct dft *x = space->x->dft, *y = space->y->dft;

    for (size_t i = 0; i < x->count; i++) {
        space->at_x = &x->list[i];
        space->at_y = dft_match(x, i, y);
        if (space->at_y && space->at_x->rank && space->at_y->rank && !measure_frequency(space, error))
            return false;
    }
    if (space->total > 0)
        conclude(space);
    return !space->exact || take_lists(space, error);
}

static bool run(struct workspace *space, struct cca_error *error)
{
    const struct cca_basis *x = space->x, *y = space->y;
    struct common common = find_common(x, y);
    struct cca_summary *summary = &space->comparison->summary;
    bool good;

    *summary = measuring_begin(x->n, x->d, y->d, common.rank_x, common.rank_y, space->wanted);
    summary->frequencies = common.frequencies;
    summary->dead_frequencies = common.dead;
    summary->notes |= CCA_NOTE_NO_VALUES | (common.dead ? CCA_NOTE_DEAD_FREQUENCIES : 0);
    if (!common.rank_x || !common.rank_y)
        return true;
    good = allocate(space, &common)
               ? measure_all(space, error)
               : cca_fail_memory(error, "a comparison",
                                 4.0 * (double)common.rank_x * (double)common.rank_y * 16);
    release(space);
    return good;
}

/* One of the two has its positions merged, or is no image: naming both, and what would be right. */
static bool refuse(const struct cca_basis *x, const struct cca_basis *y, struct cca_error *error)
{
    const char *names[] = {x->rows->source.path, y->rows->source.path};
    int by = x->dft ? 0 : 1;

    return cca_fail(
        error, CCA_UNDEFINED,
        "%s is taken by frequency (positions: dft), and %s is not; give both layers positions: dft, or all "
        "layers and targets by that key of the manifest itself",
        names[by] ? names[by] : "one side", names[!by] ? names[!by] : "the other");
}

bool dft_compare(const struct cca_basis *x, const struct cca_basis *y, const struct measure_options *options,
                 unsigned wanted, bool exact, struct cca_comparison *comparison, struct cca_error *error)
{
    struct workspace space = {
        .x = x, .y = y, .options = options, .wanted = wanted, .exact = exact, .comparison = comparison};

    if (!x->dft || !y->dft)
        return refuse(x, y, error);
    if (run(&space, error))
        return true;
    cca_comparison_free(comparison);
    return false;
}
