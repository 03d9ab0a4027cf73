/* Looks: their numbers by loops over the raw matrices, and how a study serves them. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw.h"
#include "engine/look_kind.h"
#include "engine/study_private.h"
#include "laboratory.h"
#include "naive.h"

#define N 90
#define D 8

/* Three stages of one training: noise that fades, on top of what stays. */
struct stages {
    double values[3][N * D];
    struct cca_basis *bases[3];
};

/* `cut` has this rank only, the others all. */
static void make_stages(struct stages *stages, size_t cut, size_t rank)
{
    double kept[N * D];
    uint64_t state = 77;

    draw_normals(&state, kept, N * D);
    for (size_t stage = 0; stage < 3; stage++) {
        double *values = stages->values[stage];

        draw_normals(&state, values, N * D);
        for (size_t i = 0; i < N * D; i++)
            values[i] = kept[i] + values[i] * (0.2 + 0.3 * (double)(i / N)) / (double)(stage + 1);
        for (size_t i = 0; stage == cut && i < N * (D - rank);
             i++) /* the last columns are sums of the first */
            values[rank * N + i] = values[i % N] + values[N + i % N] * (double)(i / N);
        stages->bases[stage] = basis_of_values(values, N, D);
    }
}

static void free_stages(struct stages *stages)
{
    for (size_t stage = 0; stage < 3; stage++)
        cca_basis_free(stages->bases[stage]);
}

static struct cca_looked compute(const struct cca_basis *a, const struct cca_basis *b,
                                 const struct cca_basis *c, enum cca_look_kind kind, size_t count)
{
    struct cca_looked looked = {.look = {.kind = kind, .count = count}};
    struct cca_error error;

    cr_assert(look_compute(&(struct look_sources){.bases = {a, b, c}}, &looked, &error), "%s", error.text);
    return looked;
}

static void check_correlations(size_t rank)
{
    struct stages stages;
    struct cca_looked looked;
    double expected[D];

    make_stages(&stages, 0, rank);
    looked = compute(stages.bases[0], stages.bases[1], NULL, CCA_LOOK_CORRELATIONS, 0);
    naive_correlations(stages.values[0], stages.values[1], N, D, D, expected);
    cr_expect_eq(looked.number_count, rank);
    cr_expect_eq(looked.n, N);
    cr_expect_eq(looked.rank[0], rank);
    cr_expect_eq(looked.rank[1], D);
    for (size_t i = 0; i < looked.number_count; i++)
        cr_expect_float_eq(looked.numbers[i], expected[i], 1e-6, "rho %zu", i);
    free(looked.numbers);
    free_stages(&stages);
}

Test(look, correlations_are_those_of_the_definition)
{
    check_correlations(D);
}

Test(look, correlations_are_as_many_as_the_smaller_rank)
{
    check_correlations(5);
}

/* k directions from either end, of which there are `all`, where one stage has this rank. */
static void check_stability_cut(size_t cut, size_t rank, size_t all, size_t k, size_t taken)
{
    struct stages stages;
    const double *early = stages.values[0], *halfway = stages.values[1], *later = stages.values[2];
    struct cca_looked looked;
    double *numbers;

    make_stages(&stages, cut, rank);
    looked = compute(stages.bases[0], stages.bases[1], stages.bases[2], CCA_LOOK_STABILITY, k);
    numbers = looked.numbers;
    cr_assert_eq(looked.number_count, CCA_STABILITY_COUNT);
    cr_expect_eq(looked.rank[cut], rank);
    cr_expect_eq(looked.count, taken);
    cr_expect_not(looked.ambiguous);
    cr_expect_float_eq(numbers[CCA_STABLE], naive_stability(early, halfway, later, N, D, 0, taken), 1e-6);
    cr_expect_float_eq(numbers[CCA_UNSTABLE],
                       naive_stability(early, halfway, later, N, D, all - taken, taken), 1e-6);
    /* All of early's directions are those by early itself. */
    cr_expect_float_eq(numbers[CCA_ALL_DIRECTIONS],
                       naive_stability(early, early, later, N, D, 0, stages.bases[0]->rank), 1e-6);
    if (taken < all)
        cr_expect_lt(numbers[CCA_STABLE], numbers[CCA_UNSTABLE]);
    free(numbers);
    free_stages(&stages);
}

static void check_stability(size_t rank, size_t k, size_t taken)
{
    check_stability_cut(0, rank, rank, k, taken);
}

Test(look, stability_is_that_of_the_definition)
{
    check_stability(D, 1, 1);
    check_stability(D, 3, 3);
}

Test(look, stability_takes_a_quarter_of_the_directions_unless_told)
{
    check_stability(D, 0, 2);
    check_stability(5, 0, 1);
    cr_expect_eq(cca_stability_directions(2), 1);
    cr_expect_eq(cca_stability_directions(399), 99);
    cr_expect_eq(cca_stability_directions(4000), 100);
}

Test(look, stability_of_few_directions_takes_what_there_are)
{
    check_stability(5, 2, 2);
    check_stability(5, 7, 5);
    check_stability(D, 1000, D);
}

/* Fewer directions halfway leave as many of early's without a partner; fewer later on are compared with more.
 */
Test(look, stability_of_unequal_ranks)
{
    check_stability_cut(1, 5, 5, 2, 2);
    check_stability_cut(1, 5, 5, 0, 1);
    check_stability_cut(2, 3, D, 2, 2);
    check_stability_cut(2, 3, D, 6, 6);
}

/* At the early checkpoint itself nothing has moved; at the one halfway the directions are as far as it says.
 */
Test(look, stability_of_the_checkpoints_that_define_it)
{
    struct stages stages;
    struct cca_basis **bases = stages.bases;
    struct cca_looked looked, rho;

    make_stages(&stages, 0, D);
    rho = compute(bases[0], bases[1], NULL, CCA_LOOK_CORRELATIONS, 0);
    looked = compute(bases[0], bases[1], bases[1], CCA_LOOK_STABILITY, 2);
    cr_expect_float_eq(looked.numbers[CCA_STABLE], 1 - (rho.numbers[0] + rho.numbers[1]) / 2, 1e-6);
    cr_expect_float_eq(looked.numbers[CCA_UNSTABLE], 1 - (rho.numbers[D - 1] + rho.numbers[D - 2]) / 2, 1e-6);
    free(looked.numbers);
    looked = compute(bases[0], bases[1], bases[0], CCA_LOOK_STABILITY, 2);
    for (size_t i = 0; i < CCA_STABILITY_COUNT; i++)
        cr_expect_float_eq(looked.numbers[i], 0, 1e-6);
    free(looked.numbers);
    looked = compute(bases[0], bases[0], bases[1], CCA_LOOK_STABILITY, 2);
    cr_expect(looked.ambiguous, "all correlations are 1: any two directions are the first");
    free(looked.numbers);
    free(rho.numbers);
    free_stages(&stages);
}

Test(look, without_directions_nothing_is_defined)
{
    struct stages stages;
    struct cca_looked looked;
    struct cca_basis *flat;

    make_stages(&stages, 0, D);
    for (size_t i = 0; i < N * D; i++)
        stages.values[0][i] = (double)(i / N);
    flat = basis_of_values(stages.values[0], N, D);
    looked = compute(flat, stages.bases[1], NULL, CCA_LOOK_CORRELATIONS, 0);
    cr_expect_eq(looked.number_count, 0);
    free(looked.numbers);
    for (size_t place = 0; place < 3; place++) {
        const struct cca_basis *bases[3] = {stages.bases[0], stages.bases[1], stages.bases[2]};

        bases[place] = flat;
        looked = compute(bases[0], bases[1], bases[2], CCA_LOOK_STABILITY, 0);
        cr_expect_eq(looked.rank[place], 0);
        for (size_t i = 0; i < CCA_STABILITY_COUNT; i++)
            cr_expect(isnan(looked.numbers[i]));
        free(looked.numbers);
    }
    cca_basis_free(flat);
    free_stages(&stages);
}

static struct cca_cell cell(int checkpoint, int layer)
{
    return (struct cca_cell){0, (uint16_t)checkpoint, (uint16_t)layer, CCA_LAST_TIMESTEP};
}

static struct cca_look correlations_of(int a, int b, int layer)
{
    return (struct cca_look){.kind = CCA_LOOK_CORRELATIONS, .cells = {cell(a, layer), cell(b, layer)}};
}

static struct cca_look stability_of(int early, int halfway, int later, int layer)
{
    return (struct cca_look){.kind = CCA_LOOK_STABILITY,
                             .cells = {cell(early, layer), cell(halfway, layer), cell(later, layer)},
                             .count = 2};
}

static const struct cca_looked *look_now(struct cca_study *study, struct cca_look look)
{
    cr_assert(cca_study_want_looks(study, &look, 1));
    cca_study_finish(study, NULL, NULL);
    return cca_study_look(study, &look);
}

/* The mean of the correlations is what the pair says, whatever else is wanted, in memory that holds little.
 */
Test(look, a_study_serves_looks_with_pairs)
{
    struct laboratory laboratory = laboratory_grid(1, 5, 2, 60, 6);

    for (int threads = 1; threads <= 3; threads += 2) {
        struct cca_study *study = laboratory_study(&laboratory, threads, threads == 1 ? 1000 : 0);
        struct cca_look looks[12];
        struct cca_pair pairs[4];
        struct cca_progress progress;

        for (int i = 0; i < 4; i++) {
            pairs[i] = laboratory_pair(0, i, 0, 0, 4, 0);
            looks[i] = correlations_of(i, 4, 0);
            looks[4 + i] = stability_of(i, 2, 4, 1);
            looks[8 + i] = looks[i]; /* named twice */
        }
        cca_study_want(study, pairs, 4);
        cr_assert(cca_study_want_looks(study, looks, 12));
        cca_study_finish(study, NULL, NULL);
        progress = cca_study_progress(study);
        cr_expect_eq(progress.total, 12);
        cr_expect_eq(progress.done, 12);
        for (int i = 0; i < 4; i++) {
            const struct cca_looked *looked = cca_study_look(study, &looks[i]);
            struct cca_result result;
            double sum = 0;

            cca_study_result(study, pairs[i], &result);
            cr_assert_eq(looked->state, CCA_DONE);
            for (size_t j = 0; j < looked->number_count; j++)
                sum += looked->numbers[j];
            cr_expect_float_eq(sum / 6, result.summary.similarity[MEASURE_CCA], 1e-6);
            cr_expect_eq(cca_study_look(study, &looks[4 + i])->state, CCA_DONE);
        }
        cca_study_close(study);
    }
    laboratory_destroy(&laboratory);
}

/* What is known is the same array when it is wanted again, and other values are other looks. */
Test(look, is_computed_once)
{
    struct laboratory laboratory = laboratory_grid(1, 4, 1, 40, 5);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_look look = stability_of(0, 1, 2, 0), other = look;
    const struct cca_looked *first = look_now(study, look);

    other.count = 1;
    cr_expect_eq(cca_study_look(study, &other)->state, CCA_PENDING);
    cr_expect_eq(look_now(study, other)->state, CCA_DONE);
    laboratory_remove(&laboratory, "a-0-l0.npy");
    cr_expect_eq(look_now(study, look), first);
    cr_expect_eq(first->state, CCA_DONE);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* Nothing is collected then that would tell. */
Test(look, counts_what_is_known_already)
{
    struct laboratory laboratory = laboratory_grid(1, 4, 1, 40, 5);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_look look = stability_of(0, 1, 2, 0);

    look_now(study, look);
    cr_assert(cca_study_want(study, NULL, 0) && cca_study_want_looks(study, &look, 1));
    cr_expect_eq(cca_study_progress(study).total, 1);
    cr_expect_eq(cca_study_progress(study).done, 1);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(look, a_missing_file_is_a_hole_and_a_broken_one_a_failure)
{
    struct laboratory laboratory = laboratory_grid(1, 4, 1, 40, 5);
    struct cca_study *study;
    const struct cca_looked *looked;
    const struct cca_problem *problems;

    laboratory_remove(&laboratory, "a-1-l0.npy");
    laboratory_file(&laboratory, "a-2-l0.npy", "broken");
    study = laboratory_study(&laboratory, 2, 0);
    looked = look_now(study, stability_of(0, 1, 3, 0));
    cr_expect_eq(looked->state, CCA_STATE_HOLE);
    cr_expect(strstr(looked->reason, "a-1-l0.npy"));
    looked = look_now(study, stability_of(1, 2, 3, 0));
    cr_expect_eq(looked->state, CCA_STATE_FAILED);
    cr_expect(strstr(looked->reason, "a-2-l0.npy"));
    cr_expect_eq(look_now(study, correlations_of(0, 3, 0))->state, CCA_DONE);
    cr_expect_eq(cca_study_problems(study, &problems), 2, "each file once");
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* Looks that are no longer wanted may be under way: they are neither lost nor counted. */
Test(look, may_change_and_close_while_busy)
{
    struct laboratory laboratory = laboratory_grid(1, 12, 1, 60, 20);

    for (int round = 0; round < 30; round++) {
        struct cca_study *study = laboratory_study(&laboratory, 1 + round % 4, 0);

        for (int turn = 0; turn < round; turn++) {
            struct cca_look looks[] = {stability_of(turn % 12, 5, 11, 0), correlations_of(turn % 12, 11, 0)};

            cr_assert(cca_study_want_looks(study, looks, 2));
            cca_study_collect(study);
            cr_expect_leq(cca_study_progress(study).done, cca_study_progress(study).total);
        }
        if (round % 3 == 0)
            cr_expect_eq(look_now(study, stability_of(3, 5, 7, 0))->state, CCA_DONE);
        cca_study_close(study);
    }
    laboratory_destroy(&laboratory);
}

static void pause_study(struct cca_study *study)
{
    cca_study_pause(study);
    for (int i = 0; i < 1000 && !cca_study_paused(study); i++)
        usleep(10000);
    cr_assert(cca_study_paused(study));
}

/* What is known moves with its checkpoints; what changed is computed again. */
Test(look, a_study_that_goes_on_keeps_looks)
{
    struct laboratory laboratory = laboratory_grid(1, 4, 1, 40, 5);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_look kept = correlations_of(0, 1, 0), changed = correlations_of(0, 2, 0);
    struct cca_cell cells[] = {cell(2, 0)};
    double known = look_now(study, kept)->numbers[4], old = look_now(study, changed)->numbers[4];

    pause_study(study);
    laboratory_array(&laboratory, "a-2-l0.npy", 50, 40, 0, 5);
    cca_study_renew(study, laboratory.experiment, cells, 1);
    cr_expect_eq(cca_study_look(study, &kept)->state, CCA_DONE);
    cr_expect_eq(cca_study_look(study, &kept)->numbers[4], known);
    cr_expect_eq(cca_study_look(study, &changed)->state, CCA_PENDING);
    cr_expect_eq(look_now(study, changed)->state, CCA_DONE);
    cr_expect_neq(cca_study_look(study, &changed)->numbers[4], old);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* One look for both orders of a pair. */
Test(look, a_study_serves_intervals)
{
    struct laboratory laboratory = laboratory_grid(1, 1, 3, 60, 5);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_pair there = laboratory_pair(0, 0, 1, 0, 0, 2), back = {there.b, there.a};
    struct cca_look looks[2] = {cca_interval_look(there, 40), cca_interval_look(back, 40)};
    struct cca_result result;
    double low, high, low_back, high_back;

    cr_expect_eq(cca_study_interval(study, there, 40, MEASURE_CCA, PWCCA_X, &low, &high), CCA_PENDING);
    cr_expect(isnan(low) && isnan(high));
    cr_assert(cca_study_want(study, &there, 1) && cca_study_want_looks(study, looks, 2));
    cca_study_finish(study, NULL, NULL);
    cr_expect_eq(cca_study_progress(study).total, 2, "both orders are one");
    cca_study_result(study, there, &result);
    for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++)
        for (int side = PWCCA_X; side <= PWCCA_MEAN; side++) {
            enum pwcca_side other = side == PWCCA_X ? PWCCA_Y : side == PWCCA_Y ? PWCCA_X : PWCCA_MEAN;

            cr_assert_eq(cca_study_interval(study, there, 40, (enum measure)measure, (enum pwcca_side)side,
                                            &low, &high),
                         CCA_DONE);
            cca_study_interval(study, back, 40, (enum measure)measure, other, &low_back, &high_back);
            cr_expect(low == low_back && high == high_back && low < high);
            cr_expect_float_eq((low + high) / 2,
                               cca_distance(&result.summary, (enum measure)measure, (enum pwcca_side)side),
                               0.15);
        }
    cr_expect_eq(cca_study_interval(study, there, 41, MEASURE_CCA, PWCCA_X, &low, &high), CCA_PENDING);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}
