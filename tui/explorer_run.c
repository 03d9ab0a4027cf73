/* How the explorer begins and ends. */
#include "tui/explorer.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/explorer_private.h"
#include "tui/terminal_capture.h"

/* What the terminal can show, and of that what is wanted. */
static void choose_look(struct explorer *explorer, const struct options *options)
{
    struct look *look = &explorer->look;

    terminal_look(explorer->terminal, look);
    look->palette = options->has_palette ? options->palette : explorer->scene.experiment->palette;
    if (options->has_glyphs && look->unicode)
        look->glyphs = options->glyphs;
    if (options->ascii) {
        look->unicode = false;
        look->glyphs = GLYPHS_ASCII;
    }
    explorer->background = options->background;
    if (options->background != BACKGROUND_AUTO)
        look->light_background = options->background == BACKGROUND_LIGHT;
}

/* The study, and what is looked at first. 0, or the exit status. */
static int open_scene(struct explorer *explorer, const struct experiment *experiment,
                      const struct options *options)
{
    struct cca_study_options study_options = options_study(options, experiment);
    char *cache = options_cache_path(options);
    struct cca_error error;

    study_options.measures |= USUAL_MEASURES; /* the next one costs nothing then */
    study_options.cache = cache;
    study_options.background = true;
    explorer->study = cca_study_open(experiment, &study_options, &error);
    free(cache);
    if (!explorer->study)
        return complain(1, "%s", error.text);
    explorer->scene = scene_default(experiment, explorer->study);
    explorer->resamples = options->resamples;
    return options_apply_scene(options, &explorer->scene) ? 0 : 2;
}

static int explore(struct explorer *explorer, const struct options *options, const struct options *given)
{
    char advice[300];

    if (!(explorer->terminal = terminal_open(options_colour(options), advice, sizeof advice)))
        return complain(2, "%s", advice);
    choose_look(explorer, options);
    for (int view = 0; view < VIEW_COUNT; view++)
        explorer->states[view] = options_view_state(options, true);
    explorer_recall(explorer, given);
    if (options->mouse)
        explorer_use_mouse(explorer, true);
    *explorer->message = '\0';
    explorer->want_due = true;
    explorer_follow(explorer);
    explorer_loop(explorer);
    explorer_unfollow(explorer);
    terminal_close(explorer->terminal);
    capture_end();
    explorer_remember(explorer);
    explorer_release(explorer);
    canvas_free(explorer->canvas);
    if (cca_study_progress(explorer->study).done < cca_study_progress(explorer->study).total) {
        cca_study_save(explorer->study);
        _Exit(0); /* whoever leaves does not wait for comparisons in flight; nothing is half written */
    }
    return 0;
}

/* Whatever the user's settings say: the same everywhere. */
static int run_script(struct explorer *explorer, const struct experiment *experiment,
                      const struct options *options)
{
    int status = open_scene(explorer, experiment, options);

    keymap_init(&explorer->keymap, NULL, NULL);
    if (status == 0)
        status = explorer_run_script(explorer, options);
    explorer_release(explorer);
    canvas_free(explorer->canvas);
    return status;
}

static int run_screen(struct explorer *explorer, const struct experiment *experiment,
                      const struct options *options)
{
    struct options adopted = *options;
    struct settings settings;
    int status;

    log_follow(&explorer->log, capture_begin());
    load_settings(&settings, &explorer->keymap);
    adopt(&adopted, &settings, experiment);
    settings_free(&settings);
    status = open_scene(explorer, experiment, &adopted);
    if (status == 0)
        status = explore(explorer, &adopted, options);
    capture_end();
    return status;
}

int explorer_run(const struct experiment *experiment, const struct options *options)
{
    struct explorer *explorer = calloc(1, sizeof *explorer);
    int status;

    if (!explorer)
        return complain(1, "not enough memory");
    status = (options->script ? run_script : run_screen)(explorer, experiment, options);
    cca_study_close(explorer->study);
    experiment_free(explorer->live.own);
    free(explorer);
    return status;
}
