/* Any bytes as a .npy file: read in full and as a representation, whatever axes its number of dimensions
 * suggests. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/array.h"
#include "engine/representation.h"

#define RUN 4099 /* values at a time; odd, so that windows and runs end in different places */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_values(struct cca_array *array, struct cca_error *error)
{
    size_t count = cca_array_info(array)->count;
    static double values[RUN];

    for (size_t first = 0, run; first < count; first += run) {
        run = count - first < RUN ? count - first : RUN;
        if (!cca_array_read(array, first, run, values, error))
            abort(); /* the file is as long as its header promises: that was checked */
    }
}

/* The treatment is drawn from the input's size, so that the same input does the same again. */
static void read_representation(const char *path, int dimensions, size_t size, struct cca_error *error)
{
    static const char *const axes[] = {"", "n", "nc", "ctn", "wnch", "ntclh", "cntlhw"};
    struct treatment treatment = {.positions = size % 3, .timesteps = size / 3 % 5};
    struct cca_source source = {path, NULL, &treatment, {size % 7, size}, CCA_LAST_TIMESTEP};
    struct cca_matrix matrix;

    if ((size_t)dimensions >= sizeof axes / sizeof *axes)
        return; /* there are no more letters */
    strcpy(treatment.axes, axes[dimensions]);
    if (cca_representation_read(&source, &matrix, error))
        cca_matrix_free(&matrix);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int descriptor = -1;
    struct cca_error error = {0};
    struct cca_array *array;
    char path[40];

    if (descriptor < 0)
        descriptor = memfd_create("input", MFD_CLOEXEC);
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, data, size, 0) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    if ((array = cca_array_open(path, NULL, &error))) {
        int dimensions = cca_array_info(array)->dimensions;

        read_values(array, &error);
        cca_array_close(array);
        read_representation(path, dimensions, size, &error);
    } else if (!strstr(error.text, path)) {
        abort(); /* every refusal names the file */
    }
    return 0;
}
