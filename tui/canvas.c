#include "tui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tui/text.h"

static const struct cell blank = {.glyph = ' '};

struct canvas *canvas_create(int columns, int rows)
{
    if (columns < 1 || rows < 1 || columns > CANVAS_MAX || rows > CANVAS_MAX)
        return NULL;
    struct canvas *canvas = malloc(sizeof *canvas);
    struct cell *cells = malloc((size_t)columns * (size_t)rows * sizeof *cells);
    if (!canvas || !cells) {
        free(canvas);
        free(cells);
        return NULL;
    }
    *canvas = (struct canvas){.columns = columns, .rows = rows, .cells = cells};
    canvas_clear(canvas);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas->strokes);
    free(canvas);
}

void canvas_clear(struct canvas *canvas)
{
    size_t count = (size_t)canvas->columns * (size_t)canvas->rows;
    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = blank;
    canvas->stroke_count = 0;
}

void canvas_stroke(struct canvas *canvas, struct stroke stroke)
{
    if (canvas->stroke_count == canvas->stroke_room) {
        size_t room = canvas->stroke_room ? 2 * canvas->stroke_room : 64;
        struct stroke *strokes = realloc(canvas->strokes, room * sizeof *strokes);
        if (!strokes)
            return;
        canvas->strokes = strokes;
        canvas->stroke_room = room;
    }
    canvas->strokes[canvas->stroke_count++] = stroke;
}

struct cell *canvas_at(struct canvas *canvas, int x, int y)
{
    if (x < 0 || y < 0 || x >= canvas->columns || y >= canvas->rows)
        return NULL;
    return &canvas->cells[(size_t)y * (size_t)canvas->columns + (size_t)x];
}

/* Where [start, start + length) meets [low, high). */
static void clip(int *start, int *length, int64_t low, int64_t high)
{
    int64_t end = (int64_t)*start + (*length > 0 ? *length : 0);
    int64_t from = *start < low ? low : *start;
    int64_t to = end > high ? high : end;
    *length = to > from ? (int)(to - from) : 0;
    *start = to > from ? (int)from : *start;
}

struct rectangle rectangle_clip(struct rectangle rectangle, struct rectangle within)
{
    clip(&rectangle.x, &rectangle.width, within.x, (int64_t)within.x + within.width);
    clip(&rectangle.y, &rectangle.height, within.y, (int64_t)within.y + within.height);
    return rectangle;
}

bool style_equal(struct style a, struct style b)
{
    return a.foreground == b.foreground && a.background == b.background && a.attributes == b.attributes;
}

/* Frees one cell for new contents: the other half of a wide glyph there loses its meaning. */
static struct cell *vacate(struct canvas *canvas, int x, int y)
{
    struct cell *cell = canvas_at(canvas, x, y);
    if (!cell)
        return NULL;
    bool right_half = cell->glyph == 0 && x > 0;
    bool left_half = cell->glyph != 0 && x + 1 < canvas->columns && cell[1].glyph == 0;
    if (right_half || left_half) {
        struct cell *other = right_half ? cell - 1 : cell + 1;
        other->glyph = ' ';
        other->mark = 0;
    }
    return cell;
}

/* Puts a sanitised character that takes `width` columns; parts outside the canvas are left out, and half a
 * wide character becomes a blank. */
static void place(struct canvas *canvas, int x, int y, char32_t character, int width, struct style style)
{
    struct cell *left = vacate(canvas, x, y);
    struct cell *right = width == 2 ? vacate(canvas, x + 1, y) : NULL;
    bool split = width == 2 && (!left || !right);
    if (left)
        *left = (struct cell){.glyph = split ? ' ' : character, .style = style};
    if (right)
        *right = (struct cell){.glyph = split ? ' ' : 0, .style = style};
}

static void put_character(struct canvas *canvas, int x, int y, char32_t character, struct style style)
{
    int width = text_width(character);
    if (canvas->ascii && character > 0x7E)
        for (int i = 0; i < width; i++)
            place(canvas, x + i, y, '?', 1, style);
    else
        place(canvas, x, y, character, width, style);
}

void canvas_put(struct canvas *canvas, int x, int y, char32_t glyph, struct style style)
{
    bool printable =
        glyph >= ' ' && glyph != 0x7F && (glyph < 0x7F || glyph > 0x9F) && text_width(glyph) == 1;
    put_character(canvas, x, y, printable ? glyph : TEXT_REPLACEMENT, style);
}

static void add_mark(struct canvas *canvas, int x, int y, char32_t mark)
{
    struct cell *cell = canvas_at(canvas, x, y);
    if (cell && cell->glyph > ' ' && !canvas->ascii)
        cell->mark = mark;
}

/* Whether the text takes more than `limit` columns; looks no further than that. */
static bool exceeds(const char *utf8, int limit)
{
    struct text_reader reader = {.next = utf8};
    int columns = 0;
    for (char32_t character; columns <= limit && (character = text_next(&reader));)
        columns += text_width(character);
    return columns > limit;
}

/* Writes what fits of the text into `limit` columns from x; returns how many it took. */
static int write_text(struct canvas *canvas, int x, int y, int limit, struct style style, const char *utf8)
{
    struct text_reader reader = {.next = utf8};
    int column = 0, base = 0;
    for (char32_t character; (character = text_next(&reader));) {
        int width = text_width(character);
        if (column + width > limit)
            break;
        if (width == 0) {
            add_mark(canvas, x + base, y, character);
            continue;
        }
        put_character(canvas, x + column, y, character, style);
        base = column;
        column += width;
    }
    return column;
}

/* Of `width` columns from x, those that do not lie beyond the right edge. */
static int columns_available(const struct canvas *canvas, int x, int width)
{
    if (width <= 0 || x >= canvas->columns)
        return 0;
    int64_t available = (int64_t)canvas->columns - x;
    return available < width ? (int)available : width;
}

int canvas_text(struct canvas *canvas, int x, int y, int width, struct style style, const char *utf8)
{
    width = columns_available(canvas, x, width);
    if (width == 0 || y < 0 || y >= canvas->rows)
        return 0;
    if (!exceeds(utf8, width))
        return write_text(canvas, x, y, width, style, utf8);
    int column = write_text(canvas, x, y, width - 1, style, utf8);
    while (column < width - 1) /* a wide glyph did not fit */
        place(canvas, x + column++, y, ' ', 1, style);
    place(canvas, x + column, y, canvas->ascii ? '~' : 0x2026, 1, style);
    return width;
}

int canvas_textf(struct canvas *canvas, int x, int y, int width, struct style style, const char *format, ...)
{
    char local[512];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(local, sizeof local, format, arguments);
    char *text = local;
    if (length >= (int)sizeof local) {
        /* Without memory the beginning of the text is better than nothing. */
        char *longer = malloc((size_t)length + 1);
        if (longer) {
            vsnprintf(longer, (size_t)length + 1, format, again);
            text = longer;
        }
    }
    va_end(again);
    va_end(arguments);
    int columns = length < 0 ? 0 : canvas_text(canvas, x, y, width, style, text);
    if (text != local)
        free(text);
    return columns;
}

int canvas_text_right(struct canvas *canvas, int x, int y, int width, struct style style, const char *utf8)
{
    if (x >= canvas->columns)
        return 0;
    int columns = text_columns(utf8);
    int shift = width > columns ? width - columns : 0;
    return canvas_text(canvas, x + shift, y, width - shift, style, utf8);
}

void canvas_fill(struct canvas *canvas, struct rectangle area, char32_t glyph, struct style style)
{
    struct rectangle whole = {0, 0, canvas->columns, canvas->rows};
    area = rectangle_clip(area, whole);
    for (int y = area.y; y < area.y + area.height; y++)
        for (int x = area.x; x < area.x + area.width; x++)
            canvas_put(canvas, x, y, glyph, style);
}
