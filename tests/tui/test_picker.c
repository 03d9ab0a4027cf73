/* A list that typing narrows. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "tui/keymap.h"
#include "tui/picker.h"

static const char *const words[] = {"measure cka", "measure cca", "measure pwcca", "view layers",
                                    "layer conv1", "layer conv2", "layer fc",      "quit",
                                    "filter",      "find",        "find-previous", "palette grey",
                                    "zoom-in",     "zoom-out",    "zoom-all"};

static const char *word(void *context, size_t item, char *buffer, size_t size)
{
    (void)context, (void)buffer, (void)size;
    return words[item];
}

static const char *note(void *context, size_t item, char *buffer, size_t size)
{
    (void)context;
    snprintf(buffer, size, "number %zu", item);
    return buffer;
}

static const struct picker_source source = {sizeof words / sizeof *words, word, note, NULL};

static void type(struct picker *picker, const char *text)
{
    for (; *text; text++)
        cr_assert_eq(picker_key(picker, &source, *text), PICKER_GOES_ON);
}

static const char *selected(const struct picker *picker)
{
    size_t item = picker_item(picker);

    return item == SIZE_MAX ? "nothing" : words[item];
}

Test(picker, starts_with_all_at_the_present_one)
{
    struct picker picker = {0};

    picker_open(&picker, &source, 4);
    cr_expect_eq(picker.match_count, source.count);
    cr_expect_str_eq(selected(&picker), "layer conv1");
    picker_key(&picker, &source, INPUT_DOWN);
    cr_expect_str_eq(selected(&picker), "layer conv2");
    for (int i = 0; i < 100; i++)
        picker_key(&picker, &source, INPUT_UP);
    cr_expect_str_eq(selected(&picker), "measure cka");
    for (int i = 0; i < 100; i++)
        picker_key(&picker, &source, INPUT_PAGE_DOWN);
    cr_expect_str_eq(selected(&picker), "zoom-all");
    picker_close(&picker);
}

/* What begins with the words comes before what only has them. */
Test(picker, narrows_to_the_best)
{
    static const struct {
        const char *typed, *selected;
        size_t count;
    } cases[] = {
        {"layer", "layer conv1", 4}, {"fc", "layer fc", 1},          {"conv 2", "layer conv2", 1},
        {"find", "find", 2},         {"find-", "find-previous", 1},  {"cka", "measure cka", 1},
        {"zoom !in", "zoom-out", 2}, {"cca|cka", "measure cka", 3},  {"q", "quit", 1},
        {"QUIT", "nothing", 0},      {"nothing here", "nothing", 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct picker picker = {0};

        picker_open(&picker, &source, SIZE_MAX);
        type(&picker, cases[i].typed);
        cr_expect_str_eq(selected(&picker), cases[i].selected, "%s: %s", cases[i].typed, selected(&picker));
        cr_expect_eq(picker.match_count, cases[i].count, "%s: %zu", cases[i].typed, picker.match_count);
        picker_close(&picker);
    }
}

Test(picker, completes_and_ends)
{
    struct picker picker = {0};

    picker_open(&picker, &source, SIZE_MAX);
    type(&picker, "conv");
    picker_key(&picker, &source, INPUT_DOWN);
    picker_key(&picker, &source, INPUT_TAB);
    cr_expect_str_eq(picker.prompt.text, "layer conv2");
    cr_expect_eq(picker.match_count, 1);
    cr_expect_eq(picker_key(&picker, &source, INPUT_ENTER), PICKER_CHOSEN);
    cr_expect_str_eq(selected(&picker), "layer conv2");
    cr_expect_eq(picker_key(&picker, &source, INPUT_ESCAPE), PICKER_LEFT);
    picker_close(&picker);
}

Test(picker, is_drawn)
{
    struct look look = {.depth = DEPTH_NONE, .unicode = true};
    struct canvas *canvas = canvas_create(60, 10);
    struct picker picker = {0};
    struct rectangle list;

    picker_open(&picker, &source, 12);
    list = picker_draw(canvas, &look, (struct rectangle){0, 0, 60, 10}, "commands", ":", &picker, &source);
    golden_check(canvas, "picker_60x10");
    cr_expect_eq(picker_item_at(&picker, list, list.y), picker.first);
    cr_expect_eq(picker_item_at(&picker, list, list.y + list.height), SIZE_MAX);
    cr_expect_eq(picker_item_at(&picker, list, list.y - 1), SIZE_MAX);
    type(&picker, "layer");
    canvas_clear(canvas);
    list = picker_draw(canvas, &look, (struct rectangle){0, 0, 60, 10}, "commands", ":", &picker, &source);
    golden_check(canvas, "picker_narrowed_60x10");
    cr_expect_eq(picker_item_at(&picker, list, list.y + 2), 6, "the third match");
    cr_expect_str_eq(selected(&picker), "layer fc");
    cr_expect_eq(picker_item_at(&picker, list, list.y + 5), SIZE_MAX, "an empty row");
    picker_close(&picker);
    canvas_free(canvas);
}

/* At any size: the selection in view, nothing outside. */
Test(picker, stays_within_its_area)
{
    struct look look = {.depth = DEPTH_NONE, .unicode = true};
    struct picker picker = {0};

    picker_open(&picker, &source, SIZE_MAX);
    for (int rows = 1; rows < 20; rows++)
        for (int columns = 1; columns < 70; columns += 3) {
            struct canvas *canvas = canvas_create(columns + 2, rows + 2);

            picker.selected = (size_t)(rows * columns) % source.count;
            picker_draw(canvas, &look, (struct rectangle){1, 1, columns, rows}, "commands", ":", &picker,
                        &source);
            for (int y = 0; y < rows + 2; y++)
                for (int x = 0; x < columns + 2; x++)
                    cr_assert((x >= 1 && x <= columns && y >= 1 && y <= rows) ||
                                  canvas_at(canvas, x, y)->glyph == ' ',
                              "%d × %d: at %d, %d", columns, rows, x, y);
            if (rows > 2)
                cr_assert(picker.selected >= picker.first && picker.selected < picker.first + picker.visible);
            canvas_free(canvas);
        }
    picker_close(&picker);
}
