#include "engine/stored.h"

#include <stdlib.h>
#include <string.h>

#include "engine/strides.h"

/* Large enough that the system calls vanish behind the copying, small enough for the second-level cache. */
#define WINDOW_BYTES ((size_t)256 * 1024)
/* What is read after a jump, when as much again may be passed over. */
#define JUMP_BYTES ((size_t)16 * 1024)

struct stored {
    struct placement placement;
    enum cca_type type;
    struct strides strides;
    uint64_t window_start; /* among the bytes */
    size_t window_size;
    unsigned char window[WINDOW_BYTES];
};

struct stored *stored_create(const struct placement *placement, const struct cca_array_info *info,
                             struct cca_error *error)
{
    struct stored *stored = malloc(sizeof *stored);
    size_t strides[MAX_DIMENSIONS];

    if (!stored) {
        cca_fail_memory(error, placement->bytes->name, sizeof *stored);
        return NULL;
    }
    stored->placement = *placement;
    stored->type = info->type;
    strides_of_order(info, strides);
    strides_merge(&stored->strides, placement->strided ? placement->strides : strides, info);
    stored->window_start = placement->offset;
    stored->window_size = 0;
    return stored;
}

/* Fills the window from byte `start` on with at least `needed` bytes. What it holds of them already is kept:
 * not every source can go back. */
static bool fill_window(struct stored *stored, uint64_t start, size_t needed, struct cca_error *error)
{
    uint64_t end = stored->window_start + stored->window_size;
    size_t kept = start >= stored->window_start && start < end ? (size_t)(end - start) : 0;
    size_t wanted = kept > 0 || start == end ? WINDOW_BYTES : needed > JUMP_BYTES ? needed : JUMP_BYTES;
    ssize_t got;

    memmove(stored->window, stored->window + stored->window_size - kept, kept);
    stored->window_size = 0;
    got = bytes_read(stored->placement.bytes, start + kept, stored->window + kept, wanted - kept, error);
    if (got < 0)
        return false;
    if (kept + (size_t)got < needed)
        return cca_fail(error, CCA_REFUSED, "%s: the file was cut short while it was read; save it again",
                        stored->placement.bytes->name);
    stored->window_start = start;
    stored->window_size = kept + (size_t)got;
    return true;
}

/* `count` values that follow one another from the one at `position` on. */
static bool read_run(struct stored *stored, uint64_t position, size_t count, double *values,
                     struct cca_error *error)
{
    size_t size = cca_type_size(stored->type);

    while (count > 0) {
        uint64_t start = stored->placement.offset + position * size;
        size_t skip, run;

        if (start < stored->window_start || start + size > stored->window_start + stored->window_size) {
            size_t needed = count < WINDOW_BYTES / size ? count * size : WINDOW_BYTES / size * size;

            if (!fill_window(stored, start, needed, error))
                return false;
        }
        skip = (size_t)(start - stored->window_start);
        run = (stored->window_size - skip) / size;
        if (run > count)
            run = count;
        cca_element_decode(stored->type, stored->placement.swap, stored->window + skip, run, values);
        position += run;
        values += run;
        count -= run;
    }
    return true;
}

bool stored_read(struct stored *stored, size_t first, size_t count, double *values, struct cca_error *error)
{
    while (count > 0) {
        size_t run;
        uint64_t position = strides_find(&stored->strides, first, &run);

        if (run > count)
            run = count;
        if (!read_run(stored, position, run, values, error))
            return false;
        first += run;
        values += run;
        count -= run;
    }
    return true;
}

void stored_free(struct stored *stored)
{
    free(stored);
}
