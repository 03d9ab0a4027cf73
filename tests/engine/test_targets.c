/* Targets: arrays of no network, such as classes, and what a study makes of them. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/manifest.h"
#include "engine/arrivals.h"
#include "engine/study_private.h"
#include "laboratory.h"
#include "naive.h"

#define HEAD                                                                                                 \
    "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\ncheckpoints: [0]\nlayers: [l0, l1]\n"
#define CLASSES HEAD "targets: [{name: digit, activations: y.npy, classes: 4}]\n"

enum { N = 60, FEATURES = 5, CLASS_COUNT = 4 };

/* Class i % 4, but that 3 is rare. */
static double class_of(size_t sample)
{
    return sample % CLASS_COUNT == 3 && sample % 8 != 3 ? 0 : (double)(sample % CLASS_COUNT);
}

static void write_classes(const struct laboratory *laboratory, size_t count, double change)
{
    double classes[N + 1];

    for (size_t i = 0; i < count; i++)
        classes[i] = class_of(i);
    classes[1] += change;
    laboratory_vector(laboratory, "y.npy", classes, count);
}

static struct laboratory begin(const char *manifest)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_array(&laboratory, "l0.npy", 1, N, 0, FEATURES);
    laboratory_array(&laboratory, "l1.npy", 5, N, 0, FEATURES);
    write_classes(&laboratory, N, 0);
    laboratory_load(&laboratory, manifest);
    return laboratory;
}

static struct cca_pair pair_with(const struct laboratory *laboratory, int layer, size_t target)
{
    return (struct cca_pair){{0, 0, (uint16_t)layer, CCA_LAST_TIMESTEP},
                             cca_target_cell(laboratory->experiment, target)};
}

static struct cca_result compute(struct cca_study *study, struct cca_pair pair)
{
    struct cca_result result;

    cr_assert(cca_study_want(study, &pair, 1));
    cca_study_finish(study, NULL, NULL);
    cca_study_result(study, pair, &result);
    return result;
}

/* The layer's values by columns, and those of a target: all classes, or one. */
static void naive(const struct laboratory *laboratory, int layer, int class, struct naive_comparison *result)
{
    double x[N * FEATURES], y[N * CLASS_COUNT] = {0};
    struct measure_options options = measure_options_default();
    struct cca_cell cell = {0, 0, (uint16_t)layer, CCA_LAST_TIMESTEP};
    struct cca_matrix matrix;
    struct cca_error error;
    char *path, *member;
    struct cca_source source = source_of(laboratory->experiment, cell, &path, &member);

    cr_assert(cca_representation_read(&source, &matrix, &error));
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < FEATURES; j++)
            x[i + j * N] = matrix.values[i * FEATURES + j];
        if (class < 0)
            y[i + (int)class_of((size_t)i) * N] = 1;
        else
            y[i] = class_of((size_t)i) == class;
    }
    naive_compare(x, y, N, FEATURES, class < 0 ? CLASS_COUNT : 1, &options, result);
    cca_matrix_free(&matrix);
    free(path);
    free(member);
}

static void expect_naive(uint64_t memory)
{
    struct laboratory laboratory = begin(CLASSES);
    struct cca_study *study = laboratory_study(&laboratory, 2, memory);

    cr_assert_eq(laboratory.experiment->target_count, 1 + CLASS_COUNT);
    for (int layer = 0; layer < 2; layer++)
        for (int target = 0; target <= CLASS_COUNT; target++) {
            struct cca_result result = compute(study, pair_with(&laboratory, layer, (size_t)target));
            struct naive_comparison expected;

            naive(&laboratory, layer, target - 1, &expected);
            cr_assert_eq(result.state, CCA_DONE, "%s", result.reason);
            cr_expect_eq(result.summary.rank_x, expected.rank_x);
            cr_expect_eq(result.summary.rank_y, expected.rank_y);
            cr_expect_eq(result.summary.d_y, target ? 1u : CLASS_COUNT);
            cr_expect_float_eq(result.summary.pwcca_y, expected.pwcca_y, 1e-6);
            for (int measure = 0; measure <= MEASURE_PROCRUSTES; measure++)
                cr_expect_float_eq(result.summary.similarity[measure], expected.similarity[measure], 1e-6,
                                   "layer %d, target %d: %s", layer, target,
                                   measure_name((enum measure)measure));
        }
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(targets, agree_with_naive_arithmetic)
{
    expect_naive(0);
}

Test(targets, agree_within_the_memory_of_a_basis)
{
    expect_naive(1);
}

/* The sides the other way round, and everything about the pair. */
Test(targets, stand_on_either_side)
{
    struct laboratory laboratory = begin(CLASSES);
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_pair pair = pair_with(&laboratory, 0, 0), turned = {pair.b, pair.a};
    struct cca_result result = compute(study, pair), other = compute(study, turned);

    cr_expect_eq(other.summary.rank_x, result.summary.rank_y);
    cr_expect_eq(other.summary.pwcca_y, result.summary.similarity[MEASURE_PWCCA]);
    cca_study_want_detail(study, turned);
    for (int i = 0; i < 1000 && !cca_study_detail(study, turned); i++) {
        usleep(1000);
        cca_study_collect(study);
    }
    cr_assert(cca_study_detail(study, turned));
    cr_expect_eq(cca_study_detail(study, turned)->comparison.count, CLASS_COUNT - 1u);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(targets, are_taken_as_they_are_without_classes)
{
    struct laboratory laboratory = begin(
        HEAD "targets: [{name: same, activations: l0.npy}, {name: number, activations: y.npy, axes: n}]\n");
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_result result = compute(study, pair_with(&laboratory, 0, 0));

    cr_expect_float_eq(result.summary.similarity[MEASURE_CCA], 1, 1e-9);
    result = compute(study, pair_with(&laboratory, 0, 1));
    cr_expect_eq(result.state, CCA_DONE);
    cr_expect_eq(result.summary.rank_y, 1);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* The same rows are drawn from classes as from layers. */
Test(targets, are_sampled_like_layers)
{
    struct laboratory laboratory = begin(
        HEAD
        "samples: {limit: 20, seed: 3}\ntargets: [{name: same, activations: l0.npy}, {name: y, activations: "
        "y.npy, one_hot: true}]\n");
    struct cca_study *study = laboratory_study(&laboratory, 2, 0);
    struct cca_result result = compute(study, pair_with(&laboratory, 0, 1));

    cr_expect_eq(result.summary.n, 20);
    cr_expect_eq(result.state, CCA_DONE);
    result = compute(study, pair_with(&laboratory, 0, 0));
    cr_expect_float_eq(result.summary.similarity[MEASURE_CCA], 1, 1e-9);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

/* Of the first target but for a class, with one class changed by so much. */
static void expect_reason(const char *manifest, size_t target, double change, enum cca_state state,
                          const char *part)
{
    struct laboratory laboratory = begin(HEAD);
    struct cca_study *study;
    struct cca_result result;

    write_classes(&laboratory, N, change);
    laboratory_vector(&laboratory, "short.npy", (double[]){0, 1, 2}, 3);
    experiment_free(laboratory.experiment);
    laboratory_load(&laboratory, manifest);
    study = laboratory_study(&laboratory, 1, 0);
    result = compute(study, pair_with(&laboratory, 0, target));
    cr_expect_eq(result.state, state);
    cr_assert(result.reason);
    cr_expect(strstr(result.reason, part), "%s", result.reason);
    cca_study_close(study);
    laboratory_destroy(&laboratory);
}

Test(targets, say_what_is_wrong_with_them)
{
    expect_reason(HEAD "targets: [{name: y, activations: none.npy, classes: 2}]\n", 1, 0, CCA_STATE_HOLE,
                  "none.npy");
    expect_reason(HEAD "targets: [{name: y, activations: short.npy, classes: 2}]\n", 0, 0, CCA_STATE_FAILED,
                  "has 3 samples, but");
    expect_reason(HEAD "targets: [{name: y, activations: l0.npy, axes: nc, one_hot: true}]\n", 0, 0,
                  CCA_STATE_FAILED, "5 columns; class numbers are one column");
    expect_reason(HEAD "targets: [{name: y, activations: y.npy}]\n", 0, 0, CCA_STATE_FAILED, "or axes: n");
    expect_reason(HEAD "targets: [{name: y, activations: y.npy, classes: 5}]\n", 5, 0, CCA_STATE_FAILED,
                  "no sample is of class 4");
    expect_reason(CLASSES, 0, -2, CCA_STATE_FAILED,
                  "sample 1 is of class -1; classes are whole numbers from 0");
    expect_reason(CLASSES, 1, 0.5, CCA_STATE_FAILED, "sample 1 is of class 1.5");
    expect_reason(CLASSES, 0, 65536, CCA_STATE_FAILED, "sample 1 is of class 65537");
}

/* How many bases a run makes of a layer and all targets. */
static size_t bases_made(const struct laboratory *laboratory, double *similarity)
{
    struct cca_study_options options = {.threads = 2};
    struct cca_study *study;
    struct cca_error error;
    char path[80];
    size_t made = 0;

    snprintf(path, sizeof path, "%s/results.db", laboratory->directory);
    options.cache = path;
    cr_assert(study = cca_study_open(laboratory->experiment, &options, &error));
    for (size_t target = 0; target <= CLASS_COUNT; target++)
        similarity[target] = compute(study, pair_with(laboratory, 0, target)).summary.similarity[MEASURE_CCA];
    for (size_t i = 0; i < study->store.count; i++)
        made += study->store.entries[i]->state != STORE_ABSENT;
    cca_study_close(study);
    return made;
}

Test(targets, are_found_in_the_cache_while_their_file_stays)
{
    struct laboratory laboratory = begin(CLASSES);
    double first[1 + CLASS_COUNT], second[1 + CLASS_COUNT];

    usleep(100000);
    cr_expect_eq(bases_made(&laboratory, first), 2u + CLASS_COUNT);
    cr_expect_eq(bases_made(&laboratory, second), 0u);
    for (int i = 0; i <= CLASS_COUNT; i++) {
        cr_expect_eq(first[i], second[i]);
        for (int j = 0; j < i; j++)
            cr_expect_neq(first[i], first[j], "classes %d and %d are not told apart", i, j);
    }
    write_classes(&laboratory, N, 1);
    usleep(100000);
    cr_expect_eq(bases_made(&laboratory, second), 2u + CLASS_COUNT);
    cr_expect_neq(first[0], second[0]);
    laboratory_destroy(&laboratory);
}

static struct experiment *load(const struct laboratory *laboratory, const char *manifest)
{
    struct diagnostics diagnostics = {0};
    char path[80];
    struct experiment *experiment;

    snprintf(path, sizeof path, "%s/m.yaml", laboratory->directory);
    cr_assert(experiment = manifest_parse(manifest, strlen(manifest), path, &diagnostics));
    diagnostics_free(&diagnostics);
    return experiment;
}

static void go_on(struct cca_study *study, const struct experiment *experiment,
                  const struct cca_cell *changed, size_t count)
{
    cca_study_pause(study);
    for (int i = 0; i < 1000 && !cca_study_paused(study); i++)
        usleep(10000);
    cca_study_renew(study, experiment, changed, count);
}

/* A target that comes late, and then changes, while another stays. */
Test(targets, are_followed_by_a_study)
{
    static const char manifest[] = HEAD "targets: [{name: y, activations: y.npy, one_hot: true}, "
                                        "{name: same, activations: l1.npy}]\n";
    struct laboratory laboratory = begin(manifest);
    struct experiment *again = load(&laboratory, manifest);
    struct cca_pair pair = pair_with(&laboratory, 0, 0), stays = pair_with(&laboratory, 0, 1);
    struct cca_study *study;
    double before;

    laboratory_remove(&laboratory, "y.npy");
    study = laboratory_study(&laboratory, 2, 0);
    cr_expect_eq(compute(study, stays).state, CCA_DONE);
    cr_expect_eq(compute(study, pair).state, CCA_STATE_HOLE);
    write_classes(&laboratory, N, 0);
    go_on(study, again, NULL, 0);
    cr_expect_eq(cca_study_known(study), 1);
    before = compute(study, pair).summary.similarity[MEASURE_CCA];
    cr_expect_gt(before, 0);
    write_classes(&laboratory, N, 1);
    go_on(study, laboratory.experiment, &pair.b, 1);
    cr_expect_eq(cca_study_known(study), 1, "only what changed is forgotten");
    cr_expect_neq(compute(study, pair).summary.similarity[MEASURE_CCA], before);
    cca_study_close(study);
    experiment_free(again);
    laboratory_destroy(&laboratory);
}

static size_t changes(struct arrivals *arrivals, const struct laboratory *laboratory, double now,
                      struct cca_cell *first)
{
    struct experiment *found = load(laboratory, CLASSES);
    struct arrivals_news news = arrivals_look(arrivals, found, now);
    size_t count = news.changed_count;

    if (count)
        *first = news.changed[0];
    free(news.changed);
    experiment_free(found);
    return count;
}

Test(targets, that_change_on_disk_are_told_of_once)
{
    struct laboratory laboratory = begin(CLASSES);
    struct arrivals *arrivals;
    struct cca_cell first = {0};

    laboratory_remove(&laboratory, "y.npy");
    arrivals = arrivals_create(laboratory.experiment);
    changes(arrivals, &laboratory, 0, &first);
    changes(arrivals, &laboratory, 10, &first); /* the layers were just written */
    write_classes(&laboratory, N, 0);
    cr_expect_eq(changes(arrivals, &laboratory, 20, &first), 0, "it may still change");
    cr_expect_eq(changes(arrivals, &laboratory, 21, &first), 1u + CLASS_COUNT);
    cr_expect(cca_cell_is_target(laboratory.experiment, first));
    cr_expect_eq(changes(arrivals, &laboratory, 30, &first), 0);
    arrivals_free(arrivals);
    laboratory_destroy(&laboratory);
}
