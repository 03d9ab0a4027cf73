#include "engine/stored.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Large enough that the system calls vanish behind the copying, small enough for the second-level cache. */
#define WINDOW_BYTES ((size_t)256 * 1024)

struct stored {
    int descriptor;
    const char *name;
    uint64_t offset;
    enum cca_type type;
    bool swap;
    uint64_t window_start; /* bytes from the start of the file */
    size_t window_size;
    unsigned char window[WINDOW_BYTES];
};

struct stored *stored_create(int descriptor, const char *name, uint64_t offset, enum cca_type type, bool swap,
                             struct cca_error *error)
{
    struct stored *stored = malloc(sizeof *stored);

    if (!stored) {
        close(descriptor);
        cca_fail_memory(error, name, sizeof *stored);
        return NULL;
    }
    stored->descriptor = descriptor;
    stored->name = name;
    stored->offset = offset;
    stored->type = type;
    stored->swap = swap;
    stored->window_start = 0;
    stored->window_size = 0;
    return stored;
}

/* Fills the window from byte `start` on with at least `needed` bytes. */
static bool fill_window(struct stored *stored, uint64_t start, size_t needed, struct cca_error *error)
{
    size_t size = 0;

    stored->window_size = 0;
    while (size < needed) {
        ssize_t got =
            pread(stored->descriptor, stored->window + size, WINDOW_BYTES - size, (off_t)(start + size));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cca_fail(error, CCA_REFUSED, "%s: reading failed: %s", stored->name, strerror(errno));
        if (got == 0)
            return cca_fail(error, CCA_REFUSED, "%s: the file was cut short while it was read; save it again",
                            stored->name);
        size += (size_t)got;
    }
    stored->window_start = start;
    stored->window_size = size;
    return true;
}

bool stored_read(struct stored *stored, size_t first, size_t count, double *values, struct cca_error *error)
{
    size_t size = cca_type_size(stored->type);

    while (count > 0) {
        uint64_t start = stored->offset + (uint64_t)first * size;
        size_t skip, run;

        if (start < stored->window_start || start + size > stored->window_start + stored->window_size) {
            size_t wanted = count < WINDOW_BYTES / size ? count * size : WINDOW_BYTES / size * size;

            if (!fill_window(stored, start, wanted, error))
                return false;
        }
        skip = (size_t)(start - stored->window_start);
        run = (stored->window_size - skip) / size;
        if (run > count)
            run = count;
        cca_element_decode(stored->type, stored->swap, stored->window + skip, run, values);
        first += run;
        values += run;
        count -= run;
    }
    return true;
}

void stored_free(struct stored *stored)
{
    if (!stored)
        return;
    close(stored->descriptor);
    free(stored);
}
