#include "tui/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/rate.h"
#include "tui/draw_status.h"
#include "tui/load.h"

#define BAR           30
#define PROBLEMS_TOLD 8

int session_open(struct session *session, const struct options *options)
{
    struct cca_study_options study_options;
    struct cca_error error;
    char *cache;

    *session = (struct session){.options = *options, .experiment = load_manifest(options->manifest)};
    if (!session->experiment)
        return 2;
    adopt_settings(&session->options, session->experiment);
    study_options = options_study(&session->options, session->experiment);
    cache = options_cache_path(options);
    study_options.cache = cache;
    session->study = cca_study_open(session->experiment, &study_options, &error);
    free(cache);
    if (!session->study)
        return complain(1, "%s", error.text);
    cca_study_finish(session->study, NULL,
                     NULL); /* nothing is wanted yet: only the first look at the files */
    if (options->cache && cca_study_cache_note(session->study) && !options->quiet)
        complain(0, "%s", cca_study_cache_note(session->study));
    session->scene = scene_default(session->experiment, session->study);
    return options_apply_scene(options, &session->scene) ? 0 : 2;
}

/* Draws the bar on one line of standard error, which the end clears. */
static void show_progress(void *context)
{
    struct cca_progress progress = cca_study_progress(((struct session *)context)->study);
    char bar[BAR + 1], left[32] = "";

    if (progress.total == 0)
        return;
    for (size_t i = 0; i < BAR; i++)
        bar[i] = i * progress.total < progress.done * BAR ? '#' : '.';
    bar[BAR] = '\0';
    if (progress.seconds_left >= 0)
        format_duration(progress.seconds_left, left, sizeof left);
    fprintf(stderr, "\r%s %zu/%zu %s%s\033[K", bar, progress.done, progress.total, left,
            *left ? " left" : "");
}

void session_finish(struct session *session, bool last)
{
    bool visible = !session->options.quiet && isatty(STDERR_FILENO);
    size_t count, look_count;
    struct cca_pair *pairs = scene_pairs(&session->scene, &count);
    struct cca_look *looks = scene_looks(&session->scene, &look_count);

    if (last)
        cca_study_frugal(session->study);
    if (!pairs || !cca_study_want(session->study, pairs, count) || !looks ||
        !cca_study_want_looks(session->study, looks, look_count)) /* they stay pending: the status tells */
        complain(1, "not enough memory for the view's comparisons; choose fewer by --network and --layer");
    free(pairs);
    free(looks);
    cca_study_finish(session->study, visible ? show_progress : NULL, session);
    if (visible)
        fputs("\r\033[K", stderr);
    if (session->scene.view == VIEW_NETWORKS)
        arrangement_make(&session->arrangement, &session->scene);
    overlays_read(&session->overlays, &session->scene, -1);
    session->scene.arrangement = &session->arrangement;
    session->scene.overlays = &session->overlays;
    overlays_check_choice(&session->overlays, &session->scene);
}

/* Measures that compare neuron by neuron have no value where both sides have not as many: where all measures
 * stand side by side that is no failure. */
static bool may_be_undefined(const struct scene *scene, size_t row)
{
    return views[scene->view].down == AXIS_MEASURE && (row == MEASURE_COSINE || row == MEASURE_EUCLIDEAN);
}

static bool place_failed(const struct scene *scene, size_t row, size_t column)
{
    struct cca_result result;
    struct cca_pair pair;
    double distance;

    for (size_t i = 0; i < scene_members(scene, row, column); i++) {
        if (!scene_member(scene, row, column, i, &pair))
            continue;
        cca_study_result(scene->study, pair, &result);
        distance = cca_distance(&result.summary, scene_measure(scene, row), scene_side(scene));
        if (result.state != CCA_DONE || (isnan(distance) && !may_be_undefined(scene, row)))
            return true;
    }
    return false;
}

/* Whether a look is missing or undefined, or there is none. */
static bool look_failed(const struct scene *scene)
{
    size_t count;
    struct cca_look *looks = scene_looks(scene, &count);
    bool failed = !looks;

    if (looks && count == 0)
        failed =
            complain(1, "the view %s is empty: network '%s' has no checkpoint after its early one (--early)",
                     views[scene->view].name, scene_network(scene, &scene->a)->name);

    for (size_t i = 0; i < count && !failed; i++) {
        const struct cca_looked *looked = cca_study_look(scene->study, &looks[i]);

        failed = looked->state != CCA_DONE || looked->number_count == 0 || isnan(looked->numbers[0]);
    }
    free(looks);
    return failed;
}

int session_status(const struct session *session)
{
    const struct scene *scene = &session->scene;
    size_t rows = scene_rows(scene), columns = scene_columns(scene);

    if (rows == 0 || columns == 0)
        return complain(
            1, "the view %s is empty: no array of it was found; ccascope check tells what is missing",
            views[scene->view].name);
    if (session->overlays.problem_count > 0)
        return 1;
    if (scene_has_looks(scene))
        return look_failed(scene);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            if (place_failed(scene, row, column))
                return 1;
    return 0;
}

/* Several timesteps of one array are several problems of one text. */
static bool told_before(const struct cca_problem *problems, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(problems[i].text, problems[at].text) == 0)
            return true;
    return false;
}

void session_tell_problems(const struct session *session)
{
    const struct cca_problem *problems;
    size_t count = cca_study_problems(session->study, &problems), told = 0, at = 0;

    for (; at < count && told < PROBLEMS_TOLD; at++)
        if (!told_before(problems, at)) {
            complain(1, "%s", problems[at].text);
            told++;
        }
    if (at < count)
        complain(1, "and %zu more problems; ccascope check tells of all files", count - at);
    for (size_t i = 0; i < session->overlays.problem_count; i++)
        complain(1, "%s", session->overlays.problems[i]);
}

void session_close(struct session *session)
{
    arrangement_free(&session->arrangement);
    overlays_free(&session->overlays);
    cca_study_close(session->study);
    experiment_free(session->experiment);
}
