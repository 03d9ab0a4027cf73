/* The stress of test_study_order.c as a plain program, for ThreadSanitizer, which does not start together
 * with Criterion. Exits with 0 when all numbers agree; the sanitizer makes it 66 when it saw a race. */
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/look.h"
#include "laboratory.h"

#define LAYERS 12
#define PAIRS  (LAYERS * LAYERS)

static int failures;

static void expect(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "tsan_study: %s\n", what);
    failures++;
}

static void wait_for_news(struct cca_study *study, int milliseconds)
{
    struct pollfd wake = {cca_study_descriptor(study), POLLIN, 0};

    poll(&wake, 1, milliseconds);
    cca_study_collect(study);
}

/* Holds one study against another, reading all there is to read. */
static void compare(struct cca_study *actual, struct cca_study *expected, const struct cca_pair *pairs)
{
    for (size_t i = 0; i < PAIRS; i++) {
        struct cca_result a, b;

        cca_study_result(actual, pairs[i], &a);
        cca_study_result(expected, pairs[i], &b);
        expect(a.state == b.state, "a state differs");
        expect(a.state == CCA_DONE
                   ? fabs(a.summary.similarity[MEASURE_PWCCA] - b.summary.similarity[MEASURE_PWCCA]) < 1e-12
                   : a.reason && b.reason && strcmp(a.reason, b.reason) == 0,
               "a result differs");
    }
}

/* Looks around while the pool works: everything that a screen would ask. */
static void look_around(struct cca_study *study, const struct cca_pair *pairs, size_t turn)
{
    const struct cca_problem *problems;
    double distance, sum = 0;
    size_t count = cca_study_problems(study, &problems);

    for (size_t i = 0; i < count; i++)
        sum += (double)strlen(problems[i].text);
    for (size_t i = 0; i < PAIRS; i++)
        if (cca_study_distance(study, pairs[i], MEASURE_CKA, PWCCA_MEAN, &distance) == CCA_DONE)
            sum += distance;
    for (size_t layer = 0; layer < LAYERS; layer++)
        sum += (double)cca_study_timesteps(study, layer) + cca_study_timestep(study, layer, 0);
    if (cca_study_detail(study, pairs[turn % PAIRS]))
        sum += cca_study_detail(study, pairs[turn % PAIRS])->comparison.summary.similarity[MEASURE_CCA];
    expect(!isnan(sum), "a sum of numbers is none");
    expect(cca_study_progress(study).done <= cca_study_progress(study).total, "more is done than wanted");
}

/* Looks of both kinds at a row of layers, and what is known of them. */
static void look_at(struct cca_study *study, const struct cca_pair *row, size_t turn)
{
    struct cca_look looks[LAYERS];
    double sum = 0;

    for (size_t i = 0; i < LAYERS; i++) {
        enum cca_look_kind kind = (turn + i) % CCA_LOOK_KINDS;

        looks[i] = (struct cca_look){kind, {row[0].a, row[i].b, row[(i + turn) % LAYERS].b}, turn % 3};
    }
    expect(cca_study_want_looks(study, looks, LAYERS), "no memory for looks");
    for (size_t i = 0; i < LAYERS; i++) {
        const struct cca_looked *looked = cca_study_look(study, &looks[i]);

        for (size_t j = 0; j < looked->number_count; j++)
            sum += isnan(looked->numbers[j]) ? 0 : looked->numbers[j]; /* not all intervals exist */
        expect(looked->state == CCA_PENDING || looked->state == CCA_DONE || looked->reason, "no reason");
    }
    expect(!isnan(sum), "a number of a look is none");
}

/* Changes its mind all the time. */
static void wander(struct cca_study *study, const struct cca_pair *pairs, size_t turns)
{
    for (size_t turn = 0; turn < turns; turn++) {
        size_t row = turn * 5 % LAYERS;

        cca_study_want(study, pairs + row * LAYERS, PAIRS - row * LAYERS);
        cca_study_want_first(study, pairs + (turn * 7 % LAYERS) * LAYERS, LAYERS);
        cca_study_want_detail(study, pairs[turn % PAIRS]);
        look_at(study, pairs + row * LAYERS, turn);
        if (turn == turns / 2)
            cca_study_measure(study, MEASURE_BIT(MEASURE_HELD_OUT));
        wait_for_news(study, (int)(turn % 3));
        look_around(study, pairs, turn);
    }
}

static void stress(const struct laboratory *laboratory, struct cca_study *reference,
                   const struct cca_pair *pairs, size_t round)
{
    struct cca_study *study = laboratory_study(laboratory, 1 + (int)(round % 8), round % 3 ? 0 : 20000);

    wander(study, pairs, round * 4);
    if (round % 4 == 3) { /* the others are closed while busy */
        cca_study_want(study, pairs, PAIRS);
        cca_study_finish(study, NULL, NULL);
        look_around(study, pairs, 0);
        compare(study, reference, pairs);
    }
    cca_study_close(study);
}

int main(void)
{
    struct laboratory laboratory = laboratory_grid(1, 1, LAYERS, 80, 6);
    struct cca_pair *pairs = laboratory_layer_pairs(LAYERS);
    struct cca_study *reference;

    laboratory_file(&laboratory, "a-0-l3.npy", "broken");
    laboratory_array(&laboratory, "a-0-l5.npy", 5, 79, 0, 6);
    laboratory_remove(&laboratory, "a-0-l7.npy");
    reference = laboratory_study(&laboratory, 1, 0);
    cca_study_want(reference, pairs, PAIRS);
    cca_study_finish(reference, NULL, NULL);
    for (size_t round = 0; round < 40; round++)
        stress(&laboratory, reference, pairs, round);
    cca_study_close(reference);
    free(pairs);
    laboratory_destroy(&laboratory);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
