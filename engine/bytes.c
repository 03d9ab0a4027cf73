#include "engine/bytes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file_bytes {
    struct bytes base;
    int descriptor;
};

static ssize_t file_read(struct bytes *bytes, uint64_t offset, void *to, size_t size, struct cca_error *error)
{
    const struct file_bytes *file = (const struct file_bytes *)bytes;
    ssize_t got;

    if (offset > INT64_MAX)
        return 0;
    do
        got = pread(file->descriptor, to, size, (off_t)offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        cca_fail(error, CCA_REFUSED, "%s: reading failed: %s; check the disk or the connection to it", bytes->name, strerror(errno));
    return got;
}

static void file_close(struct bytes *bytes)
{
    close(((struct file_bytes *)bytes)->descriptor);
    free(bytes);
}

static const struct bytes_class file_class = {file_read, file_close};

struct bytes *bytes_of_file(int descriptor, uint64_t size, const char *name, struct cca_error *error)
{
    struct file_bytes *file = malloc(sizeof *file);

    if (!file) {
        cca_fail_memory(error, name, sizeof *file);
        close(descriptor);
        return NULL;
    }
    *file = (struct file_bytes){{&file_class, name, size, false}, descriptor};
    return &file->base;
}

int bytes_descriptor(const struct bytes *bytes)
{
    return bytes->class == &file_class ? ((const struct file_bytes *)bytes)->descriptor : -1;
}

ssize_t bytes_read(struct bytes *bytes, uint64_t offset, void *to, size_t size, struct cca_error *error)
{
    size_t total = 0;
    ssize_t got = 1;

    while (total < size && got > 0) {
        got = bytes->class->read(bytes, offset + total, (char *)to + total, size - total, error);
        if (got > 0)
            total += (size_t)got;
    }
    return got < 0 ? -1 : (ssize_t)total;
}

void bytes_close(struct bytes *bytes)
{
    if (bytes)
        bytes->class->close(bytes);
}
