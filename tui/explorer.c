#include "tui/explorer_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/rate.h"
#include "tui/draw_cell.h"
#include "tui/draw_lists.h"
#include "tui/draw_look.h"
#include "tui/draw_reading.h"
#include "tui/draw_set.h"
#include "tui/draw_status.h"
#include "tui/palette.h"
#include "tui/style.h"

#define LEAST_COLUMNS 40
#define LEAST_ROWS    10
/* From so many columns on there is room for a panel beside a matrix, or beside curves and their legend. */
#define PANEL_FROM_MATRIX 110
#define PANEL_FROM_CURVES 160
#define PANEL             44
#define PANEL_ROWS        14 /* for the names of a pair and all its measures */
/* Seconds between frames that only show progress: calm, and little to send. */
#define PROGRESS_INTERVAL 0.25
/* The same after the first results of a view: those of earlier runs follow at once. */
#define FIRST_INTERVAL 0.05
/* Seconds spent at a time on taking over values that are not in view. */
#define SWEEP 0.015
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

struct tiling explorer_tiling(struct explorer *explorer)
{
    grid_open(&explorer->cache.grid, &explorer->scene);
    return view_tiling(explorer_state(explorer), &explorer->cache.grid);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The cells in view: of every tile the one in the middle, so that a picture of all emerges at once. Returns
 * how many; malloc'ed, NULL when there are none or memory gives out. */
static struct grid_place *visible_places(struct explorer *explorer, size_t *count)
{
    const struct view_state *state = explorer_state(explorer);
    struct tiling tiling = explorer_tiling(explorer);
    size_t down = tiling_positions_down(&tiling), across = tiling_positions_across(&tiling);
    size_t bottom = smaller(down, state->first_row + state->visible_rows);
    size_t right = smaller(across, state->first_column + state->visible_columns);
    size_t rows = bottom > state->first_row ? (bottom - state->first_row) / tiling.height + 1 : 0;
    size_t columns = right > state->first_column ? (right - state->first_column) / tiling.width + 1 : 0;
    struct grid_place *places = rows && columns ? malloc(rows * columns * sizeof *places) : NULL;

    *count = 0;
    for (size_t row = state->first_row; places && row < bottom; row += tiling.height)
        for (size_t column = state->first_column; column < right; column += tiling.width)
            places[(*count)++] = tiling_place(&tiling, smaller(row + tiling.height / 2, bottom - 1),
                                              smaller(column + tiling.width / 2, right - 1));
    return places;
}

static void want_intervals(struct explorer *explorer, const struct cca_pair *pairs, size_t count)
{
    struct cca_look *looks = scene_interval_looks(&explorer->scene, pairs, count);

    if (looks)
        cca_study_want_looks(explorer->study, looks, count);
    free(looks);
}

/* What is in view comes first: at most what a screen can show. */
static void want_visible(struct explorer *explorer)
{
    size_t count, pair_count = 0;
    struct grid_place *places = visible_places(explorer, &count);
    struct cca_pair *pairs = places ? malloc(count * sizeof *pairs) : NULL;

    for (size_t i = 0; pairs && i < count && !scene_has_looks(&explorer->scene); i++)
        pair_count += scene_pair(&explorer->scene, places[i].row, places[i].column, &pairs[pair_count]);
    if (scene_has_intervals(&explorer->scene) && views[explorer->scene.view].drawing == DRAW_MATRIX)
        want_intervals(explorer, pairs, pair_count);
    cca_study_want_first(explorer->study, pairs,
                         pair_count); /* none: what came first for another view does not */
    free(pairs);
    free(places);
}

/* Takes over new values of what is in view where tiles hide them from drawing, which looks at all cells as
 * they are known. */
static void sweep_visible(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);
    struct grid_place *places;
    size_t count;

    if (state->tile_height < 2 && state->tile_width < 2)
        return;
    places = visible_places(explorer, &count);
    for (size_t i = 0; places && i < count; i++)
        grid_cell(&explorer->cache.grid, places[i].row, places[i].column);
    free(places);
}

/* Tells the study what the view needs. */
void explorer_want(struct explorer *explorer)
{
    size_t count, look_count;
    struct cca_pair *pairs = scene_pairs(&explorer->scene, &count);
    struct scene looked_at = explorer->scene;
    struct cca_look *looks;

    if (!scene_has_intervals(&looked_at) || views[looked_at.view].drawing == DRAW_MATRIX)
        looked_at.resamples = 0; /* only of what is in view */
    looks = scene_looks(&looked_at, &look_count);
    if (pairs)
        cca_study_want(explorer->study, pairs, count);
    if (looks)
        cca_study_want_looks(explorer->study, looks, look_count);
    free(pairs);
    free(looks);
    want_visible(explorer);
    explorer->want_due = false;
    explorer->expectant = true;
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

static void say(struct explorer *explorer, bool warns, const char *format, va_list arguments)
{
    vsnprintf(explorer->message, sizeof explorer->message, format, arguments);
    explorer->message_warns = warns;
}

static void remember_message(struct explorer *explorer)
{
    struct log *log = &explorer->log;

    if (log->count == 0 || strcmp(log_line(log, log->count - 1), explorer->message) != 0)
        log_add(log, explorer->message, false);
}

void explorer_mention(struct explorer *explorer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(explorer, false, format, arguments);
    va_end(arguments);
}

void explorer_say(struct explorer *explorer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(explorer, false, format, arguments);
    va_end(arguments);
    remember_message(explorer);
}

void explorer_warn(struct explorer *explorer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(explorer, true, format, arguments);
    va_end(arguments);
    remember_message(explorer);
}

/* What is under the cursor, in a panel or a line. */
static void draw_under_cursor(struct explorer *explorer, struct canvas *canvas, struct rectangle area)
{
    const struct view_state *state = explorer_state(explorer);
    const struct scene *scene = &explorer->scene;
    const struct look *look = &explorer->look;
    bool sets = scene_has_sets(scene), looks = scene_has_looks(scene);
    char text[400];
    int used;

    if (area.height == 1) {
        describe_reading(scene, look, state, text, sizeof text);
        if (looks)
            draw_look_line(canvas, look, area, scene, state->row, state->column, text);
        else if (sets)
            draw_set_line(canvas, look, area, scene, &state->curves, state->row, state->column, text);
        else
            draw_cell_line(canvas, look, area, scene, state->row, state->column, text);
        return;
    }
    used = looks  ? draw_look_panel(canvas, look, area, scene, state->row, state->column)
           : sets ? draw_set_panel(canvas, look, area, scene, &state->curves, state->row, state->column)
                  : draw_cell_panel(canvas, look, area, scene, state->row, state->column);
    draw_reading(canvas, look,
                 (struct rectangle){area.x, area.y + used + 1, area.width, area.height - used - 1}, scene,
                 state);
}

static void draw_view_screen(struct explorer *explorer, struct canvas *canvas, struct rectangle area)
{
    const struct scene *scene = &explorer->scene;
    struct view_state *state = explorer_state(explorer);
    bool curves = views[scene->view].drawing != DRAW_MATRIX;
    bool panel = area.width >= (curves ? PANEL_FROM_CURVES : PANEL_FROM_MATRIX) && area.height >= PANEL_ROWS;
    struct rectangle view = {area.x, area.y, area.width - (panel ? PANEL + 2 : 0), area.height - !panel};
    size_t first_row = state->first_row, first_column = state->first_column, rows = state->visible_rows;

    draw_view(canvas, &explorer->look, view, scene, state);
    if (panel) /* beside a matrix that does not need all the room; at the edge beside curves, which do */
        draw_under_cursor(explorer, canvas,
                          (struct rectangle){area.x + (curves || state->drawn_width + 4 > area.width - PANEL
                                                           ? area.width - PANEL
                                                           : state->drawn_width + 4),
                                             area.y, PANEL, area.height});
    else
        draw_under_cursor(explorer, canvas,
                          (struct rectangle){area.x, area.y + area.height - 1, area.width, 1});
    if (first_row != state->first_row || first_column != state->first_column || rows != state->visible_rows)
        want_visible(explorer);
}

/* Help is about the place from which it was asked for. */
static unsigned help_place(struct explorer *explorer)
{
    unsigned here;

    explorer->depth--;
    here = explorer_here(explorer);
    explorer->depth++;
    return here;
}

static void draw_screen(struct explorer *explorer, struct canvas *canvas, struct rectangle heading,
                        struct rectangle area)
{
    const struct view_state *state = explorer_state(explorer);
    char place[2 * SCENE_NAME] = "";
    size_t lines;

    explorer->scroll_end = 0;
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
        draw_trail(canvas, &explorer->look, heading, &explorer->scene, "missing, broken, messages");
        lines = draw_problems(canvas, area, &explorer->scene, explorer->scroll);
        lines += draw_messages(canvas, area, &explorer->log, (long)lines - (long)explorer->scroll);
        explorer->log.news = 0;
        break;
    default:
        draw_trail(canvas, &explorer->look, heading, &explorer->scene, "help");
        lines = draw_help(canvas, &explorer->look, area, &explorer->keymap, help_place(explorer),
                          explorer->scroll);
    }
    explorer->scroll_end = lines > (size_t)area.height ? lines - (size_t)area.height : 0;
}

/* What makes the view another than it is at first: one should not wonder later. */
static void describe_changes(struct explorer *explorer, char *text, size_t size)
{
    const struct view_state *state = explorer_state(explorer);
    const char *filter = explorer->filters[explorer->scene.view];
    bool view = explorer_screen(explorer) == SCREEN_VIEW;
    char news[40] = "", below[60] = "";

    if (explorer->scroll < explorer->scroll_end)
        snprintf(below, sizeof below, "%s%zu more line%s   ", explorer->look.unicode ? "↓ " : "",
                 explorer->scroll_end - explorer->scroll,
                 explorer->scroll_end - explorer->scroll > 1 ? "s" : "");
    if (explorer->log.news > 0)
        snprintf(news, sizeof news, "%zu message%s (e)   ", explorer->log.news,
                 explorer->log.news > 1 ? "s" : "");
    snprintf(text, size, "%s%s%s%s%s%s%s%s%s%s", below, news, view && *filter ? "only " : "",
             view ? filter : "", view && *filter ? "   " : "",
             view && state->transposed ? "transposed   " : "",
             view && (state->sorted_rows || state->sorted_columns) ? "sorted   " : "",
             explorer->playing ? "playing   " : "", explorer->mouse ? "mouse   " : "",
             explorer->live.follower ? "live   " : "");
}

/* How far the work is, or what there is to say; which keys matter here, or what is asked. */
static void draw_last_lines(struct explorer *explorer, struct canvas *canvas)
{
    struct rectangle status = {1, canvas->rows - 2, canvas->columns - 2, 1};
    struct rectangle keys = {1, canvas->rows - 1, canvas->columns - 2, 1};
    char notes[PROMPT_SIZE + 120];

    if (*explorer->message)
        canvas_text(canvas, status.x, status.y, status.width,
                    explorer->message_warns ? STYLE_WARNING : STYLE_PLAIN, explorer->message);
    else {
        describe_changes(explorer, notes, sizeof notes);
        draw_status(canvas, &explorer->look, status, explorer->study, notes);
    }
    if (explorer->asking.question != ASK_NOTHING)
        explorer_draw_question(explorer, canvas);
    else
        draw_keys(canvas, &explorer->look, keys, &explorer->keymap, explorer_here(explorer));
    if (explorer->pressed)
        explorer_draw_drag(explorer, canvas);
}

/* The networks that a matrix of them has at a place. */
static void find_networks(const struct scene *scene, struct grid_place place, size_t networks[2])
{
    size_t count = scene->experiment->network_count;

    networks[0] = place.row < count ? scene_network_at(scene, place.row) : 0;
    networks[1] = place.column < count ? scene_network_at(scene, place.column) : 0;
}

/* And where they stand. */
static struct grid_place find_place(const struct scene *scene, const size_t networks[2])
{
    struct grid_place place = {0};

    for (size_t i = 0; i < scene->experiment->network_count; i++) {
        place.row = scene_network_at(scene, i) == networks[0] ? i : place.row;
        place.column = scene_network_at(scene, i) == networks[1] ? i : place.column;
    }
    return place;
}

/* Puts networks in order. Where they stand in another one than they did, cursor and mark stay with the
 * networks, and sorting by value is over. */
static void follow_order(struct explorer *explorer)
{
    struct view_state *state = &explorer->states[VIEW_NETWORKS];
    unsigned version = explorer->arrangement.version;
    size_t here[2], marked[2];
    struct grid_place place;

    find_networks(&explorer->scene, (struct grid_place){state->row, state->column}, here);
    find_networks(&explorer->scene, state->mark, marked);
    arrangement_make(&explorer->arrangement, &explorer->scene);
    explorer->scene.arrangement = &explorer->arrangement;
    if (explorer->arrangement.version == version)
        return;
    place = find_place(&explorer->scene, here);
    state->row = place.row;
    state->column = place.column;
    state->mark = find_place(&explorer->scene, marked);
    sequence_sort(&state->rows, NULL, scene_rows(&explorer->scene), false);
    sequence_sort(&state->columns, NULL, scene_columns(&explorer->scene), false);
    state->sorted_rows = state->sorted_columns = SORT_NOT;
    if (*explorer->filters[VIEW_NETWORKS])
        explorer_filter(explorer, explorer->filters[VIEW_NETWORKS]);
}

/* What the scene borrows and the study does not compute. Logs are read as time allows: a slow disk must not
 * hold the screen. */
static void explorer_prepare(struct explorer *explorer)
{
    unsigned measure = MEASURE_BIT(explorer->scene.measure);

    if (!(cca_study_measures(explorer->study) & measure)) { /* dearer than the usual ones, and now asked for */
        cca_study_measure(explorer->study, measure);
        explorer->want_due = true;
    }
    if (explorer->scene.view == VIEW_NETWORKS)
        follow_order(explorer);
    explorer->unread = overlays_read(&explorer->overlays, &explorer->scene, READING_TIME);
    if (scene_has_looks(&explorer->scene)) /* an axis may have become known, or another */
        explorer_clamp_cursor(explorer);
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
    grid_open(&explorer->cache.grid, &explorer->scene);
    if (explorer->cache.grid.next == 0) /* another scene: what is in view at once, the rest by and by */
        sweep_visible(explorer);
    explorer_state(explorer)->cache = &explorer->cache;
    draw_screen(explorer, canvas, heading, area);
    draw_last_lines(explorer, canvas);
}

static void show(struct explorer *explorer)
{
    int columns, rows;

    log_collect(&explorer->log);
    terminal_size(explorer->terminal, &columns, &rows);
    if (!explorer->canvas || explorer->canvas->columns != columns || explorer->canvas->rows != rows) {
        canvas_free(explorer->canvas);
        explorer->canvas = canvas_create(columns, rows);
    }
    if (!explorer->canvas)
        return;
    explorer->canvas->ascii = !explorer->look.unicode;
    explorer_draw(explorer, explorer->canvas);
    palette_suit_chrome(&explorer->look, explorer->canvas);
    terminal_show(explorer->terminal, explorer->canvas, explorer->redraw);
    explorer->redraw = false;
}

/* Takes over results. The first of them tell how long the layers are, which the views must know. */
static void collect(struct explorer *explorer)
{
    bool knew = cca_study_surveyed(explorer->study);

    cca_study_collect(explorer->study);
    explorer_take_news(explorer);
    if (!knew && cca_study_surveyed(explorer->study)) {
        explorer_clamp_cursor(explorer);
        explorer_want(explorer);
    }
    sweep_visible(explorer);
    explorer->calm_until = rate_clock() + (explorer->expectant ? FIRST_INTERVAL : PROGRESS_INTERVAL);
    explorer->expectant = false;
    explorer->sweep_due = true;
}

/* Waits for a key, or for results where they may be shown by now; no longer than until the next checkpoint is
 * due that is played. */
static struct event await(struct explorer *explorer)
{
    double now = rate_clock(), calm = explorer->calm_until - now;
    double play = explorer_play_wait(explorer, now), wait = calm > 0 ? calm : -1;

    if (play >= 0 && (wait < 0 || play < wait))
        wait = play;
    return terminal_wait(explorer->terminal, calm > 0 ? -1 : explorer_descriptor(explorer),
                         wait < 0 ? -1 : (int)(wait * 1000) + (wait > 0));
}

/* The next event. While there is none, what can wait is done: the study is told what is wanted, and values of
 * a matrix that are not in view are taken over; a little at a time while results come in, to the end when
 * they all are there. Logs that are drawn are read on with every frame. */
static struct event next_event(struct explorer *explorer)
{
    struct cca_progress progress = cca_study_progress(explorer->study);
    struct event event = terminal_wait(explorer->terminal, -1, 0);
    bool matrix = views[explorer->scene.view].drawing == DRAW_MATRIX;

    if (event.kind != EVENT_TIMEOUT || explorer->unread)
        return event;
    if (explorer->want_due) {
        explorer_want(explorer);
        return event;
    }
    if (matrix && explorer->cache.grid.left > 0 && (explorer->sweep_due || progress.done >= progress.total)) {
        grid_sweep(&explorer->cache.grid, SWEEP);
        explorer->sweep_due = false;
        return event;
    }
    return await(explorer);
}

/* The terminal has said what its background is. */
static void follow_background(struct explorer *explorer)
{
    struct look look;

    terminal_look(explorer->terminal, &look);
    if (explorer->background == BACKGROUND_AUTO)
        explorer->look.light_background = look.light_background;
}

static void handle(struct explorer *explorer, const struct event *event)
{
    if (event->kind == EVENT_KEY) {
        explorer_key(explorer, event->key);
        explorer_go_on(explorer);
    } else if (event->kind == EVENT_MOUSE)
        explorer_point(explorer, event);
    else if (event->kind == EVENT_READY)
        collect(explorer);
    else if (event->kind == EVENT_RESIZE)
        explorer->redraw = true;
    else if (event->kind == EVENT_ANSWER)
        follow_background(explorer);
    else if (event->kind == EVENT_QUIT)
        explorer->quit = true;
}

/* Whether what comes next may be done before the screen shows this: moves of a held key, also over a slow
 * line. */
static bool only_moves(const struct explorer *explorer, const struct event *event)
{
    return event->kind == EVENT_KEY && explorer->asking.question == ASK_NOTHING &&
           keymap_find(&explorer->keymap, event->key) <= ACTION_PAGE_DOWN;
}

/* Keys are answered at once; results are shown a few times a second. */
void explorer_loop(struct explorer *explorer)
{
    while (!explorer->quit) {
        struct event event;

        show(explorer);
        event = next_event(explorer);
        while (only_moves(explorer, &event)) {
            handle(explorer, &event);
            event = terminal_wait(explorer->terminal, -1, 0);
        }
        handle(explorer, &event);
        explorer_play(explorer, rate_clock());
    }
}

void explorer_release(struct explorer *explorer)
{
    for (int view = 0; view < VIEW_COUNT; view++)
        view_state_release(&explorer->states[view]);
    view_cache_release(&explorer->cache);
    arrangement_free(&explorer->arrangement);
    overlays_free(&explorer->overlays);
    picker_close(&explorer->asking.picker);
    free(explorer->asking.choices);
    log_free(&explorer->log);
}
