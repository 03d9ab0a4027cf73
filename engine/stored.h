/* Values that lie uncompressed in a file, one after the other: .npy, and the data of other formats. Read with
 * pread in windows, never mapped: a file that is cut short under us ends in an error, not in a signal. Not
 * for users of the engine. */
#ifndef CCASCOPE_ENGINE_STORED_H
#define CCASCOPE_ENGINE_STORED_H

#include <stdint.h>

#include "engine/element.h"
#include "engine/error.h"

struct stored;

/* Takes over the descriptor (also on failure). `name` is for messages and outlives the object. */
struct stored *stored_create(int descriptor, const char *name, uint64_t offset, enum cca_type type, bool swap,
                             struct cca_error *error);
/* Values `first` to `first + count - 1`, counted from the offset. */
bool stored_read(struct stored *stored, size_t first, size_t count, double *values, struct cca_error *error);
void stored_free(struct stored *stored);

#endif
