#include "engine/archive.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

struct archive {
    struct bytes *file;
    zip_t *zip;
};

/* An open member. What was read last ends at `position`. */
struct member {
    struct bytes base;
    zip_t *zip;
    zip_uint64_t index;
    zip_file_t *stream;
    uint64_t position;
    bool stored;
};

bool archive_recognises(const unsigned char *head, size_t size)
{
    return size >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
}

static bool refuse(const char *name, const char *reason, struct cca_error *error)
{
    return cca_fail(error, CCA_REFUSED, "%s: the zip archive is damaged or cut short (%s); save it again",
                    name, reason);
}

struct archive *archive_open(struct bytes *bytes, struct cca_error *error)
{
    struct archive *archive = calloc(1, sizeof *archive);
    /* libzip closes the one that it is given. */
    int descriptor = dup(bytes_descriptor(bytes)), code = ZIP_ER_OPEN;
    zip_error_t zip_error;

    if (archive && descriptor >= 0 && (archive->zip = zip_fdopen(descriptor, 0, &code))) {
        archive->file = bytes;
        return archive;
    }
    zip_error_init_with_code(&zip_error, code);
    if (!archive)
        cca_fail_memory(error, bytes->name, sizeof *archive);
    else if (bytes_descriptor(bytes) < 0)
        cca_fail(error, CCA_REFUSED, "%s: a zip archive inside gzip; unpack it with gunzip", bytes->name);
    else
        refuse(bytes->name, zip_error_strerror(&zip_error), error);
    zip_error_fini(&zip_error);
    if (descriptor >= 0)
        close(descriptor);
    free(archive);
    bytes_close(bytes);
    return NULL;
}

const char *archive_name(const struct archive *archive)
{
    return archive->file->name;
}

size_t archive_count(const struct archive *archive)
{
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);

    return count > 0 ? (size_t)count : 0;
}

const char *archive_member_name(const struct archive *archive, size_t index)
{
    return zip_get_name(archive->zip, index, ZIP_FL_ENC_RAW);
}

/* When `text` begins with `piece`: what follows it. */
static const char *after(const char *text, const char *piece)
{
    size_t length = strlen(piece);

    return text && strncmp(text, piece, length) == 0 ? text + length : NULL;
}

int64_t archive_find(const struct archive *archive, const char *folder, const char *name, const char *suffix)
{
    for (size_t i = archive_count(archive); i-- > 0;) {
        const char *rest = after(after(after(archive_member_name(archive, i), folder), name), suffix);

        if (rest && !*rest)
            return (int64_t)i;
    }
    return -1;
}

static bool fail_stream(struct member *member, struct cca_error *error)
{
    return refuse(member->base.name, zip_file_strerror(member->stream), error);
}

/* Starts the member from its first byte. */
static bool start(struct member *member, struct cca_error *error)
{
    if (member->stream)
        zip_fclose(member->stream);
    member->position = 0;
    member->stream = zip_fopen_index(member->zip, member->index, 0);
    return member->stream || refuse(member->base.name, zip_strerror(member->zip), error);
}

static bool skip_to(struct member *member, uint64_t offset, struct cca_error *error)
{
    unsigned char waste[16384];

    if (!member->stream && !start(member, error))
        return false;
    if (member->stored && offset != member->position &&
        zip_fseek(member->stream, (zip_int64_t)offset, SEEK_SET) == 0)
        member->position = offset;
    if (offset < member->position && !start(member, error))
        return false;
    while (member->position < offset) {
        uint64_t rest = offset - member->position;
        zip_int64_t got = zip_fread(member->stream, waste, rest < sizeof waste ? rest : sizeof waste);

        if (got <= 0)
            return fail_stream(member, error);
        member->position += (uint64_t)got;
    }
    return true;
}

/* libzip compares the checksum when it is asked for what follows the last byte. */
static bool check_end(struct member *member, struct cca_error *error)
{
    char beyond;
    zip_int64_t got = member->position == member->base.size ? zip_fread(member->stream, &beyond, 1) : 0;

    return got == 0 || (got < 0 ? fail_stream(member, error)
                                : refuse(member->base.name, "a member is longer than listed", error));
}

static ssize_t member_read(struct bytes *bytes, uint64_t offset, void *to, size_t size,
                           struct cca_error *error)
{
    struct member *member = (struct member *)bytes;
    zip_int64_t got;

    if (offset >= bytes->size)
        return 0;
    if (!skip_to(member, offset, error))
        return -1;
    got = zip_fread(member->stream, to, size < bytes->size - offset ? size : bytes->size - offset);
    if (got < 0) {
        fail_stream(member, error);
        return -1;
    }
    member->position += (uint64_t)got;
    return check_end(member, error) ? (ssize_t)got : -1;
}

static void member_close(struct bytes *bytes)
{
    struct member *member = (struct member *)bytes;

    if (member->stream)
        zip_fclose(member->stream);
    free(member);
}

static const struct bytes_class member_class = {member_read, member_close};

/* What must hold of a member before any of it is believed. */
static bool check_member(const struct archive *archive, size_t index, zip_stat_t *status,
                         struct cca_error *error)
{
    const char *name = archive_name(archive);
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;

    zip_stat_init(status);
    if (zip_stat_index(archive->zip, index, 0, status) != 0 || (status->valid & needed) != needed)
        return refuse(name, zip_strerror(archive->zip), error);
    if (status->valid & ZIP_STAT_ENCRYPTION_METHOD && status->encryption_method != ZIP_EM_NONE)
        return cca_fail(error, CCA_REFUSED, "%s: a member is encrypted; save it without a password", name);
    if (status->comp_method != ZIP_CM_STORE && status->comp_method != ZIP_CM_DEFLATE)
        return cca_fail(
            error, CCA_REFUSED,
            "%s: compressed by method %u; stored and deflated members are read, as numpy saves them", name,
            status->comp_method);
    if (status->comp_size > archive->file->size || status->size / BYTES_DEFLATE_RATIO > status->comp_size)
        return refuse(name, "a member claims to be larger than it can be", error);
    return true;
}

struct bytes *archive_member(struct archive *archive, size_t index, struct cca_error *error)
{
    struct member *member;
    zip_stat_t status;
    bool stored;

    if (!check_member(archive, index, &status, error))
        return NULL;
    stored = status.comp_method == ZIP_CM_STORE;
    if (!(member = malloc(sizeof *member))) {
        cca_fail_memory(error, archive_name(archive), sizeof *member);
        return NULL;
    }
    *member = (struct member){.base = {&member_class, archive_name(archive), status.size, !stored},
                              .zip = archive->zip,
                              .index = index,
                              .stored = stored};
    return &member->base;
}

void archive_close(struct archive *archive)
{
    if (!archive)
        return;
    zip_discard(archive->zip);
    bytes_close(archive->file);
    free(archive);
}
