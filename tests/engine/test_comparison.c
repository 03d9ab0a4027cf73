/* Comparisons: agreement with the definitions on random data, invariances, both orders of the sides, and the
 * notes. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/comparison.h"
#include "engine/lapack.h"
#include "engine/rows.h"
#include "naive.h"

/* Two sides with something in common, and not all columns of one size. */
struct pair {
    size_t n, d_x, d_y;
    double *x, *y;
};

static struct pair pair_create(size_t n, size_t d_x, size_t d_y, uint64_t seed)
{
    struct pair pair = {n, d_x, d_y, malloc(n * d_x * sizeof(double)), malloc(n * d_y * sizeof(double))};
    uint64_t state = seed * 2654435761u + 1;

    draw_normals(&state, pair.x, n * d_x);
    draw_normals(&state, pair.y, n * d_y);
    for (size_t j = 0; j < d_x; j++)
        for (size_t i = 0; i < n; i++)
            pair.x[i + j * n] = pair.x[i + j * n] / (double)(1 + j) + 0.3;
    for (size_t j = 0; j < d_y; j++)
        for (size_t i = 0; i < n; i++)
            pair.y[i + j * n] =
                (pair.y[i + j * n] + (double)(d_y - j) * pair.x[i + j % d_x * n]) / (double)(2 + j);
    return pair;
}

static void pair_free(struct pair *pair)
{
    free(pair->x);
    free(pair->y);
}

static struct cca_comparison compare(const struct pair *pair, const struct measure_options *options)
{
    struct cca_basis *x = basis_of_values(pair->x, pair->n, pair->d_x);
    struct cca_basis *y = basis_of_values(pair->y, pair->n, pair->d_y);
    struct cca_comparison comparison;
    struct cca_error error;

    lapack_use_threads(1);
    cr_assert(cca_compare(x, y, options, &comparison, &error), "%s", error.text);
    cca_basis_free(x);
    cca_basis_free(y);
    return comparison;
}

static struct cca_summary summarize(const struct pair *pair)
{
    struct measure_options options = measure_options_default();
    struct cca_comparison comparison = compare(pair, &options);
    struct cca_summary summary = comparison.summary;

    cca_comparison_free(&comparison);
    return summary;
}

static void near(const char *what, double actual, double expected, double tolerance)
{
    if (isnan(expected))
        cr_expect(isnan(actual), "%s is %.17g, not undefined", what, actual);
    else
        cr_expect(fabs(actual - expected) <= tolerance * fmax(1, fabs(expected)), "%s is %.17g, not %.17g",
                  what, actual, expected);
}

static void check_naive(const struct pair *pair, const struct measure_options *options)
{
    struct cca_comparison comparison = compare(pair, options);
    const struct cca_summary *summary = &comparison.summary;
    struct naive_comparison naive;

    naive_compare(pair->x, pair->y, pair->n, pair->d_x, pair->d_y, options, &naive);
    cr_expect_eq(summary->rank_x, naive.rank_x);
    cr_expect_eq(summary->rank_y, naive.rank_y);
    cr_expect_eq(summary->kept_x, naive.kept_x, "keeps %zu, not %zu", summary->kept_x, naive.kept_x);
    cr_expect_eq(summary->kept_y, naive.kept_y, "keeps %zu, not %zu", summary->kept_y, naive.kept_y);
    if (summary->notes & CCA_NOTE_FEW_HELD_OUT) /* one of many answers */
        naive.similarity[MEASURE_HELD_OUT] = summary->similarity[MEASURE_HELD_OUT];
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        if (pair->d_x == pair->d_y || (measure != MEASURE_COSINE && measure != MEASURE_EUCLIDEAN))
            near(measure_name((enum measure)measure), summary->similarity[measure], naive.similarity[measure],
                 1e-11);
    near("pwcca by y", summary->pwcca_y, naive.pwcca_y, 1e-11);
    cca_comparison_free(&comparison);
}

static const struct {
    size_t n, d_x, d_y;
} sizes[] = {{50, 4, 4}, {40, 7, 3}, {40, 3, 7}, {30, 1, 5}, {30, 5, 1}, {25, 12, 11}, {60, 9, 9}, {2, 1, 1}};

#define SIZES (sizeof sizes / sizeof *sizes)

Test(comparison, agrees_with_the_definitions)
{
    static const struct measure_options options[] = {
        {.svcca_variance = 0.99},
        {.svcca_variance = 0.5, .pwcca_variance = 0.7},
        {.svcca_variance = 0.9, .svcca_share_values = true, .pwcca_variance = 0.95},
        {.svcca_variance = 0.6, .svcca_share_values = true, .pwcca_variance = 0.3},
        {.svcca_variance = 0.99, .svcca_directions = 2},
        {.svcca_variance = 0.99, .svcca_directions = 100},
        {.svcca_variance = 1, .pwcca_variance = 1},
    };

    for (size_t i = 0; i < SIZES; i++)
        for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
            struct pair pair = pair_create(sizes[i].n, sizes[i].d_x, sizes[i].d_y, i + 1);

            check_naive(&pair, &options[k]);
            pair_free(&pair);
        }
}

/* How many directions svcca keeps of these singular values. */
static size_t kept_of(const double *s, size_t rank, double variance, bool share_values)
{
    struct measure_options options = {.svcca_variance = variance, .svcca_share_values = share_values};
    double u[64] = {0}, w[64] = {0}, raw[16] = {0}, spectrum[4];
    struct rows rows = {.n = 16, .d = 1, .per_sample = 1, .full = raw};
    struct cca_basis basis = {.n = 16,
                              .d = 1,
                              .live = rank,
                              .rank = rank,
                              .s = spectrum,
                              .spectrum = rank,
                              .w = w,
                              .u = u,
                              .rows = &rows};
    struct cca_comparison comparison;
    struct cca_error error;
    size_t kept;

    lapack_use_threads(1);
    memcpy(spectrum, s, rank * sizeof *s);
    for (size_t i = 0; i < rank; i++) {
        u[i * rank + i] = 1;
        w[i + i * rank] = s[i];
    }
    cr_assert(cca_compare(&basis, &basis, &options, &comparison, &error), "%s", error.text);
    kept = comparison.summary.kept_x;
    cr_expect_eq(kept, comparison.summary.kept_y);
    cca_comparison_free(&comparison);
    return kept;
}

Test(comparison, the_fewest_directions_that_reach_the_share)
{
    static const double equal[] = {1, 1, 1, 1}, nearly[] = {1, 1, 1 - 0x1p-53, 1 - 0x1p-52},
                        tiny[] = {1, 1e-9, 1e-10};
    static const double uneven[] = {3, 2, 1};

    for (size_t i = 1; i <= 4; i++) { /* a share that is reached exactly, but for rounding */
        cr_expect_eq(kept_of(equal, 4, (double)i / 4, false), i);
        cr_expect_eq(kept_of(nearly, 4, (double)i / 4, false), i, "%zu",
                     kept_of(nearly, 4, (double)i / 4, false));
        cr_expect_eq(kept_of(equal, 4, (double)i / 4 + 0.001 > 1 ? 1 : (double)i / 4 + 0.001, true),
                     i < 4 ? i + 1 : 4);
    }
    cr_expect_eq(kept_of((const double[]){sqrt(3) * (1 - 0x1p-52), 1}, 2, 0.75, false), 1u);
    cr_expect_eq(kept_of(uneven, 3, 0.64, false), 1u); /* 9 of 14 */
    cr_expect_eq(kept_of(uneven, 3, 0.65, false), 2u);
    cr_expect_eq(kept_of(uneven, 3, 0.49, true), 1u); /* 3 of 6 */
    cr_expect_eq(kept_of(uneven, 3, 0.51, true), 2u);
    cr_expect_eq(kept_of(uneven, 3, 1e-9, false), 1u);
    cr_expect_eq(kept_of(tiny, 3, 1, false), 3u, "all of the variance takes every direction, not %zu",
                 kept_of(tiny, 3, 1, false));
    cr_expect_eq(kept_of(tiny, 3, 0.99, false), 1u);
}

/* More columns than samples: the correlations are 1 by construction, the rest is as defined. */
Test(comparison, more_columns_than_samples)
{
    struct pair pair = pair_create(12, 30, 4, 3);
    struct cca_summary summary = summarize(&pair);

    cr_expect_eq(summary.rank_x, 11u);
    cr_expect_eq(summary.by_construction, 4u);
    near("cca", summary.similarity[MEASURE_CCA], 1, 1e-12);
    near("pwcca", summary.similarity[MEASURE_PWCCA], 1, 1e-12);
    near("chance", summary.chance[MEASURE_CCA], 1, 1e-12);
    pair_free(&pair);
}

static void check_weights(const double *weights, size_t count, const double *correlations, double similarity)
{
    double sum = 0, mean = 0;

    for (size_t i = 0; i < count; i++) {
        cr_expect_geq(weights[i], 0);
        sum += weights[i];
        mean += weights[i] * correlations[i];
    }
    near("sum of the weights", sum, 1, 1e-14);
    near("weighted mean", mean, similarity, 1e-14);
}

Test(comparison, weights_sum_to_one_and_give_pwcca)
{
    struct measure_options options = measure_options_default();

    for (size_t i = 0; i < SIZES; i++) {
        struct pair pair = pair_create(sizes[i].n, sizes[i].d_x, sizes[i].d_y, i + 10);
        struct cca_comparison comparison = compare(&pair, &options);

        cr_expect_eq(comparison.weight_count, comparison.count);
        check_weights(comparison.weights_x, comparison.count, comparison.correlations,
                      comparison.summary.similarity[MEASURE_PWCCA]);
        check_weights(comparison.weights_y, comparison.count, comparison.correlations,
                      comparison.summary.pwcca_y);
        for (size_t k = 0; k < comparison.count; k++)
            cr_expect(comparison.correlations[k] >= 0 && comparison.correlations[k] <= 1 &&
                      (k == 0 || comparison.correlations[k] <= comparison.correlations[k - 1]));
        cca_comparison_free(&comparison);
        pair_free(&pair);
    }
}

static void check_same_numbers(const struct cca_summary *a, const struct cca_summary *b, double tolerance)
{
    cr_expect(a->n == b->n && a->d_x == b->d_x && a->d_y == b->d_y && a->rank_x == b->rank_x &&
              a->rank_y == b->rank_y && a->by_construction == b->by_construction && a->kept_x == b->kept_x &&
              a->kept_y == b->kept_y && a->zero_rows == b->zero_rows);
    cr_expect_eq(a->notes, b->notes, "notes %x and %x", a->notes, b->notes);
    near("pwcca by y", a->pwcca_y, b->pwcca_y, tolerance);
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        if (measure != MEASURE_HELD_OUT || !(a->notes & CCA_NOTE_FEW_HELD_OUT)) /* else one of many answers */
            near(measure_name((enum measure)measure), a->similarity[measure], b->similarity[measure], tolerance);
        near("chance", a->chance[measure], b->chance[measure], 0);
    }
}

/* Among them one with a tie on one side, zero rows, rank 0 and unequal columns, so that every field has
 * something to exchange. */
static void make_special(struct pair *pair, int which)
{
    for (size_t i = 0; i < pair->n * pair->d_x; i++)
        if ((which == 1 && i % pair->n < 3) || which == 2)
            pair->x[i] = 0;
    if (which == 3) /* x and y share two columns exactly: two correlations of 1 */
        memcpy(pair->y, pair->x, 2 * pair->n * sizeof(double));
}

Test(comparison, swapped_summary_is_the_comparison_the_other_way_round)
{
    for (size_t i = 0; i < SIZES; i++)
        for (int special = 0; special < 4; special++) {
            struct pair pair = pair_create(sizes[i].n, sizes[i].d_x, sizes[i].d_y, i + 20), other;
            struct cca_summary there, back;

            if (special < 3 || (pair.d_x > 1 && pair.d_y > 1))
                make_special(&pair, special);
            other = (struct pair){pair.n, pair.d_y, pair.d_x, pair.y, pair.x};
            there = summarize(&pair);
            back = summarize(&other);
            there = cca_summary_swapped(&there);
            check_same_numbers(&there, &back,
                               there.notes & (CCA_NOTE_AMBIGUOUS_X | CCA_NOTE_AMBIGUOUS_Y) ? 0.1 : 1e-12);
            pair_free(&pair);
        }
}

Test(comparison, swapping_exchanges_every_note_that_has_a_side)
{
    struct cca_summary summary = {.notes =
                                      CCA_NOTE_RANK_ZERO_X | CCA_NOTE_AMBIGUOUS_Y | CCA_NOTE_FEW_SAMPLES};

    cr_expect_eq(cca_summary_swapped(&summary).notes,
                 (unsigned)(CCA_NOTE_RANK_ZERO_Y | CCA_NOTE_AMBIGUOUS_X | CCA_NOTE_FEW_SAMPLES));
    summary.notes = CCA_NOTE_RANK_ZERO_Y | CCA_NOTE_RANK_ZERO_X | CCA_NOTE_AMBIGUOUS_X;
    cr_expect_eq(cca_summary_swapped(&summary).notes,
                 (unsigned)(CCA_NOTE_RANK_ZERO_Y | CCA_NOTE_RANK_ZERO_X | CCA_NOTE_AMBIGUOUS_Y));
}

Test(comparison, a_representation_has_no_distance_to_itself)
{
    for (size_t i = 0; i < SIZES; i++) {
        struct pair pair = pair_create(sizes[i].n, sizes[i].d_x, sizes[i].d_y, i + 30);
        struct pair self = {pair.n, pair.d_x, pair.d_x, pair.x, pair.x};
        struct cca_summary summary = summarize(&self);

        for (int measure = 0; measure < MEASURE_COUNT; measure++)
            if (measure != MEASURE_HELD_OUT || pair.n > 2) /* a half of one sample does not vary */
                near(measure_name((enum measure)measure),
                     cca_distance(&summary, (enum measure)measure, PWCCA_MEAN), 0, 1e-12);
        cr_expect_eq(cca_distance(&summary, MEASURE_EUCLIDEAN, PWCCA_X), 0);
        cr_expect_eq(cca_distance(&summary, MEASURE_COSINE, PWCCA_X), 0, "cosine of equal rows is %.17g",
                     summary.similarity[MEASURE_COSINE]);
        cr_expect_not(summary.notes & (CCA_NOTE_AMBIGUOUS_X | CCA_NOTE_AMBIGUOUS_Y),
                      "ambiguous, yet always 1");
        pair_free(&pair);
    }
}

/* Turns the columns among themselves, in place: an orthogonal mix. */
static void mix_columns(double *values, size_t n, size_t d)
{
    for (size_t a = 0; a < d; a++)
        for (size_t b = a + 1; b < d; b++)
            for (size_t i = 0; i < n; i++) {
                double angle = 0.3 + (double)a + 2 * (double)b, x = values[i + a * n], y = values[i + b * n];

                values[i + a * n] = x * cos(angle) - y * sin(angle);
                values[i + b * n] = x * sin(angle) + y * cos(angle);
            }
}

static void scale(double *values, size_t n, size_t d)
{
    for (size_t i = 0; i < n * d; i++)
        values[i] *= 37.5;
}

static void scale_far_down(double *values, size_t n, size_t d)
{
    for (size_t i = 0; i < n * d; i++)
        values[i] *= -0x1p-700;
}

static void scale_far_up(double *values, size_t n, size_t d)
{
    for (size_t i = 0; i < n * d; i++)
        values[i] *= 0x1p1000;
}

static void shift(double *values, size_t n, size_t d)
{
    for (size_t i = 0; i < n * d; i++)
        values[i] += 10 * (double)(i / n) - 17;
}

/* Each column by a size of its own: what CCA, SVCCA without truncation and R² do not see. */
static void stretch(double *values, size_t n, size_t d)
{
    for (size_t i = 0; i < n * d; i++)
        values[i] *= (double)(1 + i / n);
}

#define BIT(measure)   (1u << (measure))
#define BY_CORRELATION (BIT(MEASURE_CCA) | BIT(MEASURE_R2CCA) | BIT(MEASURE_HELD_OUT))
#define BY_VARIANCE    (BIT(MEASURE_SVCCA) | BIT(MEASURE_CKA) | BIT(MEASURE_PROCRUSTES))

static const struct {
    void (*change)(double *values, size_t n, size_t d);
    unsigned keeps; /* measures whose value stays; pwcca by the other side's weights always does */
} changes[] = {
    {mix_columns, BY_CORRELATION | BY_VARIANCE},
    {scale, BY_CORRELATION | BY_VARIANCE | BIT(MEASURE_PWCCA) | BIT(MEASURE_COSINE)},
    {scale_far_down, BY_CORRELATION | BY_VARIANCE | BIT(MEASURE_PWCCA)},
    {scale_far_up, BY_CORRELATION | BY_VARIANCE | BIT(MEASURE_PWCCA) | BIT(MEASURE_COSINE)},
    {shift, BY_CORRELATION | BY_VARIANCE | BIT(MEASURE_PWCCA)},
    {stretch, BY_CORRELATION},
};

static void check_invariance(size_t change, size_t size, bool second_side)
{
    struct pair pair = pair_create(sizes[size].n, sizes[size].d_x, sizes[size].d_y, size + 40);
    struct cca_summary before = summarize(&pair), after;

    changes[change].change(second_side ? pair.y : pair.x, pair.n, second_side ? pair.d_y : pair.d_x);
    after = summarize(&pair);
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        if (changes[change].keeps & BIT(measure) &&
            (measure != MEASURE_HELD_OUT || !(before.notes & CCA_NOTE_FEW_HELD_OUT)))
            near(measure_name((enum measure)measure), after.similarity[measure], before.similarity[measure],
                 1e-10);
    if (second_side) /* the weights are those of the other side's neurons */
        near("pwcca by x", after.similarity[MEASURE_PWCCA], before.similarity[MEASURE_PWCCA], 1e-10);
    else
        near("pwcca by y", after.pwcca_y, before.pwcca_y, 1e-10);
    pair_free(&pair);
}

Test(comparison, invariances)
{
    for (size_t change = 0; change < sizeof changes / sizeof *changes; change++)
        for (size_t size = 0; size < SIZES; size++) {
            check_invariance(change, size, false);
            check_invariance(change, size, true);
        }
}

/* The same inputs in another order. */
Test(comparison, order_of_the_samples_does_not_matter)
{
    for (size_t size = 0; size < SIZES; size++) {
        struct pair pair = pair_create(sizes[size].n, sizes[size].d_x, sizes[size].d_y, size + 50);
        struct pair turned = pair_create(pair.n, pair.d_x, pair.d_y, 1);
        struct cca_summary a, b;

        for (size_t i = 0; i < pair.n; i++) {
            for (size_t j = 0; j < pair.d_x; j++)
                turned.x[i + j * pair.n] = pair.x[(pair.n - 1 - i) + j * pair.n];
            for (size_t j = 0; j < pair.d_y; j++)
                turned.y[i + j * pair.n] = pair.y[(pair.n - 1 - i) + j * pair.n];
        }
        a = summarize(&pair);
        b = summarize(&turned);
        b.similarity[MEASURE_HELD_OUT] = a.similarity[MEASURE_HELD_OUT]; /* its halves go by the order */
        check_same_numbers(&a, &b, 1e-11);
        pair_free(&pair);
        pair_free(&turned);
    }
}

static void expect_text(const struct cca_summary *summary, enum cca_note note, const char *const *words)
{
    char text[300] = "";

    cr_expect(summary->notes & note, "note %x is missing in %x", note, summary->notes);
    cca_note_text(summary, note, text, sizeof text);
    for (size_t i = 0; words[i]; i++)
        cr_expect(strstr(text, words[i]), "no '%s' in: %s", words[i], text);
}

Test(notes, few_samples_and_by_construction)
{
    struct pair pair = pair_create(50, 10, 3, 60);
    struct cca_summary summary = summarize(&pair);

    cr_expect_eq(summary.notes, (unsigned)CCA_NOTE_UNEQUAL_D, "50 samples are enough for rank 10: %x",
                 summary.notes);
    expect_text(&summary, CCA_NOTE_UNEQUAL_D, (const char *const[]){"cosine", "euclidean", "10", "3", NULL});
    cr_expect(isnan(summary.similarity[MEASURE_COSINE]) && isnan(summary.similarity[MEASURE_EUCLIDEAN]));
    pair_free(&pair);
    pair = pair_create(49, 3, 10, 60);
    summary = summarize(&pair);
    cr_expect_eq(summary.notes, (unsigned)(CCA_NOTE_UNEQUAL_D | CCA_NOTE_FEW_SAMPLES));
    expect_text(&summary, CCA_NOTE_FEW_SAMPLES, (const char *const[]){"n = 49", "rank 10", NULL});
    pair_free(&pair);
    pair = pair_create(20, 12, 12, 60);
    summary = summarize(&pair);
    cr_expect_eq(summary.by_construction, 5u);
    expect_text(&summary, CCA_NOTE_BY_CONSTRUCTION,
                (const char *const[]){"5 correlations are 1", "ranks 12 and 12", "n - 1 = 19", NULL});
    pair_free(&pair);
}

/* Two correlations of exactly 1 and others below: their variates may turn, and pwcca with them. */
Test(notes, ambiguous_weights)
{
    struct pair pair = pair_create(80, 4, 4, 61);
    struct cca_summary summary;

    memcpy(pair.y, pair.x, 2 * pair.n * sizeof(double));
    summary = summarize(&pair);
    expect_text(&summary, CCA_NOTE_AMBIGUOUS_X,
                (const char *const[]){"pwcca", "first side", "not unique", NULL});
    expect_text(&summary, CCA_NOTE_AMBIGUOUS_Y,
                (const char *const[]){"pwcca", "second side", "not unique", NULL});
    pair_free(&pair);
    pair = pair_create(80, 4, 4, 62);
    summary = summarize(&pair);
    cr_expect_not(summary.notes & (CCA_NOTE_AMBIGUOUS_X | CCA_NOTE_AMBIGUOUS_Y));
    pair_free(&pair);
}

/* A correlation of 0 beside directions that have no partner: its variate may be any of them on the side with
 * more. */
Test(notes, weights_of_a_zero_correlation)
{
    static const double x_mix[3][3] = {{1, 0, 0.5}, {0, 1, 1}, {0, 0.25, 3}},
                        y_mix[2][2] = {{1, 0.5}, {0, 2}};
    struct pair pair = {8, 3, 2, calloc(24, sizeof(double)), calloc(16, sizeof(double))};
    struct cca_summary summary;

    for (size_t i = 0; i < 8; i++)
        for (size_t j = 0; j < 3; j++) {
            static const size_t x_parts[] = {1, 2, 4}, y_parts[] = {1, 7};

            for (size_t k = 0; k < 3; k++) /* columns of a Hadamard matrix, mixed */
                pair.x[i + j * 8] += x_mix[j][k] * (__builtin_parityl(i & x_parts[k]) ? -1 : 1);
            for (size_t k = 0; j < 2 && k < 2; k++)
                pair.y[i + j * 8] += y_mix[j][k] * (__builtin_parityl(i & y_parts[k]) ? -1 : 1);
        }
    summary = summarize(&pair);
    near("cca", summary.similarity[MEASURE_CCA], 0.5, 1e-12);
    cr_expect(summary.notes & CCA_NOTE_AMBIGUOUS_X, "the first side has 3 directions for 2 correlations");
    cr_expect_not(summary.notes & CCA_NOTE_AMBIGUOUS_Y, "the second side's variates are determined");
    pair_free(&pair);
}

static void check_rank_zero(double *side, size_t count, const struct pair *pair, enum cca_note note,
                            const char *word)
{
    double *kept = malloc(count * sizeof *kept);
    struct cca_summary summary;

    memcpy(kept, side, count * sizeof *kept);
    for (size_t i = 0; i < count; i++)
        side[i] = 0.1 * (double)(i / pair->n);
    summary = summarize(pair);
    expect_text(&summary, note, (const char *const[]){"undefined", word, "rank 0", NULL});
    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        for (int which = PWCCA_X; which <= PWCCA_MEAN; which++) {
            cr_expect(isnan(cca_similarity(&summary, (enum measure)measure, (enum pwcca_side)which)));
            cr_expect(isnan(cca_distance(&summary, (enum measure)measure, (enum pwcca_side)which)));
        }
    cr_expect_eq(summary.by_construction, 0u);
    memcpy(side, kept, count * sizeof *kept);
    free(kept);
}

Test(notes, rank_zero_is_undefined)
{
    struct pair pair = pair_create(20, 3, 3, 63);

    check_rank_zero(pair.x, 60, &pair, CCA_NOTE_RANK_ZERO_X, "first side");
    check_rank_zero(pair.y, 60, &pair, CCA_NOTE_RANK_ZERO_Y, "second side");
    pair_free(&pair);
    pair = pair_create(1, 3, 2, 64); /* one sample: nothing varies */
    check_rank_zero(pair.x, 3, &pair, CCA_NOTE_RANK_ZERO_X, "first side");
    pair_free(&pair);
}

Test(notes, every_note_has_words_that_fit)
{
    struct cca_summary summary = {.n = SIZE_MAX,
                                  .d_x = SIZE_MAX,
                                  .d_y = SIZE_MAX,
                                  .rank_x = SIZE_MAX,
                                  .rank_y = SIZE_MAX,
                                  .by_construction = SIZE_MAX,
                                  .zero_rows = SIZE_MAX};

    for (int note = 0; note < CCA_NOTE_COUNT; note++) {
        char text[200] = "", cut[12];

        cca_note_text(&summary, (enum cca_note)(1 << note), text, sizeof text);
        cr_expect(strlen(text) > 20 && strlen(text) < sizeof text - 1, "note %d: '%s'", note, text);
        cca_note_text(&summary, (enum cca_note)(1 << note), cut, sizeof cut);
        cr_expect_eq(strlen(cut), sizeof cut - 1);
    }
}

Test(comparison, side_of_the_weights)
{
    struct cca_summary summary = {.pwcca_y = 0.5};

    for (int measure = 0; measure < MEASURE_COUNT; measure++)
        summary.similarity[measure] = 0.25;
    cr_expect_eq(cca_similarity(&summary, MEASURE_PWCCA, PWCCA_X), 0.25);
    cr_expect_eq(cca_similarity(&summary, MEASURE_PWCCA, PWCCA_Y), 0.5);
    cr_expect_eq(cca_similarity(&summary, MEASURE_PWCCA, PWCCA_MEAN), 0.375);
    cr_expect_eq(cca_distance(&summary, MEASURE_PWCCA, PWCCA_MEAN), 0.625);
    cr_expect_eq(cca_similarity(&summary, MEASURE_CCA, PWCCA_Y), 0.25);
    cr_expect_eq(cca_distance(&summary, MEASURE_CKA, PWCCA_Y), 0.75);
    cr_expect_eq(cca_distance(&summary, MEASURE_EUCLIDEAN, PWCCA_Y), 0.25);
    summary.similarity[MEASURE_COSINE] = -0.5;
    cr_expect_eq(cca_distance(&summary, MEASURE_COSINE, PWCCA_X), 1.5);
    summary.similarity[MEASURE_CKA] = 1 + 0x1p-52;
    cr_expect_eq(cca_distance(&summary, MEASURE_CKA, PWCCA_X), 0);
}
