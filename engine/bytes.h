/* Bytes that are read from front to back, wherever they come from: a file, a compressed stream, a member of a
 * container. Never mapped: a file that is cut short under us ends in an error, not in a signal. Not for users
 * of the engine. */
#ifndef CCASCOPE_ENGINE_BYTES_H
#define CCASCOPE_ENGINE_BYTES_H

#include <stdint.h>
#include <sys/types.h>

#include "engine/error.h"

struct bytes;

struct bytes_class {
    /* Reads at least one byte, at most `size` (not 0), from `offset` on; 0 behind the end; negative with
     * *error filled on failure. Going forward is cheap. */
    ssize_t (*read)(struct bytes *bytes, uint64_t offset, void *to, size_t size, struct cca_error *error);
    void (*close)(struct bytes *bytes);
};

/* The head of whatever a class needs to remember. */
struct bytes {
    const struct bytes_class *class;
    const char *name;  /* for messages; outlives the object */
    uint64_t size;     /* there are no more than this */
    bool forward_only; /* going back means to start over */
};

/* The whole file, of this size; takes over the descriptor (also on failure). */
struct bytes *bytes_of_file(int descriptor, uint64_t size, const char *name, struct cca_error *error);
/* The file's descriptor, which stays its own; -1 when the bytes do not come straight from a file. */
int bytes_descriptor(const struct bytes *bytes);

/* What gzip compressed into `packed`, which it takes over (also on failure). */
bool bytes_are_gzip(const unsigned char *head, size_t size);
struct bytes *bytes_of_gzip(struct bytes *packed, struct cca_error *error);

/* As many of `size` bytes as there are, from `offset` on; negative with *error filled on failure. */
ssize_t bytes_read(struct bytes *bytes, uint64_t offset, void *to, size_t size, struct cca_error *error);
/* Closes and frees; NULL is fine. */
void bytes_close(struct bytes *bytes);

/* Deflate cannot do better than 1032:1; a size that claims more is a lie. */
#define BYTES_DEFLATE_RATIO 1032

#endif
