#include "engine/pickle_text.h"

#include <stdlib.h>
#include <string.h>

#define BUFFER_BYTES ((size_t)64 * 1024)

static int digit_value(unsigned char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit |= 0x20;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : 16;
}

/* `count` digits of this base; false where they are not. */
static bool read_digits(const unsigned char *at, size_t count, int base, uint32_t *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (digit_value(at[i]) >= base)
            return false;
        *number = *number * (uint32_t)base + (uint32_t)digit_value(at[i]);
    }
    return true;
}

static size_t decode_utf8(const unsigned char *at, size_t there, uint32_t *character)
{
    size_t length = at[0] < 0x80   ? 1
                    : at[0] < 0xc2 ? 0
                    : at[0] < 0xe0 ? 2
                    : at[0] < 0xf0 ? 3
                    : at[0] < 0xf5 ? 4
                                   : 0;

    if (length == 0 || length > there)
        return 0;
    *character = length == 1 ? at[0] : at[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        *character = *character << 6 | (at[i] & 0x3f);
    }
    return length;
}

static size_t decode_escaped(const unsigned char *at, size_t there, uint32_t *character)
{
    static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
    const char *letter;

    *character = at[0];
    if (at[0] != '\\')
        return 1;
    if (there >= 4 && at[1] == 'x' && read_digits(at + 2, 2, 16, character))
        return 4;
    if (there >= 4 && read_digits(at + 1, 3, 8, character))
        return 4;
    if (there >= 2 && at[1] && (letter = strchr(letters, at[1]))) {
        *character = (unsigned char)meanings[letter - letters];
        return 2;
    }
    return 0;
}

static size_t decode_escaped_unicode(const unsigned char *at, size_t there, uint32_t *character)
{
    *character = at[0];
    if (at[0] != '\\')
        return 1;
    if (there >= 6 && at[1] == 'u' && read_digits(at + 2, 4, 16, character))
        return 6;
    if (there >= 10 && at[1] == 'U' && read_digits(at + 2, 8, 16, character) && *character < 0x110000)
        return 10;
    *character = '\\';
    return 1;
}

size_t pickle_decode(enum pickle_encoding encoding, const unsigned char *at, size_t there,
                     uint32_t *character)
{
    switch (encoding) {
    case PICKLE_UTF8:
        return decode_utf8(at, there, character);
    case PICKLE_ESCAPED:
        return decode_escaped(at, there, character);
    case PICKLE_ESCAPED_UNICODE:
        return decode_escaped_unicode(at, there, character);
    default:
        *character = at[0];
        return 1;
    }
}

struct text_bytes {
    struct bytes base;
    struct bytes *inner;
    const struct pickle_text *text;
    uint64_t decoded, raw; /* how far it is decoded, and where that is in the text */
    size_t there;          /* bytes in the buffer, from `raw` on ... */
    size_t at;             /* ... after these */
    unsigned char *buffer;
};

/* More of the encoded text, keeping what is left. */
static bool refill(struct text_bytes *bytes, struct cca_error *error)
{
    const struct pickle_text *text = bytes->text;
    size_t kept = bytes->there - bytes->at;
    uint64_t rest = text->size - bytes->raw - kept;
    size_t wanted = rest < BUFFER_BYTES - kept ? (size_t)rest : BUFFER_BYTES - kept;
    ssize_t got;

    memmove(bytes->buffer, bytes->buffer + bytes->at, kept);
    bytes->at = bytes->there = 0;
    got = bytes_read(bytes->inner, text->offset + bytes->raw + kept, bytes->buffer + kept, wanted, error);
    if (got < 0)
        return false;
    bytes->there = kept + (size_t)got;
    return true;
}

/* Decodes at most `count` bytes to `to`, or nowhere when that is NULL; returns how many, -1 on failure. */
static ssize_t decode(struct text_bytes *bytes, unsigned char *to, size_t count, struct cca_error *error)
{
    size_t done = 0;

    while (done < count && bytes->raw < bytes->text->size) {
        uint32_t character;
        size_t length;

        if (bytes->there - bytes->at < PICKLE_LONGEST &&
            bytes->raw + (bytes->there - bytes->at) < bytes->text->size && !refill(bytes, error))
            return -1;
        if (bytes->at == bytes->there)
            break;
        length = pickle_decode(bytes->text->encoding, bytes->buffer + bytes->at, bytes->there - bytes->at,
                               &character);
        if (length == 0 || character > 0xff) {
            cca_fail(error, CCA_REFUSED, "%s: damaged pickle: text that stands for no bytes; save it again",
                     bytes->base.name);
            return -1;
        }
        if (to)
            to[done] = (unsigned char)character;
        done++;
        bytes->at += length;
        bytes->raw += length;
    }
    bytes->decoded += done;
    return (ssize_t)done;
}

static ssize_t read_encoded(struct text_bytes *bytes, uint64_t offset, void *to, size_t size,
                            struct cca_error *error)
{
    if (offset < bytes->decoded)
        bytes->decoded = bytes->raw = bytes->at = bytes->there = 0;
    while (bytes->decoded < offset) {
        uint64_t rest = offset - bytes->decoded;
        ssize_t skipped = decode(bytes, NULL, rest < SIZE_MAX / 2 ? (size_t)rest : SIZE_MAX / 2, error);

        if (skipped <= 0)
            return skipped;
    }
    return decode(bytes, to, size, error);
}

static ssize_t text_read(struct bytes *base, uint64_t offset, void *to, size_t size, struct cca_error *error)
{
    struct text_bytes *bytes = (struct text_bytes *)base;

    if (offset >= base->size)
        return 0;
    if (size > base->size - offset)
        size = (size_t)(base->size - offset);
    if (bytes->text->encoding == PICKLE_RAW)
        return bytes_read(bytes->inner, bytes->text->offset + offset, to, size, error);
    return read_encoded(bytes, offset, to, size, error);
}

static void text_close(struct bytes *base)
{
    free(((struct text_bytes *)base)->buffer);
    free(base);
}

static const struct bytes_class text_class = {text_read, text_close};

struct bytes *pickle_text_bytes(struct bytes *inner, const struct pickle_text *text, struct cca_error *error)
{
    struct text_bytes *bytes = calloc(1, sizeof *bytes);

    if (bytes && (text->encoding == PICKLE_RAW || (bytes->buffer = malloc(BUFFER_BYTES)))) {
        bytes->base = (struct bytes){&text_class, inner->name, text->length,
                                     inner->forward_only || text->encoding != PICKLE_RAW};
        bytes->inner = inner;
        bytes->text = text;
        return &bytes->base;
    }
    free(bytes);
    cca_fail_memory(error, inner->name, BUFFER_BYTES);
    return NULL;
}
