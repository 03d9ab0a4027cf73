#include "tui/test_card.h"

#include <stdio.h>

#include "tui/palette.h"
#include "tui/style.h"
#include "tui/text.h"

#define LEFT  13 /* columns of what stands before a line */
#define WIDTH 60

struct card {
    struct canvas *canvas;
    struct look look;
    int y;
};

static void label(struct card *card, const char *text)
{
    canvas_text(card->canvas, 0, card->y, LEFT - 1, STYLE_PLAIN, text);
}

/* A scale from one end to the other, with a digit every so often: they should be legible everywhere, and
 * lightness go one way (of the last scale, away from its middle). */
static void draw_scale(struct card *card, const char *name, bool diverging)
{
    bool coloured = palette_has_field(&card->look);

    label(card, name);
    for (int x = 0; x < WIDTH; x++) {
        double share = (x + 0.5) / WIDTH;
        struct style style = (diverging ? palette_diverging : palette_field)(&card->look, share);
        char32_t shade = (diverging ? palette_shade_diverging : palette_shade)(&card->look, share);

        canvas_put(card->canvas, LEFT + x, card->y,
                   x % 6 == 3 ? (char32_t)('0' + x / 6)
                   : coloured ? ' '
                              : shade,
                   style);
    }
    card->y++;
}

static void draw_scales(struct card *card)
{
    enum palette usual = card->look.palette;

    for (int palette = 0; palette < PALETTE_COUNT; palette++) {
        card->look.palette = (enum palette)palette;
        draw_scale(card, palette_name(card->look.palette), false);
    }
    card->look.palette = usual;
    draw_scale(card, "middle", true);
}

static void draw_curves(struct card *card)
{
    int x = LEFT;

    label(card, "curves");
    for (size_t i = 0; i < 6; i++) {
        struct style style = palette_curve(&card->look, i, 6);

        x += canvas_text(card->canvas, x, card->y, 4, style, card->look.unicode ? "━━━━" : "----");
        x += canvas_textf(card->canvas, x, card->y, 6, style, " %zu  ", i + 1);
    }
    card->y++;
}

static void draw_chrome(struct card *card)
{
    static const struct {
        const char *name;
        struct style style;
    } styles[] = {{"plain", {0}},
                  {"dim", {.attributes = ATTRIBUTE_DIM}},
                  {"bold", {.attributes = ATTRIBUTE_BOLD}},
                  {"cursor", {.attributes = ATTRIBUTE_REVERSE}},
                  {"heading", {COLOUR_ANSI(6), COLOUR_DEFAULT, ATTRIBUTE_BOLD}},
                  {"warning", {COLOUR_ANSI(3), COLOUR_DEFAULT, 0}},
                  {"error", {COLOUR_ANSI(1), COLOUR_DEFAULT, 0}}};
    int x = LEFT;

    label(card, "text");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        x += canvas_text(card->canvas, x, card->y, 10, styles[i].style, styles[i].name) + 2;
    card->y++;
}

/* Glyphs that stand for something else where there is only ASCII are not shown there. */
static void draw_glyphs(struct card *card)
{
    static const char *const rows[][2] = {
        {"braille", "⠁⠃⠇⡇⣇⣧⣷⣿ ⢀⡠⠔⠊⠉⠑⠢⢄⡀ ⣀⣤⣶⣿"},
        {"blocks", "▁▂▃▄▅▆▇█ ▏▎▍▌▋▊▉█ ░▒▓█ ▀▄▐▌"},
        {"lines", "┌──┬──┐ ├──┼──┤ └──┴──┘ │ ━ ╵╷╴╶ ┄"},
        {"signs", "↑↓←→ › × · ∅ … ● ▲"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows && card->look.unicode; i++) {
        label(card, rows[i][0]);
        canvas_text(card->canvas, LEFT, card->y++, WIDTH, STYLE_PLAIN, rows[i][1]);
    }
}

/* Names as manifests may have them: the bars behind should stand below one another. */
static void draw_names(struct card *card)
{
    static const char *const names[][2] = {{"ASCII", "conv1"},   {"combining", "re\u0301seau"},
                                           {"wide", "層一二"},   {"right-to-left", "שכבה 1"},
                                           {"emoji", "😀 dense"}, {"controls", "a\033[31mb\u202Ec"}};

    card->y++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++, card->y++) {
        label(card, names[i][0]);
        canvas_text(card->canvas, LEFT, card->y, 16, STYLE_PLAIN, names[i][1]);
        canvas_text(card->canvas, LEFT + 16, card->y, WIDTH - 16, STYLE_PLAIN,
                    card->look.unicode ? "│ 0.00  0.25" : "| 0.00  0.25");
    }
}

void test_card_draw(struct canvas *canvas, const struct look *look)
{
    struct card card = {canvas, *look, 0};

    draw_scales(&card);
    draw_curves(&card);
    draw_chrome(&card);
    draw_glyphs(&card);
    draw_names(&card);
}
