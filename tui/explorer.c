#include "tui/explorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/rate.h"
#include "tui/draw_cell.h"
#include "tui/draw_lists.h"
#include "tui/draw_set.h"
#include "tui/draw_status.h"
#include "tui/explorer_private.h"
#include "tui/style.h"

#define LEAST_COLUMNS 40
#define LEAST_ROWS    10
/* From so many columns on there is room for a panel beside a matrix, or beside curves and their legend. */
#define PANEL_FROM_MATRIX 110
#define PANEL_FROM_CURVES 160
#define PANEL             44
/* Seconds between frames that only show progress: calm, and little to send. */
#define PROGRESS_INTERVAL 0.2
/* Seconds that a frame may read logs. */
#define READING_TIME 0.01

enum screen explorer_screen(const struct explorer *explorer)
{
    return explorer->screens[explorer->depth];
}

struct view_state *explorer_state(struct explorer *explorer)
{
    return &explorer->states[explorer->scene.view];
}

/* Pairs in view around the cursor: at most what a screen can show. */
static void want_visible(struct explorer *explorer)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);
    size_t rows = scene_rows(scene), columns = scene_columns(scene), count = 0;
    size_t last_row = state->first_row + (state->visible_rows ? state->visible_rows : rows);
    size_t last_column = state->first_column + (state->visible_columns ? state->visible_columns : columns);
    struct cca_pair *pairs;

    if (scene_has_sets(scene)) /* curves: all of them are visible */
        return;
    last_row = last_row < rows ? last_row : rows;
    last_column = last_column < columns ? last_column : columns;
    if (last_row <= state->first_row || last_column <= state->first_column)
        return;
    pairs = malloc((last_row - state->first_row) * (last_column - state->first_column) * sizeof *pairs);
    if (!pairs)
        return;
    for (size_t row = state->first_row; row < last_row; row++)
        for (size_t column = state->first_column; column < last_column; column++)
            count += scene_pair(scene, row, column, &pairs[count]);
    cca_study_want_first(explorer->study, pairs, count);
    free(pairs);
}

/* Tells the study what the view needs. */
void explorer_want(struct explorer *explorer)
{
    size_t count;
    struct cca_pair *pairs = scene_pairs(&explorer->scene, &count);

    if (pairs)
        cca_study_want(explorer->study, pairs, count);
    free(pairs);
    want_visible(explorer);
}

void explorer_want_pair(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);
    struct cca_pair pair;

    if (explorer_screen(explorer) == SCREEN_PAIR &&
        scene_pair(&explorer->scene, state->row, state->column, &pair) &&
        !cca_study_detail(explorer->study, pair))
        cca_study_want_detail(explorer->study, pair);
}

void explorer_clamp_cursor(struct explorer *explorer)
{
    size_t rows = scene_rows(&explorer->scene), columns = scene_columns(&explorer->scene);
    struct view_state *state = explorer_state(explorer);

    state->row = rows == 0 ? 0 : state->row < rows ? state->row : rows - 1;
    state->column = columns == 0 ? 0 : state->column < columns ? state->column : columns - 1;
}

/* What is under the cursor, in a panel or a line. */
static void draw_under_cursor(struct explorer *explorer, struct canvas *canvas, struct rectangle area)
{
    const struct scene *scene = &explorer->scene;
    const struct look *look = &explorer->look;
    const struct view_state *state = explorer_state(explorer);

    if (scene_has_sets(scene))
        (area.height > 1 ? draw_set_panel : draw_set_line)(canvas, look, area, scene, &state->curves,
                                                           state->row, state->column);
    else
        (area.height > 1 ? draw_cell_panel : draw_cell_line)(canvas, look, area, scene, state->row,
                                                             state->column);
}

static void draw_view_screen(struct explorer *explorer, struct canvas *canvas, struct rectangle area)
{
    const struct scene *scene = &explorer->scene;
    struct view_state *state = explorer_state(explorer);
    bool curves = views[scene->view].drawing != DRAW_MATRIX;
    bool panel = area.width >= (curves ? PANEL_FROM_CURVES : PANEL_FROM_MATRIX);
    struct rectangle view = {area.x, area.y, area.width - (panel ? PANEL + 2 : 0), area.height - !panel};
    size_t first_row = state->first_row, first_column = state->first_column, rows = state->visible_rows;

    draw_view(canvas, &explorer->look, view, scene, state);
    /* Beside a matrix that does not need all the room; at the edge beside curves, which do. */
    if (panel)
        draw_under_cursor(explorer, canvas,
                          (struct rectangle){area.x + (curves ? area.width - PANEL : state->drawn_width + 4),
                                             area.y, PANEL, area.height});
    else
        draw_under_cursor(explorer, canvas,
                          (struct rectangle){area.x, area.y + area.height - 1, area.width, 1});
    if (first_row != state->first_row || first_column != state->first_column || rows != state->visible_rows)
        want_visible(explorer);
}

static void draw_screen(struct explorer *explorer, struct canvas *canvas, struct rectangle heading,
                        struct rectangle area)
{
    const struct view_state *state = explorer_state(explorer);
    char place[2 * SCENE_NAME] = "";
    size_t lines;

    switch (explorer_screen(explorer)) {
    case SCREEN_VIEW:
        draw_heading(canvas, &explorer->look, heading, &explorer->scene);
        draw_view_screen(explorer, canvas, area);
        return;
    case SCREEN_PAIR:
        if (state->row < scene_rows(&explorer->scene) && state->column < scene_columns(&explorer->scene))
            describe_place(&explorer->scene, &explorer->look, state->row, state->column, place, sizeof place);
        draw_trail(canvas, &explorer->look, heading, &explorer->scene, place);
        if (scene_has_sets(&explorer->scene)) {
            lines = draw_set(canvas, &explorer->look, area, &explorer->scene, state->row, state->column,
                             explorer->scroll);
            break;
        }
        draw_pair(canvas, &explorer->look, area, &explorer->scene, state->row, state->column);
        return;
    case SCREEN_ERRORS:
        draw_trail(canvas, &explorer->look, heading, &explorer->scene, "missing and broken");
        lines = draw_problems(canvas, area, &explorer->scene, explorer->scroll);
        break;
    default:
        draw_trail(canvas, &explorer->look, heading, &explorer->scene, "help");
        lines = draw_help(canvas, &explorer->look, area, &explorer->keymap, explorer->scroll);
    }
    explorer->scroll_end = lines > (size_t)area.height ? lines - (size_t)area.height : 0;
}

/* What the scene borrows and the study does not compute. Logs are read as time allows: a slow disk must not
 * hold the screen. */
static void explorer_prepare(struct explorer *explorer)
{
    if (explorer->scene.view == VIEW_NETWORKS)
        arrangement_make(&explorer->arrangement, &explorer->scene);
    explorer->unread = overlays_read(&explorer->overlays, &explorer->scene, READING_TIME);
    explorer->scene.arrangement = &explorer->arrangement;
    explorer->scene.overlays = &explorer->overlays;
}

/* The whole screen on a canvas. */
void explorer_draw(struct explorer *explorer, struct canvas *canvas)
{
    struct rectangle heading = {1, 0, canvas->columns - 2, 1};
    struct rectangle area = {1, 2, canvas->columns - 2, canvas->rows - 4};

    canvas_clear(canvas);
    explorer_prepare(explorer);
    if (canvas->columns < LEAST_COLUMNS || canvas->rows < LEAST_ROWS) {
        canvas_textf(canvas, 0, 0, canvas->columns, STYLE_PLAIN, "ccascope needs %d x %d; here: %d x %d",
                     LEAST_COLUMNS, LEAST_ROWS, canvas->columns, canvas->rows);
        return;
    }
    if (canvas->rows >= 16)
        area.height--; /* a blank line above the status */
    draw_screen(explorer, canvas, heading, area);
    draw_status(canvas, &explorer->look, (struct rectangle){1, canvas->rows - 2, canvas->columns - 2, 1},
                explorer->study);
    if (explorer->playing)
        canvas_text_right(canvas, canvas->columns / 2, canvas->rows - 2,
                          canvas->columns - canvas->columns / 2 - 1, STYLE_HEADING, "playing");
    draw_keys(canvas, &explorer->look, (struct rectangle){1, canvas->rows - 1, canvas->columns - 2, 1},
              &explorer->keymap);
}

static void show(struct explorer *explorer, bool redraw)
{
    int columns, rows;

    terminal_size(explorer->terminal, &columns, &rows);
    if (!explorer->canvas || explorer->canvas->columns != columns || explorer->canvas->rows != rows) {
        canvas_free(explorer->canvas);
        explorer->canvas = canvas_create(columns, rows);
    }
    if (!explorer->canvas)
        return;
    explorer->canvas->ascii = !explorer->look.unicode;
    explorer_draw(explorer, explorer->canvas);
    terminal_show(explorer->terminal, explorer->canvas, redraw);
}

/* Takes over results. The first of them tell how long the layers are, which the views must know. */
static void collect(struct explorer *explorer)
{
    bool knew = cca_study_surveyed(explorer->study);

    cca_study_collect(explorer->study);
    if (!knew && cca_study_surveyed(explorer->study))
        explorer_want(explorer);
    explorer->collected = rate_clock();
}

/* Waits for a key or a result, no longer than there is nothing else to do. Results come a few at a time. */
static struct event await(struct explorer *explorer)
{
    double now = rate_clock(), calm = explorer->collected + PROGRESS_INTERVAL - now;
    double play = explorer_play_wait(explorer, now), wait = calm > 0 ? calm : -1;

    if (play >= 0 && (wait < 0 || play < wait))
        wait = play;
    if (explorer->unread) /* some of what is drawn is still on disk */
        wait = 0;
    return terminal_wait(explorer->terminal, calm > 0 ? -1 : cca_study_descriptor(explorer->study),
                         wait < 0 ? -1 : (int)(wait * 1000) + (wait > 0));
}

/* Keys are answered at once; results are shown a few times a second. */
static void loop(struct explorer *explorer)
{
    bool redraw = false;

    while (!explorer->quit) {
        struct event event;

        show(explorer, redraw);
        redraw = false;
        event = await(explorer);
        if (event.kind == EVENT_KEY)
            explorer_act(explorer, keymap_find(&explorer->keymap, event.key), &redraw);
        else if (event.kind == EVENT_READY)
            collect(explorer);
        else if (event.kind == EVENT_RESIZE)
            redraw = true;
        else if (event.kind == EVENT_QUIT)
            explorer->quit = true;
        explorer_play(explorer, rate_clock());
    }
}

/* The user's settings, with their errors on standard error before the screen comes up. */
static void load_settings(struct explorer *explorer, struct settings *settings)
{
    struct diagnostics diagnostics = {0};
    char *path = settings_path();

    settings_load(NULL, settings, &diagnostics);
    keymap_init(&explorer->keymap, settings, &diagnostics);
    print_diagnostics(path ? path : "settings", &diagnostics);
    diagnostics_free(&diagnostics);
    free(path);
}

static void choose_look(struct explorer *explorer, const struct options *options,
                        const struct settings *settings)
{
    const struct experiment *experiment = explorer->scene.experiment;

    terminal_look(explorer->terminal, &explorer->look);
    explorer->look.palette =
        experiment->has_palette || !settings->has_palette ? experiment->palette : settings->palette;
    if (settings->has_glyphs && explorer->look.unicode)
        explorer->look.glyphs = (enum plot_glyphs)settings->glyphs;
    explorer->look.light_background = options->light;
    if (options->has_palette)
        explorer->look.palette = options->palette;
    if (options->has_glyphs && explorer->look.unicode)
        explorer->look.glyphs = options->glyphs;
    if (options->ascii) {
        explorer->look.unicode = false;
        explorer->look.glyphs = GLYPHS_ASCII;
    }
}

static bool coloured(const struct options *options)
{
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */

    return options->color == COLOUR_ALWAYS || (options->color != COLOUR_NEVER && (!no_color || !*no_color));
}

static int explore(struct explorer *explorer, const struct experiment *experiment,
                   const struct options *options, const struct settings *settings)
{
    struct cca_study_options study_options = {.threads = options->threads ? options->threads
                                                                          : (int)settings->threads,
                                              .memory = options->memory ? options->memory : settings->memory};
    char *cache = options_cache_path(options);
    struct cca_error error;
    char advice[300];

    study_options.cache = cache;
    study_options.background = true;
    explorer->study = cca_study_open(experiment, &study_options, &error);
    free(cache);
    if (!explorer->study) {
        fprintf(stderr, "ccascope: %s\n", error.text);
        return 1;
    }
    explorer->scene = scene_default(experiment, explorer->study);
    if (!options_apply_scene(options, &explorer->scene)) {
        cca_study_close(explorer->study);
        return 2;
    }
    if (!(explorer->terminal = terminal_open(coloured(options), advice, sizeof advice))) {
        fprintf(stderr, "ccascope: %s\n", advice);
        cca_study_close(explorer->study);
        return 1;
    }
    choose_look(explorer, options, settings);
    for (int view = 0; view < VIEW_COUNT; view++)
        explorer->states[view] = options_view_state(options, true);
    explorer_want(explorer);
    loop(explorer);
    canvas_free(explorer->canvas);
    for (int view = 0; view < VIEW_COUNT; view++)
        view_state_free(&explorer->states[view]);
    arrangement_free(&explorer->arrangement);
    overlays_free(&explorer->overlays);
    terminal_close(explorer->terminal);
    if (cca_study_progress(explorer->study).done < cca_study_progress(explorer->study).total) {
        cca_study_save(explorer->study);
        _Exit(0); /* whoever leaves does not wait for comparisons in flight; nothing is half written */
    }
    cca_study_close(explorer->study);
    return 0;
}

int explorer_run(const struct experiment *experiment, const struct options *options)
{
    struct explorer *explorer = calloc(1, sizeof *explorer);
    struct settings settings;
    int status = 1;

    if (!explorer)
        return 1;
    load_settings(explorer, &settings);
    status = explore(explorer, experiment, options, &settings);
    settings_free(&settings);
    free(explorer);
    return status;
}
