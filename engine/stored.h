/* Values as stored: where they lie among bytes, and reading them as float64. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_STORED_H
#define CCASCOPE_ENGINE_STORED_H

#include "engine/array.h"
#include "engine/bytes.h"

/* Where an array's values lie. */
struct placement {
    struct bytes *bytes;            /* borrowed; outlives the reader */
    uint64_t offset;                /* of the first value */
    bool swap;                      /* their bytes are in the other order than this machine's */
    bool strided;                   /* not one after the other in the order of storage, but ... */
    size_t strides[MAX_DIMENSIONS]; /* ... this many values apart along each axis: see strides_check */
};

struct stored;

/* NULL with *error filled when memory gives out. */
struct stored *stored_create(const struct placement *placement, const struct cca_array_info *info,
                             struct cca_error *error);
/* Values `first` to `first + count - 1` in the order of storage. */
bool stored_read(struct stored *stored, size_t first, size_t count, double *values, struct cca_error *error);
void stored_free(struct stored *stored);

#endif
