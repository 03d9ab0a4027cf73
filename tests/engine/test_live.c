/* Files that appear while training runs: when they are to be seen, and how a study goes on with them. */
#include <criterion/criterion.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/manifest.h"
#include "engine/arrivals.h"
#include "engine/follow.h"
#include "engine/rate.h"
#include "engine/watch.h"
#include "laboratory.h"

#define MANIFEST                                                                                             \
    "ccascope: 1\nactivations: \"run/{network}/{checkpoint}/{layer}.npy\"\n"                                 \
    "networks: [{name: a}]\ncheckpoints: auto\nlayers: [l0, l1]\n"

static void save(const struct laboratory *laboratory, int step, int layer)
{
    char path[60];

    snprintf(path, sizeof path, "run/a/%d/l%d.npy", step, layer);
    laboratory_array(laboratory, path, (uint64_t)(step / 100 + 10 * layer), 60, 0, 6);
}

static void save_all(const struct laboratory *laboratory, int step)
{
    save(laboratory, step, 0);
    save(laboratory, step, 1);
}

/* An array that is cut short. */
static void save_half(const struct laboratory *laboratory, int step, int layer)
{
    char path[120];

    save(laboratory, step, layer);
    snprintf(path, sizeof path, "%s/run/a/%d/l%d.npy", laboratory->directory, step, layer);
    cr_assert_eq(truncate(path, 1500), 0);
}

static struct experiment *discover(const struct laboratory *laboratory)
{
    struct diagnostics diagnostics = {0};
    char path[80];
    struct experiment *experiment;

    snprintf(path, sizeof path, "%s/live.yaml", laboratory->directory);
    experiment = manifest_parse(MANIFEST, strlen(MANIFEST), path, &diagnostics);
    cr_assert_not_null(experiment);
    diagnostics_free(&diagnostics);
    return experiment;
}

/* A look at a made-up time: which checkpoints are to be seen, as "0 100", and whether there are news. */
struct seen {
    char steps[100];
    size_t changed;
    bool any;
    double again;
};

static struct seen look(struct arrivals *arrivals, const struct laboratory *laboratory, double now)
{
    struct experiment *found = discover(laboratory);
    struct arrivals_news news = arrivals_look(arrivals, found, now);
    struct seen seen = {"", news.changed_count, news.any, news.again};
    size_t used = 0;

    for (size_t i = 0; i < found->networks[0].checkpoint_count; i++)
        used += (size_t)snprintf(seen.steps + used, sizeof seen.steps - used, "%s%s", i ? " " : "",
                                 found->networks[0].checkpoints[i].name);
    free(news.changed);
    experiment_free(found);
    return seen;
}

/* Looks until nothing changes any more, from `now` on. */
static struct seen settle(struct arrivals *arrivals, const struct laboratory *laboratory, double now)
{
    look(arrivals, laboratory, now);
    return look(arrivals, laboratory, now + 1);
}

static struct arrivals *begin(struct laboratory *laboratory)
{
    struct experiment *shown;
    struct arrivals *arrivals;

    *laboratory = laboratory_create();
    save_all(laboratory, 0);
    save_all(laboratory, 100);
    shown = discover(laboratory);
    arrivals = arrivals_create(shown);
    experiment_free(shown);
    return arrivals;
}

static void end(struct arrivals *arrivals, struct laboratory *laboratory)
{
    arrivals_free(arrivals);
    laboratory_destroy(laboratory);
}

Test(arrivals, a_checkpoint_is_seen_when_all_of_it_is_whole)
{
    struct laboratory laboratory;
    struct arrivals *arrivals = begin(&laboratory);

    cr_expect_str_eq(settle(arrivals, &laboratory, 0).steps, "0 100");
    save(&laboratory, 200, 0);
    cr_expect_str_eq(settle(arrivals, &laboratory, 10).steps, "0 100", "a layer is not there yet");
    save_half(&laboratory, 200, 1);
    cr_expect_str_eq(settle(arrivals, &laboratory, 12).steps, "0 100", "a file is cut short");
    save(&laboratory, 200, 1);
    cr_expect_str_eq(look(arrivals, &laboratory, 14).steps, "0 100", "it may still change");
    cr_expect_str_eq(look(arrivals, &laboratory, 14.4).steps, "0 100 200");
    end(arrivals, &laboratory);
}

Test(arrivals, a_file_cut_short_is_waited_for_until_there_are_later_ones)
{
    struct laboratory laboratory;
    struct arrivals *arrivals = begin(&laboratory);

    settle(arrivals, &laboratory, 0);
    save(&laboratory, 200, 0);
    save_half(&laboratory, 200, 1);
    cr_expect_str_eq(settle(arrivals, &laboratory, 10).steps, "0 100");
    cr_expect_str_eq(look(arrivals, &laboratory, 1000).steps, "0 100");
    cr_expect_lt(look(arrivals, &laboratory, 1001).again, 0, "there is nothing to wait for");
    save_all(&laboratory, 300);
    cr_expect_str_eq(settle(arrivals, &laboratory, 1002).steps, "0 100 200 300");
    end(arrivals, &laboratory);
}

Test(arrivals, a_layer_that_does_not_come_is_a_hole)
{
    struct laboratory laboratory;
    struct arrivals *arrivals = begin(&laboratory);
    struct seen seen;

    settle(arrivals, &laboratory, 0);
    save(&laboratory, 200, 0);
    seen = settle(arrivals, &laboratory, 10);
    cr_expect_str_eq(seen.steps, "0 100");
    cr_expect_float_eq(seen.again, ARRIVALS_PATIENCE - 1, 0.01);
    cr_expect_str_eq(look(arrivals, &laboratory, 10 + ARRIVALS_PATIENCE).steps, "0 100 200");
    end(arrivals, &laboratory);
}

Test(arrivals, a_file_written_again_is_told_of_once)
{
    struct laboratory laboratory;
    struct arrivals *arrivals = begin(&laboratory);
    struct seen seen;

    settle(arrivals, &laboratory, 0); /* files so young may have been read half by whoever sees them: */
    seen = look(arrivals, &laboratory, 2);
    cr_expect_not(seen.any);
    cr_expect_eq(seen.changed, 0);
    cr_expect_lt(seen.again, 0);
    laboratory_array(&laboratory, "run/a/100/l1.npy", 77, 60, 0, 7);
    cr_expect_not(look(arrivals, &laboratory, 10).any, "it may still change");
    seen = look(arrivals, &laboratory, 11);
    cr_expect(seen.any);
    cr_expect_eq(seen.changed, 1);
    cr_expect_not(look(arrivals, &laboratory, 12).any);
    end(arrivals, &laboratory);
}

Test(arrivals, a_checkpoint_that_goes_is_not_seen)
{
    struct laboratory laboratory;
    struct arrivals *arrivals = begin(&laboratory);
    struct seen seen;

    settle(arrivals, &laboratory, 0);
    laboratory_remove(&laboratory, "run/a/0/l0.npy");
    laboratory_remove(&laboratory, "run/a/0/l1.npy");
    seen = look(arrivals, &laboratory, 10);
    cr_expect(seen.any);
    cr_expect_str_eq(seen.steps, "100");
    end(arrivals, &laboratory);
}

/* Whether inotify says something within a second. */
static bool wakes(struct watch *watch)
{
    struct pollfd source = {watch->descriptor, POLLIN, 0};
    bool woken = poll(&source, 1, 1000) > 0;

    watch_take(watch);
    return woken;
}

Test(watch, notices_files_in_folders_that_come_later)
{
    struct laboratory laboratory = laboratory_create();
    struct watch watch = watch_open(false);
    struct pollfd source = {watch.descriptor, POLLIN, 0};
    char path[80];

    snprintf(path, sizeof path, "%s/run", laboratory.directory);
    watch_folder(&watch, path, 2);
    cr_assert_not(watch.by_clock);
    cr_expect_eq(poll(&source, 1, 100), 0, "it wakes up for nothing");
    save(&laboratory, 0, 0);
    cr_expect(wakes(&watch), "the folder itself");
    watch_folder(&watch, path, 2);
    watch_take(&watch);
    save(&laboratory, 0, 1);
    cr_expect(wakes(&watch), "a file in a folder that is there");
    save(&laboratory, 100, 0);
    cr_expect(wakes(&watch), "a new folder");
    watch_close(&watch);
    laboratory_destroy(&laboratory);
}

static struct cca_pair pair_of(size_t a, size_t b, size_t layer)
{
    return (struct cca_pair){{0, (uint16_t)a, (uint16_t)layer, CCA_LAST_TIMESTEP},
                             {0, (uint16_t)b, (uint16_t)layer, CCA_LAST_TIMESTEP}};
}

static double distance(const struct cca_study *study, struct cca_pair pair)
{
    double value;

    cca_study_distance(study, pair, MEASURE_PWCCA, PWCCA_X, &value);
    return value;
}

static void pause_study(struct cca_study *study)
{
    cca_study_pause(study);
    for (int i = 0; i < 1000 && !cca_study_paused(study); i++)
        usleep(10000);
    cr_assert(cca_study_paused(study));
}

static void compute(struct cca_study *study, const struct cca_pair *pairs, size_t count)
{
    cr_assert(cca_study_want(study, pairs, count));
    cca_study_finish(study, NULL, NULL);
}

/* A checkpoint comes between two: what is known of them stays, at other places. */
Test(renew, results_stay_with_their_checkpoints)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_error error;
    struct experiment *before, *after;
    struct cca_pair old = pair_of(0, 1, 0), moved = pair_of(0, 2, 0), fresh = pair_of(1, 2, 0);
    struct cca_study *study, *reference;
    double known;

    save_all(&laboratory, 0);
    save_all(&laboratory, 200);
    before = discover(&laboratory);
    cr_assert_not_null(study = cca_study_open(before, &(struct cca_study_options){.threads = 2}, &error));
    compute(study, &old, 1);
    known = distance(study, old);
    cr_assert_gt(known, 0);

    save_all(&laboratory, 100);
    after = discover(&laboratory);
    pause_study(study);
    cca_study_renew(study, after, NULL, 0);
    experiment_free(before);
    cr_expect_eq(distance(study, moved), known);
    cr_expect(isnan(distance(study, fresh)));
    compute(study, &fresh, 1);
    cr_assert_not_null(reference = cca_study_open(after, &(struct cca_study_options){.threads = 1}, &error));
    compute(reference, &fresh, 1);
    cr_expect_float_eq(distance(study, fresh), distance(reference, fresh), 1e-12);
    cca_study_close(reference);
    cca_study_close(study);
    experiment_free(after);
    laboratory_destroy(&laboratory);
}

/* What has changed on disk, or could not be read, is computed again. */
Test(renew, what_changed_or_failed_is_forgotten)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_pair pairs[] = {pair_of(0, 1, 0), pair_of(0, 1, 1)};
    const struct cca_cell changed = {0, 1, 0, CCA_LAST_TIMESTEP};
    const struct cca_problem *problems;
    struct cca_error error;
    struct experiment *before, *after;
    struct cca_study *study;
    double known;

    save_all(&laboratory, 0);
    save(&laboratory, 100, 0);
    save_half(&laboratory, 100, 1);
    before = discover(&laboratory);
    cr_assert_not_null(study = cca_study_open(before, &(struct cca_study_options){.threads = 2}, &error));
    compute(study, pairs, 2);
    known = distance(study, pairs[0]);
    cr_expect(isnan(distance(study, pairs[1])));
    cr_expect_eq(cca_study_problems(study, &problems), 1);

    laboratory_array(&laboratory, "run/a/100/l0.npy", 99, 60, 0, 6);
    save(&laboratory, 100, 1);
    after = discover(&laboratory);
    pause_study(study);
    cca_study_renew(study, after, &changed, 1);
    cr_expect_eq(cca_study_problems(study, &problems), 0);
    compute(study, pairs, 2);
    cr_expect_eq(cca_study_problems(study, &problems), 0);
    cr_expect_neq(distance(study, pairs[0]), known);
    cr_expect_not(isnan(distance(study, pairs[1])));
    cca_study_close(study);
    experiment_free(before);
    experiment_free(after);
    laboratory_destroy(&laboratory);
}

/* The first arrays of all come while the study is open: how they are cut is found then. */
Test(renew, a_study_may_begin_with_nothing)
{
    struct laboratory laboratory = laboratory_create();
    struct cca_pair pair = pair_of(0, 1, 1);
    struct cca_error error;
    struct experiment *before = discover(&laboratory), *after;
    struct cca_study *study;

    cr_assert_not_null(study = cca_study_open(before, &(struct cca_study_options){.threads = 1}, &error));
    cca_study_finish(study, NULL, NULL);
    save_all(&laboratory, 0);
    save_all(&laboratory, 100);
    after = discover(&laboratory);
    pause_study(study);
    cca_study_renew(study, after, NULL, 0);
    compute(study, &pair, 1);
    cr_expect(cca_study_surveyed(study));
    cr_expect_gt(distance(study, pair), 0);
    cca_study_close(study);
    experiment_free(before);
    experiment_free(after);
    laboratory_destroy(&laboratory);
}

Test(follow, news_come_to_whoever_waits)
{
    struct laboratory laboratory = laboratory_create();
    struct experiment *shown;
    struct cca_follower *follower;
    struct cca_error error;
    struct cca_news news = {0};
    struct pollfd source = {.events = POLLIN};

    laboratory_file(&laboratory, "live.yaml", MANIFEST);
    save_all(&laboratory, 0);
    shown = discover(&laboratory);
    cr_assert_not_null(follower = cca_follow(shown, &error));
    source.fd = cca_follower_descriptor(follower);
    save_all(&laboratory, 100);
    for (int i = 0; i < 5 && (!news.experiment || news.experiment->networks[0].checkpoint_count < 2); i++) {
        cca_news_free(&news);
        cr_assert_gt(poll(&source, 1, 5000), 0, "no news");
        cca_follower_take(follower, &news);
    }
    cr_expect_str_eq(news.experiment->networks[0].checkpoints[1].name, "100");
    cca_news_free(&news);
    cca_follower_close(follower);
    experiment_free(shown);
    laboratory_destroy(&laboratory);
}

Test(follow, a_manifest_that_is_gone_is_not_followed)
{
    struct laboratory laboratory = laboratory_create();
    struct experiment *shown;
    struct cca_error error;

    save_all(&laboratory, 0);
    shown = discover(&laboratory);
    cr_expect_null(cca_follow(shown, &error));
    cr_expect(strstr(error.text, "live.yaml"));
    experiment_free(shown);
    laboratory_destroy(&laboratory);
}
