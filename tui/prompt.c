#include "tui/prompt.h"

#include <string.h>

#include "tui/keymap.h"
#include "tui/style.h"
#include "tui/text.h"

#define CTRL(letter) ((letter) - 'A' + 1)

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The place one character before or after another. */
static size_t before(const struct prompt *prompt, size_t at)
{
    if (at > 0)
        at--;
    while (at > 0 && continues(prompt->text[at]))
        at--;
    return at;
}

static size_t after(const struct prompt *prompt, size_t at)
{
    if (prompt->text[at])
        at++;
    while (continues(prompt->text[at]))
        at++;
    return at;
}

/* The beginning of the word in front of the cursor. */
static size_t word_before(const struct prompt *prompt)
{
    size_t at = prompt->cursor;

    while (at > 0 && prompt->text[at - 1] == ' ')
        at--;
    while (at > 0 && prompt->text[at - 1] != ' ')
        at--;
    return at;
}

/* Takes the text from `from` up to `to` out. */
static enum prompt_outcome cut(struct prompt *prompt, size_t from, size_t to)
{
    memmove(prompt->text + from, prompt->text + to, strlen(prompt->text + to) + 1);
    prompt->cursor = from;
    return PROMPT_EDITED;
}

static enum prompt_outcome insert(struct prompt *prompt, int key)
{
    size_t used = strlen(prompt->text), length;
    char bytes[8];

    if (key < ' ' || (key >= 0x7F && key <= 0x9F) || key >= INPUT_NAMED)
        return PROMPT_UNUSED;
    length = (size_t)text_encode((char32_t)key, bytes);
    if (used + length >= sizeof prompt->text)
        return PROMPT_UNUSED;
    memmove(prompt->text + prompt->cursor + length, prompt->text + prompt->cursor, used - prompt->cursor + 1);
    memcpy(prompt->text + prompt->cursor, bytes, length);
    prompt->cursor += length;
    return PROMPT_EDITED;
}

static enum prompt_outcome move_to(struct prompt *prompt, size_t at)
{
    prompt->cursor = at;
    return PROMPT_MOVED;
}

enum prompt_outcome prompt_key(struct prompt *prompt, int key)
{
    size_t at = prompt->cursor;

    switch (key) {
    case INPUT_ENTER:
        return PROMPT_ENTERED;
    case INPUT_ESCAPE:
        return PROMPT_LEFT;
    case INPUT_BACKSPACE:
        return *prompt->text ? cut(prompt, before(prompt, at), at) : PROMPT_LEFT;
    case INPUT_DELETE:
        return cut(prompt, at, after(prompt, at));
    case INPUT_LEFT:
        return move_to(prompt, before(prompt, at));
    case INPUT_RIGHT:
        return move_to(prompt, after(prompt, at));
    case INPUT_HOME:
    case CTRL('A'):
        return move_to(prompt, 0);
    case INPUT_END:
    case CTRL('E'):
        return move_to(prompt, strlen(prompt->text));
    case CTRL('U'):
        return cut(prompt, 0, at);
    case CTRL('W'):
        return cut(prompt, word_before(prompt), at);
    case CTRL('K'):
        return cut(prompt, at, strlen(prompt->text));
    default:
        return insert(prompt, key);
    }
}

void prompt_copy(char *out, const char *text)
{
    size_t length = strlen(text);

    if (length >= PROMPT_SIZE)
        length = PROMPT_SIZE - 1;
    while (length > 0 && continues(text[length]))
        length--;
    memmove(out, text, length);
    out[length] = '\0';
}

void prompt_set(struct prompt *prompt, const char *text)
{
    prompt_copy(prompt->text, text);
    prompt->cursor = strlen(prompt->text);
}

/* The first byte to show, so that the text up to and with the cursor takes at most `width` columns. */
static size_t first_shown(const struct prompt *prompt, int width)
{
    char shown[PROMPT_SIZE];
    size_t first = 0;

    memcpy(shown, prompt->text, prompt->cursor);
    shown[prompt->cursor] = '\0';
    while (first < prompt->cursor && text_columns(shown + first) + 2 > width)
        first = after(prompt, first);
    return first;
}

void prompt_draw(struct canvas *canvas, struct rectangle line, const char *label, const struct prompt *prompt,
                 const char *hint)
{
    int x = line.x, end = line.x + line.width;
    char part[PROMPT_SIZE];
    size_t first, length;

    x += canvas_text(canvas, x, line.y, line.width, STYLE_KEY, label);
    first = first_shown(prompt, end - x);
    length = prompt->cursor - first;
    memcpy(part, prompt->text + first, length);
    part[length] = '\0';
    x += canvas_text(canvas, x, line.y, end - x, STYLE_PLAIN, part);
    length = after(prompt, prompt->cursor) - prompt->cursor;
    memcpy(part, prompt->text + prompt->cursor, length);
    part[length] = '\0';
    x += canvas_text(canvas, x, line.y, end - x, STYLE_CURSOR, length ? part : " ");
    x += canvas_text(canvas, x, line.y, end - x, STYLE_PLAIN, prompt->text + prompt->cursor + length);
    canvas_text(canvas, x + 2, line.y, end - x - 2, STYLE_DIM, hint);
}
