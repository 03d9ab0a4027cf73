#include "explored.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "config/manifest.h"
#include "golden.h"
#include "tui/text.h"

struct explorer *explored_open(const struct experiment *experiment)
{
    static const struct cca_study_options options = {.threads = 1};
    struct explorer *explorer = calloc(1, sizeof *explorer);
    struct cca_error error;

    cr_assert_not_null(explorer);
    explorer->study = cca_study_open(experiment, &options, &error);
    cr_assert_not_null(explorer->study);
    explorer->scene = scene_default(experiment, explorer->study);
    explorer->look = (struct look){.depth = DEPTH_NONE, .glyphs = GLYPHS_BRAILLE, .unicode = true};
    keymap_init(&explorer->keymap, NULL, NULL);
    for (int view = 0; view < VIEW_COUNT; view++)
        explorer->states[view].has_cursor = true;
    return explorer;
}

void explored_close(struct explorer *explorer)
{
    explorer_release(explorer);
    canvas_free(explorer->canvas);
    cca_study_close(explorer->study);
    free(explorer);
}

struct explorer *explored_digits(enum view_id view, size_t row, size_t column)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment = manifest_load(SAMPLES "/digits-cnn/ccascope.yaml", &diagnostics);
    struct explorer *explorer;

    cr_assert_not_null(experiment);
    explorer = explored_open(experiment);
    explored_show(explorer, view, SCREEN_VIEW, row, column);
    explored_type(explorer, ""); /* so that it has been drawn */
    return explorer;
}

void explored_end(struct explorer *explorer)
{
    struct experiment *experiment = (struct experiment *)explorer->scene.experiment;

    explored_close(explorer);
    experiment_free(experiment);
}

void explored_survey(struct explorer *explorer)
{
    cca_study_finish(explorer->study, NULL, NULL);
}

void explored_go(struct explorer *explorer, enum view_id view, enum screen screen, size_t row, size_t column)
{
    explorer->scene.view = view;
    explorer->screens[0] = SCREEN_VIEW;
    explorer->depth = screen != SCREEN_VIEW;
    explorer->screens[explorer->depth] = screen;
    explorer->scroll = 0;
    explorer_state(explorer)->row = row;
    explorer_state(explorer)->column = column;
    explorer_clamp_cursor(explorer);
}

void explored_show(struct explorer *explorer, enum view_id view, enum screen screen, size_t row,
                   size_t column)
{
    explorer->scene.view = view;
    explorer_want(explorer);
    explored_survey(explorer);
    explored_go(explorer, view, screen, row, column);
    explorer_want(explorer);
    cca_study_finish(explorer->study, NULL, NULL);
    explorer_await_pair(explorer);
}

void explored_expect_cursor(struct explorer *explorer, size_t row, size_t column)
{
    const struct view_state *state = explorer_state(explorer);

    cr_expect(state->row == row && state->column == column, "at %zu, %zu, not at %zu, %zu", state->row,
              state->column, row, column);
}

static void draw(struct explorer *explorer)
{
    if (!explorer->canvas)
        explorer->canvas = canvas_create(80, 24);
    explorer_draw(explorer, explorer->canvas);
}

void explored_type(struct explorer *explorer, const char *keys)
{
    static const struct {
        char character;
        int key;
    } named[] = {{'\r', INPUT_ENTER}, {'\t', INPUT_TAB}, {'\033', INPUT_ESCAPE}, {'\177', INPUT_BACKSPACE}};

    draw(explorer);
    for (; *keys; keys++) {
        int key = *keys;

        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
            if (named[i].character == *keys)
                key = named[i].key;
        explorer_key(explorer, key);
        draw(explorer);
    }
}

char *explored_text(struct explorer *explorer)
{
    draw(explorer);
    return golden_print(explorer->canvas);
}

void explored_expect(struct explorer *explorer, const char *text)
{
    char *screen = explored_text(explorer);

    cr_expect(strstr(screen, text), "'%s' is not on the screen:\n%s", text, screen);
    free(screen);
}

void explored_expect_clean(const struct canvas *canvas, const char *what)
{
    for (int y = 0; y < canvas->rows; y++)
        for (int x = 0; x < canvas->columns; x++) {
            const struct cell *cell = &canvas->cells[y * canvas->columns + x];
            bool half = x > 0 && text_width(cell[-1].glyph) == 2;

            cr_assert(half ? cell->glyph == 0 : cell->glyph >= ' ', "%s: %x at %d, %d", what,
                      (unsigned)cell->glyph, x, y);
            cr_assert(half || text_width(cell->glyph) >= 1, "%s: %x at %d, %d", what, (unsigned)cell->glyph,
                      x, y);
            cr_assert(cell->glyph < 0x7f || cell->glyph > 0x9f, "%s: %x at %d, %d", what,
                      (unsigned)cell->glyph, x, y);
            cr_assert(text_width(cell->glyph) != 2 || x + 1 < canvas->columns, "%s: half a glyph at %d, %d",
                      what, x, y);
            cr_assert(cell->mark == 0 || text_width(cell->mark) == 0, "%s: mark %x", what,
                      (unsigned)cell->mark);
        }
}
