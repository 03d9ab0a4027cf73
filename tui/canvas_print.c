#include "tui/canvas_print.h"

#include "tui/text.h"

static const struct style plain;

/* What is written as a blank and cannot be seen: left out at the end of rows. */
static bool is_blank(const struct cell *cell)
{
    return cell->glyph == ' ' && cell->style.background == COLOUR_DEFAULT &&
           !(cell->style.attributes & (ATTRIBUTE_REVERSE | ATTRIBUTE_UNDERLINE));
}

static int used_columns(const struct canvas *canvas, int y)
{
    const struct cell *row = canvas->cells + (size_t)y * (size_t)canvas->columns;
    int used = canvas->columns;
    while (used > 0 && is_blank(&row[used - 1]))
        used--;
    return used;
}

/* One colour as parameters of SGR; `base` is 30 for the foreground and 40 for the background. */
static void print_colour(colour ink, int base, enum colour_depth depth, FILE *out)
{
    if (ink == COLOUR_DEFAULT)
        return;
    if (COLOUR_IS_RGB(ink) && depth == DEPTH_DIRECT) {
        fprintf(out, ";%d;2;%u;%u;%u", base + 8, ink >> 16 & 255, ink >> 8 & 255, ink & 255);
        return;
    }
    if (COLOUR_IS_RGB(ink) && depth == DEPTH_256) {
        fprintf(out, ";%d;5;%d", base + 8, colour_to_256(ink));
        return;
    }
    int index = colour_to_16(ink);
    if (depth == DEPTH_8)
        index &= 7;
    fprintf(out, ";%d", index < 8 ? base + index : base + 60 + index - 8);
}

/* From any style to this one: a reset, then what differs from it. */
static void print_style(struct style style, enum colour_depth depth, FILE *out)
{
    static const struct {
        int flag;
        const char *parameter;
    } attributes[] = {{ATTRIBUTE_BOLD, ";1"},
                      {ATTRIBUTE_DIM, ";2"},
                      {ATTRIBUTE_UNDERLINE, ";4"},
                      {ATTRIBUTE_REVERSE, ";7"}};
    fputs("\033[0", out);
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (style.attributes & attributes[i].flag)
            fputs(attributes[i].parameter, out);
    print_colour(style.foreground, 30, depth, out);
    print_colour(style.background, 40, depth, out);
    fputc('m', out);
}

static void print_glyph(const struct cell *cell, FILE *out)
{
    char bytes[5];
    text_encode(cell->glyph, bytes);
    fputs(bytes, out);
    if (cell->mark) {
        text_encode(cell->mark, bytes);
        fputs(bytes, out);
    }
}

static void print_row(const struct canvas *canvas, int y, const struct look *look, FILE *out)
{
    const struct cell *row = canvas->cells + (size_t)y * (size_t)canvas->columns;
    struct style current = plain;
    for (int x = 0, used = used_columns(canvas, y); x < used; x++) {
        if (row[x].glyph == 0)
            continue;
        if (look->depth != DEPTH_NONE && !style_equal(row[x].style, current)) {
            current = row[x].style;
            print_style(current, look->depth, out);
        }
        print_glyph(&row[x], out);
    }
    /* Before the newline, or terminals that scroll would paint the new row with the last background. */
    if (!style_equal(current, plain))
        fputs("\033[0m", out);
    fputc('\n', out);
}

bool canvas_print(const struct canvas *canvas, const struct look *look, FILE *out)
{
    int rows = canvas->rows;
    while (rows > 0 && used_columns(canvas, rows - 1) == 0)
        rows--;
    for (int y = 0; y < rows; y++)
        print_row(canvas, y, look, out);
    return fflush(out) == 0 && !ferror(out);
}
