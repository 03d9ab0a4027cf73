/* A line of text being typed. */
#include <criterion/criterion.h>
#include <string.h>

#include "golden.h"
#include "tui/keymap.h"
#include "tui/prompt.h"

/* Types keys; the last outcome. */
static enum prompt_outcome type(struct prompt *prompt, const int *keys)
{
    enum prompt_outcome outcome = PROMPT_UNUSED;

    for (; *keys; keys++)
        outcome = prompt_key(prompt, *keys);
    return outcome;
}

#define TYPE(prompt, ...) type(prompt, (const int[]){__VA_ARGS__, 0})

Test(prompt, takes_and_removes_characters)
{
    struct prompt prompt = {0};

    cr_expect_eq(TYPE(&prompt, 'c', 0xe9, 0x5c64, 'z'), PROMPT_EDITED);
    cr_expect_str_eq(prompt.text, "cé層z");
    cr_expect_eq(TYPE(&prompt, INPUT_LEFT, INPUT_BACKSPACE), PROMPT_EDITED);
    cr_expect_str_eq(prompt.text, "céz");
    cr_expect_eq(TYPE(&prompt, INPUT_LEFT, INPUT_DELETE), PROMPT_EDITED);
    cr_expect_str_eq(prompt.text, "cz");
    cr_expect_eq(TYPE(&prompt, INPUT_HOME, 'a', INPUT_END, '!'), PROMPT_EDITED);
    cr_expect_str_eq(prompt.text, "acz!");
    cr_expect_eq(TYPE(&prompt, INPUT_RIGHT, INPUT_RIGHT), PROMPT_MOVED);
    cr_expect_eq(prompt.cursor, 4);
}

Test(prompt, knows_the_keys_of_a_shell)
{
    struct prompt prompt = {0};

    prompt_set(&prompt, "show only  conv ");
    cr_expect_eq(TYPE(&prompt, 'W' - '@'), PROMPT_EDITED);
    cr_expect_str_eq(prompt.text, "show only  ");
    TYPE(&prompt, 'A' - '@', INPUT_RIGHT, INPUT_RIGHT, 'U' - '@');
    cr_expect_str_eq(prompt.text, "ow only  ");
    TYPE(&prompt, INPUT_RIGHT, INPUT_RIGHT, 'K' - '@');
    cr_expect_str_eq(prompt.text, "ow");
    TYPE(&prompt, 'E' - '@', 'n');
    cr_expect_str_eq(prompt.text, "own");
}

Test(prompt, ends)
{
    struct prompt prompt = {0};

    prompt_set(&prompt, "x");
    cr_expect_eq(prompt_key(&prompt, INPUT_ENTER), PROMPT_ENTERED);
    cr_expect_eq(prompt_key(&prompt, INPUT_ESCAPE), PROMPT_LEFT);
    cr_expect_eq(prompt_key(&prompt, INPUT_BACKSPACE), PROMPT_EDITED);
    cr_expect_eq(prompt_key(&prompt, INPUT_BACKSPACE), PROMPT_LEFT, "a backspace in front of nothing");
}

/* Keys that type nothing leave the text as it is. */
Test(prompt, takes_only_characters)
{
    static const int keys[] = {1, 2, 26, 27, 0x7f, 0x80, 0x9b, INPUT_UP, INPUT_TAB, INPUT_NAMED_END};
    struct prompt prompt = {0};

    prompt_set(&prompt, "name");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        prompt_key(&prompt, keys[i]);
        cr_expect_str_eq(prompt.text, "name", "key %x", (unsigned)keys[i]);
    }
}

Test(prompt, overruns_nothing)
{
    struct prompt prompt = {0};
    char text[2 * PROMPT_SIZE];

    for (int i = 0; i < 2 * PROMPT_SIZE; i++)
        prompt_key(&prompt, 0x5c64);
    cr_expect_lt(strlen(prompt.text), PROMPT_SIZE);
    cr_expect_eq(strlen(prompt.text) % 3, 0);
    memset(text, 'x', sizeof text - 1);
    memcpy(text + PROMPT_SIZE - 2, "層", 3);
    text[sizeof text - 1] = '\0';
    prompt_set(&prompt, text);
    cr_expect_eq(strlen(prompt.text), PROMPT_SIZE - 2, "no half a character");
}

/* At every width the cursor is in view, and nothing is drawn beside the line. */
Test(prompt, draws_within_its_line)
{
    struct prompt prompt = {0};

    prompt_set(&prompt, "a long line of text with 層層 and \033[2J in it");
    for (int width = 1; width < 60; width++)
        for (int back = 0; back < 40; back++) {
            struct canvas *canvas = canvas_create(70, 3);
            bool cursor = false;

            prompt_set(&prompt, "a long line of text with 層層 and \033[2J in it");
            for (int i = 0; i < back; i++)
                prompt_key(&prompt, INPUT_LEFT);
            prompt_draw(canvas, (struct rectangle){5, 1, width, 1}, "label ", &prompt, "hint");
            for (int x = 0; x < 70; x++) {
                const struct cell *cell = canvas_at(canvas, x, 1);

                cr_assert((x >= 5 && x < 5 + width) || cell->glyph == ' ', "at %d of %d", x, width);
                cursor = cursor || cell->style.attributes & ATTRIBUTE_REVERSE;
            }
            cr_assert(cursor || width < 10, "no cursor in %d, %d back", width, back);
            canvas_free(canvas);
        }
}
