#include "tui/clipboard.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

/* Every line sanitised; malloc'ed. */
static char *sanitised_lines(const char *text)
{
    char *clean = NULL;
    size_t size;
    FILE *out = open_memstream(&clean, &size);

    while (out && *text) {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);

        text_print(out, line ? line : "");
        free(line);
        text += length;
        if (*text == '\n')
            fputc(*text++, out);
    }
    if (!out || fclose(out) != 0) {
        free(clean);
        return NULL;
    }
    return clean;
}

/* RFC 4648; returns the end. */
static char *encode(char *out, const char *bytes, size_t count)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = (const unsigned char *)bytes;

    for (size_t i = 0; i < count; i += 3) {
        size_t here = count - i < 3 ? count - i : 3;
        uint32_t group =
            (uint32_t)in[i] << 16 | (here > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (here > 2 ? in[i + 2] : 0u);

        *out++ = digits[group >> 18];
        *out++ = digits[group >> 12 & 63];
        *out++ = here > 1 ? digits[group >> 6 & 63] : '=';
        *out++ = here > 2 ? digits[group & 63] : '=';
    }
    return out;
}

char *clipboard_sequence(const char *text, size_t *length)
{
    static const char begin[] = "\033]52;c;", end[] = "\a";
    char *clean = sanitised_lines(text), *sequence = NULL, *at;
    size_t count = clean ? strlen(clean) : 0, encoded = (count + 2) / 3 * 4;

    *length = clean ? encoded : 0;
    if (clean && encoded <= CLIPBOARD_MOST && (sequence = malloc(encoded + sizeof begin + sizeof end))) {
        memcpy(sequence, begin, sizeof begin - 1);
        at = encode(sequence + sizeof begin - 1, clean, count);
        memcpy(at, end, sizeof end);
        *length = (size_t)(at - sequence) + sizeof end - 1;
    }
    free(clean);
    return sequence;
}
