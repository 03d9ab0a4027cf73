#include "engine/pickle_input.h"

#include <string.h>

bool pickle_input_damaged(const struct pickle_input *input)
{
    return cca_fail(input->pickle->error, CCA_REFUSED, "%s: damaged pickle, at byte %llu; save it again",
                    input->pickle->name, (unsigned long long)input->offset);
}

static bool cut_short(const struct pickle_input *input)
{
    return cca_fail(input->pickle->error, CCA_REFUSED,
                    "%s: cut short: the file ends inside its pickle; save it again", input->pickle->name);
}

/* Makes `wanted` bytes ready, or all that there are. */
static bool fill(struct pickle_input *input, size_t wanted)
{
    size_t kept = input->there - input->at;
    ssize_t got;

    if (kept >= wanted)
        return true;
    memmove(input->buffer, input->buffer + input->at, kept);
    input->at = input->there = 0;
    got = bytes_read(input->bytes, input->offset + kept, input->buffer + kept, sizeof input->buffer - kept,
                     input->pickle->error);
    if (got < 0)
        return false;
    input->there = kept + (size_t)got;
    return true;
}

/* The same, and it is an error when there are fewer. */
static bool need(struct pickle_input *input, size_t wanted)
{
    return fill(input, wanted) && (input->there - input->at >= wanted || cut_short(input));
}

static void advance(struct pickle_input *input, size_t count)
{
    input->at += count;
    input->offset += count;
}

bool pickle_input_number(struct pickle_input *input, size_t count, uint64_t *number)
{
    *number = 0;
    if (!need(input, count))
        return false;
    for (size_t i = count; i-- > 0;)
        *number = *number << 8 | input->buffer[input->at + i];
    advance(input, count);
    return true;
}

bool pickle_input_skip(struct pickle_input *input, uint64_t count)
{
    size_t there = input->there - input->at;

    if (count <= there) {
        advance(input, (size_t)count);
        return true;
    }
    input->at = input->there = 0;
    if (input->offset > input->bytes->size || count > input->bytes->size - input->offset)
        return cut_short(input);
    input->offset += count - 1;
    return need(input, 1) && pickle_input_skip(input, 1);
}

bool pickle_input_line(struct pickle_input *input, char *line, size_t size)
{
    const unsigned char *start, *end;

    if (!fill(input, size))
        return false;
    start = input->buffer + input->at;
    end = memchr(start, '\n', input->there - input->at < size ? input->there - input->at : size);
    if (!end)
        return input->there - input->at < size ? cut_short(input) : pickle_input_damaged(input);
    memcpy(line, start, (size_t)(end - start));
    line[end - start] = '\0';
    advance(input, (size_t)(end - start) + 1);
    return true;
}

/* UTF-8 of a character, or the byte itself where text is bytes. */
static size_t encode(enum pickle_encoding encoding, uint32_t character, char *to)
{
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};

    if (encoding == PICKLE_RAW || encoding == PICKLE_ESCAPED)
        length = 1;
    for (size_t i = length; i-- > 1; character >>= 6)
        to[i] = (char)(0x80 | (character & 0x3f));
    to[0] = (char)(first[length] | character);
    return length;
}

/* Room for the characters that are kept. */
struct keeper {
    char string[4 * PICKLE_KEPT + 1];
    size_t size;
};

static void keep(struct pickle_text *text, struct keeper *keeper, uint32_t character)
{
    if (text->length < PICKLE_KEPT)
        keeper->size += encode(text->encoding, character, keeper->string + keeper->size);
    text->length++;
    text->wide |= character > 0xff;
}

/* Decodes the next character, whose text has `rest` more bytes. */
static bool take_character(struct pickle_input *input, enum pickle_encoding encoding, uint64_t rest,
                           uint32_t *character, size_t *length)
{
    size_t there;

    if (!fill(input, PICKLE_LONGEST) || !need(input, 1))
        return false;
    there = input->there - input->at;
    *length =
        pickle_decode(encoding, input->buffer + input->at, there < rest ? there : (size_t)rest, character);
    if (*length == 0)
        return pickle_input_damaged(input);
    advance(input, *length);
    return true;
}

static struct pickle_text *finish(struct pickle_input *input, struct pickle_text *text,
                                  const struct keeper *keeper)
{
    char *string = pickle_allocate(input->pickle, keeper->size + 1);

    if (!string)
        return NULL;
    memcpy(string, keeper->string, keeper->size);
    text->string = string;
    text->kept = keeper->size;
    text->whole = text->length <= PICKLE_KEPT;
    return text;
}

static struct pickle_text *begin(struct pickle_input *input, enum pickle_encoding encoding,
                                 struct keeper *keeper)
{
    struct pickle_text *text = pickle_allocate(input->pickle, sizeof *text);

    keeper->size = 0;
    if (text) {
        text->encoding = encoding;
        text->offset = input->offset;
    }
    return text;
}

/* Passes over `rest` bytes of UTF-8 that are not kept, only counting their characters. */
static bool count_characters(struct pickle_input *input, struct pickle_text *text, uint64_t rest)
{
    while (rest > 0) {
        const unsigned char *at;
        size_t count;

        if (!need(input, 1))
            return false;
        at = input->buffer + input->at;
        count = input->there - input->at < rest ? input->there - input->at : (size_t)rest;
        for (size_t i = 0; i < count; i++) {
            text->length += (at[i] & 0xc0) != 0x80;
            text->wide |= at[i] > 0xc3; /* the first byte of a character beyond 255 */
        }
        advance(input, count);
        rest -= count;
    }
    return true;
}

struct pickle_text *pickle_input_text(struct pickle_input *input, enum pickle_encoding encoding,
                                      uint64_t size)
{
    struct keeper keeper;
    struct pickle_text *text = begin(input, encoding, &keeper);
    uint64_t rest = size;

    if (!text)
        return NULL;
    text->size = size;
    while (rest > 0 && text->length < PICKLE_KEPT) {
        uint32_t character;
        size_t length;

        if (!take_character(input, encoding, rest, &character, &length))
            return NULL;
        keep(text, &keeper, character);
        rest -= length;
    }
    if (encoding == PICKLE_UTF8)
        return count_characters(input, text, rest) ? finish(input, text, &keeper) : NULL;
    text->length += rest;
    return pickle_input_skip(input, rest) ? finish(input, text, &keeper) : NULL;
}

/* What Python's quotes enclose. */
static bool unquote(struct pickle_input *input, struct pickle_text *text, struct keeper *keeper,
                    uint64_t quote, uint32_t last)
{
    if ((quote != '\'' && quote != '"') || text->size == 0 || last != quote)
        return pickle_input_damaged(input);
    if (text->length <= PICKLE_KEPT)
        keeper->size--;
    text->length--;
    text->size--;
    return true;
}

struct pickle_text *pickle_input_text_line(struct pickle_input *input, enum pickle_encoding encoding)
{
    struct keeper keeper;
    struct pickle_text *text;
    uint32_t character = 0;
    uint64_t quote = 0;
    size_t length;

    if (encoding == PICKLE_ESCAPED && !pickle_input_number(input, 1, &quote))
        return NULL;
    if (!(text = begin(input, encoding, &keeper)))
        return NULL;
    for (;;) {
        uint32_t last = character;

        if (!take_character(input, encoding, UINT64_MAX, &character, &length))
            return NULL;
        if (length == 1 && character == '\n') {
            if (encoding == PICKLE_ESCAPED && !unquote(input, text, &keeper, quote, last))
                return NULL;
            return finish(input, text, &keeper);
        }
        keep(text, &keeper, character);
        text->size += length;
    }
}
