/* Every screen at every size, in every state of knowledge, with every sort of name: nothing is drawn beside
 * its rectangle, and nothing harmful on the canvas. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/laboratory.h"
#include "config/manifest.h"
#include "explored.h"
#include "golden.h"
#include "tui/draw_cell.h"
#include "tui/draw_lists.h"
#include "tui/draw_status.h"

#define WIDEST  120
#define HIGHEST 50
#define MARGIN  5

/* What is drawn into a rectangle. */
static void draw_into(struct explorer *explorer, struct canvas *canvas, int what, struct rectangle area)
{
    const struct view_state *state = explorer_state(explorer);
    const struct scene *scene = &explorer->scene;
    const struct look *look = &explorer->look;
    struct rectangle line = {area.x, area.y, area.width, 1};

    switch (what) {
    case 0:
        draw_view(canvas, look, area, scene, explorer_state(explorer));
        break;
    case 1:
        draw_pair(canvas, look, area, scene, state->row, state->column);
        break;
    case 2:
        draw_cell_panel(canvas, look, area, scene, state->row, state->column);
        break;
    case 3:
        draw_problems(canvas, area, scene, 0);
        break;
    case 4:
        draw_help(canvas, look, area, &explorer->keymap, explorer_here(explorer), 0);
        break;
    case 5:
        draw_heading(canvas, look, line, scene);
        break;
    case 6:
        draw_trail(canvas, look, line, scene, "a place in the view");
        break;
    case 7:
        draw_cell_line(canvas, look, line, scene, state->row, state->column, "besides   ");
        break;
    case 8:
        draw_status(canvas, look, line, explorer->study, "only conv   sorted   ");
        break;
    default:
        draw_keys(canvas, look, line, &explorer->keymap, explorer_here(explorer));
    }
}

/* Its name and the least room that it is ever given: a screen has 40 × 10, `show` takes any width. */
static const struct {
    const char *name;
    int least_width, least_height;
} parts[] = {{"view", 1, 1},    {"pair", 38, 6}, {"panel", 44, 6},    {"problems", 1, 1}, {"help", 38, 1},
             {"heading", 1, 1}, {"trail", 1, 1}, {"cell line", 1, 1}, {"status", 38, 1},  {"keys", 38, 1}};
enum { PART_COUNT = sizeof parts / sizeof *parts, PARTS_WITH_HEIGHT = 5 };

static bool blank(const struct cell *cell)
{
    return cell->glyph == ' ' && cell->mark == 0 && style_equal(cell->style, (struct style){0});
}

/* Fails when anything stands beside the rectangle; wipes the canvas. */
static void expect_within(struct canvas *canvas, const char *part, struct rectangle area)
{
    for (int y = 0; y < area.y + area.height + MARGIN; y++)
        for (int x = 0; x < area.x + area.width + MARGIN; x++) {
            struct cell *cell = canvas_at(canvas, x, y);
            bool inside = x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;

            cr_assert(inside || blank(cell), "%s of %d × %d: U+%04X at %d, %d", part, area.width, area.height,
                      (unsigned)cell->glyph, x - area.x, y - area.y);
            *cell = (struct cell){.glyph = ' '};
        }
}

static void check_parts(struct explorer *explorer, int from, int to, int step)
{
    struct canvas *canvas = canvas_create(WIDEST + 2 * MARGIN, HIGHEST + 2 * MARGIN);

    for (int part = from; part < to; part++)
        for (int height = parts[part].least_height; height <= (part < PARTS_WITH_HEIGHT ? HIGHEST : 1);
             height += step)
            for (int width = parts[part].least_width; width <= WIDEST; width += step) {
                struct rectangle area = {MARGIN, MARGIN, width, height};

                draw_into(explorer, canvas, part, area);
                expect_within(canvas, parts[part].name, area);
            }
    canvas_free(canvas);
}

/* The whole screen, on a canvas of just that size: the sanitizers see what is written beside it. */
static void check_screen(struct explorer *explorer, int step, const char *what)
{
    for (int height = 1; height <= HIGHEST; height += step)
        for (int width = 1; width <= WIDEST; width += step) {
            struct canvas *canvas = canvas_create(width, height);

            explorer_draw(explorer, canvas);
            explored_expect_clean(canvas, what);
            canvas_free(canvas);
        }
}

/* All screens as they are now, without waiting for anything. */
static void check_now(struct explorer *explorer, int step, size_t row, size_t column)
{
    for (int view = 0; view < VIEW_COUNT; view++)
        for (int screen = SCREEN_VIEW; screen <= SCREEN_HELP; screen++) {
            if (view > 0 && screen == SCREEN_HELP)
                continue;
            explored_go(explorer, (enum view_id)view, (enum screen)screen, row, column);
            check_screen(explorer, step, views[view].name);
        }
}

static struct experiment *load(const char *path)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment = manifest_load(path, &diagnostics);

    cr_assert_not_null(experiment);
    return experiment;
}

Test(screens, stay_within_their_rectangle)
{
    struct experiment *experiment = load(SAMPLES "/digits-cnn/ccascope.yaml");
    struct explorer *explorer = explored_open(experiment);

    for (int view = 0; view < VIEW_COUNT; view++) {
        explored_show(explorer, (enum view_id)view, SCREEN_PAIR, 2, 1);
        check_parts(explorer, 0, view == 0 ? PART_COUNT : 1, view == 0 ? 1 : 3);
    }
    explored_close(explorer);
    experiment_free(experiment);
}

Test(screens, draw_at_every_size)
{
    struct experiment *experiment = load(SAMPLES "/digits-cnn/ccascope.yaml");
    struct explorer *explorer = explored_open(experiment);

    for (int view = 0; view < VIEW_COUNT; view++)
        explored_show(explorer, (enum view_id)view, SCREEN_VIEW, 2, 1);
    explored_show(explorer, VIEW_LAYERS, SCREEN_PAIR, 2, 1);
    check_now(explorer, 3, 2, 1);
    explored_close(explorer);
    experiment_free(experiment);
}

/* The row and column of the cursor are among those that a matrix shows. */
static void expect_cursor_in_view(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);

    if (explorer_screen(explorer) != SCREEN_VIEW || views[explorer->scene.view].drawing != DRAW_MATRIX)
        return;
    cr_assert(state->row >= state->first_row && state->row < state->first_row + state->visible_rows &&
                  state->column >= state->first_column &&
                  state->column < state->first_column + state->visible_columns,
              "the cursor of %s is at %zu, %zu, in view are %zu × %zu from %zu, %zu on",
              views[explorer->scene.view].name, state->row, state->column, state->visible_rows,
              state->visible_columns, state->first_row, state->first_column);
}

/* Every size there is, each with another screen of another view in another look, so that in the end every
 * screen was drawn in every width and every height. */
Test(screens, draw_at_each_size_up_to_300x100)
{
    static const struct look looks[] = {
        {.depth = DEPTH_NONE, .glyphs = GLYPHS_BRAILLE, .unicode = true},
        {.depth = DEPTH_256, .glyphs = GLYPHS_BLOCK, .unicode = true, .light_background = true},
        {.depth = DEPTH_8, .glyphs = GLYPHS_ASCII},
        {.depth = DEPTH_DIRECT, .glyphs = GLYPHS_BRAILLE, .unicode = true, .palette = PALETTE_MAGMA},
        {.depth = DEPTH_NONE, .glyphs = GLYPHS_ASCII}};
    struct experiment *experiment = load(SAMPLES "/digits-cnn/ccascope.yaml");
    struct explorer *explorer = explored_open(experiment);
    unsigned turn = 0;

    for (int view = 0; view < VIEW_COUNT; view++)
        explored_show(explorer, (enum view_id)view, SCREEN_VIEW, 2, 1);
    explored_show(explorer, VIEW_LAYERS, SCREEN_PAIR, 2, 1);
    for (int height = 1; height <= 100; height++, turn += 7)
        for (int width = 1; width <= 300; width++, turn++) {
            struct canvas *canvas = canvas_create(width, height);
            enum view_id view = (enum view_id)(turn % VIEW_COUNT);

            explorer->look = looks[turn / 3 % (sizeof looks / sizeof *looks)];
            canvas->ascii = !explorer->look.unicode;
            explored_go(explorer, view, (enum screen)(turn / VIEW_COUNT % (SCREEN_HELP + 1)), turn % 5,
                        turn / 5 % 5);
            explorer_clamp_cursor(explorer);
            explorer_draw(explorer, canvas);
            explored_expect_clean(canvas, views[view].name);
            if (width >= 40 && height >= 10)
                expect_cursor_in_view(explorer);
            canvas_free(canvas);
        }
    explored_close(explorer);
    experiment_free(experiment);
}

Test(screens, draw_before_anything_is_known)
{
    struct experiment *experiment = load(SAMPLES "/text-lstm/ccascope.yaml");
    struct explorer *explorer = explored_open(experiment);

    check_parts(explorer, 0, PART_COUNT, 2);
    check_now(explorer, 4, 0, 0);
    explored_survey(explorer); /* headers, but no numbers */
    check_now(explorer, 4, 1, 1);
    explored_close(explorer);
    experiment_free(experiment);
}

/* Files that are missing and broken, a layer without any array, a network without checkpoints. */
static struct laboratory ruins(void)
{
    struct laboratory laboratory = laboratory_create();

    laboratory_array(&laboratory, "a-0-sound.npy", 0, 30, 3, 4);
    laboratory_file(&laboratory, "a-1-sound.npy", "broken");
    laboratory_array(&laboratory, "a-2-sound.npy", 1, 29, 3, 4);
    laboratory_file(&laboratory, "c-1-sound.npy", "broken too");
    laboratory_load(
        &laboratory,
        "ccascope: 1\nactivations: \"{network}-{checkpoint}-{layer}.npy\"\n"
        "networks: [{name: a}, {name: b, checkpoints: auto}, {name: c, checkpoints: [1]}]\n"
        "checkpoints: [0, 1, 2, 3]\nlayers: [{name: gone, axes: ntc}, {name: sound, axes: ntc}]\n");
    return laboratory;
}

Test(screens, draw_what_is_missing_and_broken)
{
    struct laboratory laboratory = ruins();
    struct explorer *explorer = explored_open(laboratory.experiment);
    struct scene *scene = &explorer->scene;

    for (size_t network = 0; network < 3; network++) {
        scene_set_network(scene, &scene->b, network);
        scene->layer = network % 2;
        for (int view = 0; view < VIEW_COUNT; view++) {
            explored_show(explorer, (enum view_id)view, SCREEN_PAIR, 1, 1);
            check_screen(explorer, 9, "pair");
        }
        check_now(explorer, 5, 1, 2);
        check_parts(explorer, 0, PART_COUNT, 7);
    }
    scene_set_network(scene, &scene->a, 1);
    check_now(explorer, 7, 0, 0);
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

/* The folder is another one every time, but its name as long. */
static void check_golden(const struct canvas *canvas, const struct laboratory *laboratory, const char *name)
{
    char *text = golden_print(canvas);

    for (char *at = text; (at = strstr(at, laboratory->directory)); at++)
        memset(at, '_', strlen(laboratory->directory));
    golden_check_text(text, name);
    free(text);
}

Test(screens, say_what_is_missing_and_broken)
{
    struct laboratory laboratory = ruins();
    struct explorer *explorer = explored_open(laboratory.experiment);
    struct canvas *canvas = canvas_create(80, 24);

    explored_show(explorer, VIEW_CHECKPOINTS, SCREEN_ERRORS, 0, 0);
    explorer_draw(explorer, canvas);
    check_golden(canvas, &laboratory, "screen_problems_80x24.txt");
    explored_go(explorer, VIEW_CHECKPOINTS, SCREEN_VIEW, 0, 1);
    explorer_draw(explorer, canvas);
    check_golden(canvas, &laboratory, "screen_checkpoints_holes_80x24.txt");
    explorer->scene.layer = 0; /* of which there is no array at all */
    explored_show(explorer, VIEW_TIMESTEPS, SCREEN_VIEW, 0, 0);
    cr_expect_eq(scene_rows(&explorer->scene), 0);
    explorer_draw(explorer, canvas);
    check_golden(canvas, &laboratory, "screen_timesteps_none_80x24.txt");
    canvas_free(canvas);
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}

Test(screens, show_hostile_names_as_text)
{
    static const char *const names[] = {"ansi_escape", "combining", "long", "rtl", "wide"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct experiment *experiment;
        struct explorer *explorer;
        char path[300];

        snprintf(path, sizeof path, "%s/manifests/label_%s.yaml", TEST_DATA, names[i]);
        experiment = load(path);
        explorer = explored_open(experiment);
        for (int view = 0; view < VIEW_COUNT; view++)
            explored_show(explorer, (enum view_id)view, SCREEN_PAIR, 0, 0);
        check_now(explorer, 6, 0, 0);
        check_parts(explorer, 0, PART_COUNT, 5);
        explorer->look.unicode = false;
        explorer->look.glyphs = GLYPHS_ASCII;
        check_parts(explorer, 0, PART_COUNT, 11);
        explored_close(explorer);
        experiment_free(experiment);
    }
}

/* The cursor is always in view, and always within the grid. */
Test(screens, keep_the_cursor_in_view)
{
    struct experiment *experiment = load(SAMPLES "/digits-cnn/ccascope.yaml");
    struct explorer *explorer = explored_open(experiment);
    struct view_state *state = &explorer->states[VIEW_CHECKPOINTS];
    struct canvas *canvas = canvas_create(40, 10);

    scene_set_network(&explorer->scene, &explorer->scene.a, 4); /* 11 checkpoints */
    explored_show(explorer, VIEW_CHECKPOINTS, SCREEN_VIEW, 0, 0);
    for (int i = 0; i < 24; i++) {
        explorer_act(explorer, i < 12 ? ACTION_DOWN : ACTION_UP);
        explorer_act(explorer, i < 12 ? ACTION_RIGHT : ACTION_LEFT);
        explorer_draw(explorer, canvas);
        cr_expect_eq(state->row, (size_t)(i < 10 ? i + 1 : i < 12 ? 10 : i < 22 ? 21 - i : 0));
        cr_assert_gt(state->visible_rows, 0);
        cr_expect(state->row >= state->first_row && state->row < state->first_row + state->visible_rows);
        cr_expect(state->column >= state->first_column &&
                  state->column < state->first_column + state->visible_columns);
    }
    explorer_act(explorer, ACTION_LAST);
    cr_expect_eq(state->row, 10);
    scene_set_network(&explorer->scene, &explorer->scene.a, 0);
    explorer_act(explorer, ACTION_NEXT_A); /* gen-2 has three checkpoints */
    cr_expect_eq(state->row, 2);
    canvas_free(canvas);
    explored_close(explorer);
    experiment_free(experiment);
}
