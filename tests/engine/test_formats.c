/* What holds of all formats: arrays are listed and named, read forward in any runs, and refused when damaged.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "damage.h"
#include "engine/array.h"
#include "engine/hdf5_dataset.h"
#include "engine/strides.h"
#include "npy_file.h"
#include "reference.h"

#define FORMATS TEST_DATA "/reference/formats/"

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static double *read_whole(const char *path, const char *member, size_t *count)
{
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(path, member, &error);
    double *values;

    if (!array)
        return NULL;
    *count = cca_array_info(array)->count;
    values = malloc(*count * sizeof *values);
    cr_assert(cca_array_read(array, 0, *count, values, &error), "%s", error.text);
    cca_array_close(array);
    return values;
}

static int read_in_runs;

/* Runs of 1 to 13 values, some left out. */
static void check_runs(const char *folder, const json_t *reference)
{
    const char *member = text_of(reference, "member");
    struct cca_error error = {0};
    struct cca_array *array;
    double *values, run[13];
    size_t count, length = 0;
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", folder, text_of(reference, "x"));
    if (!(values = read_whole(path, member, &count)))
        return; /* optional */
    array = cca_array_open(path, member, &error);
    for (size_t first = 0; first < count; first += length + (length % 3 ? 0 : length)) {
        length = (length * 5 + 3) % 13 + 1;
        length = length < count - first ? length : count - first;
        cr_assert(cca_array_read(array, first, length, run, &error), "%s", error.text);
        cr_assert_arr_eq(run, values + first, length * sizeof *run, "%s: %zu values from %zu", path, length,
                         first);
    }
    cca_array_close(array);
    free(values);
    read_in_runs++;
}

Test(formats, are_read_forward_in_odd_runs)
{
    reference_each(reference_folders[0], "format", check_runs);
    cr_expect_geq(read_in_runs, 81);
}

static void check_list(const char *file, const char *expected)
{
    struct cca_array_list list;
    struct cca_error error = {0};
    char path[1024], text[2000] = "";

    snprintf(path, sizeof path, FORMATS "%s", file);
    cr_assert(cca_array_list(path, &list, &error), "%s", error.text);
    for (size_t i = 0; i < list.count; i++) {
        char shape[200];

        cca_array_shape(&list.entries[i].info, shape, sizeof shape);
        sprintf(text + strlen(text), "%s: %s %s\n", list.entries[i].member, shape,
                cca_type_name(list.entries[i].info.type));
    }
    cr_expect_str_eq(text, expected, "%s: %s", file, text);
    cca_array_list_free(&list);
}

Test(formats, list_what_can_be_read)
{
    check_list("npz_stored.npz", "act: 37 × 5 float32\nother: 37 × 5 float64\nints: 37 × 5 int32\n");
    check_list("npz_nested_names.npz", "layer1/conv: 37 × 5 float32\nlayer1/fc: 37 × 5 float16\n");
    check_list("st_all.safetensors", "f32: 37 × 5 float32\nf16: 37 × 5 float16\nbf16: 37 × 5 bfloat16\n"
                                     "f64: 37 × 5 float64\ni32: 37 × 5 int32\nu8: 37 × 5 uint8\n"
                                     "bool: 37 × 5 bool\n");
    check_list("st_with_scalar_and_empty.safetensors", "act: 37 × 5 float32\n");
    check_list("h5_nested.h5", "run/layers/conv 1: 5 × 3 × 4 × 2 float32\n");
}

static void expect_failure(const char *path, const char *member, enum cca_failure failure, const char *phrase)
{
    struct cca_error error = {0};

    cr_expect_null(cca_array_open(path, member, &error));
    cr_expect_eq(error.failure, failure, "%s", error.text);
    cr_expect(strstr(error.text, path) && strstr(error.text, phrase), "no '%s' in: %s", phrase, error.text);
}

Test(formats, name_their_members)
{
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(FORMATS "npz_single.npz", NULL, &error);

    cr_assert(array, "%s", error.text); /* the only one needs no name */
    cca_array_close(array);
    array = cca_array_open(FORMATS "npz_stored.npz", "act.npy", &error);
    cr_assert(array, "%s", error.text);
    cr_expect_str_eq(cca_array_name(array), FORMATS "npz_stored.npz#act.npy");
    cca_array_close(array);
    expect_failure(FORMATS "npz_stored.npz", NULL, CCA_REFUSED,
                   "holds 3 arrays: act (37 × 5), other (37 × 5), ints (37 × 5); name one after a #, as in");
    expect_failure(FORMATS "npz_stored.npz", "nope", CCA_MISSING,
                   "no array of that name; the file holds act (37 × 5)");
    expect_failure(FORMATS "st_f32.safetensors", "__metadata__", CCA_MISSING, "the file holds act");
    expect_failure(FORMATS "h5_nested.h5", "run/layers", CCA_REFUSED, "a group");
    expect_failure(FORMATS "h5_nested.h5", "run/nope/conv", CCA_MISSING, "run/layers/conv 1");
    expect_failure(TEST_DATA "/reference/bad/h5_external_link.h5", "act", CCA_REFUSED,
                   "link to another file");
    expect_failure(TEST_DATA "/reference/bad/h5_external_link.h5", "loop", CCA_REFUSED, "leads nowhere");
}

/* The HDF5 library loses memory of its own over damaged files. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}

Test(formats, are_refused_when_cut_short_or_damaged)
{
    static const char *const files[] = {"npz_single.npz",
                                        "npz_stored.npz",
                                        "npz_data_descriptor.npz",
                                        "st_f16.safetensors",
                                        "st_escaped_name.safetensors",
                                        "npy_f2.npy",
                                        "h5_contiguous_f4.h5",
                                        "h5_latest_gzip_f4.h5"};

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[1024];

        snprintf(path, sizeof path, FORMATS "%s", files[i]);
        cut_short_everywhere(path, true);
        damage_everywhere(path);
    }
}

/* A file with what gzip makes of `file`, to be unlinked; `path` is a template of mkstemp. */
static void compress(const char *file, char *path)
{
    char command[1200];

    close(mkstemp(path));
    snprintf(command, sizeof command, "gzip -c '%s' >'%s'", file, path);
    cr_assert_eq(system(command), 0);
}

/* gzip is taken off before all else. */
Test(formats, are_read_through_gzip)
{
    static const char *const files[] = {FORMATS "npy_f4_fortran.npy", FORMATS "st_bf16.safetensors"};
    char zip[] = "/tmp/ccascope-XXXXXX", hdf5[] = "/tmp/ccascope-XXXXXX";

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[] = "/tmp/ccascope-XXXXXX";
        double *packed, *plain;
        size_t packed_count, count;

        compress(files[i], path);
        plain = read_whole(files[i], NULL, &count);
        packed = read_whole(path, NULL, &packed_count);
        cr_assert(packed && packed_count == count);
        cr_expect_arr_eq(packed, plain, count * sizeof *plain);
        unlink(path);
        free(packed);
        free(plain);
    }
    compress(FORMATS "npz_single.npz", zip);
    expect_failure(zip, NULL, CCA_REFUSED, "unpack it with gunzip");
    unlink(zip);
    compress(FORMATS "h5_f2.h5", hdf5);
    expect_failure(hdf5, NULL, CCA_REFUSED, "unpack it with gunzip");
    unlink(hdf5);
}

static void expect_direction(const char *path, const char *member, bool forward_only)
{
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(path, member, &error);

    cr_assert(array, "%s", error.text);
    cr_expect_eq(cca_array_info(array)->forward_only, forward_only, "%s#%s", path, member);
    cca_array_close(array);
}

Test(formats, can_go_back_unless_compressed)
{
    expect_direction(FORMATS "npy_f4.npy", NULL, false);
    expect_direction(FORMATS "npz_stored.npz", "act", false);
    expect_direction(FORMATS "npz_deflate.npz", "act", true);
    expect_direction(FORMATS "st_f32.safetensors", NULL, false);
    expect_direction(FORMATS "h5_chunked_f4.h5", NULL, false);
    expect_direction(FORMATS "h5_gzip_f4.h5", NULL, true);
    expect_direction(TEST_DATA "/pickles/array_4.p", NULL, false);
    expect_direction(TEST_DATA "/pickles/array_2.p", NULL, true);
    expect_direction(TEST_DATA "/pickles/nested_4.pkl.gz", "types/f4", true);
    expect_direction(TEST_DATA "/pickles/bare.pt", NULL, false);
}

static void check_backwards(const char *folder, const json_t *reference)
{
    const char *member = text_of(reference, "member");
    struct cca_error error = {0};
    struct cca_array *array;
    double *values, value;
    size_t count;
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", folder, text_of(reference, "x"));
    if (!(values = read_whole(path, member, &count)))
        return; /* optional */
    array = cca_array_open(path, member, &error);
    for (size_t i = count; !cca_array_info(array)->forward_only && i-- > 0;) {
        cr_assert(cca_array_read(array, i, 1, &value, &error), "%s", error.text);
        cr_assert_eq(value, values[i], "%s: place %zu", path, i);
    }
    cca_array_close(array);
    free(values);
}

Test(formats, go_back)
{
    reference_each(reference_folders[0], "format", check_backwards);
}

/* A checksum keeps a damaged value from being taken for a sound one. */
Test(formats, values_of_npz_are_checked)
{
    char bytes[2000];
    FILE *file = fopen(FORMATS "npz_single.npz", "rb");
    size_t size = fread(bytes, 1, sizeof bytes, file), place = size / 2; /* among the values */
    struct cca_error error = {0};
    struct cca_array *array;
    struct npy_file damaged;
    double values[185];

    fclose(file);
    bytes[place] ^= 1;
    damaged = npy_file_of_bytes(bytes, size);
    array = cca_array_open(damaged.path, NULL, &error);
    cr_assert(array, "%s", error.text);
    cr_expect_not(cca_array_read(array, 0, 185, values, &error));
    cr_expect(strstr(error.text, "CRC"), "%s", error.text);
    cca_array_close(array);
    npy_file_close(&damaged);
    expect_failure(TEST_DATA "/reference/bad/npz_encrypted.npz", "act", CCA_REFUSED, "encrypted");
    expect_failure(TEST_DATA "/reference/bad/npz_method_lzma.npz", "act", CCA_REFUSED, "method 14");
    expect_failure(TEST_DATA "/reference/bad/npz_bomb.npz", "act", CCA_REFUSED, "larger than it can be");
}

/* The bytes of dataset `act` of a file, opened with room for its chunks only if that takes at most `room`. */
static struct bytes *open_act(const char *path, size_t room, size_t ahead, struct cca_array_info *info)
{
    struct cca_error error = {0};
    hid_t file, access, dataset;
    struct bytes *bytes;
    bool swap;

    hdf5_enter();
    file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    access = H5Pcreate(H5P_DATASET_ACCESS);
    dataset = H5Dopen2(file, "act", access);
    cr_assert(hdf5_describe(dataset, 1 << 20, path, info, &swap, &error), "%s", error.text);
    hdf5_size_cache(dataset, info, room, access);
    H5Dclose(dataset);
    bytes = hdf5_bytes(H5Dopen2(file, "act", access), info, ahead, path, &error);
    H5Pclose(access);
    H5Fclose(file); /* in fact when the dataset is closed */
    hdf5_leave();
    return bytes;
}

/* Chunks that are too many to be kept are read ahead: the same values. */
Test(formats, chunks_of_hdf5_need_not_be_kept)
{
    static const char *const files[] = {FORMATS "h5_gzip_f4.h5", FORMATS "h5_chunked_f4.h5"};
    unsigned char kept[740], ahead[740]; /* 37 rows of 20 bytes */
    struct cca_array_info info = {0};
    struct cca_error error = {0};

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct bytes *bytes = open_act(files[i], SIZE_MAX, 0, &info);

        cr_assert_eq(bytes_read(bytes, 0, kept, sizeof kept, &error), (ssize_t)sizeof kept, "%s", error.text);
        bytes_close(bytes);
        for (size_t most = 4; most <= sizeof ahead; most += 36) {
            bytes = open_act(files[i], 0, most, &info);
            for (size_t at = 0; at < sizeof ahead; at += 20)
                cr_assert_eq(bytes_read(bytes, at, ahead + at, 20, &error), 20, "%s", error.text);
            bytes_close(bytes);
            cr_expect_arr_eq(ahead, kept, sizeof kept, "%s with %zu bytes", files[i], most);
        }
    }
}

Test(formats, strides_of_views)
{
    static const struct {
        int dimensions;
        size_t shape[3], strides[3];
        int order[3];
        bool sound;
    } cases[] = {
        {2, {4, 3}, {3, 1}, {0, 1}, true},          {2, {4, 3}, {1, 4}, {1, 0}, true},
        {3, {2, 3, 4}, {4, 8, 1}, {1, 0, 2}, true}, {2, {4, 3}, {6, 2}, {0, 1}, true},
        {2, {4, 3}, {0, 1}, {1, 0}, true},          {2, {1, 3}, {7, 1}, {1, 0}, true},
        {2, {4, 3}, {1, 1}, {0, 0}, false},         {2, {4, 3}, {2, 1}, {0, 0}, false},
        {2, {4, 3}, {SIZE_MAX, 1}, {0, 0}, false},  {3, {2, 3, 4}, {6, 4, 1}, {0, 0, 0}, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cca_array_info info = {.dimensions = cases[i].dimensions};
        struct strides merged;

        memcpy(info.shape, cases[i].shape, sizeof cases[i].shape);
        cr_assert_eq(strides_order(cases[i].strides, &info), cases[i].sound, "%zu", i);
        if (!cases[i].sound)
            continue;
        strides_merge(&merged, cases[i].strides, &info);
        for (size_t place = 0; place < 12; place++) { /* against the index of each axis */
            size_t rest = place, expected = 0, run;

            for (int k = info.dimensions - 1; k >= 0; k--) {
                int axis = cases[i].order[k];

                expected += rest % info.shape[axis] * cases[i].strides[axis];
                rest /= info.shape[axis];
            }
            cr_expect_eq(info.order[info.dimensions - 1], cases[i].order[info.dimensions - 1], "%zu", i);
            if (rest == 0)
                cr_expect_eq(strides_find(&merged, place, &run), expected, "%zu, place %zu", i, place);
        }
    }
}
