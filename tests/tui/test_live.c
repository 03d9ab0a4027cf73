/* The explorer while training runs: a trainer that writes slowly, in pieces, and once dies half-way through a
 * file. */
#include <criterion/criterion.h>

#include "pty.h"
#include "training.h"

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

    training_save_all(&training, 0);
    training_save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "4 comparisons");

    training_save_slowly(&training, 200, 0, 4, 4);
    pty_settle(&pty, 700);
    cr_expect(pty_shows(&pty, "4 comparisons"), "a checkpoint shows before all of it is there");
    training_save_slowly(&training, 200, 1, 4, 2); /* and it dies */
    pty_settle(&pty, 1000);
    cr_expect(pty_shows(&pty, "4 comparisons"), "half a file is taken for a whole one");
    cr_expect_not(pty_shows(&pty, "failed"));

    training_save_slowly(&training, 200, 1, 4, 4); /* started again */
    pty_await(&pty, "6 comparisons");
    cr_expect_not(pty_shows(&pty, "failed"));
    end(&pty, &training);
}

Test(live, goes_on_after_a_file_that_stays_cut_short)
{
    struct training training = training_begin();
    struct pty pty;

    training_save_all(&training, 0);
    training_save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "4 comparisons");
    training_save(&training, 200, 0);
    training_save_slowly(&training, 200, 1, 4, 2);
    training_save_all(&training, 300);
    pty_await(&pty, "8 comparisons");
    pty_await(&pty, "1 failed (e)");
    training_save(&training, 200, 1); /* once more, whole */
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
    training_save_slowly(&training, 0, 0, 3, 3); /* no folder of the path was there */
    training_save_slowly(&training, 0, 1, 3, 3);
    pty_await(&pty, "2 comparisons");
    end(&pty, &training);
}

Test(live, what_distances_are_to_follows_or_stays)
{
    struct training training = training_begin();
    struct pty pty;

    training_save_all(&training, 0);
    training_save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "distance to the last checkpoint");
    pty_send(&pty, "R");
    pty_await(&pty, "distance to checkpoint 100");
    training_save_all(&training, 200);
    pty_await(&pty, "6 comparisons");
    cr_expect(pty_shows(&pty, "distance to checkpoint 100"));
    pty_send(&pty, "R");
    pty_await(&pty, "distance to the last checkpoint");
    end(&pty, &training);
}

Test(live, sleeps_while_nothing_happens)
{
    struct training training = training_begin();
    struct pty pty;
    long before;

    training_save_all(&training, 0);
    training_save_all(&training, 100);
    watch(&pty, &training);
    pty_await(&pty, "4 comparisons");
    pty_settle(&pty, 3500); /* what is new is looked at once more */
    before = pty_switches(&pty);
    cr_expect_eq(pty_settle(&pty, 1500), 0, "it writes");
    cr_expect_eq(pty_switches(&pty), before, "it wakes up: %ld times", pty_switches(&pty) - before);
    end(&pty, &training);
}
