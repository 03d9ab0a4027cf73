#include <criterion/criterion.h>
#include <stdlib.h>

#include "golden.h"
#include "tui/canvas_print.h"
#include "tui/palette.h"

static char *print(const struct canvas *canvas, enum colour_depth depth)
{
    struct look look = {.depth = depth, .unicode = true};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(canvas_print(canvas, &look, out));
    fclose(out);
    return text;
}

static void expect(const struct canvas *canvas, enum colour_depth depth, const char *expected)
{
    char *text = print(canvas, depth);
    cr_expect_str_eq(text, expected);
    free(text);
}

static struct canvas *coloured(void)
{
    struct canvas *canvas = canvas_create(6, 4);
    struct style data = {COLOUR_RGB(0, 0, 0), COLOUR_RGB(255, 135, 0), 0};
    struct style chrome = {COLOUR_ANSI(12), COLOUR_DEFAULT, ATTRIBUTE_BOLD | ATTRIBUTE_UNDERLINE};
    canvas_text(canvas, 0, 0, 2, data, "ab");
    canvas_text(canvas, 3, 0, 3, chrome, "cd");
    canvas_text(canvas, 1, 2, 2, (struct style){.attributes = ATTRIBUTE_DIM | ATTRIBUTE_REVERSE}, "  ");
    return canvas;
}

Test(canvas_print, speaks_every_depth)
{
    static const char *const expected[] = {
        [DEPTH_NONE] = "ab cd\n\n\n",
        [DEPTH_8] = "\033[0;30;41mab\033[0m \033[0;1;4;34mcd\033[0m\n\n \033[0;2;7m  \033[0m\n",
        [DEPTH_16] = "\033[0;30;41mab\033[0m \033[0;1;4;94mcd\033[0m\n\n \033[0;2;7m  \033[0m\n",
        [DEPTH_256] = "\033[0;38;5;16;48;5;208mab\033[0m \033[0;1;4;94mcd\033[0m\n\n \033[0;2;7m  \033[0m\n",
        [DEPTH_DIRECT] =
            "\033[0;38;2;0;0;0;48;2;255;135;0mab\033[0m \033[0;1;4;94mcd\033[0m\n\n \033[0;2;7m  \033[0m\n",
    };
    struct canvas *canvas = coloured();
    for (int depth = DEPTH_8; depth <= DEPTH_DIRECT; depth++)
        expect(canvas, (enum colour_depth)depth, expected[depth]);
    canvas_free(canvas);
}

Test(canvas_print, leaves_out_what_is_empty)
{
    struct canvas *canvas = canvas_create(10, 5);
    expect(canvas, DEPTH_DIRECT, "");
    canvas_text(canvas, 2, 1, 5, (struct style){0}, "x");
    canvas_put(canvas, 9, 1, ' ', (struct style){.foreground = COLOUR_ANSI(1), .attributes = ATTRIBUTE_BOLD});
    expect(canvas, DEPTH_DIRECT, "\n  x\n");
    canvas_free(canvas);
}

Test(canvas_print, writes_no_escape_without_depth)
{
    struct canvas *canvas = coloured();
    canvas_text(canvas, 0, 3, 6, (struct style){0}, "\033[1m");
    char *text = print(canvas, DEPTH_NONE);
    for (char *c = text; *c; c++)
        cr_expect(*c != '\033');
    free(text);
    canvas_free(canvas);
}

Test(canvas_print, writes_wide_glyphs_and_marks_once)
{
    struct canvas *canvas = canvas_create(6, 1);
    canvas_text(canvas, 0, 0, 6, (struct style){0}, "層e\xCC\x81z");
    expect(canvas, DEPTH_NONE, "層e\xCC\x81z\n");
    canvas_free(canvas);
}

Test(canvas_print, reports_failure)
{
    struct canvas *canvas = coloured();
    struct look look = {.depth = DEPTH_NONE};
    FILE *full = fopen("/dev/full", "w");
    if (full) {
        cr_expect_not(canvas_print(canvas, &look, full));
        fclose(full);
    }
    canvas_free(canvas);
}
