#include "tui/terminal_passes.h"

#include <string.h>

/* Bytes that moving the cursor takes, and that one colour takes, about. ncurses moves over wider gaps itself.
 */
#define MOVE   8
#define COLOUR 10
/* Where more than this part of the cells changes, it is another screen: drawn from the top, not by kinds. */
#define MANY 4

/* What a style needs to be switched on: once for all cells of a kind, not once for each place. */
enum kind { PLAIN, BOLD, DIM, REVERSED, COLOURED, KINDS };

static bool same(const struct cell *a, const struct cell *b)
{
    return a->glyph == b->glyph && a->mark == b->mark && style_equal(a->style, b->style);
}

static enum kind kind_of(struct style style)
{
    if (style.foreground != COLOUR_DEFAULT || style.background != COLOUR_DEFAULT)
        return COLOURED;
    return style.attributes & ATTRIBUTE_REVERSE ? REVERSED
           : style.attributes & ATTRIBUTE_DIM   ? DIM
           : style.attributes & ATTRIBUTE_BOLD  ? BOLD
                                                : PLAIN;
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

/* Where the cells of a kind that have been planned in a row end. */
struct run {
    int pass, gap, gap_cost; /* pass 0: there are none yet */
};

/* Plans the cells of one row: those of a kind in passes of their own, or all together. */
static void plan_row(const struct cell *shown, const struct cell *next, int columns, bool by_kind,
                     unsigned char *passes)
{
    struct run runs[KINDS] = {0};

    for (int x = 0; x < columns; x++) {
        bool changed = !same(&shown[x], &next[x]);
        enum kind kind = by_kind ? kind_of(next[x].style) : PLAIN;

        for (int i = 0; i < KINDS; i++)
            if (runs[i].pass > 0 && !(changed && i == (int)kind)) {
                runs[i].gap++;
                runs[i].gap_cost += cost(&next[x], &next[x - 1]);
            }
        if (!changed)
            continue;
        if (runs[kind].pass == 0 ||
            (runs[kind].gap <= MOVE && runs[kind].gap_cost > MOVE && runs[kind].pass < SEGMENTS_MOST))
            runs[kind].pass++;
        runs[kind].gap = runs[kind].gap_cost = 0;
        passes[x] = (unsigned char)((int)kind * SEGMENTS_MOST + runs[kind].pass);
    }
}

/* Numbers the passes that have cells from 1 on; returns how many there are. */
static int number_passes(unsigned char *passes, size_t cells)
{
    unsigned char numbers[PASSES_MOST + 1] = {0}, count = 0;

    for (size_t i = 0; i < cells; i++)
        numbers[passes[i]] = 1;
    for (int pass = 1; pass <= PASSES_MOST; pass++)
        numbers[pass] = numbers[pass] ? ++count : 0;
    numbers[0] = 0;
    for (size_t i = 0; i < cells; i++)
        passes[i] = numbers[passes[i]];
    return count;
}

int terminal_passes(const struct canvas *shown, const struct canvas *next, unsigned char *passes)
{
    size_t cells = (size_t)next->columns * (size_t)next->rows, changed = 0;

    memset(passes, shown ? 0 : 1, cells);
    if (!shown)
        return 1;
    for (size_t i = 0; i < cells; i++)
        changed += !same(&shown->cells[i], &next->cells[i]);
    for (int y = 0; y < next->rows && changed > 0; y++) {
        size_t row = (size_t)y * (size_t)next->columns;

        plan_row(shown->cells + row, next->cells + row, next->columns, changed * MANY < cells, passes + row);
    }
    return number_passes(passes, cells);
}
