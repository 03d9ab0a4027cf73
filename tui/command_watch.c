/* `compute --watch`: a view's numbers while training adds to them. A row is written once its comparison is
 * finished, and again when an array has changed and with it the result; so what is written can be followed
 * like any log. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/cache_key.h"
#include "engine/follow.h"
#include "engine/pair_map.h"
#include "tui/commands.h"
#include "tui/rows.h"
#include "tui/session.h"
#include "tui/terminal_signals.h"

/* Milliseconds in which results gather. */
#define REST 200

struct watching {
    struct session session;
    struct cca_follower *follower;
    struct cca_news news;   /* that the study is paused for; experiment NULL: none */
    struct experiment *own; /* what is computed now, if it came with news; owned */
    int signals;
    struct pair_map written; /* by name_of_cell of both sides: a checksum of the result */
};

/* What stays the same for a cell whatever checkpoints come before it. */
static cell_key name_of_cell(const struct experiment *experiment, struct cca_cell cell)
{
    const char *checkpoint = cca_cell_is_target(experiment, cell)
                                 ? ""
                                 : experiment->networks[cell.network].checkpoints[cell.checkpoint].name;
    const int64_t places[] = {cell.network, cell.layer, cell.timestep};

    return cache_checksum(cache_checksum(0, places, sizeof places), checkpoint, strlen(checkpoint));
}

static uint32_t checksum_of(const struct scene *scene, const struct cca_result *result)
{
    double distance = result->state == CCA_DONE
                          ? cca_distance(&result->summary, scene->measure, scene_side(scene))
                          : result->state;

    return (uint32_t)cache_checksum(0, &distance, sizeof distance) % PAIR_ABSENT;
}

/* Writes the row of a place if it is finished and was not written as it is. */
static bool write_place(struct watching *watching, size_t down, size_t across)
{
    const struct session *session = &watching->session;
    const struct scene *scene = &session->scene;
    struct cca_result result;
    struct cca_pair pair;
    struct pair_key key;
    uint32_t checksum;

    if (!scene_pair(scene, down, across, &pair))
        return true;
    cca_study_result(session->study, pair, &result);
    checksum = checksum_of(scene, &result);
    key = (struct pair_key){name_of_cell(scene->experiment, pair.a), name_of_cell(scene->experiment, pair.b)};
    if (result.state == CCA_PENDING || pair_map_get(&watching->written, key) == checksum)
        return true;
    if (!pair_map_put(&watching->written, key, checksum))
        return complain(1, "not enough memory to go on; watch fewer layers or networks") == 0;
    return rows_write_place(scene, down, across, session->options.format == FORMAT_JSON,
                            isatty(STDOUT_FILENO), stdout);
}

static bool write_new(struct watching *watching)
{
    const struct scene *scene = &watching->session.scene;

    for (size_t down = 0; down < scene_rows(scene); down++)
        for (size_t across = 0; across < scene_columns(scene); across++)
            if (!write_place(watching, down, across))
                return false;
    return fflush(stdout) == 0;
}

static void want(struct watching *watching)
{
    struct session *session = &watching->session;
    size_t count;
    struct cca_pair *pairs = scene_pairs(&session->scene, &count);

    if (!pairs || !cca_study_want(session->study, pairs, count))
        complain(1, "not enough memory for the view's comparisons; choose fewer by --network and --layer");
    free(pairs);
}

static void go_on(struct watching *watching)
{
    struct session *session = &watching->session;
    struct cca_news *news = &watching->news;

    cca_study_renew(session->study, news->experiment, news->changed, news->changed_count);
    scene_renew(&session->scene, news->experiment);
    experiment_free(watching->own);
    watching->own = news->experiment;
    news->experiment = NULL;
    cca_news_free(news);
    want(watching);
}

/* Takes over results and news. */
static void collect(struct watching *watching)
{
    struct cca_study *study = watching->session.study;

    cca_study_collect(study);
    if (!watching->news.experiment && cca_follower_take(watching->follower, &watching->news))
        cca_study_pause(study);
    if (watching->news.experiment && cca_study_paused(study))
        go_on(watching);
}

/* False once a signal asks to end. */
static bool goes_on(const struct watching *watching)
{
    unsigned char number;

    while (read(watching->signals, &number, 1) == 1) {
        if (number == SIGTSTP)
            signals_suspend();
        else if (number == SIGINT || number == SIGTERM || number == SIGHUP)
            return false;
    }
    return true;
}

/* Sleeps until there are results, news or a signal. */
static void wait_for_more(const struct watching *watching)
{
    struct pollfd sources[] = {{watching->signals, POLLIN, 0},
                               {cca_study_descriptor(watching->session.study), POLLIN, 0},
                               {cca_follower_descriptor(watching->follower), POLLIN, 0}};

    if (poll(sources, 3, -1) > 0 && !sources[0].revents)
        poll(sources, 1, REST);
}

static int watch(struct watching *watching)
{
    struct session *session = &watching->session;
    bool surveyed = true;

    if (scene_has_sets(&session->scene) || scene_has_looks(&session->scene))
        return complain(2, "--watch writes a row for each comparison; the view %s is of other numbers: leave out --watch, or "
                           "watch convergence",
                        views[session->scene.view].name);
    if (session->scene.resamples)
        return complain(2, "--watch writes a row as soon as it is computed, without intervals: leave out --watch or --bootstrap");
    if (session->options.format != FORMAT_JSON)
        rows_begin_csv(stdout);
    want(watching);
    while (goes_on(watching)) {
        collect(watching);
        if (!surveyed && cca_study_surveyed(session->study))
            want(watching); /* how long layers are is known only now */
        surveyed = cca_study_surveyed(session->study);
        if (!write_new(watching))
            return complain(1, "standard output cannot be written; is the disk full?");
        wait_for_more(watching);
    }
    cca_study_save(session->study);
    return 0;
}

static int refuse(const struct options *options, const struct experiment *experiment)
{
    if (options->output)
        return complain(2, "--watch writes rows as they come; leave out -o and write > '%s'",
                        options->output);
    if (options->shape == SHAPE_WIDE)
        return complain(2, "--watch writes a row for each comparison as it comes; leave out --wide");
    if (experiment && !experiment->checkpoints_follow)
        return complain(
            2,
            "--watch has nothing to wait for: '%s' lists its checkpoints; write checkpoints: auto "
            "there, or leave out --watch",
            options->manifest);
    return 0;
}

int command_watch(const struct options *options)
{
    struct watching watching = {.signals = signals_catch(NULL)};
    struct cca_error error;
    int status = refuse(options, NULL);

    if (status != 0)
        return status;
    status = session_open(&watching.session, options);
    if (status == 0)
        status = refuse(options, watching.session.experiment);
    if (status == 0 && !(watching.follower = cca_follow(watching.session.experiment, &error)))
        status = complain(1, "%s", error.text);
    if (status == 0)
        status = watch(&watching);
    cca_follower_close(watching.follower);
    session_close(&watching.session);
    experiment_free(watching.own);
    cca_news_free(&watching.news);
    pair_map_free(&watching.written);
    return status;
}
