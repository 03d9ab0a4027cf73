/* Text and bytes in pickles. Every protocol writes them in its own way, and the values of an array may be
 * written in any of these; they are passed over while the pickle is read, and decoded when they are wanted.
 * Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_TEXT_H
#define CCASCOPE_ENGINE_PICKLE_TEXT_H

#include <stddef.h>

#include "engine/bytes.h"

enum pickle_encoding {
    PICKLE_RAW,            /* bytes as they are */
    PICKLE_UTF8,           /* bytes as the characters of the same number, in UTF-8 */
    PICKLE_ESCAPED,        /* Python 2's repr: \n, \x00 */
    PICKLE_ESCAPED_UNICODE /* raw-unicode-escape: \u0000 */
};

/* Characters of a text that are kept. */
#define PICKLE_KEPT 1024

struct pickle_text {
    enum pickle_encoding encoding;
    uint64_t offset, size; /* where it lies, encoded */
    uint64_t length;       /* characters, or bytes */
    bool wide;             /* some characters are no bytes */
    bool whole;            /* all of it is kept */
    const char *string;    /* what is kept: bytes, or characters in UTF-8; a NUL behind */
    size_t kept;           /* its length */
};

/* Decodes the character at `at`, of which `there` bytes may be read (at least PICKLE_LONGEST unless the text
 * ends); returns how many bytes it takes, 0 when it is malformed. */
size_t pickle_decode(enum pickle_encoding encoding, const unsigned char *at, size_t there,
                     uint32_t *character);
#define PICKLE_LONGEST 10

/* The bytes that a text stands for; `inner` is borrowed and outlives them. NULL with *error filled when
 * memory gives out. */
struct bytes *pickle_text_bytes(struct bytes *inner, const struct pickle_text *text, struct cca_error *error);

#endif
