/* In which passes a changed canvas is sent. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tui/terminal_passes.h"

#define COLUMNS 40

/* A row of cells of different colours, then one of the same. */
static struct canvas *colourful(void)
{
    struct canvas *canvas = canvas_create(COLUMNS, 2);

    for (int x = 0; x < COLUMNS; x++)
        canvas_put(canvas, x, 0, U'▀', (struct style){COLOUR_RGB(x, 0, 0), COLOUR_RGB(0, x, 0), 0});
    return canvas;
}

static void change(struct canvas *canvas, int x, int y)
{
    canvas_put(canvas, x, y, 'X', (struct style){0});
}

static int plan(const struct canvas *shown, const struct canvas *next, unsigned char passes[2 * COLUMNS])
{
    return terminal_passes(shown, next, passes);
}

Test(terminal_passes, send_what_has_changed_once)
{
    struct canvas *shown = colourful(), *next = colourful();
    unsigned char passes[2 * COLUMNS];
    int count;

    for (int i = 0; i < 30; i++) {
        change(next, rand() % COLUMNS, rand() % 2);
        count = plan(shown, next, passes);
        cr_expect(count >= 1 && count <= PASSES_MOST);
        for (int cell = 0; cell < 2 * COLUMNS; cell++) {
            bool changed = memcmp(&shown->cells[cell], &next->cells[cell], sizeof(struct cell)) != 0;

            cr_expect_eq(passes[cell] > 0, changed);
            cr_expect_leq(passes[cell], count);
        }
    }
    canvas_free(shown);
    canvas_free(next);
}

Test(terminal_passes, leave_what_is_behind_costly_gaps_to_the_next)
{
    struct canvas *shown = colourful(), *next = colourful();
    unsigned char passes[2 * COLUMNS];

    change(next, 3, 0);
    change(next, 4, 0);
    cr_expect_eq(plan(shown, next, passes), 1);
    change(next, 7, 0); /* behind two cells of other colours */
    cr_expect_eq(plan(shown, next, passes), 2);
    cr_expect(passes[3] == 1 && passes[4] == 1 && passes[7] == 2);
    change(next, 3, 1); /* blanks cost a byte each */
    change(next, 7, 1);
    plan(shown, next, passes);
    cr_expect(passes[COLUMNS + 3] == 1 && passes[COLUMNS + 7] == 1);
    for (int x = 0; x < COLUMNS; x += 5)
        change(next, x, 0);
    cr_expect_eq(plan(shown, next, passes), SEGMENTS_MOST);
    canvas_free(shown);
    canvas_free(next);
}

/* Bold and dim text once each, not once in every row; another screen from the top. */
Test(terminal_passes, switch_styles_once)
{
    static const struct style styles[] = {{.attributes = 0},
                                          {.attributes = ATTRIBUTE_BOLD},
                                          {.attributes = ATTRIBUTE_DIM},
                                          {.attributes = ATTRIBUTE_REVERSE},
                                          {.foreground = COLOUR_ANSI(2)}};
    struct canvas *shown = canvas_create(COLUMNS, 2), *next = canvas_create(COLUMNS, 2);
    unsigned char passes[2 * COLUMNS];

    for (int i = 0; i < 10; i++)
        canvas_put(next, 2 * (i % 5), i / 5, 'X', styles[i % 5]);
    cr_expect_eq(plan(shown, next, passes), 5);
    for (int i = 0; i < 10; i++)
        cr_expect_eq(passes[i / 5 * COLUMNS + 2 * (i % 5)], 1 + i % 5);
    for (int i = 0; i < 80; i++)
        canvas_put(next, i % COLUMNS, i / COLUMNS, 'Y', styles[i % 5]);
    cr_expect_eq(plan(shown, next, passes), 1);
    canvas_free(shown);
    canvas_free(next);
}

Test(terminal_passes, send_everything_where_nothing_is_known)
{
    struct canvas *next = colourful();
    unsigned char passes[2 * COLUMNS];

    cr_expect_eq(plan(NULL, next, passes), 1);
    for (int cell = 0; cell < 2 * COLUMNS; cell++)
        cr_expect_eq(passes[cell], 1);
    canvas_free(next);
}
