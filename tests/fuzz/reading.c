#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/array.h"
#include "engine/representation.h"

#define RUN  4099              /* values at a time; odd, so that windows and runs end in different places */
#define MOST ((size_t)4 << 20) /* values: what compresses well is not read to its end */

static void read_values(const char *path, const char *member, struct cca_error *error)
{
    struct cca_array *array = cca_array_open(path, member, error);
    static double values[RUN];
    size_t count;

    if (!array)
        return;
    count = cca_array_info(array)->count < MOST ? cca_array_info(array)->count : MOST;
    for (size_t first = 0, run; first < count; first += run) {
        run = count - first < RUN ? count - first : RUN;
        if (cca_array_read(array, first, run, values, error))
            continue;
        if (!strstr(error->text, path))
            abort(); /* every refusal names the file */
        break;
    }
    cca_array_close(array);
}

/* The treatment is drawn from the input's size, so that the same input does the same again. */
static void read_representation(const char *path, const struct cca_array_entry *entry, size_t size,
                                struct cca_error *error)
{
    static const char *const axes[] = {"", "n", "nc", "ctn", "wnch", "ntclh", "cntlhw"};
    struct treatment treatment = {.positions = size % 3, .timesteps = size / 3 % 5};
    struct cca_source source = {path, entry->member, &treatment, {size % 7, size}, CCA_LAST_TIMESTEP};
    struct cca_matrix matrix;

    if ((size_t)entry->info.dimensions >= sizeof axes / sizeof *axes || entry->info.count > MOST)
        return; /* there are no more letters; or too much for the memory of a fuzzer */
    strcpy(treatment.axes, axes[entry->info.dimensions]);
    if (cca_representation_read(&source, &matrix, error))
        cca_matrix_free(&matrix);
}

static void write_file(int descriptor, const char *magic, size_t magic_size, const uint8_t *data, size_t size)
{
    size_t given = size >= magic_size && memcmp(data, magic, magic_size) == 0 ? 0 : magic_size;

    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, magic, given, 0) != (ssize_t)given ||
        pwrite(descriptor, data, size, (off_t)given) != (ssize_t)size)
        abort();
}

void fuzz_reading(const char *magic, size_t magic_size, const uint8_t *data, size_t size)
{
    static int descriptor = -1;
    struct cca_array_list list;
    struct cca_error error;
    char path[40];

    if (descriptor < 0)
        descriptor = memfd_create("input", MFD_CLOEXEC);
    write_file(descriptor, magic, magic_size, data, size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    if (cca_array_list(path, &list, &error)) {
        read_values(path, list.entries[size % list.count].member, &error);
        read_representation(path, &list.entries[size % list.count], size, &error);
        cca_array_list_free(&list);
    } else if (!strstr(error.text, path)) {
        abort(); /* every refusal names the file */
    }
}
