#include "engine/hdf5_dataset.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/format.h"

/* Values that were never written are not stored; so many bytes of them may be read. */
#define UNWRITTEN_BYTES ((uint64_t)16 << 20)
/* What may be kept of chunks that reading comes back to. */
#define CACHE_SLOTS ((size_t)1 << 20)
#define MIN_SLOTS   ((size_t)521)

/* The library has one state for the whole process, and so there is one lock, and one place for where its
 * messages went before. */
static struct {
    pthread_mutex_t lock;
    bool entered;
    H5E_auto2_t report;
    void *context;
} library = {.lock = PTHREAD_MUTEX_INITIALIZER};

void hdf5_enter(void)
{
    pthread_mutex_lock(&library.lock);
    /* Before all else: nothing is written that had to be closed at the exit, and after a damaged file the
     * library complains there of what it has lost itself. */
    if (!library.entered)
        H5dont_atexit();
    library.entered = true;
    H5Eget_auto2(H5E_DEFAULT, &library.report, &library.context);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

void hdf5_leave(void)
{
    H5Eset_auto2(H5E_DEFAULT, library.report, library.context);
    pthread_mutex_unlock(&library.lock);
}

static bool find_integer(hid_t type, enum cca_type *found)
{
    static const enum cca_type types[2][9] = {{[1] = CCA_U8, [2] = CCA_U16, [4] = CCA_U32, [8] = CCA_U64},
                                              {[1] = CCA_I8, [2] = CCA_I16, [4] = CCA_I32, [8] = CCA_I64}};
    size_t size = H5Tget_size(type);

    if (size > 8 || (size & (size - 1)) != 0 || H5Tget_precision(type) != 8 * size)
        return false;
    *found = types[H5Tget_sign(type) == H5T_SGN_2][size];
    return true;
}

static bool find_float(hid_t type, enum cca_type *found)
{
    static const struct {
        size_t size, exponent, bias;
        enum cca_type type;
    } floats[] = {{2, 5, 15, CCA_F16}, {2, 8, 127, CCA_BF16}, {4, 8, 127, CCA_F32}, {8, 11, 1023, CCA_F64}};
    size_t sign, exponent_place, exponent, fraction_place, fraction, size = H5Tget_size(type);

    if (H5Tget_fields(type, &sign, &exponent_place, &exponent, &fraction_place, &fraction) < 0)
        return false;
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        if (size == floats[i].size && exponent == floats[i].exponent &&
            H5Tget_ebias(type) == floats[i].bias && fraction_place == 0 && exponent_place == fraction &&
            sign == 8 * size - 1 && fraction == sign - exponent && H5Tget_norm(type) == H5T_NORM_IMPLIED) {
            *found = floats[i].type;
            return true;
        }
    return false;
}

/* h5py stores booleans as an enumeration of FALSE and TRUE in a byte. */
static bool is_boolean(hid_t type)
{
    signed char value[2] = {-1, -1};

    return H5Tget_size(type) == 1 && H5Tget_nmembers(type) == 2 &&
           H5Tenum_valueof(type, "FALSE", &value[0]) >= 0 && H5Tenum_valueof(type, "TRUE", &value[1]) >= 0 &&
           value[0] == 0 && value[1] == 1;
}

static bool find_type(hid_t type, enum cca_type *found, bool *swap)
{
    H5T_class_t class = H5Tget_class(type);
    H5T_order_t order = H5Tget_order(type);

    *swap = order != H5Tget_order(H5T_NATIVE_INT);
    if (class == H5T_ENUM && is_boolean(type)) {
        *found = CCA_BOOL;
        return true;
    }
    if (order != H5T_ORDER_LE && order != H5T_ORDER_BE)
        return false;
    return class == H5T_INTEGER ? find_integer(type, found) : class == H5T_FLOAT && find_float(type, found);
}

static bool read_type(hid_t dataset, const char *name, struct cca_array_info *info, bool *swap,
                      struct cca_error *error)
{
    static const char *const classes[H5T_NCLASSES] = {[H5T_INTEGER] = "integers of unusual size",
                                                      [H5T_FLOAT] = "floats of unusual form",
                                                      [H5T_TIME] = "times",
                                                      [H5T_STRING] = "text",
                                                      [H5T_BITFIELD] = "bit fields",
                                                      [H5T_OPAQUE] = "bytes",
                                                      [H5T_COMPOUND] = "records",
                                                      [H5T_REFERENCE] = "references",
                                                      [H5T_ENUM] = "names",
                                                      [H5T_VLEN] = "ragged lists",
                                                      [H5T_ARRAY] = "arrays"};
    hid_t type = H5Dget_type(dataset);
    H5T_class_t class = H5Tget_class(type);
    bool good = find_type(type, &info->type, swap);

    H5Tclose(type);
    return good ||
           cca_fail(error, CCA_REFUSED,
                    "%s: the dataset holds %s; save float16, float32, float64, integers or bool", name,
                    class >= 0 && class < H5T_NCLASSES ? classes[class] : "values of an unknown type");
}

static bool read_shape(hid_t dataset, const char *name, struct cca_array_info *info, struct cca_error *error)
{
    hid_t space = H5Dget_space(dataset);
    hsize_t shape[H5S_MAX_RANK] = {0};
    int dimensions = H5Sget_simple_extent_ndims(space);
    bool simple = H5Sget_simple_extent_type(space) == H5S_SIMPLE && dimensions > 0 &&
                  H5Sget_simple_extent_dims(space, shape, NULL) == dimensions;

    H5Sclose(space);
    if (!simple)
        return cca_fail(error, CCA_REFUSED, "%s: the dataset is %s, not samples × features; save one row per input", name,
                        dimensions == 0 ? "a single value or empty" : "of a shape that cannot be read");
    if (dimensions > MAX_DIMENSIONS)
        return cca_fail(error, CCA_REFUSED, "%s: the array has %d dimensions; up to %d are read", name,
                        dimensions, MAX_DIMENSIONS);
    info->dimensions = dimensions;
    for (int i = 0; i < dimensions; i++)
        info->shape[i] = (size_t)shape[i];
    array_info_order(info, false);
    return true;
}

static bool check_filters(hid_t creation, const char *name, struct cca_error *error)
{
    for (int i = 0; i < H5Pget_nfilters(creation); i++) {
        char filter[64] = "";
        size_t values = 0;
        H5Z_filter_t id =
            H5Pget_filter2(creation, (unsigned)i, NULL, &values, NULL, sizeof filter, filter, NULL);

        if (H5Zfilter_avail(id) <= 0)
            return cca_fail(
                error, CCA_REFUSED,
                "%s: compressed by the filter '%.63s' (%d), which the HDF5 library here does not have; "
                "save with compression=\"gzip\"",
                name, filter, (int)id);
    }
    return true;
}

static bool check_storage(hid_t dataset, uint64_t file_size, const char *name,
                          const struct cca_array_info *info, struct cca_error *error)
{
    hid_t creation = H5Dget_create_plist(dataset);
    bool elsewhere = H5Pget_layout(creation) == H5D_VIRTUAL || H5Pget_external_count(creation) > 0;
    bool good = !elsewhere && check_filters(creation, name, error);
    uint64_t size = info->count * cca_type_size(info->type), stored = H5Dget_storage_size(dataset);

    H5Pclose(creation);
    if (elsewhere)
        return cca_fail(error, CCA_REFUSED, "%s: the values are in other files; copy them into this one",
                        name);
    if (!good)
        return false;
    if (stored > file_size)
        return cca_fail(error, CCA_REFUSED, "%s: cut short or damaged; save it again", name);
    if (size > UNWRITTEN_BYTES && size - UNWRITTEN_BYTES > stored * BYTES_DEFLATE_RATIO)
        return cca_fail(error, CCA_REFUSED,
                        "%s: of %llu bytes only %llu are stored; the rest was never written", name,
                        (unsigned long long)size, (unsigned long long)stored);
    return true;
}

bool hdf5_describe(hid_t dataset, uint64_t file_size, const char *name, struct cca_array_info *info,
                   bool *swap, struct cca_error *error)
{
    return read_type(dataset, name, info, swap, error) && read_shape(dataset, name, info, error) &&
           array_info_check(info, UINT64_MAX, name, error) &&
           check_storage(dataset, file_size, name, info, error);
}

/* Going through the array in C order, chunks are left for good only when their extent along the first axis on
 * which they have one is passed. So many bytes are begun at once; *across counts the chunks side by side. */
static uint64_t begun_bytes(const hsize_t *chunk, const struct cca_array_info *info, size_t *across)
{
    uint64_t bytes = cca_type_size(info->type);
    int axis = 0;

    *across = 1;
    while (axis + 1 < info->dimensions && chunk[axis] == 1)
        axis++;
    bytes *= chunk[axis];
    for (int i = axis + 1; i < info->dimensions; i++) {
        size_t chunks = (info->shape[i] + chunk[i] - 1) / chunk[i];

        if (__builtin_mul_overflow(bytes, chunk[i] * chunks, &bytes))
            return UINT64_MAX;
        while (*across < CACHE_SLOTS && chunks > 1) { /* the library hashes by bits of the coordinates */
            *across *= 2;
            chunks = (chunks + 1) / 2;
        }
    }
    return bytes;
}

void hdf5_size_cache(hid_t dataset, const struct cca_array_info *info, size_t most, hid_t access)
{
    hid_t creation = H5Dget_create_plist(dataset);
    hsize_t chunk[MAX_DIMENSIONS];

    if (H5Pget_layout(creation) == H5D_CHUNKED &&
        H5Pget_chunk(creation, MAX_DIMENSIONS, chunk) == info->dimensions) {
        size_t across;
        uint64_t begun = begun_bytes(chunk, info, &across);

        if (begun <= most)
            H5Pset_chunk_cache(access, across < MIN_SLOTS ? MIN_SLOTS : across, (size_t)begun,
                               H5D_CHUNK_CACHE_W0_DEFAULT);
        else /* larger boxes instead: see dataset_read */
            H5Pset_chunk_cache(access, 0, 0, H5D_CHUNK_CACHE_W0_DEFAULT);
    }
    H5Pclose(creation);
}

struct dataset_bytes {
    struct bytes base;
    hid_t dataset, type, space;
    size_t value_bytes;
    int dimensions;
    hsize_t shape[MAX_DIMENSIONS];
    unsigned char *ahead; /* values read ahead where chunks cannot be kept; NULL where they are ... */
    size_t ahead_room;
    uint64_t ahead_start; /* ... from this byte on ... */
    size_t ahead_size;    /* ... so many */
};

/* The largest box that begins at place `first` in C order and holds at most `count` values that follow one
 * another; returns how many. */
static size_t find_box(const struct dataset_bytes *bytes, uint64_t first, size_t count, hsize_t *start,
                       hsize_t *lengths)
{
    size_t inner = 1;
    int axis = bytes->dimensions - 1;

    for (int i = axis; i >= 0; i--) {
        start[i] = first % bytes->shape[i];
        first /= bytes->shape[i];
        lengths[i] = 1;
    }
    for (; axis > 0 && start[axis] == 0 && bytes->shape[axis] <= count / inner; axis--) {
        lengths[axis] = bytes->shape[axis];
        inner *= bytes->shape[axis];
    }
    lengths[axis] = bytes->shape[axis] - start[axis];
    if (lengths[axis] > count / inner)
        lengths[axis] = count / inner;
    return inner * (size_t)lengths[axis];
}

/* One box from `offset` on; returns its bytes. */
static ssize_t read_box(struct dataset_bytes *bytes, uint64_t offset, void *to, size_t size,
                        struct cca_error *error)
{
    hsize_t start[MAX_DIMENSIONS] = {0}, lengths[MAX_DIMENSIONS];
    hsize_t count = find_box(bytes, offset / bytes->value_bytes, size / bytes->value_bytes, start, lengths);
    herr_t status;
    hid_t memory;

    hdf5_enter();
    memory = H5Screate_simple(1, &count, NULL);
    status = H5Sselect_hyperslab(bytes->space, H5S_SELECT_SET, start, NULL, lengths, NULL);
    if (status >= 0) /* into the type of the file: decoding is not left to the library */
        status = H5Dread(bytes->dataset, bytes->type, memory, bytes->space, H5P_DEFAULT, to);
    H5Sclose(memory);
    hdf5_leave();
    if (status >= 0)
        return (ssize_t)(count * bytes->value_bytes);
    cca_fail(error, CCA_REFUSED,
             "%s: the HDF5 library could not read the values; cut short or damaged, save it again",
             bytes->base.name);
    return -1;
}

static ssize_t dataset_read(struct bytes *base, uint64_t offset, void *to, size_t size,
                            struct cca_error *error)
{
    struct dataset_bytes *bytes = (struct dataset_bytes *)base;
    uint64_t there;

    if (offset >= base->size || size < bytes->value_bytes)
        return 0;
    if (!bytes->ahead)
        return read_box(bytes, offset, to, size, error);
    if (offset < bytes->ahead_start || offset >= bytes->ahead_start + bytes->ahead_size) {
        ssize_t got = read_box(bytes, offset, bytes->ahead, bytes->ahead_room, error);

        bytes->ahead_start = offset;
        bytes->ahead_size = got < 0 ? 0 : (size_t)got;
        if (got < 0)
            return -1;
    }
    there = bytes->ahead_start + bytes->ahead_size - offset;
    size = there < size ? (size_t)there : size;
    memcpy(to, bytes->ahead + (offset - bytes->ahead_start), size);
    return (ssize_t)size;
}

static void dataset_close(struct bytes *base)
{
    struct dataset_bytes *bytes = (struct dataset_bytes *)base;

    hdf5_enter();
    H5Sclose(bytes->space);
    H5Tclose(bytes->type);
    H5Dclose(bytes->dataset);
    hdf5_leave();
    free(bytes->ahead);
    free(bytes);
}

static const struct bytes_class dataset_class = {dataset_read, dataset_close};

/* Whether the dataset was opened without room for its chunks. */
static bool keeps_no_chunks(hid_t dataset)
{
    hid_t access = H5Dget_access_plist(dataset);
    size_t slots = 0, bytes = 1;
    double weight;

    H5Pget_chunk_cache(access, &slots, &bytes, &weight);
    H5Pclose(access);
    return bytes == 0;
}

/* Going back means to decompress chunks again, and in an unfavourable order every one of them each time. */
static bool is_filtered(hid_t dataset)
{
    hid_t creation = H5Dget_create_plist(dataset);
    bool filtered = H5Pget_nfilters(creation) > 0;

    H5Pclose(creation);
    return filtered;
}

struct bytes *hdf5_bytes(hid_t dataset, const struct cca_array_info *info, size_t most, const char *name,
                         struct cca_error *error)
{
    struct dataset_bytes *bytes = calloc(1, sizeof *bytes);

    if (!bytes) {
        H5Dclose(dataset);
        cca_fail_memory(error, name, sizeof *bytes);
        return NULL;
    }
    bytes->base =
        (struct bytes){&dataset_class, name, info->count * cca_type_size(info->type), is_filtered(dataset)};
    bytes->dataset = dataset;
    bytes->type = H5Dget_type(dataset);
    bytes->space = H5Dget_space(dataset);
    bytes->value_bytes = cca_type_size(info->type);
    bytes->dimensions = info->dimensions;
    for (int i = 0; i < info->dimensions; i++)
        bytes->shape[i] = info->shape[i];
    if (keeps_no_chunks(dataset)) { /* without, it is only slower */
        bytes->ahead_room = bytes->base.size < most ? (size_t)bytes->base.size : most;
        bytes->ahead = malloc(bytes->ahead_room);
    }
    return &bytes->base;
}
