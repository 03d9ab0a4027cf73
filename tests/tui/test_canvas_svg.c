#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "tui/canvas_svg.h"
#include "tui/glyph.h"

static char *svg(const struct canvas *canvas, bool light, const char *title)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(canvas_svg(canvas, light, title, out));
    fclose(out);
    return text;
}

static struct canvas *picture(void)
{
    struct canvas *canvas = canvas_create(16, 6);
    struct style field = {COLOUR_RGB(255, 255, 255), COLOUR_RGB(68, 1, 84), 0};
    struct style half = {COLOUR_RGB(1, 2, 3), COLOUR_RGB(4, 5, 6), 0};
    canvas_fill(canvas, (struct rectangle){1, 1, 6, 3}, ' ', field);
    canvas_text(canvas, 2, 2, 4, field, "0.21");
    canvas_text(canvas, 8, 1, 8, (struct style){COLOUR_ANSI(2), 0, ATTRIBUTE_BOLD}, "a <&> b");
    canvas_text(canvas, 8, 2, 8, (struct style){.attributes = ATTRIBUTE_UNDERLINE | ATTRIBUTE_DIM},
                "層 e\xCC\x81");
    canvas_text(canvas, 8, 3, 8, (struct style){.attributes = ATTRIBUTE_REVERSE}, "back");
    const char32_t glyphs[] = U"▀▄▐▌░▒▓█▖▟⠁⣿┌━╯▁";
    for (int i = 0; i < 16; i++)
        canvas_put(canvas, i, 4, glyphs[i], half);
    return canvas;
}

Test(canvas_svg, matches_golden)
{
    struct canvas *canvas = picture();
    char *dark = svg(canvas, false, "a \"title\" <\033>"), *light = svg(canvas, true, NULL);
    golden_check_text(dark, "picture_dark.svg");
    golden_check_text(light, "picture_light.svg");
    free(dark);
    free(light);
    canvas_free(canvas);
}

Test(canvas_svg, escapes_and_sanitises)
{
    struct canvas *canvas = canvas_create(20, 1);
    canvas_text(canvas, 0, 0, 20, (struct style){0}, "</svg><script>");
    char *text = svg(canvas, false, "</title>\033&\xFF");
    cr_expect(strstr(text, "&lt;/svg&gt;&lt;script&gt;"));
    cr_expect(strstr(text, "<title>&lt;/title&gt;^[&amp;\xEF\xBF\xBD</title>"));
    cr_expect_not(strchr(text, '\033'));
    free(text);
    canvas_free(canvas);
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    while ((text = strstr(text, part))) {
        found++;
        text++;
    }
    return found;
}

Test(canvas_svg, merges_equal_backgrounds)
{
    struct canvas *canvas = canvas_create(40, 20);
    struct style a = {.background = COLOUR_RGB(1, 1, 1)}, b = {.background = COLOUR_RGB(2, 2, 2)};
    canvas_fill(canvas, (struct rectangle){2, 2, 10, 10}, ' ', a);
    canvas_fill(canvas, (struct rectangle){12, 2, 10, 10}, ' ', b);
    canvas_fill(canvas, (struct rectangle){2, 13, 10, 1}, ' ', a);
    canvas_fill(canvas, (struct rectangle){0, 14, 12, 2}, ' ', a);
    char *text = svg(canvas, false, "");
    cr_expect_eq(count(text, "<rect "), 1 + 4);
    cr_expect_eq(count(text, "<text"), 0);
    free(text);
    canvas_free(canvas);
}

Test(canvas_svg, draws_blocks_without_fonts)
{
    for (char32_t glyph = 0x2580; glyph <= 0x259F; glyph++) {
        struct glyph_shape shape = glyph_shape(glyph);
        int area = 0;
        cr_assert_eq(shape.kind, GLYPH_BOXES);
        for (int i = 0; i < shape.count; i++) {
            cr_assert(shape.boxes[i].x + shape.boxes[i].width <= GLYPH_WIDTH);
            cr_assert(shape.boxes[i].y + shape.boxes[i].height <= GLYPH_HEIGHT);
            area += shape.boxes[i].width * shape.boxes[i].height;
        }
        cr_assert(area > 0 && area <= GLYPH_WIDTH * GLYPH_HEIGHT);
    }
    for (char32_t glyph = 0x2800; glyph <= 0x28FF; glyph++) {
        struct glyph_shape shape = glyph_shape(glyph);
        cr_expect_eq(shape.kind, GLYPH_DOTS);
        cr_expect_eq(shape.count, __builtin_popcount(glyph & 0xFF));
    }
    cr_expect_eq(glyph_shape('a').kind, GLYPH_TEXT);
    cr_expect_eq(glyph_shape(U'─').kind, GLYPH_LINES);
    cr_expect_eq(glyph_shape(0x2594).boxes[0].height, 4);
    cr_expect_eq(glyph_shape(0x2582).boxes[0].height, 8);
    cr_expect_eq(glyph_shape(0x258F).boxes[0].width, 2);
}

/* Strokes that follow one another are one line, wherever between cells they lie; points are round. */
Test(canvas_svg, strokes_are_lines_over_the_cells)
{
    struct canvas *canvas = canvas_create(10, 5);
    struct style red = {.foreground = COLOUR_RGB(255, 0, 0)}, dim = {.attributes = ATTRIBUTE_DIM};
    char *text;

    canvas_stroke(canvas, (struct stroke){1, 1, 2.25, 3, false, red});
    canvas_stroke(canvas, (struct stroke){2.25, 3, 4, 3.5, false, red});
    canvas_stroke(canvas, (struct stroke){4, 3.5, 4, 3.5, false, red});
    canvas_stroke(canvas, (struct stroke){0, 0, 9, 0, true, dim});
    text = svg(canvas, true, NULL);
    cr_expect(
        strstr(text,
               "stroke=\"#ff0000\" stroke-width=\"4\" stroke-linejoin=\"round\" d=\"M16 32L36 96L64 112\"/>"),
        "%s", text);
    cr_expect(strstr(text, "stroke-linecap=\"round\" d=\"M64 112h0\"/>"), "%s", text);
    cr_expect(strstr(text, "stroke-dasharray=\"6 6\" d=\"M0 0L144 0\"/>"), "%s", text);
    free(text);
    canvas_clear(canvas);
    text = svg(canvas, true, NULL);
    cr_expect_not(strstr(text, "<path"), "they outlive canvas_clear");
    free(text);
    canvas_free(canvas);
}
