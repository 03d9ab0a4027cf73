#include "engine/catalog.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

/* A catalog while it is filled. */
struct filling {
    struct cca_catalog *catalog;
    size_t room;        /* for entries */
    size_t root_length; /* of the directory's path, in front of every other */
    struct cca_error *error;
};

size_t cca_array_stem(const char *path)
{
    static const char *const suffixes[] = {".npy", ".npz", ".safetensors", ".h5",     ".hdf5", ".pt",
                                           ".pth", ".p",   ".pkl",         ".pickle", ".p.gz", ".pkl.gz"};
    size_t length = strlen(path);

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t suffix = strlen(suffixes[i]);

        if (length > suffix && path[length - suffix - 1] != '/' &&
            strcmp(path + length - suffix, suffixes[i]) == 0)
            return length - suffix;
    }
    return length;
}

static bool add_refusal(struct filling *filling, const char *text)
{
    struct cca_catalog *catalog = filling->catalog;

    if (catalog->refusal_count < CATALOG_TOLD && !(catalog->refusals[catalog->refusal_count] = strdup(text)))
        return cca_fail_memory(filling->error, "the list of arrays", (double)strlen(text));
    catalog->refusal_count++;
    return true;
}

static bool refuse_unreadable(struct filling *filling, const FTSENT *at)
{
    struct cca_error refusal;

    cca_fail(&refusal, CCA_REFUSED, "%s: %s", at->fts_path, strerror(at->fts_errno));
    if (at->fts_level > FTS_ROOTLEVEL)
        return add_refusal(filling, refusal.text);
    *filling->error = refusal;
    return false;
}

/* Room for one more entry; false, with *error filled, when there is none. */
static bool make_room(struct filling *filling)
{
    struct cca_catalog *catalog = filling->catalog;
    size_t more = filling->room ? 2 * filling->room : 64;
    struct cca_entry *longer;

    if (catalog->count == CATALOG_MOST)
        return cca_fail(filling->error, CCA_RESOURCES,
                        "more than %d arrays; name a directory further down, or write the manifest by hand",
                        CATALOG_MOST);
    if (catalog->count < filling->room)
        return true;
    if (!(longer = realloc(catalog->entries, more * sizeof *longer)))
        return cca_fail_memory(filling->error, "the list of arrays", (double)(more * sizeof *longer));
    catalog->entries = longer;
    filling->room = more;
    return true;
}

/* Takes the member's name over. */
static bool add_entry(struct filling *filling, const char *path, struct cca_array_entry *found)
{
    struct cca_entry entry = {.member = found->member, .info = found->info};

    if (!make_room(filling))
        return false;
    if (!(entry.path = strdup(path)))
        return cca_fail_memory(filling->error, "the list of arrays", (double)strlen(path));
    found->member = NULL;
    filling->catalog->entries[filling->catalog->count++] = entry;
    return true;
}

static bool add_file(struct filling *filling, const FTSENT *at)
{
    const char *path = at->fts_path + filling->root_length;
    struct cca_array_list list = {0};
    struct cca_error refusal;
    bool good = true;

    path += strspn(path, "/");
    if (cca_array_list(at->fts_path, &list, &refusal)) {
        for (size_t i = 0; i < list.count && good; i++)
            good = add_entry(filling, path, &list.entries[i]);
        cca_array_list_free(&list);
        return good;
    }
    if (refusal.failure == CCA_RESOURCES) {
        *filling->error = refusal;
        return false;
    }
    if (cca_array_stem(path) < strlen(path))
        return add_refusal(filling, refusal.text);
    filling->catalog->others++;
    return true;
}

static bool visit(struct filling *filling, FTS *tree, FTSENT *at)
{
    bool hidden = at->fts_level > FTS_ROOTLEVEL && at->fts_name[0] == '.';

    switch (at->fts_info) {
    case FTS_D:
        if (hidden || at->fts_level > CATALOG_DEEPEST)
            fts_set(tree, at, FTS_SKIP);
        return true;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        return hidden || refuse_unreadable(filling, at);
    case FTS_F:
        if (at->fts_level == FTS_ROOTLEVEL)
            return cca_fail(filling->error, CCA_REFUSED, "%s: a file; name the directory that it is in",
                            at->fts_path);
        return hidden || add_file(filling, at);
    default: /* a folder again, on the way out or in a circle; a device; a link to nothing */
        return true;
    }
}

static int compare(const FTSENT **left, const FTSENT **right)
{
    return strverscmp((*left)->fts_name, (*right)->fts_name);
}

static bool walk(struct filling *filling, FTS *tree, const char *directory)
{
    FTSENT *at;

    while ((errno = 0, at = fts_read(tree)))
        if (!visit(filling, tree, at))
            return false;
    return errno == 0 || cca_fail(filling->error, CCA_REFUSED, "%s: %s", directory, strerror(errno));
}

bool cca_catalog_read(const char *directory, struct cca_catalog *catalog, struct cca_error *error)
{
    struct filling filling = {.catalog = catalog, .root_length = strlen(directory), .error = error};
    char *root = strdup(directory);
    char *const roots[] = {root, NULL};
    FTS *tree;
    bool good;

    *catalog = (struct cca_catalog){0};
    if (!root)
        return cca_fail_memory(error, directory, (double)strlen(directory));
    if ((tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare))) {
        good = walk(&filling, tree, directory);
        fts_close(tree);
    } else {
        good = cca_fail(error, CCA_REFUSED, "%s: %s", directory, strerror(errno));
    }
    free(root);
    if (!good)
        cca_catalog_free(catalog);
    return good;
}

void cca_catalog_free(struct cca_catalog *catalog)
{
    for (size_t i = 0; i < catalog->count; i++) {
        free(catalog->entries[i].path);
        free(catalog->entries[i].member);
    }
    for (size_t i = 0; i < CATALOG_TOLD; i++)
        free(catalog->refusals[i]);
    free(catalog->entries);
    *catalog = (struct cca_catalog){0};
}
