#include "tui/terminal_passes.h"

#include <string.h>

/* Bytes that moving the cursor takes, and that one colour takes, about. */
#define MOVE   8
#define COLOUR 10

static bool same(const struct cell *a, const struct cell *b)
{
    return a->glyph == b->glyph && a->mark == b->mark && style_equal(a->style, b->style);
}

/* Bytes that sending a cell takes behind another one. */
static int cost(const struct cell *cell, const struct cell *before)
{
    int bytes = cell->glyph < 0x80 ? 1 : cell->glyph < 0x800 ? 2 : 3;

    if (style_equal(cell->style, before->style))
        return bytes;
    bytes += (cell->style.foreground != before->style.foreground) * COLOUR;
    bytes += (cell->style.background != before->style.background) * COLOUR;
    return bytes + (cell->style.attributes != before->style.attributes) * COLOUR;
}

/* The passes of one row; returns the last of them. */
static int plan_row(const struct cell *shown, const struct cell *next, int columns, unsigned char *passes)
{
    int pass = 1, gap = 0, last = 0;

    for (int x = 0; x < columns; x++) {
        if (same(&shown[x], &next[x])) {
            gap += last ? cost(&next[x], &next[x - 1]) : 0;
            continue;
        }
        if (last && gap > MOVE && pass < PASSES_MOST)
            pass++;
        passes[x] = (unsigned char)pass;
        last = pass;
        gap = 0;
    }
    return last;
}

int terminal_passes(const struct canvas *shown, const struct canvas *next, unsigned char *passes)
{
    size_t cells = (size_t)next->columns * (size_t)next->rows;
    int most = shown ? 0 : 1;

    memset(passes, shown ? 0 : 1, cells);
    for (int y = 0; shown && y < next->rows; y++) {
        size_t row = (size_t)y * (size_t)next->columns;
        int last = plan_row(shown->cells + row, next->cells + row, next->columns, passes + row);

        most = last > most ? last : most;
    }
    return most;
}
