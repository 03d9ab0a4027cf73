/* NumPy's .npz: a zip archive of .npy files; the array `act` is the member act.npy. */
#include <stdlib.h>
#include <string.h>

#include "engine/archive.h"
#include "engine/format.h"
#include "engine/npy.h"

#define SUFFIX ".npy"

struct npz {
    struct archive *archive;
    struct bytes *selected;
};

static bool npz_open(void *state, struct bytes *bytes, const char *path, struct cca_error *error)
{
    (void)path;
    return (((struct npz *)state)->archive = archive_open(bytes, error)) != NULL;
}

/* The header of a member, whatever its name. */
static bool read_member(struct npz *npz, size_t index, struct cca_array_info *info,
                        struct placement *placement, struct cca_error *error)
{
    unsigned char head[8];
    ssize_t size;

    bytes_close(npz->selected);
    if (!(npz->selected = archive_member(npz->archive, index, error)))
        return false;
    size = bytes_read(npz->selected, 0, head, sizeof head, error);
    if (size < 0)
        return false;
    if (!npy_recognises(head, (size_t)size))
        return cca_fail(error, CCA_REFUSED,
                        "%s: '%.60s' in the archive is no .npy file; save it with numpy.savez",
                        archive_name(npz->archive), archive_member_name(npz->archive, index));
    return npy_read_header(npz->selected, info, placement, error);
}

/* The array's name; malloc'ed. */
static char *array_name(const char *member)
{
    size_t length = strlen(member), suffix = strlen(SUFFIX);

    return strndup(member, length > suffix && strcmp(member + length - suffix, SUFFIX) == 0 ? length - suffix
                                                                                            : length);
}

static bool npz_list(void *state, struct cca_array_list *list, struct cca_error *error)
{
    struct npz *npz = state;
    size_t count = archive_count(npz->archive);
    bool good = true;

    for (size_t i = 0; i < count && good; i++) {
        const char *member = archive_member_name(npz->archive, i);
        struct cca_array_info info = {0};
        struct placement placement;
        char *name;

        if (!member || !read_member(npz, i, &info, &placement, error))
            continue;
        name = array_name(member);
        good = name ? array_list_add(list, name, &info, error)
                    : cca_fail_memory(error, "a list of arrays", (double)strlen(member));
        free(name);
    }
    return good;
}

static bool npz_select(void *state, const char *member, struct cca_array_info *info,
                       struct placement *placement, struct cca_error *error)
{
    struct npz *npz = state;
    int64_t index = archive_find(npz->archive, "", member, SUFFIX);

    if (index < 0)
        index = archive_find(npz->archive, "", member, "");
    if (index < 0)
        return cca_fail(error, CCA_MISSING, "%s: no such member; ccascope init on its folder tells what the file holds", archive_name(npz->archive));
    return read_member(npz, (size_t)index, info, placement, error);
}

static void npz_close(void *state)
{
    struct npz *npz = state;

    bytes_close(npz->selected);
    archive_close(npz->archive);
}

const struct array_format npz_format = {"npz",    sizeof(struct npz), archive_recognises, npz_open,
                                        npz_list, npz_select,         npz_close};
