#include "explored.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdlib.h>

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
    cca_study_close(explorer->study);
    for (int view = 0; view < VIEW_COUNT; view++)
        view_state_free(&explorer->states[view]);
    arrangement_free(&explorer->arrangement);
    overlays_free(&explorer->overlays);
    free(explorer);
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

/* The pair under the cursor, if there is one to show. */
static void await_detail(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);
    struct cca_pair pair;

    if (explorer_screen(explorer) != SCREEN_PAIR ||
        !scene_pair(&explorer->scene, state->row, state->column, &pair))
        return;
    explorer_want_pair(explorer);
    while (!cca_study_detail(explorer->study, pair)) {
        struct pollfd wake = {cca_study_descriptor(explorer->study), POLLIN, 0};

        cr_assert_gt(poll(&wake, 1, 20000), 0);
        cca_study_collect(explorer->study);
    }
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
    await_detail(explorer);
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
