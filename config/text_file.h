/* A text file on its way to the YAML parser: read with a limit, and looked through for what no parser should
 * see. */
#ifndef CCASCOPE_CONFIG_TEXT_FILE_H
#define CCASCOPE_CONFIG_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/diagnostics.h"

#define TEXT_FILE_LARGEST ((size_t)16 << 20)

struct text_file {
    char *text; /* not NUL-terminated; freed by the caller */
    size_t length;
};

/* Reads a file, pipe or device of at most TEXT_FILE_LARGEST bytes; false, with an error without place, when
 * it cannot be read or is larger (the rest is not read). */
bool text_file_read(const char *path, struct text_file *file, struct diagnostics *diagnostics);

/* True when the text is UTF-8 (with or without byte order mark) of characters that YAML allows; else an error
 * with the place of the first that is not. */
bool text_file_check(const char *text, size_t length, struct diagnostics *diagnostics);

/* Bytes of the UTF-8 character that begins a text of `left` bytes (at least one); 0 when it is none
 * (overlong, surrogate, beyond U+10FFFF, cut off). */
size_t utf8_decode(const void *text, size_t left, uint32_t *character);

#endif
