/* The bytes of a pickle, one after the other. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_INPUT_H
#define CCASCOPE_ENGINE_PICKLE_INPUT_H

#include "engine/pickle_value.h"

struct pickle_input {
    struct pickle *pickle;
    struct bytes *bytes;
    uint64_t offset; /* of what is next */
    size_t at, there;
    unsigned char buffer[64 * 1024];
};

/* Each is false, with the error filled, when the bytes end before. */

/* `count` (1 to 8) bytes as a number, little endian. */
bool pickle_input_number(struct pickle_input *input, size_t count, uint64_t *number);
bool pickle_input_skip(struct pickle_input *input, uint64_t count);
/* A line without its end, at most size - 1 bytes. */
bool pickle_input_line(struct pickle_input *input, char *line, size_t size);
/* A text of `size` bytes, PICKLE_RAW or PICKLE_UTF8; or up to the end of the line, in Python's quotes where
 * it is PICKLE_ESCAPED. */
struct pickle_text *pickle_input_text(struct pickle_input *input, enum pickle_encoding encoding,
                                      uint64_t size);
struct pickle_text *pickle_input_text_line(struct pickle_input *input, enum pickle_encoding encoding);

/* Refuses the pickle at the place where it is. Returns false. */
bool pickle_input_damaged(const struct pickle_input *input);

#endif
