#include "engine/bootstrap.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/joint.h"
#include "engine/lapack.h"
#include "engine/part.h"
#include "engine/product.h"
#include "engine/rows.h"

/* Measures that follow from what a resample makes of the product of bases. */
#define RESAMPLED (USUAL_MEASURES & ~(MEASURE_BIT(MEASURE_COSINE) | MEASURE_BIT(MEASURE_EUCLIDEAN)))
/* Bytes of joint Gram matrices at once: rows that come from a file are made once for all of them. */
#define GRAMS_BYTES ((size_t)64 << 20)
/* Beyond either end of the interval. */
#define TAIL 0.025
/* Distinct samples in a resample, for many: 1 - 1/e of them. */
#define DISTINCT 0.632

/* Resampling under way. Where all that is wanted follows from correlations, bases need no order of their
 * directions. */
struct bootstrap {
    const struct cca_basis *x, *y;
    const struct measure_options *options;
    unsigned wanted;
    bool ordered;
    size_t resamples, done;
    struct part part;
    struct cca_basis made[2]; /* the bases of a resample, as far as measures need them; s and w are owned */
    double *turn;             /* room for a square of the larger rank, as the next */
    double *product;
    double *squares[CCA_INTERVALS]; /* of similarities, of every resample */
};

size_t cca_interval_of(enum measure measure, enum pwcca_side side)
{
    if (measure != MEASURE_PWCCA || side == PWCCA_X)
        return measure;
    return side == PWCCA_Y ? MEASURE_COUNT : MEASURE_COUNT + 1;
}

/* The similarities of a summary, as intervals are numbered. */
static void take_similarities(const struct cca_summary *summary, double *similarities)
{
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        for (int side = PWCCA_X; side <= PWCCA_MEAN; side++)
            similarities[cca_interval_of((enum measure)measure, (enum pwcca_side)side)] =
                cca_similarity(summary, (enum measure)measure, (enum pwcca_side)side);
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *state)
{
    uint64_t value = *state += 0x9e3779b97f4a7c15u;

    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

void bootstrap_weights(size_t resample, size_t samples, double *weights)
{
    uint64_t state = (uint64_t)resample * 0xd1342543de82ef95u + 1;

    memset(weights, 0, samples * sizeof *weights);
    for (size_t i = 0; i < samples; i++)
        weights[(size_t)((double)(draw(&state) >> 11) * 0x1p-53 * (double)samples)]++;
}

static bool allocate_side(struct cca_basis *made, const struct cca_basis *basis, bool ordered)
{
    *made = *basis;
    made->s = ordered ? malloc(basis->rank * sizeof *made->s) : NULL;
    made->w = malloc(basis->rank * basis->live * sizeof *made->w);
    return made->w && (made->s || !ordered);
}

static bool allocate(struct bootstrap *bootstrap, struct cca_error *error)
{
    size_t rank_x = bootstrap->x->rank, rank_y = bootstrap->y->rank, most = rank_x > rank_y ? rank_x : rank_y;
    bool good = part_create(&bootstrap->part, rank_x, rank_y, error), room;

    room = allocate_side(&bootstrap->made[0], bootstrap->x, bootstrap->ordered);
    room = allocate_side(&bootstrap->made[1], bootstrap->y, bootstrap->ordered) && room;
    bootstrap->turn = malloc(most * most * sizeof(double));
    bootstrap->product = malloc(most * most * sizeof(double));
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        room = (bootstrap->squares[i] = malloc(bootstrap->resamples * sizeof(double))) && room;
    return good && ((room && bootstrap->turn && bootstrap->product) ||
                    cca_fail_memory(error, "resamples", 4 * (double)(most * most) * sizeof(double)));
}

static void release(struct bootstrap *bootstrap)
{
    part_free(&bootstrap->part);
    for (int i = 0; i < 2; i++) {
        free(bootstrap->made[i].s);
        free(bootstrap->made[i].w);
    }
    free(bootstrap->turn);
    free(bootstrap->product);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        free(bootstrap->squares[i]);
}

/* Turns the columns of the transform (rank × kept) by the eigenvectors of a symmetric matrix (its lower
 * triangle), those of the largest eigenvalues first, whose roots become the singular values. */
static bool turn_transform(struct bootstrap *bootstrap, struct part_side *side, double *matrix, double *s,
                           struct cca_error *error)
{
    size_t rank = side->rank, kept = side->kept;
    double *turn = bootstrap->turn, *turned = bootstrap->part.other;

    if (!lapack_eigen(kept, matrix, s, error))
        return false;
    for (size_t j = 0; j < kept; j++)
        memcpy(turn + j * kept, matrix + (kept - 1 - j) * kept, kept * sizeof *turn);
    for (size_t j = 0; j < kept - j; j++) {
        double smallest = fmax(0, s[j]), largest = fmax(0, s[kept - 1 - j]);

        s[j] = sqrt(largest);
        s[kept - 1 - j] = sqrt(smallest);
    }
    lapack_multiply(false, rank, kept, kept, side->transform, rank, turn, kept, turned, rank);
    memcpy(side->transform, turned, rank * kept * sizeof *turned);
    return true;
}

/* Orders the directions of a side that is whitened by the transform T: with its centred gram C, X = U w
 * becomes (U - mean) T (Tᵀ C w), and T is turned by the eigenvectors of Tᵀ C S² C T. These are orthonormal to
 * rounding however wide the spectrum is; the smallest singular values, which the square may lose, count for
 * nothing. */
static bool order_directions(struct bootstrap *bootstrap, struct part_side *side,
                             const struct cca_basis *basis, const double *gram, double *s,
                             struct cca_error *error)
{
    size_t rank = side->rank, kept = side->kept;
    double *scaled = bootstrap->part.other, *matrix = bootstrap->product;

    lapack_multiply(true, kept, rank, rank, side->transform, rank, gram, rank, scaled, kept);
    for (size_t j = 0; j < rank; j++)
        for (size_t i = 0; i < kept; i++)
            scaled[i + j * kept] *= basis->s[j];
    memset(matrix, 0, kept * kept * sizeof *matrix);
    lapack_add_gram(kept, rank, scaled, matrix);
    return turn_transform(bootstrap, side, matrix, s, error);
}

/* The basis of a resample of one side, as far as measures need it. */
static bool resample_side(struct bootstrap *bootstrap, struct part_side *side, const struct cca_basis *basis,
                          struct cca_basis *made, struct cca_error *error)
{
    size_t rank = side->rank, kept = side->kept;
    double *gram = bootstrap->part.work, *turned = bootstrap->part.other;

    made->rank = kept;
    part_centred_gram(&bootstrap->part, side, gram);
    if (bootstrap->ordered && !order_directions(bootstrap, side, basis, gram, made->s, error))
        return false;
    if (!(bootstrap->wanted & MEASURE_BIT(MEASURE_PWCCA)))
        return true;
    lapack_multiply(true, kept, rank, rank, side->transform, rank, gram, rank, turned, kept);
    lapack_multiply(false, kept, basis->live, rank, turned, kept, basis->w, rank, made->w, kept);
    return true;
}

/* Measures a resample, of which `gram` is the joint Gram matrix. */
static bool measure_resample(struct bootstrap *bootstrap, const double *gram, struct cca_error *error)
{
    struct part *part = &bootstrap->part;
    struct product_pair product = {&bootstrap->made[0], &bootstrap->made[1], bootstrap->product};
    double similarities[CCA_INTERVALS];
    struct cca_summary summary;

    part_take(part, gram);
    if (!part_whiten(part, error))
        return false;
    if (part->x.kept == 0 || part->y.kept == 0) /* nothing varies in it */
        return true;
    if (!resample_side(bootstrap, &part->x, bootstrap->x, &bootstrap->made[0], error) ||
        !resample_side(bootstrap, &part->y, bootstrap->y, &bootstrap->made[1], error))
        return false;
    part_product(part, bootstrap->product);
    if (!summarise_product(&product, bootstrap->options, bootstrap->wanted, &summary, error))
        return false;
    take_similarities(&summary, similarities);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        bootstrap->squares[i][bootstrap->done] = similarities[i] * similarities[i];
    bootstrap->done++;
    return true;
}

static bool measure_resamples(struct bootstrap *bootstrap, struct cca_error *error)
{
    size_t samples = joint_samples(bootstrap->x, bootstrap->y), size = joint_size(bootstrap->x, bootstrap->y);
    size_t square = size * size, at_once = GRAMS_BYTES / (square * sizeof(double)) + 1;
    double *weights, *grams;
    bool good;

    at_once = at_once < bootstrap->resamples ? at_once : bootstrap->resamples;
    weights = malloc(at_once * samples * sizeof *weights);
    grams = malloc(at_once * square * sizeof *grams);
    good =
        (weights && grams) || cca_fail_memory(error, "resamples", (double)(at_once * square * sizeof *grams));
    for (size_t first = 0; good && first < bootstrap->resamples; first += at_once) {
        size_t left = bootstrap->resamples - first, count = at_once < left ? at_once : left;

        for (size_t i = 0; i < count; i++)
            bootstrap_weights(first + i, samples, weights + i * samples);
        good = joint_grams(bootstrap->x, bootstrap->y, weights, count, grams, error);
        for (size_t i = 0; good && i < count; i++)
            good = measure_resample(bootstrap, grams + i * square, error);
    }
    free(weights);
    free(grams);
    return good;
}

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* The value below which such a share of the sorted ones lies. */
static double quantile(const double *sorted, size_t count, double share)
{
    double place = fmin((double)(count - 1), fmax(0, share * (double)(count + 1) - 1));
    size_t below = (size_t)place, above = below + 1 < count ? below + 1 : below;

    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

/* What the resamples are above the similarity of the samples, those are above the population's. */
static void conclude(const struct bootstrap *bootstrap, const struct cca_summary *summary,
                     struct cca_intervals *intervals)
{
    double similarities[CCA_INTERVALS];

    take_similarities(summary, similarities);
    for (size_t i = 0; i < CCA_INTERVALS; i++) {
        double square = similarities[i] * similarities[i], *sorted = bootstrap->squares[i];

        if (isnan(square) || bootstrap->done < bootstrap->resamples)
            continue;
        qsort(sorted, bootstrap->done, sizeof *sorted, compare_numbers);
        intervals->low[i] = 1 - sqrt(fmin(1, fmax(0, 2 * square - quantile(sorted, bootstrap->done, TAIL))));
        intervals->high[i] =
            1 - sqrt(fmin(1, fmax(0, 2 * square - quantile(sorted, bootstrap->done, 1 - TAIL))));
    }
}

/* A representation and itself: the same in every resample. */
static void know_self(const struct cca_summary *summary, struct cca_intervals *intervals)
{
    double similarities[CCA_INTERVALS];

    take_similarities(summary, similarities);
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        if (!isnan(similarities[i]))
            intervals->low[i] = intervals->high[i] = 0;
}

/* Whether there is something to resample: directions of the samples, not of spatial frequencies, and
 * dimensions that the two sides need not share. */
static bool can_resample(const struct cca_basis *x, const struct cca_basis *y)
{
    return x->rank > 0 && y->rank > 0 && !x->rows->by_frequency && !y->rows->by_frequency &&
           (double)(x->rank + y->rank + 1) < DISTINCT * (double)joint_samples(x, y);
}

bool cca_bootstrap(const struct cca_basis *x, const struct cca_basis *y,
                   const struct measure_options *options, unsigned wanted, size_t resamples,
                   struct cca_intervals *intervals, struct cca_error *error)
{
    struct bootstrap bootstrap = {
        .x = x, .y = y, .options = options, .wanted = wanted & RESAMPLED, .resamples = resamples};
    struct cca_summary summary;
    bool good;

    if ((x->rank && !x->s) || (y->rank && !y->s))
        bootstrap.wanted &= cca_span_measures(options);
    bootstrap.ordered = (bootstrap.wanted & ~cca_span_measures(options)) != 0;
    for (size_t i = 0; i < CCA_INTERVALS; i++)
        intervals->low[i] = intervals->high[i] = NAN;
    if (!cca_summarise(x, y, options, bootstrap.wanted, &summary, error))
        return false;
    if (!can_resample(x, y) || resamples == 0)
        return true;
    if (x == y) {
        know_self(&summary, intervals);
        return true;
    }
    good = allocate(&bootstrap, error) && measure_resamples(&bootstrap, error);
    if (good)
        conclude(&bootstrap, &summary, intervals);
    release(&bootstrap);
    return good;
}
