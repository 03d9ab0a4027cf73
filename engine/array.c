#include "engine/array.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/format.h"

struct cca_array {
    const struct array_format *format;
    void *state;
    char *name;
    struct cca_array_info info;
    struct cca_identity identity;
};

static const struct array_format *const formats[] = {&npy_format};

static const struct array_format *recognise(const unsigned char *head, size_t size)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i]->recognises(head, size))
            return formats[i];
    return NULL;
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

static bool open_format(struct cca_array *array, const char *path, const char *member,
                        struct cca_error *error)
{
    unsigned char head[FORMAT_HEAD];
    int descriptor = open_file(path, &array->identity, error);
    ssize_t size;

    if (descriptor < 0)
        return false;
    size = pread(descriptor, head, sizeof head, 0);
    if (size < 0)
        cca_fail(error, CCA_REFUSED, "%s: %s", path, strerror(errno));
    else if (size == 0)
        cca_fail(error, CCA_REFUSED, "%s: the file is empty; was it still being written?", path);
    else if ((array->format = recognise(head, (size_t)size)))
        return (array->state = array->format->open(descriptor, array->name, member, &array->info, error)) !=
               NULL;
    else
        cca_fail(error, CCA_REFUSED,
                 "%s: not an array file that ccascope reads; save it with numpy.save as .npy", path);
    close(descriptor);
    return false;
}

struct cca_array *cca_array_open(const char *path, const char *member, struct cca_error *error)
{
    struct cca_array *array = calloc(1, sizeof *array);

    if (!array || !(array->name = array_name(path, member))) {
        free(array);
        cca_fail_memory(error, path, sizeof *array);
        return NULL;
    }
    if (!open_format(array, path, member, error)) {
        free(array->name);
        free(array);
        return NULL;
    }
    return array;
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
    return array->format->read(array->state, first, count, values, error);
}

void cca_array_close(struct cca_array *array)
{
    if (!array)
        return;
    array->format->close(array->state);
    free(array->name);
    free(array);
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
            return cca_fail(error, CCA_REFUSED, "%s: the header claims more values than memory can address",
                            name);
    }
    if (bytes > available)
        return cca_fail(error, CCA_REFUSED,
                        "%s: cut short: the header promises %zu bytes of data, %llu are there; save it again",
                        name, bytes, (unsigned long long)available);
    return true;
}
