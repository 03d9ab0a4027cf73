#include "tui/yaml_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/text_file.h"
#include "tui/text.h"

/* Whether nobody could take it for something else: no number, no word of YAML, no punctuation with a meaning.
 */
static bool is_plain(const char *text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "auto"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0)
            return false;
    return *text && strchr(letters, *text) &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-")] == '\0';
}

/* Whether a character looks like itself wherever it stands. */
static bool is_shown(const char *utf8, size_t size)
{
    char alone[8] = "";
    struct text_reader reader = {.next = alone};
    char bytes[5];

    memcpy(alone, utf8, size);
    text_encode(text_next(&reader), bytes);
    return strcmp(bytes, alone) == 0 && !*reader.next;
}

static int write_character(FILE *out, const char *utf8, size_t size, uint32_t character)
{
    if (character == '"' || character == '\\')
        return fprintf(out, "\\%c", (int)character);
    if (is_shown(utf8, size))
        return fprintf(out, "%.*s", (int)size, utf8);
    return fprintf(out,
                   character < 0x100     ? "\\x%02X"
                   : character < 0x10000 ? "\\u%04X"
                                         : "\\U%08X",
                   character);
}

int yaml_write_quoted(FILE *out, const char *utf8)
{
    int written = fprintf(out, "\"");
    size_t left = strlen(utf8), size;
    uint32_t character;

    for (; left > 0 && (size = utf8_decode(utf8, left, &character)) > 0; utf8 += size, left -= size)
        written += write_character(out, utf8, size, character);
    return written + fprintf(out, "\"");
}

int yaml_write_text(FILE *out, const char *utf8)
{
    return is_plain(utf8) ? fprintf(out, "%s", utf8) : yaml_write_quoted(out, utf8);
}
