/* What torch.save writes: a zip archive of a pickle, FOLDER/data.pkl, and the storages of its tensors,
 * FOLDER/data/KEY. */
#include <stdlib.h>
#include <string.h>

#include "engine/archive.h"
#include "engine/format.h"
#include "engine/pickle_machine.h"
#include "engine/pickle_members.h"

#define PICKLE "/data.pkl"
/* Of a zip archive's first entry. */
#define NAME_LENGTH 26
#define NAME        30

struct torch {
    struct archive *archive;
    char *folder;
    bool big_endian;
    struct bytes *bytes; /* of the pickle */
    struct pickle pickle;
    struct pickle_members members;
    struct bytes *selected;
};

static bool torch_recognises(const unsigned char *head, size_t size)
{
    size_t length, suffix = strlen(PICKLE);

    if (!archive_recognises(head, size) || size < NAME)
        return false;
    length = (size_t)head[NAME_LENGTH] | (size_t)head[NAME_LENGTH + 1] << 8;
    return length >= suffix && NAME + length <= size &&
           memcmp(head + NAME + length - suffix, PICKLE, suffix) == 0;
}

static void torch_close(void *state)
{
    struct torch *torch = state;

    bytes_close(torch->selected);
    pickle_free(&torch->pickle);
    bytes_close(torch->bytes);
    free(torch->folder);
    archive_close(torch->archive);
}

/* Where the pickle is; what comes before it in its name is the folder of all else. */
static bool find_folder(struct torch *torch, struct cca_error *error)
{
    for (size_t i = 0; i < archive_count(torch->archive); i++) {
        const char *member = archive_member_name(torch->archive, i),
                   *end = member ? strstr(member, PICKLE) : NULL;

        if (!end || end[strlen(PICKLE)])
            continue;
        if (!(torch->folder = strndup(member, (size_t)(end - member))))
            return cca_fail_memory(error, archive_name(torch->archive), (double)(end - member));
        return (torch->bytes = archive_member(torch->archive, i, error)) != NULL;
    }
    return cca_fail(error, CCA_REFUSED,
                    "%s: the archive has lost its data.pkl; save it again with torch.save",
                    archive_name(torch->archive));
}

/* Since version 2.1 a member tells in which order the bytes are; before, they are as on nearly every machine.
 */
static bool read_order(struct torch *torch, struct cca_error *error)
{
    int64_t index = archive_find(torch->archive, torch->folder, "/byteorder", "");
    struct bytes *bytes = index < 0 ? NULL : archive_member(torch->archive, (size_t)index, error);
    char order[4] = "";
    ssize_t size;

    if (index < 0)
        return true;
    size = bytes ? bytes_read(bytes, 0, order, sizeof order - 1, error) : -1;
    bytes_close(bytes);
    torch->big_endian = strcmp(order, "big") == 0;
    return size >= 0;
}

static bool read_archive(struct torch *torch, struct cca_error *error)
{
    struct pickle_value *root;
    uint64_t offset = 0;

    if (!find_folder(torch, error) || !read_order(torch, error))
        return false;
    torch->pickle = (struct pickle){.name = archive_name(torch->archive), .error = error, .torch = true};
    root = pickle_run(&torch->pickle, torch->bytes, &offset);
    return root && pickle_find_members(&torch->pickle, root, &torch->members);
}

static bool torch_open(void *state, struct bytes *bytes, const char *path, struct cca_error *error)
{
    struct torch *torch = state;

    (void)path;
    return (torch->archive = archive_open(bytes, error)) && read_archive(torch, error);
}

static bool torch_list(void *state, struct cca_array_list *list, struct cca_error *error)
{
    const struct torch *torch = state;

    return pickle_list(&torch->members, archive_name(torch->archive), list, error);
}

/* The bytes of a storage: a member of the archive. */
static struct bytes *open_storage(struct torch *torch, const struct pickle_storage *storage,
                                  struct cca_error *error)
{
    const char *name = archive_name(torch->archive);
    char *folder = malloc(strlen(torch->folder) + sizeof "/data/");
    struct bytes *bytes = NULL;
    int64_t index = -1;

    if (folder)
        index =
            archive_find(torch->archive, strcat(strcpy(folder, torch->folder), "/data/"), storage->key, "");
    if (!folder)
        cca_fail_memory(error, name, (double)strlen(torch->folder));
    else if (index < 0)
        cca_fail(error, CCA_REFUSED, "%s: the tensor's values are not in the archive; save it again", name);
    else
        bytes = archive_member(torch->archive, (size_t)index, error);
    if (bytes && bytes->size < storage->size) {
        cca_fail(error, CCA_REFUSED, "%s: cut short: a storage of %llu bytes has %llu; save it again", name,
                 (unsigned long long)storage->size, (unsigned long long)bytes->size);
        bytes_close(bytes);
        bytes = NULL;
    }
    free(folder);
    return bytes;
}

static bool torch_select(void *state, const char *member, struct cca_array_info *info,
                         struct placement *placement, struct cca_error *error)
{
    struct torch *torch = state;
    const struct pickle_array *array = pickle_member(&torch->members, member);

    if (!array)
        return cca_fail(error, CCA_MISSING, "%s: no such member; ccascope init on its folder tells what the file holds", archive_name(torch->archive));
    if (!pickle_place(array, archive_name(torch->archive), info, placement, error))
        return false;
    if (array->storage && !array->storage->found) {
        placement->swap ^= torch->big_endian;
        torch->selected = open_storage(torch, array->storage, error);
    } else { /* NumPy's arrays in the pickle itself */
        torch->selected =
            pickle_text_bytes(torch->bytes, array->storage ? array->storage->text : array->text, error);
        placement->offset += array->storage ? array->storage->offset : 0;
    }
    placement->bytes = torch->selected;
    return torch->selected != NULL;
}

const struct array_format torch_format = {"torch",    sizeof(struct torch), torch_recognises, torch_open,
                                          torch_list, torch_select,         torch_close};
