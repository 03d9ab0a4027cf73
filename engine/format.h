/* What a file format must be able to do; array.c has the table. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_FORMAT_H
#define CCASCOPE_ENGINE_FORMAT_H

#include "engine/array.h"

/* As many bytes of a file's beginning as a format needs to be recognised by. */
#define FORMAT_HEAD 64

struct array_format {
    const char *name;
    bool (*recognises)(const unsigned char *head, size_t size);
    /* Takes over the descriptor (and closes it, also on failure). Fills *info; returns the format's state,
     * NULL with *error filled on failure. `name` is for messages and outlives the state. */
    void *(*open)(int descriptor, const char *name, const char *member, struct cca_array_info *info,
                  struct cca_error *error);
    bool (*read)(void *state, size_t first, size_t count, double *values, struct cca_error *error);
    void (*close)(void *state);
};

extern const struct array_format npy_format;

/* Sets info->count and checks that the shape can be: no axis is empty, the product of shape and size fits,
 * and the `available` bytes of data hold it. */
bool array_info_check(struct cca_array_info *info, uint64_t available, const char *name,
                      struct cca_error *error);

#endif
