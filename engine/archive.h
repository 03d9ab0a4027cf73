/* Zip archives: .npz and PyTorch's files are such. By libzip; nothing is ever unpacked, members are read in
 * blocks. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_ARCHIVE_H
#define CCASCOPE_ENGINE_ARCHIVE_H

#include <stddef.h>

#include "engine/bytes.h"

struct archive;

bool archive_recognises(const unsigned char *head, size_t size);
/* Reads the directory. Takes over the bytes (also on failure), which must come straight from a file. */
struct archive *archive_open(struct bytes *bytes, struct cca_error *error);
/* The name that messages use. */
const char *archive_name(const struct archive *archive);
size_t archive_count(const struct archive *archive);
/* The name of a member as stored (Python writes UTF-8); owned by the archive. NULL: it cannot be told. */
const char *archive_member_name(const struct archive *archive, size_t index);
/* Finds a member by the pieces of its name. Where several share it, it is the last, as for Python; negative
 * when there is none. */
int64_t archive_find(const struct archive *archive, const char *folder, const char *name, const char *suffix);
/* The bytes of a member, stored or deflated; the caller closes them before the archive. */
struct bytes *archive_member(struct archive *archive, size_t index, struct cca_error *error);
void archive_close(struct archive *archive);

#endif
