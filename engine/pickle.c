/* Pickles of arrays and tensors, and what torch.save wrote before version 1.6. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "engine/format.h"
#include "engine/pickle_machine.h"
#include "engine/pickle_members.h"
#include "engine/pickle_torch.h"

struct pickle_file {
    struct bytes *bytes;
    struct pickle pickle;
    struct pickle_members members;
    struct bytes *selected; /* of a text; NULL where the values are in the file itself */
};

/* A line that is one name; returns what follows it, NULL where it is none. */
static const unsigned char *name_line(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *start = at;

    while (at < end && (isalpha(*at) || *at == '_' || (at > start && (isdigit(*at) || *at == '.'))))
        at++;
    return at > start && at < end && *at == '\n' ? at + 1 : NULL;
}

/* Protocols before 2 have no magic number: they begin with a global,
 * "cnumpy.core.multiarray\n_reconstruct\np0", or with the opcodes of a dictionary or a list. */
static bool begins_old_pickle(const unsigned char *head, size_t size)
{
    const unsigned char *end = head + size, *at = head + 1;

    if (size >= 3 && (memcmp(head, "(dp", 3) == 0 || memcmp(head, "(lp", 3) == 0 ||
                      memcmp(head, "}q", 2) == 0 || memcmp(head, "]q", 2) == 0))
        return true;
    return size > 0 && head[0] == 'c' && (at = name_line(at, end)) && (at = name_line(at, end)) && at < end &&
           strchr("pq(", *at);
}

static bool pickle_recognises(const unsigned char *head, size_t size)
{
    return (size >= 2 && head[0] == 0x80 && head[1] >= 2 && head[1] < 32) || begins_old_pickle(head, size);
}

static void pickle_close(void *state)
{
    struct pickle_file *file = state;

    bytes_close(file->selected);
    pickle_free(&file->pickle);
    bytes_close(file->bytes);
}

static bool read_pickle(struct pickle_file *file, struct cca_error *error)
{
    struct pickle_value *root;
    unsigned char head[32];
    uint64_t offset = 0;
    ssize_t size = bytes_read(file->bytes, 0, head, sizeof head, error);

    if (size < 0)
        return false;
    file->pickle = (struct pickle){.name = file->bytes->name, .error = error};
    if (pickle_is_legacy(head, (size_t)size))
        root = pickle_run_legacy(&file->pickle, file->bytes, NULL);
    else
        root = pickle_run(&file->pickle, file->bytes, &offset);
    return root && pickle_find_members(&file->pickle, root, &file->members);
}

static bool pickle_open(void *state, struct bytes *bytes, const char *path, struct cca_error *error)
{
    struct pickle_file *file = state;

    (void)path;
    file->bytes = bytes;
    return read_pickle(file, error);
}

static bool list_members(void *state, struct cca_array_list *list, struct cca_error *error)
{
    const struct pickle_file *file = state;

    return pickle_list(&file->members, file->bytes->name, list, error);
}

static bool select_member(void *state, const char *member, struct cca_array_info *info,
                          struct placement *placement, struct cca_error *error)
{
    struct pickle_file *file = state;
    const char *name = file->bytes->name;
    const struct pickle_array *array = pickle_member(&file->members, member);
    const struct pickle_text *text;

    if (!array)
        return cca_fail(error, CCA_MISSING, "%s: no such member; ccascope init on its folder tells what the file holds", name);
    if (!pickle_place(array, name, info, placement, error))
        return false;
    if (array->storage && !array->storage->found)
        return cca_fail(error, CCA_REFUSED, "%s: the values of the tensor are not in the file; save it again",
                        name);
    if (array->storage)
        placement->offset += array->storage->offset;
    text = array->storage ? array->storage->text : array->text;
    if (text && !(file->selected = pickle_text_bytes(file->bytes, text, error)))
        return false;
    placement->bytes = text ? file->selected : file->bytes;
    return true;
}

const struct array_format pickle_format = {
    "pickle",    sizeof(struct pickle_file), pickle_recognises, pickle_open, list_members, select_member,
    pickle_close};
