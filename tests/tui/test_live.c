/* The explorer while training runs: a trainer that writes slowly, in pieces, and once dies half-way through a file. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../engine/laboratory.h"
#include "pty.h"

#define SAMPLES_EACH 60
#define UNITS        6

static const char manifest[] = "ccascope: 1\n"
                               "activations: \"run/{network}/{step:04}/{layer}.npy\"\n"
                               "networks: [{name: a}]\n"
                               "checkpoints: auto\n"
                               "layers: [l0, l1]\n";

struct training {
    struct laboratory laboratory;
    char manifest[80];
};

static struct training training_begin(void)
{
    struct training training = {.laboratory = laboratory_create()};

    laboratory_file(&training.laboratory, "live.yaml", manifest);
    snprintf(training.manifest, sizeof training.manifest, "%s/live.yaml", training.laboratory.directory);
    return training;
}

static void save(const struct training *training, int step, int layer)
{
    char path[60];

    snprintf(path, sizeof path, "run/a/%04d/l%d.npy", step, layer);
    laboratory_array(&training->laboratory, path, (uint64_t)(step / 100 + 10 * layer), SAMPLES_EACH, 0, UNITS);
}

static void save_all(const struct training *training, int step)
{
    save(training, step, 0);
    save(training, step, 1);
}

/* Writes an array as a slow trainer does, so many of its `pieces`; those that are not written never come. */
static void save_slowly(const struct training *training, int step, int layer, int pieces, int written)
{
    char whole[120], path[120], bytes[8192];
    size_t size;
    FILE *in, *out;

    laboratory_array(&training->laboratory, "elsewhere.npy", (uint64_t)(step / 100 + 10 * layer), SAMPLES_EACH,
                     0, UNITS);
    snprintf(whole, sizeof whole, "%s/elsewhere.npy", training->laboratory.directory);
    cr_assert_not_null(in = fopen(whole, "rb"));
    size = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    snprintf(path, sizeof path, "%s/run", training->laboratory.directory);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/run/a", training->laboratory.directory);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/run/a/%04d", training->laboratory.directory, step);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/run/a/%04d/l%d.npy", training->laboratory.directory, step, layer);
    cr_assert_not_null(out = fopen(path, "wb"));
    for (int i = 0; i < written; i++) {
        size_t from = size * (size_t)i / (size_t)pieces, to = size * (size_t)(i + 1) / (size_t)pieces;

        cr_assert_eq(fwrite(bytes + from, 1, to - from, out), to - from);
        fflush(out);
        usleep(150000);
    }
    fclose(out);
}

static void watch(struct pty *pty, const struct training *training)
{
    pty_start(pty, NULL, (const char *const[]){training->manifest, "--no-cache", NULL});
    pty_await(pty, "live");
    pty_send(pty, "2");
}

static void end(struct pty *pty, struct training *training)
{
    pty_send(pty, "q");
    cr_expect(pty_await_end(pty, 10));
    cr_expect_eq(pty->status, 0, "status %x", (unsigned)pty->status);
    pty_free(pty);
    laboratory_destroy(&training->laboratory);
}

Test(live, curves_grow_while_training_runs)
{
    struct training training = training_begin();
    struct pty pty;

    save_all(&training, 0);
    save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "4 comparisons");

    save_slowly(&training, 200, 0, 4, 4);
    pty_settle(&pty, 700);
    cr_expect(pty_shows(&pty, "4 comparisons"), "a checkpoint shows before all of it is there");
    save_slowly(&training, 200, 1, 4, 2); /* and it dies */
    pty_settle(&pty, 1000);
    cr_expect(pty_shows(&pty, "4 comparisons"), "half a file is taken for a whole one");
    cr_expect_not(pty_shows(&pty, "failed"));

    save_slowly(&training, 200, 1, 4, 4); /* started again */
    pty_await(&pty, "6 comparisons");
    cr_expect_not(pty_shows(&pty, "failed"));
    end(&pty, &training);
}

Test(live, goes_on_after_a_file_that_stays_cut_short)
{
    struct training training = training_begin();
    struct pty pty;

    save_all(&training, 0);
    save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "4 comparisons");
    save(&training, 200, 0);
    save_slowly(&training, 200, 1, 4, 2);
    save_all(&training, 300);
    pty_await(&pty, "8 comparisons");
    pty_await(&pty, "1 failed (e)");
    save(&training, 200, 1); /* once more, whole */
    pty_await_gone(&pty, "failed");
    pty_await(&pty, "8 comparisons");
    end(&pty, &training);
}

Test(live, begins_before_there_is_anything)
{
    struct training training = training_begin();
    struct pty pty;

    watch(&pty, &training);
    pty_await(&pty, "0 comparisons");
    save_slowly(&training, 0, 0, 3, 3); /* no folder of the path was there */
    save_slowly(&training, 0, 1, 3, 3);
    pty_await(&pty, "2 comparisons");
    end(&pty, &training);
}

Test(live, what_distances_are_to_follows_or_stays)
{
    struct training training = training_begin();
    struct pty pty;

    save_all(&training, 0);
    save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "distance to the last checkpoint");
    pty_send(&pty, "P");
    pty_await(&pty, "distance to checkpoint 100");
    save_all(&training, 200);
    pty_await(&pty, "6 comparisons");
    cr_expect(pty_shows(&pty, "distance to checkpoint 100"));
    pty_send(&pty, "P");
    pty_await(&pty, "distance to the last checkpoint");
    end(&pty, &training);
}

Test(live, sleeps_while_nothing_happens)
{
    struct training training = training_begin();
    struct pty pty;
    long before;

    save_all(&training, 0);
    save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "4 comparisons");
    pty_settle(&pty, 3500); /* what is new is looked at once more */
    before = pty_switches(&pty);
    cr_expect_eq(pty_settle(&pty, 1500), 0, "it writes");
    cr_expect_eq(pty_switches(&pty), before, "it wakes up: %ld times", pty_switches(&pty) - before);
    end(&pty, &training);
}
