/* Results kept between runs: found again only for unchanged arrays and equal options, shared by several at
 * once, and never wrong, whatever happens to the file. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "draw.h"
#include "engine/cache_key.h"
#include "engine/study_private.h"
#include "laboratory.h"

enum { LAYERS = 6, PAIRS = LAYERS * LAYERS };

static char *cache_path(const struct laboratory *laboratory)
{
    static char path[100];

    snprintf(path, sizeof path, "%s/cache/results.db", laboratory->directory);
    return path;
}

/* An experiment whose files are old enough to be trusted. */
static struct laboratory settled_laboratory(void)
{
    struct laboratory laboratory = laboratory_grid(1, 1, LAYERS, 50, 4);

    usleep(100000);
    return laboratory;
}

static struct cca_study *study_of(const struct laboratory *laboratory, unsigned measures)
{
    struct cca_study_options options = {.threads = 2, .measures = measures, .cache = cache_path(laboratory)};
    struct cca_error error;
    struct cca_study *study = cca_study_open(laboratory->experiment, &options, &error);

    cr_assert(study);
    return study;
}

struct outcome {
    double similarity[PAIRS];
    size_t loaded; /* bases that were made */
};

static struct outcome compute(const struct laboratory *laboratory, unsigned measures)
{
    struct cca_study *study = study_of(laboratory, measures);
    struct cca_pair *pairs = laboratory_layer_pairs(LAYERS);
    struct outcome outcome = {.loaded = 0};

    cr_assert(cca_study_want(study, pairs, PAIRS));
    cca_study_finish(study, NULL, NULL);
    cr_expect_eq(cca_study_progress(study).done, cca_study_progress(study).total);
    for (int i = 0; i < PAIRS; i++) {
        struct cca_result result;

        cca_study_result(study, pairs[i], &result);
        cr_assert_eq(result.state, CCA_DONE, "pair %d is in state %d", i, result.state);
        outcome.similarity[i] = cca_similarity(&result.summary, MEASURE_CCA, PWCCA_X);
    }
    for (size_t i = 0; i < study->store.count; i++)
        outcome.loaded += study->store.entries[i]->state != STORE_ABSENT;
    cca_study_close(study);
    free(pairs);
    return outcome;
}

static void expect_equal(const struct outcome *a, const struct outcome *b)
{
    for (int i = 0; i < PAIRS; i++)
        cr_expect_float_eq(a->similarity[i], b->similarity[i], 1e-14, "pair %d", i);
}

Test(cache, the_second_run_computes_nothing)
{
    struct laboratory laboratory = settled_laboratory();
    struct outcome first = compute(&laboratory, 0), second = compute(&laboratory, 0);

    cr_expect_eq(first.loaded, (size_t)LAYERS);
    cr_expect_eq(second.loaded, 0u);
    expect_equal(&first, &second);
    laboratory_destroy(&laboratory);
}

Test(cache, a_measure_alone_is_found_among_all_but_not_the_other_way)
{
    struct laboratory laboratory = settled_laboratory();

    cr_expect_eq(compute(&laboratory, MEASURE_BIT(MEASURE_CCA)).loaded, (size_t)LAYERS);
    cr_expect_eq(compute(&laboratory, MEASURE_BIT(MEASURE_CCA)).loaded, 0u);
    cr_expect_eq(compute(&laboratory, 0).loaded, (size_t)LAYERS);
    cr_expect_eq(compute(&laboratory, MEASURE_BIT(MEASURE_CCA)).loaded, 0u);
    laboratory_destroy(&laboratory);
}

static struct cca_look look_at_layers(enum cca_look_kind kind, int a, int b, int c, size_t count)
{
    struct cca_cell cells[LAYERS];

    for (int i = 0; i < LAYERS; i++)
        cells[i] = (struct cca_cell){0, 0, (uint16_t)i, CCA_LAST_TIMESTEP};
    return (struct cca_look){kind, {cells[a], cells[b], cells[c]}, count};
}

/* The sum of a look's numbers; *loaded: how many bases that took. */
static double sum_of_look(const struct laboratory *laboratory, struct cca_look look, size_t *loaded)
{
    struct cca_study *study = study_of(laboratory, *loaded ? MEASURE_BIT(MEASURE_CKA) : 0);
    const struct cca_looked *looked;
    double sum = 0;

    cr_assert(cca_study_want_looks(study, &look, 1));
    cca_study_finish(study, NULL, NULL);
    cr_expect_eq(cca_study_progress(study).done, 1);
    looked = cca_study_look(study, &look);
    cr_assert_eq(looked->state, CCA_DONE);
    for (size_t i = 0; i < cca_look_cells(look.kind); i++)
        cr_expect_eq(looked->rank[i], 4);
    cr_expect_eq(looked->n, 50);
    for (size_t i = 0; i < looked->number_count; i++)
        sum += looked->numbers[i] * (double)(i + 1);
    *loaded = study->store.held;
    cca_study_close(study);
    return sum;
}

Test(cache, looks_are_found_again)
{
    struct laboratory laboratory = settled_laboratory();
    const struct cca_look looks[] = {
        look_at_layers(CCA_LOOK_CORRELATIONS, 0, 1, 0, 0), look_at_layers(CCA_LOOK_STABILITY, 0, 1, 2, 0),
        look_at_layers(CCA_LOOK_STABILITY, 0, 1, 2, 3),    look_at_layers(CCA_LOOK_STABILITY, 0, 3, 2, 3),
        look_at_layers(CCA_LOOK_STABILITY, 2, 1, 0, 3),    look_at_layers(CCA_LOOK_CORRELATIONS, 4, 5, 0, 0)};
    size_t count = sizeof looks / sizeof *looks, loaded;
    double sums[6];

    for (size_t i = 0; i < count; i++) {
        loaded = 0;
        sums[i] = sum_of_look(&laboratory, looks[i], &loaded);
        cr_expect_eq(loaded, cca_look_cells(looks[i].kind), "look %zu is another than those before", i);
    }
    for (size_t i = 0; i < count; i++) {
        loaded = 1; /* by other measures, which are nothing to these looks */
        cr_expect_eq(sum_of_look(&laboratory, looks[i], &loaded), sums[i]);
        cr_expect_eq(loaded, 0, "look %zu is found", i);
    }
    laboratory_array(&laboratory, "a-0-l1.npy", 77, 50, 0, 4);
    usleep(100000);
    for (size_t i = 0; i < count; i++) {
        loaded = 0;
        cr_expect_eq(sum_of_look(&laboratory, looks[i], &loaded) == sums[i], i == 3 || i == 5);
        cr_expect_eq(loaded == 0, i == 3 || i == 5, "what changed is computed again");
    }
    laboratory_destroy(&laboratory);
}

Test(cache, a_changed_file_is_computed_again)
{
    struct laboratory laboratory = settled_laboratory();
    struct outcome before = compute(&laboratory, 0), after;

    laboratory_array(&laboratory, "a-0-l2.npy", 99, 50, 0, 4); /* the same size, other values */
    usleep(100000);
    after = compute(&laboratory, 0);
    cr_expect_eq(after.loaded, (size_t)LAYERS, "what it is compared with is needed again too");
    for (int i = 0; i < PAIRS; i++)
        if (i / LAYERS != i % LAYERS)
            cr_expect_eq(before.similarity[i] != after.similarity[i], i / LAYERS == 2 || i % LAYERS == 2,
                         "pair %d", i);
    laboratory_destroy(&laboratory);
}

Test(cache, files_that_were_just_written_are_not_trusted)
{
    struct cca_identity file = {.modified = 5000000001, .changed = 5000000001};

    cr_expect(cache_too_fresh(&file, 5000000001));
    cr_expect(cache_too_fresh(&file, 5010000000));
    cr_expect_not(cache_too_fresh(&file, 5100000000));
    file.modified = file.changed = 5000000000; /* whole seconds: a coarse clock, perhaps */
    cr_expect(cache_too_fresh(&file, 6900000000));
    cr_expect_not(cache_too_fresh(&file, 7100000000));
}

Test(cache, keys_tell_everything_apart_that_changes_numbers)
{
    struct layer layers[] = {{.treatment = {.axes = "nc"}}};
    struct experiment experiment = {.network_count = 1, .layers = layers, .layer_count = 1};
    struct cca_identity identity = {1, 2, 3, 4, 5};
    struct cca_cell cell = {0, 0, 0, 3};
    char *keys[24];
    int count = 0;

#define KEY() keys[count++] = cache_key_of(&experiment, cell, "/a b", "m", &identity)
    KEY();
    strcpy(layers[0].treatment.axes, "cn"), KEY();
    layers[0].treatment.positions = POSITIONS_SAMPLES, KEY();
    layers[0].treatment.timesteps = TIMESTEPS_AVERAGE, KEY();
    layers[0].treatment.index = 7, KEY();
    layers[0].treatment.coding = CODING_ONE_HOT, KEY();
    layers[0].treatment.coding = CODING_CLASS, KEY();
    layers[0].treatment.class = 7, KEY();
    cell.timestep = CCA_LAST_TIMESTEP, KEY();
    experiment.sampling.limit = 10, KEY();
    experiment.sampling.seed = 1, KEY();
    experiment.options.rank_tolerance = 1e-300, KEY();
    identity.inode++, KEY();
    identity.size++, KEY();
    identity.modified++, KEY();
    identity.changed++, KEY();
    identity.device++, KEY();
    keys[count++] = cache_key_of(&experiment, cell, "/a", " b m", &identity);
    keys[count++] = cache_key_of(&experiment, cell, "/a b", NULL, &identity);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++)
            cr_expect_neq(strcmp(keys[i], keys[j]), 0, "%d and %d: %s", i, j, keys[i]);
    for (int i = 0; i < count; i++)
        free(keys[i]);
}

/* Flips bytes all over the file: whatever is found is right, and nothing fails. */
Test(cache, damage_costs_time_and_nothing_else)
{
    struct laboratory laboratory = settled_laboratory();
    struct outcome expected = compute(&laboratory, 0);
    uint64_t state = 5;

    for (int round = 0; round < 25; round++) {
        int file = open(cache_path(&laboratory), O_RDWR);
        struct outcome actual;
        struct stat status;

        cr_assert(file >= 0 && fstat(file, &status) == 0 && status.st_size > 0);
        for (int i = 0; i < 1 + round * 4; i++) {
            unsigned char byte = (unsigned char)draw_below(&state, 256);

            cr_assert_eq(pwrite(file, &byte, 1, (off_t)draw_below(&state, (size_t)status.st_size)), 1);
        }
        close(file);
        actual = compute(&laboratory, 0);
        expect_equal(&actual, &expected);
    }
    laboratory_destroy(&laboratory);
}

Test(cache, what_is_no_database_is_set_aside)
{
    struct laboratory laboratory = settled_laboratory();
    char aside[120];

    laboratory_file(&laboratory, "cache/results.db",
                    "this was never a database, but somebody's letter to a friend");
    cr_expect_eq(compute(&laboratory, 0).loaded, (size_t)LAYERS);
    cr_expect_eq(compute(&laboratory, 0).loaded, 0u, "it works again");
    snprintf(aside, sizeof aside, "%s.damaged", cache_path(&laboratory));
    cr_expect_eq(access(aside, F_OK), 0, "the old one is kept");
    laboratory_destroy(&laboratory);
}

Test(cache, without_a_place_to_keep_it_everything_is_computed)
{
    struct laboratory laboratory = settled_laboratory();
    struct cca_study *study;

    laboratory_file(&laboratory, "cache", "a file where a folder should be");
    study = study_of(&laboratory, 0);
    cca_study_finish(study, NULL, NULL);
    cr_assert_not_null(cca_study_cache_note(study));
    cr_expect(strstr(cca_study_cache_note(study), "results.db"), "%s", cca_study_cache_note(study));
    cca_study_close(study);
    cr_expect_eq(compute(&laboratory, 0).loaded, (size_t)LAYERS);
    laboratory_destroy(&laboratory);
}

/* Several programs at once, one of which is killed at a random moment again and again. */
Test(cache, shared_and_killed)
{
    struct laboratory laboratory = settled_laboratory();
    struct outcome expected, actual;
    uint64_t state = 9;
    pid_t other = fork();

    if (other == 0) {
        for (int i = 0; i < 10; i++)
            compute(&laboratory, 0);
        _Exit(0);
    }
    for (int i = 0; i < 15; i++) {
        pid_t child = fork();

        if (child == 0) {
            for (;;)
                compute(&laboratory, i % 2 ? 0 : MEASURE_BIT(MEASURE_CCA));
        }
        usleep((useconds_t)draw_below(&state, 60000));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    waitpid(other, NULL, 0);
    actual = compute(&laboratory, 0);
    unlink(cache_path(&laboratory));
    expected = compute(&laboratory, 0);
    expect_equal(&actual, &expected);
    laboratory_destroy(&laboratory);
}
