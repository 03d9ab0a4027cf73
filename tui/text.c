#include "tui/text.h"

#include <stdlib.h>
#include <string.h>

/* Characters that are valid but must not be shown as they are: invisible, or changing what stands around
 * them. */
static const struct {
    char32_t first, last;
} hidden[] = {
    {0x80, 0x9F},       /* C1 */
    {0xAD, 0xAD},       /* soft hyphen */
    {0x34F, 0x34F},     /* grapheme joiner */
    {0x61C, 0x61C},     /* Arabic letter mark */
    {0x115F, 0x1160},   /* Hangul fillers */
    {0x17B4, 0x17B5},   /* invisible Khmer vowels */
    {0x180E, 0x180E},   /* Mongolian vowel separator */
    {0x200B, 0x200F},   /* zero width, marks of direction */
    {0x2028, 0x202E},   /* line and paragraph separator, bidi embeddings and overrides */
    {0x2060, 0x206F},   /* word joiner, invisible operators, bidi isolates, deprecated formats */
    {0x2630, 0x2637},   /* trigrams: one column or two */
    {0x268A, 0x268F},   /* monograms, digrams: likewise */
    {0x3164, 0x3164},   /* Hangul filler */
    {0x3248, 0x324F},   /* circled numbers on black: likewise */
    {0x4DC0, 0x4DFF},   /* hexagrams: one column or two */
    {0xE000, 0xF8FF},   /* private use */
    {0xFDD0, 0xFDEF},   /* noncharacters */
    {0xFEFF, 0xFEFF},   /* byte order mark */
    {0xFFA0, 0xFFA0},   /* halfwidth Hangul filler */
    {0xFFF0, 0xFFFC},   /* annotations, object replacement */
    {0x13430, 0x1343F}, /* joiners of hieroglyphs */
    {0x1BCA0, 0x1BCA3}, /* shorthand formats */
    {0x1D173, 0x1D17A}, /* musical formats */
    {0x1D300, 0x1D376}, /* tetragrams, counting rods: one column or two */
    {0x1F1E6, 0x1F1FF}, /* halves of flags: of two, some terminals make one */
    {0x1F3FB, 0x1F3FF}, /* colours of skin: what they follow may or may not take them in */
    {0xE0000, 0xE00FF}, /* tags */
    {0xE01F0, 0xE0FFF}, {0xF0000, 0x10FFFF}, /* private use */
};

static bool is_hidden(char32_t character)
{
    if ((character & 0xFFFE) == 0xFFFE || !text_is_assigned(character))
        return true;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && character >= hidden[i].first; i++)
        if (character <= hidden[i].last)
            return true;
    return false;
}

static bool is_variation_selector(char32_t character)
{
    return (character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF) ||
           (character >= 0x180B && character <= 0x180F && character != 0x180E);
}

/* One character of UTF-8, not sanitised; U+FFFD for the first byte when it starts no valid character. */
static char32_t decode(const char **text)
{
    static const char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)*text;
    int length = byte[0] < 0x80             ? 1
                 : byte[0] < 0xC0           ? 0
                 : (byte[0] & 0xE0) == 0xC0 ? 2
                 : (byte[0] & 0xF0) == 0xE0 ? 3
                 : (byte[0] & 0xF8) == 0xF0 ? 4
                                            : 0;
    char32_t character = length == 1 ? byte[0] : byte[0] & (0x7Fu >> length);
    int read = 1;
    while (read < length && (byte[read] & 0xC0) == 0x80)
        character = character << 6 | (byte[read++] & 0x3F);
    bool valid = read == length && character >= smallest[length] && character <= 0x10FFFF &&
                 (character < 0xD800 || character > 0xDFFF);
    *text += valid ? length : 1;
    return valid ? character : TEXT_REPLACEMENT;
}

static char32_t base(struct text_reader *reader, char32_t character)
{
    reader->has_base = true;
    reader->has_mark = false;
    return character;
}

char32_t text_next(struct text_reader *reader)
{
    if (reader->held) {
        char32_t held = reader->held;
        reader->held = 0;
        return held;
    }
    while (*reader->next) {
        char32_t character = decode(&reader->next);
        if (is_variation_selector(character))
            continue;
        if (character < 0x20 || character == 0x7F) {
            reader->held = character ^ 0x40;
            return base(reader, '^');
        }
        if (is_hidden(character))
            return base(reader, TEXT_REPLACEMENT);
        if (text_width(character) > 0)
            return base(reader, character);
        if (!reader->has_base)
            return base(reader, TEXT_REPLACEMENT);
        if (!reader->has_mark) {
            reader->has_mark = true;
            return character;
        }
    }
    return 0;
}

int text_columns(const char *utf8)
{
    struct text_reader reader = {.next = utf8};
    int columns = 0;
    for (char32_t character; (character = text_next(&reader));)
        columns += text_width(character);
    return columns;
}

int text_encode(char32_t character, char *out)
{
    int length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (int i = length - 1; i > 0; i--, character >>= 6)
        out[i] = (char)(0x80 | (character & 0x3F));
    out[0] = (char)(lead[length] | character);
    out[length] = '\0';
    return length;
}

void text_print(FILE *out, const char *utf8)
{
    struct text_reader reader = {.next = utf8};
    char bytes[5];
    for (char32_t character; (character = text_next(&reader));) {
        text_encode(character, bytes);
        fputs(bytes, out);
    }
}

/* A text being written into memory of a fixed size. */
struct sink {
    char *out;
    size_t size, used;
    int columns;
};

/* False when the character does not fit any more; then nothing after it does. */
static bool sink_add(struct sink *sink, char32_t character)
{
    char bytes[5];
    size_t length = (size_t)text_encode(character, bytes);
    if (sink->used + length >= sink->size) {
        sink->size = 0;
        return false;
    }
    memcpy(sink->out + sink->used, bytes, length + 1);
    sink->used += length;
    sink->columns += text_width(character);
    return true;
}

/* Writes the characters of a text that lie wholly within the columns [from, to). */
static void sink_text(struct sink *sink, const char *utf8, int from, int to)
{
    struct text_reader reader = {.next = utf8};
    int column = 0;
    bool inside = false;
    for (char32_t character; (character = text_next(&reader)) && column <= to;) {
        int width = text_width(character);
        if (width > 0)
            inside = column >= from && column + width <= to;
        if (inside && !sink_add(sink, character))
            return;
        column += width;
    }
}

void text_print_formatted(FILE *out, const char *format, va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    text_print(out, text ? text : "not enough memory for the message");
    free(text);
}

char *text_sanitised(const char *utf8)
{
    /* One byte may become three (U+FFFD); two (^X) are fewer. */
    size_t size = strlen(utf8) * 3 + 1;
    char *copy = malloc(size);
    if (!copy)
        return NULL;
    *copy = '\0';
    struct sink sink = {.out = copy, .size = size};
    struct text_reader reader = {.next = utf8};
    for (char32_t character; (character = text_next(&reader));)
        sink_add(&sink, character);
    return copy;
}

int text_abbreviate(char *out, size_t size, const char *utf8, int width, const char *ellipsis)
{
    struct sink sink = {.out = out, .size = size};
    if (size)
        *out = '\0';
    int columns = text_columns(utf8);
    if (columns <= width) {
        sink_text(&sink, utf8, 0, columns);
        return sink.columns;
    }
    int kept = width - text_columns(ellipsis);
    if (kept < 0)
        return 0;
    sink_text(&sink, utf8, 0, (kept + 1) / 2);
    sink_text(&sink, ellipsis, 0, width);
    sink_text(&sink, utf8, columns - kept / 2, columns);
    return sink.columns;
}

char *text_abbreviated(const char *utf8, int width, const char *ellipsis)
{
    size_t size = TEXT_BYTES(width > 0 ? width : 0) + strlen(ellipsis) * 3;
    char *out = malloc(size);
    if (out)
        text_abbreviate(out, size, utf8, width, ellipsis);
    return out;
}
