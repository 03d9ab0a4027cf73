/* A gzip stream, by zlib's own reader: it skips forward by decompressing, and back by starting over. */
#include "engine/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define BUFFER_BYTES (128u * 1024)

struct gzip_bytes {
    struct bytes base;
    gzFile stream;
    uint64_t position;
};

static ssize_t fail(struct gzip_bytes *gzip, struct cca_error *error)
{
    int code;
    const char *reason = gzerror(gzip->stream, &code);

    if (code == Z_BUF_ERROR)
        cca_fail(error, CCA_REFUSED, "%s: cut short: the gzip stream does not end; save it again",
                 gzip->base.name);
    else if (code == Z_MEM_ERROR)
        cca_fail_memory(error, gzip->base.name, BUFFER_BYTES);
    else
        cca_fail(error, CCA_REFUSED, "%s: the gzip stream is damaged (%s); save it again", gzip->base.name,
                 code == Z_ERRNO ? strerror(errno) : reason);
    return -1;
}

static ssize_t gzip_read(struct bytes *bytes, uint64_t offset, void *to, size_t size, struct cca_error *error)
{
    struct gzip_bytes *gzip = (struct gzip_bytes *)bytes;
    int got, code;

    if (offset > INT64_MAX)
        return 0;
    /* The skip itself happens in gzread. */
    if (offset != gzip->position && gzseek(gzip->stream, (z_off_t)offset, SEEK_SET) < 0)
        return fail(gzip, error);
    got = gzread(gzip->stream, to, size < INT_MAX ? (unsigned)size : INT_MAX);
    if (got < 0)
        return fail(gzip, error);
    gzip->position = offset + (uint64_t)got;
    if (got == 0 && (gzerror(gzip->stream, &code), code != Z_OK && code != Z_STREAM_END))
        return fail(gzip, error);
    return got;
}

static void gzip_close(struct bytes *bytes)
{
    gzclose_r(((struct gzip_bytes *)bytes)->stream);
    free(bytes);
}

static const struct bytes_class gzip_class = {gzip_read, gzip_close};

bool bytes_are_gzip(const unsigned char *head, size_t size)
{
    return size >= 3 && memcmp(head, "\x1f\x8b\x08", 3) == 0;
}

struct bytes *bytes_of_gzip(struct bytes *packed, struct cca_error *error)
{
    struct gzip_bytes *gzip = malloc(sizeof *gzip);
    int descriptor = fcntl(bytes_descriptor(packed), F_DUPFD_CLOEXEC, 0);
    gzFile stream = descriptor < 0 ? NULL : gzdopen(descriptor, "rb");

    if (gzip && stream) {
        uint64_t most;

        if (__builtin_mul_overflow(packed->size, BYTES_DEFLATE_RATIO, &most))
            most = UINT64_MAX;
        *gzip = (struct gzip_bytes){{&gzip_class, packed->name, most, true}, stream, 0};
        gzbuffer(stream, BUFFER_BYTES);
        bytes_close(packed);
        return &gzip->base;
    }
    cca_fail_memory(error, packed->name, BUFFER_BYTES);
    if (stream)
        gzclose_r(stream);
    else if (descriptor >= 0)
        close(descriptor);
    free(gzip);
    bytes_close(packed);
    return NULL;
}
