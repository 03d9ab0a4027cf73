#include "damage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "npy_file.h"

#define LARGE 2000 /* bytes of a file of which not every one is tried ... */
#define STEP  7    /* ... but every seventh */

/* Opens what is there, whatever it is, and reads an array of it. */
static void try_to_read(const char *path, const char *original, bool may_be_read)
{
    struct cca_array_list list;
    struct cca_error error = {0};
    struct cca_array *array;
    double values[4096];

    if (!cca_array_list(path, &list, &error)) {
        cr_assert(strstr(error.text, path), "the message does not name the file: %s", error.text);
        return;
    }
    cr_assert(may_be_read, "%s was read", original);
    if ((array = cca_array_open(path, list.entries[list.count / 2].member, &error)) &&
        cca_array_info(array)->count <= sizeof values / sizeof *values)
        cca_array_read(array, 0, cca_array_info(array)->count, values, &error);
    cca_array_close(array);
    cca_array_list_free(&list);
}

/* The file in memory; *bytes is malloc'ed. */
static struct npy_file load(const char *path, char **bytes, size_t *size)
{
    FILE *file = fopen(path, "rb");

    *bytes = malloc(1 << 16);
    cr_assert(file && *bytes, "%s", path);
    *size = fread(*bytes, 1, 1 << 16, file);
    fclose(file);
    return npy_file_of_bytes(*bytes, *size);
}

void cut_short_everywhere(const char *path, bool strict)
{
    char *bytes;
    size_t size;
    struct npy_file file = load(path, &bytes, &size);
    size_t step = size > LARGE ? STEP : 1;

    for (size_t shorter = size - 1; shorter < size; shorter -= step) {
        cr_assert_eq(ftruncate(file.descriptor, (off_t)shorter), 0);
        try_to_read(file.path, path, !strict);
    }
    npy_file_close(&file);
    free(bytes);
}

void damage_everywhere(const char *path)
{
    char *bytes;
    size_t size;
    struct npy_file file = load(path, &bytes, &size);

    for (size_t place = 0; place<size; place += size> LARGE ? STEP : 1) {
        char wrong = (char)~bytes[place];

        cr_assert_eq(pwrite(file.descriptor, &wrong, 1, (off_t)place), 1);
        try_to_read(file.path, path, true);
        cr_assert_eq(pwrite(file.descriptor, &bytes[place], 1, (off_t)place), 1);
    }
    npy_file_close(&file);
    free(bytes);
}

size_t c_place(const struct cca_array_info *info, size_t place)
{
    size_t index[MAX_DIMENSIONS] = {0}, result = 0;

    for (int i = info->dimensions - 1; i >= 0; i--) {
        index[info->order[i]] = place % info->shape[info->order[i]];
        place /= info->shape[info->order[i]];
    }
    for (int axis = 0; axis < info->dimensions; axis++)
        result = result * info->shape[axis] + index[axis];
    return result;
}
