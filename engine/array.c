#include "engine/array.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/format.h"

struct cca_array {
    const struct array_format *format;
    void *container;
    struct stored *stored;
    char *name;
    struct cca_array_info info;
    struct cca_identity identity;
};

/* In the order in which they are tried: those that are surer of themselves come first. */
static const struct array_format *const formats[] = {
    &npy_format,
#ifdef CCASCOPE_TORCH
    &torch_format, /* before npz: both are zip archives */
#endif
#ifdef CCASCOPE_NPZ
    &npz_format,
#endif
#ifdef CCASCOPE_SAFETENSORS
    &safetensors_format,
#endif
#ifdef CCASCOPE_HDF5
    &hdf5_format,
#endif
#ifdef CCASCOPE_PICKLE
    &pickle_format,
#endif
};

#define FORMATS (sizeof formats / sizeof *formats)

const char *cca_array_format(size_t index)
{
#ifdef CCASCOPE_GZIP
    if (index == FORMATS)
        return "gzip";
#endif
    return index < FORMATS ? formats[index]->name : NULL;
}

static const struct array_format *recognise(const unsigned char *head, size_t size)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i]->recognises(head, size))
            return formats[i];
    return NULL;
}

static bool refuse_unknown(const char *name, struct cca_error *error)
{
    char list[200] = "";

    for (size_t i = 0; i < FORMATS; i++)
        strcat(strcat(list, i == 0 ? "" : i + 1 < FORMATS ? ", " : " or "), formats[i]->name);
    return cca_fail(error, CCA_REFUSED,
                    "%s: not an array file that ccascope reads (%s); save it with numpy.save as .npy", name,
                    list);
}

static char *array_name(const char *path, const char *member)
{
    size_t size = strlen(path) + (member ? strlen(member) + 1 : 0) + 1;
    char *name = malloc(size);

    if (name) {
        strcpy(name, path);
        if (member)
            strcat(strcat(name, "#"), member);
    }
    return name;
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct cca_identity identity_of(const struct stat *status)
{
    return (struct cca_identity){(uint64_t)status->st_dev, (uint64_t)status->st_ino,
                                 (uint64_t)status->st_size, nanoseconds(status->st_mtim),
                                 nanoseconds(status->st_ctim)};
}

bool cca_identity_same(const struct cca_identity *a, const struct cca_identity *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->modified == b->modified && a->changed == b->changed;
}

bool cca_file_identity(const char *path, struct cca_identity *identity)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return false;
    *identity = identity_of(&status);
    return true;
}

static int open_file(const char *path, struct cca_identity *identity, struct cca_error *error)
{
    struct stat status;
    /* Not to hang on a pipe that nobody writes to. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (descriptor < 0) {
        bool absent = errno == ENOENT || errno == ENOTDIR;

        cca_fail(error, absent ? CCA_MISSING : CCA_REFUSED, absent ? "%s: no such file" : "%s: %s", path,
                 strerror(errno));
        return -1;
    }
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        cca_fail(error, CCA_REFUSED, "%s: not a regular file; an array file is needed", path);
        close(descriptor);
        return -1;
    }
    *identity = identity_of(&status);
    return descriptor;
}

static void close_container(struct cca_array *array)
{
    stored_free(array->stored);
    if (array->container)
        array->format->close(array->container);
    free(array->container);
    free(array->name);
}

/* Reads the beginning of a file; where that is gzip, of what it has compressed. */
static ssize_t read_head(struct bytes **bytes, unsigned char *head, struct cca_error *error)
{
    ssize_t size = bytes_read(*bytes, 0, head, FORMAT_HEAD, error);

#ifdef CCASCOPE_GZIP
    if (size > 0 && bytes_are_gzip(head, (size_t)size))
        size = (*bytes = bytes_of_gzip(*bytes, error)) ? bytes_read(*bytes, 0, head, FORMAT_HEAD, error) : -1;
#endif
    return size;
}

/* Opens the file at `path`, whatever its format; sets array->format and array->container. */
static bool open_container(struct cca_array *array, const char *path, struct cca_error *error)
{
    unsigned char head[FORMAT_HEAD];
    int descriptor = open_file(path, &array->identity, error);
    struct bytes *bytes =
        descriptor < 0 ? NULL : bytes_of_file(descriptor, array->identity.size, array->name, error);
    ssize_t size = bytes ? read_head(&bytes, head, error) : -1;

    if (size == 0)
        cca_fail(error, CCA_REFUSED, "%s: the file is empty; was it still being written?", array->name);
    else if (size > 0 && !(array->format = recognise(head, (size_t)size)))
        refuse_unknown(array->name, error);
    else if (size > 0 && !(array->container = calloc(1, array->format->state_size)))
        cca_fail_memory(error, array->name, (double)array->format->state_size);
    else if (size > 0)
        return array->format->open(array->container, bytes, path, error);
    bytes_close(bytes);
    return false;
}

/* At least one array, or why there is none. */
static bool list_container(const struct cca_array *array, struct cca_array_list *list,
                           struct cca_error *error)
{
    *error = (struct cca_error){CCA_OK, ""};
    if (array->format->list(array->container, list, error) && list->count > 0)
        return true;
    if (error->failure == CCA_OK)
        cca_fail(error, CCA_REFUSED, "%s: holds no array; save arrays of numbers in it", array->name);
    cca_array_list_free(list);
    return false;
}

static bool select_member(struct cca_array *array, const char *member, struct cca_error *error)
{
    struct placement placement = {0};

    array->info = (struct cca_array_info){0};
    if (!array->format->select(array->container, member, &array->info, &placement, error))
        return false;
    array->info.forward_only = placement.bytes->forward_only;
    return (array->stored = stored_create(&placement, &array->info, error)) != NULL;
}

/* Selects the member, or the only one; tells which there are where that cannot be. */
static bool select_array(struct cca_array *array, const char *member, struct cca_error *error)
{
    struct cca_array_list list = {0};
    bool good = false;

    if (member) {
        good = select_member(array, member, error);
        if (!good && error->failure == CCA_MISSING && list_container(array, &list, error))
            array_list_miss(&list, array->name, error);
    } else if (list_container(array, &list, error)) {
        good = list.count > 1 ? array_list_refuse(&list, array->name, error)
                              : select_member(array, list.entries[0].member, error);
    }
    cca_array_list_free(&list);
    return good;
}

struct cca_array *cca_array_open(const char *path, const char *member, struct cca_error *error)
{
    struct cca_array *array = calloc(1, sizeof *array);

    if (!array || !(array->name = array_name(path, member))) {
        free(array);
        cca_fail_memory(error, path, sizeof *array);
        return NULL;
    }
    if (!open_container(array, path, error) || !select_array(array, member, error)) {
        cca_array_close(array);
        return NULL;
    }
    return array;
}

bool cca_array_list(const char *path, struct cca_array_list *list, struct cca_error *error)
{
    struct cca_array array = {.name = array_name(path, NULL)};
    bool good;

    *list = (struct cca_array_list){0};
    if (!array.name)
        return cca_fail_memory(error, path, (double)strlen(path));
    good = open_container(&array, path, error) && list_container(&array, list, error);
    close_container(&array);
    return good;
}

const struct cca_array_info *cca_array_info(const struct cca_array *array)
{
    return &array->info;
}

const char *cca_array_name(const struct cca_array *array)
{
    return array->name;
}

struct cca_identity cca_array_identity(const struct cca_array *array)
{
    return array->identity;
}

bool cca_array_read(struct cca_array *array, size_t first, size_t count, double *values,
                    struct cca_error *error)
{
    return stored_read(array->stored, first, count, values, error);
}

void cca_array_close(struct cca_array *array)
{
    if (!array)
        return;
    close_container(array);
    free(array);
}

void cca_array_shape(const struct cca_array_info *info, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < info->dimensions && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, i ? " × %zu" : "%zu", info->shape[i]);
}

void array_info_order(struct cca_array_info *info, bool fortran)
{
    for (int i = 0; i < info->dimensions; i++)
        info->order[i] = fortran ? info->dimensions - 1 - i : i;
}

bool array_info_check(struct cca_array_info *info, uint64_t available, const char *name,
                      struct cca_error *error)
{
    size_t bytes = cca_type_size(info->type);

    info->count = 1;
    for (int axis = 0; axis < info->dimensions; axis++) {
        if (info->shape[axis] == 0)
            return cca_fail(error, CCA_REFUSED, "%s: axis %d of the array is empty; nothing to compare", name,
                            axis);
        if (__builtin_mul_overflow(info->count, info->shape[axis], &info->count) ||
            __builtin_mul_overflow(bytes, info->shape[axis], &bytes))
            return cca_fail(error, CCA_REFUSED, "%s: the header claims more values than memory can address; the file is damaged, save it again",
                            name);
    }
    if (bytes > available)
        return cca_fail(error, CCA_REFUSED,
                        "%s: cut short: the header promises %zu bytes of data, %llu are there; save it again",
                        name, bytes, (unsigned long long)available);
    return true;
}
