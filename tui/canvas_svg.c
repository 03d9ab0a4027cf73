#include "tui/canvas_svg.h"

#include <math.h>

#include "tui/colour.h"
#include "tui/glyph.h"
#include "tui/text.h"

/* All coordinates are whole numbers of the grid that glyph.h divides a cell into, so that no locale's decimal
 * point and no rounding comes in between; the picture is half as large. */
#define UNIT_WIDTH   GLYPH_WIDTH
#define UNIT_HEIGHT  GLYPH_HEIGHT
#define BASELINE     24
#define STROKE_LIGHT 2
#define STROKE_HEAVY 4

struct picture {
    const struct canvas *canvas;
    FILE *out;
    bool light;
};

/* A stretch of one row in one style. */
struct run {
    int x, y, length;
};

/* A style as it is painted: reverse applied, defaults resolved. */
struct paint {
    uint32_t ink, ground;
    bool has_ground;
};

/* 24-bit values of the 16 named colours, and of the default foreground and background. */
static const uint32_t named[2][16] = {
    {0x16181D, 0xE5534B, 0x57AB5A, 0xC69026, 0x539BF5, 0xB083F0, 0x39C5CF, 0xC9D1D9, 0x768390, 0xFF7B72,
     0x7EE787, 0xF2CC60, 0x79C0FF, 0xD2A8FF, 0x56D4DD, 0xFFFFFF},
    {0x24292F, 0xCF222E, 0x116329, 0x7D4E00, 0x0969DA, 0x8250DF, 0x1B7C83, 0x6E7781, 0x57606A, 0xA40E26,
     0x1A7F37, 0x9A6700, 0x218BFF, 0xA475F9, 0x3192AA, 0xFFFFFF},
};
static const uint32_t default_ink[2] = {0xD7DAE0, 0x24292F};
static const uint32_t default_ground[2] = {0x16181D, 0xFFFFFF};

static const struct cell *cell_at(const struct picture *picture, int x, int y)
{
    return &picture->canvas->cells[(size_t)y * (size_t)picture->canvas->columns + (size_t)x];
}

static uint32_t rgb(const struct picture *picture, colour ink, const uint32_t defaults[2])
{
    if (COLOUR_IS_RGB(ink))
        return ink & 0xFFFFFF;
    return COLOUR_IS_ANSI(ink) ? named[picture->light][ink & 15] : defaults[picture->light];
}

static struct paint paint_of(const struct picture *picture, struct style style)
{
    uint32_t ink = rgb(picture, style.foreground, default_ink);
    uint32_t ground = rgb(picture, style.background, default_ground);
    bool reverse = style.attributes & ATTRIBUTE_REVERSE;
    return (struct paint){reverse ? ground : ink, reverse ? ink : ground,
                          reverse || style.background != COLOUR_DEFAULT};
}

static void print_escaped(FILE *out, char32_t character)
{
    char bytes[5];
    const char *entity = character == '<'   ? "&lt;"
                         : character == '>' ? "&gt;"
                         : character == '&' ? "&amp;"
                         : character == '"' ? "&quot;"
                                            : NULL;
    text_encode(character, bytes);
    fputs(entity ? entity : bytes, out);
}

/* The background that begins at a cell: how far its colour goes to the right. 0 where there is none to paint.
 */
static int ground_length(const struct picture *picture, int x, int y, uint32_t *ground)
{
    struct paint first = paint_of(picture, cell_at(picture, x, y)->style);
    int length = 0;
    *ground = first.ground;
    while (first.has_ground && x + length < picture->canvas->columns) {
        struct paint next = paint_of(picture, cell_at(picture, x + length, y)->style);
        if (!next.has_ground || next.ground != first.ground)
            break;
        length++;
    }
    return length;
}

/* Whether row y has exactly the same stretch of background. */
static bool same_ground(const struct picture *picture, struct run run, int y, uint32_t ground)
{
    uint32_t other;
    if (y < 0 || y >= picture->canvas->rows)
        return false;
    if (ground_length(picture, run.x, y, &other) != run.length || other != ground)
        return false;
    if (run.x == 0)
        return true;
    struct paint before = paint_of(picture, cell_at(picture, run.x - 1, y)->style);
    return !before.has_ground || before.ground != ground;
}

/* Backgrounds: a stretch that the row above has too was painted with that one. */
static void draw_grounds(const struct picture *picture)
{
    for (int y = 0; y < picture->canvas->rows; y++)
        for (int x = 0, length; x < picture->canvas->columns; x += length ? length : 1) {
            uint32_t ground;
            length = ground_length(picture, x, y, &ground);
            struct run run = {x, y, length};
            if (!length || same_ground(picture, run, y - 1, ground))
                continue;
            int height = 1;
            while (same_ground(picture, run, y + height, ground))
                height++;
            fprintf(picture->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
                    x * UNIT_WIDTH, y * UNIT_HEIGHT, length * UNIT_WIDTH, height * UNIT_HEIGHT, ground);
        }
}

/* Colour and the attributes that any element can have. */
static void print_ink(const struct picture *picture, struct style style, const char *property)
{
    fprintf(picture->out, " %s=\"#%06x\"", property, paint_of(picture, style).ink);
    if (style.attributes & ATTRIBUTE_DIM)
        fputs(" opacity=\".6\"", picture->out);
}

static struct glyph_shape shape_at(const struct picture *picture, int x, int y)
{
    return glyph_shape(cell_at(picture, x, y)->glyph);
}

static void box_path(FILE *out, const struct glyph_shape *shape, int left, int top)
{
    for (int i = 0; i < shape->count; i++) {
        struct glyph_box box = shape->boxes[i];
        fprintf(out, "M%d %dh%dv%dh-%dz", left + box.x, top + box.y, box.width, box.height, box.width);
    }
}

static void dot_path(FILE *out, const struct glyph_shape *shape, int left, int top)
{
    for (int i = 0; i < shape->count; i++)
        fprintf(out, "M%d %dh0", left + shape->dots[i][0], top + shape->dots[i][1]);
}

/* Strokes begin a little behind the centre, so that corners are filled though their ends are cut straight:
 * caps that reach into the next cell would show where the colour is translucent. */
static void line_path(FILE *out, const struct glyph_shape *shape, int left, int top)
{
    static const int starts[4][2] = {{9, 16}, {8, 17}, {7, 16}, {8, 15}};
    static const int ends[4][2] = {{0, 16}, {8, 0}, {16, 16}, {8, 32}};
    for (int i = 0; i < 4; i++)
        if (shape->arms[i])
            fprintf(out, "M%d %dL%d %d", left + starts[i][0], top + starts[i][1], left + ends[i][0],
                    top + ends[i][1]);
}

static bool is_heavy(const struct glyph_shape *shape)
{
    return shape->arms[0] == 2 || shape->arms[1] == 2;
}

/* Shapes that one path can hold, given that their style is the same. */
static bool same_path(const struct glyph_shape *a, const struct glyph_shape *b)
{
    return a->kind == b->kind && a->opacity == b->opacity && is_heavy(a) == is_heavy(b);
}

static void open_path(const struct picture *picture, const struct glyph_shape *shape, struct style style)
{
    bool filled = shape->kind == GLYPH_BOXES;
    fputs("<path", picture->out);
    print_ink(picture, style, filled ? "fill" : "stroke");
    if (filled)
        fputs(" shape-rendering=\"crispEdges\"", picture->out);
    if (filled && shape->opacity < 100)
        fprintf(picture->out, " fill-opacity=\".%d\"", shape->opacity);
    if (shape->kind == GLYPH_DOTS)
        fputs(" stroke-width=\"6\" stroke-linecap=\"round\"", picture->out);
    if (shape->kind == GLYPH_LINES)
        fprintf(picture->out, " stroke-width=\"%d\"", is_heavy(shape) ? STROKE_HEAVY : STROKE_LIGHT);
    fputs(" d=\"", picture->out);
}

/* The shapes from (x, y) on that fit into one path; how many cells they are. */
static int draw_shapes(const struct picture *picture, int x, int y)
{
    static void (*const paths[])(FILE *, const struct glyph_shape *, int, int) = {
        [GLYPH_BOXES] = box_path, [GLYPH_DOTS] = dot_path, [GLYPH_LINES] = line_path};
    struct glyph_shape first = shape_at(picture, x, y);
    struct style style = cell_at(picture, x, y)->style;
    int length = 0;
    open_path(picture, &first, style);
    while (x + length < picture->canvas->columns) {
        struct glyph_shape next = shape_at(picture, x + length, y);
        if (!same_path(&first, &next) || !style_equal(cell_at(picture, x + length, y)->style, style))
            break;
        paths[next.kind](picture->out, &next, (x + length) * UNIT_WIDTH, y * UNIT_HEIGHT);
        length++;
    }
    fputs("\"/>\n", picture->out);
    return length;
}

static bool is_text(const struct picture *picture, int x, int y, struct style style)
{
    const struct cell *cell = cell_at(picture, x, y);
    return style_equal(cell->style, style) && glyph_shape(cell->glyph).kind == GLYPH_TEXT;
}

/* Text from (x, y) on: up to another style, a shape, or two blanks. Returns its cells; 0 for a blank. */
static int text_length(const struct picture *picture, int x, int y)
{
    struct style style = cell_at(picture, x, y)->style;
    int length = 0, end = 0;
    while (x + length < picture->canvas->columns && length <= end + 1 &&
           is_text(picture, x + length, y, style)) {
        bool blank =
            cell_at(picture, x + length, y)->glyph == ' ' && !(style.attributes & ATTRIBUTE_UNDERLINE);
        length++;
        if (!blank)
            end = length;
        else if (end == 0)
            return 0;
    }
    return end;
}

static void draw_text(const struct picture *picture, struct run run)
{
    FILE *out = picture->out;
    struct style style = cell_at(picture, run.x, run.y)->style;
    fprintf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"", run.x * UNIT_WIDTH,
            run.y * UNIT_HEIGHT + BASELINE, run.length * UNIT_WIDTH);
    print_ink(picture, style, "fill");
    if (style.attributes & ATTRIBUTE_BOLD)
        fputs(" font-weight=\"bold\"", out);
    if (style.attributes & ATTRIBUTE_UNDERLINE)
        fputs(" text-decoration=\"underline\"", out);
    fputc('>', out);
    for (int i = 0; i < run.length; i++) {
        const struct cell *cell = cell_at(picture, run.x + i, run.y);
        if (cell->glyph)
            print_escaped(out, cell->glyph);
        if (cell->mark)
            print_escaped(out, cell->mark);
    }
    fputs("</text>\n", out);
}

static void draw_row(const struct picture *picture, int y)
{
    int x = 0;
    while (x < picture->canvas->columns) {
        if (shape_at(picture, x, y).kind != GLYPH_TEXT) {
            x += draw_shapes(picture, x, y);
            continue;
        }
        struct run run = {x, y, text_length(picture, x, y)};
        if (run.length)
            draw_text(picture, run);
        x += run.length ? run.length : 1;
    }
}

static bool is_dot(const struct stroke *stroke)
{
    return stroke->x0 == stroke->x1 && stroke->y0 == stroke->y1;
}

/* Strokes that one path can hold: those that go on where the one before them ends are one line. */
static bool joins(const struct stroke *a, const struct stroke *b)
{
    return style_equal(a->style, b->style) && a->dashed == b->dashed && is_dot(a) == is_dot(b);
}

static long across(double cells)
{
    return lround(cells * UNIT_WIDTH);
}

static long down(double cells)
{
    return lround(cells * UNIT_HEIGHT);
}

static void open_strokes(const struct picture *picture, const struct stroke *stroke)
{
    fputs("<path", picture->out);
    print_ink(picture, stroke->style, "stroke");
    if (is_dot(stroke))
        fputs(" stroke-width=\"11\" stroke-linecap=\"round\"", picture->out);
    else
        fprintf(picture->out, " stroke-width=\"%d\" stroke-linejoin=\"round\"", stroke->dashed ? 2 : 4);
    if (stroke->dashed)
        fputs(" stroke-dasharray=\"6 6\"", picture->out);
    fputs(" d=\"", picture->out);
}

static void draw_strokes(const struct picture *picture)
{
    const struct stroke *strokes = picture->canvas->strokes;
    size_t count = picture->canvas->stroke_count;

    for (size_t i = 0; i < count; i++) {
        const struct stroke *stroke = &strokes[i], *before = i > 0 ? &strokes[i - 1] : NULL;
        bool opens = !before || !joins(before, stroke);

        if (opens)
            open_strokes(picture, stroke);
        if (opens || stroke->x0 != before->x1 || stroke->y0 != before->y1)
            fprintf(picture->out, "M%ld %ld", across(stroke->x0), down(stroke->y0));
        if (is_dot(stroke))
            fputs("h0", picture->out);
        else
            fprintf(picture->out, "L%ld %ld", across(stroke->x1), down(stroke->y1));
        if (i + 1 == count || !joins(stroke, &strokes[i + 1]))
            fputs("\"/>\n", picture->out);
    }
}

static void draw_head(const struct picture *picture, const char *title)
{
    FILE *out = picture->out;
    int columns = picture->canvas->columns, rows = picture->canvas->rows;
    fprintf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%d\" height=\"%d\""
        " viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"26.5\""
        " xml:space=\"preserve\" fill=\"none\">\n<title>",
        columns * UNIT_WIDTH / 2, rows * UNIT_HEIGHT / 2, columns * UNIT_WIDTH, rows * UNIT_HEIGHT);
    struct text_reader reader = {.next = title ? title : ""};
    for (char32_t character; (character = text_next(&reader));)
        print_escaped(out, character);
    fprintf(out, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", columns * UNIT_WIDTH,
            rows * UNIT_HEIGHT, default_ground[picture->light]);
}

bool canvas_svg(const struct canvas *canvas, bool light, const char *title, FILE *out)
{
    struct picture picture = {canvas, out, light};
    draw_head(&picture, title);
    fputs("<g shape-rendering=\"crispEdges\">\n", out);
    draw_grounds(&picture);
    fputs("</g>\n", out);
    for (int y = 0; y < canvas->rows; y++)
        draw_row(&picture, y);
    draw_strokes(&picture);
    fputs("</svg>\n", out);
    return fflush(out) == 0 && !ferror(out);
}
