/* Reading arrays: the sound reference files value by value, the bad ones refused at little cost. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/array.h"
#include "engine/comparison.h"
#include "engine/lapack.h"
#include "limits.h"
#include "npy_file.h"
#include "reference.h"

#define MEMORY_BOUND ((size_t)64 << 20)

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Place in storage of the value at place `place` in C order. */
static size_t storage_place(const struct cca_array_info *info, size_t place)
{
    size_t index[MAX_DIMENSIONS], result = 0;

    for (int axis = info->dimensions - 1; axis >= 0; axis--) {
        index[axis] = place % info->shape[axis];
        place /= info->shape[axis];
    }
    for (int i = 0; i < info->dimensions; i++)
        result = result * info->shape[info->order[i]] + index[info->order[i]];
    return result;
}

static void check_element(const char *name, const char *what, double actual, const json_t *expected)
{
    cr_expect(!expected || reference_near(actual, expected, 0), "%s: %s is %.17g, expected %.17g", name, what, actual,
              json_number_value(expected));
}

static void check_elements(const char *name, const struct cca_array_info *info, const double *values,
                           const json_t *expected)
{
    size_t columns = info->shape[info->dimensions - 1], row, column;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)expected, key, value) if (sscanf(key, "e_%zu_%zu", &row, &column) == 2)
        check_element(name, key, values[storage_place(info, row * columns + column)], value);
    json_object_foreach(json_object_get(expected, "c_order_elements"), key, value)
        check_element(name, key, values[storage_place(info, strtoull(key, NULL, 10))], value);
    check_element(name, "first", values[0], json_object_get(expected, "first"));
    check_element(name, "last", values[info->count - 1], json_object_get(expected, "last"));
}

static void check_sums(const char *name, const struct cca_array_info *info, const double *values,
                       const json_t *expected)
{
    const json_t *magnitudes = json_object_get(expected, "sum_abs");
    double total;
    long double sum = 0, absolute = 0, column = 0;

    for (size_t i = 0; i < info->count; i++) {
        sum += values[i];
        absolute += fabs(values[i]);
    }
    total = (double)absolute;
    cr_expect(reference_near((double)sum, json_object_get(expected, "sum"), 1e-15 * total), "%s: sum", name);
    cr_expect(!magnitudes || reference_near(total, magnitudes, 1e-15 * total), "%s: sum of magnitudes", name);
    if (!json_object_get(expected, "column_0_sum"))
        return;
    for (size_t row = 0; row < info->shape[0]; row++)
        column += values[storage_place(info, row * info->shape[1])];
    cr_expect(reference_near((double)column, json_object_get(expected, "column_0_sum"), 1e-15 * total),
              "%s: sum of column 0", name);
}

static void check_header(const char *name, const struct cca_array_info *info, const json_t *reference)
{
    const json_t *shape = json_object_get(reference, "shape");
    size_t count = 1;
    bool fortran;

    cr_assert_eq((size_t)info->dimensions, json_array_size(shape), "%s: dimensions", name);
    for (int i = 0; i < info->dimensions; i++) {
        cr_expect_eq(info->shape[i], (size_t)json_integer_value(json_array_get(shape, (size_t)i)),
                     "%s: shape[%d] is %zu", name, i, info->shape[i]);
        count *= info->shape[i];
    }
    cr_assert_eq(info->count, count, "%s: count", name);
    cr_expect_str_eq(cca_type_name(info->type), text_of(reference, "stored_dtype"), "%s: type", name);
    fortran = strstr(name, "fortran") != NULL;
    for (int i = 0; i < info->dimensions; i++)
        cr_expect_eq(info->order[i], fortran ? info->dimensions - 1 - i : i, "%s: order", name);
}

static int checked_by_value;

static void check_format(const char *folder, const json_t *reference)
{
    const char *name = text_of(reference, "name"), *member = text_of(reference, "member");
    struct cca_error error = {0};
    const struct cca_array_info *info;
    struct cca_array *array;
    char path[1024];
    double *values;

    snprintf(path, sizeof path, "%s/%s", folder, text_of(reference, "x"));
    if (!(array = cca_array_open(path, member, &error))) {
        /* What a reader need not read. */
        cr_expect(json_is_true(json_object_get(reference, "optional")), "%s: %s", name,
                  error.text);
        cr_expect_neq(error.failure, CCA_OK, "%s: %s", name, error.text);
        cr_expect(strstr(error.text, path), "%s: the message does not name the file: %s", name, error.text);
        return;
    }
    info = cca_array_info(array);
    values = malloc(info->count * sizeof *values);
    cr_expect(cca_array_read(array, 0, info->count, values, &error), "%s: %s", name, error.text);
    check_header(name, info, reference);
    checked_by_value++;
    check_elements(name, info, values, json_object_get(reference, "expected"));
    check_sums(name, info, values, json_object_get(reference, "expected"));
    free(values);
    cca_array_close(array);
}

Test(array, formats)
{
    cr_expect_geq(reference_each(reference_folders[0], "format", check_format), 83, "cases are missing");
    cr_expect_geq(checked_by_value, 77, "%d files are read", checked_by_value);
}

/* Reads the representation at `path`, with the axes that its number of dimensions suggests. */
static bool read_any(const char *path, const char *member, struct cca_matrix *matrix, struct cca_error *error)
{
    static const char *const axes[] = {"n", "nc", "nc", "ntc", "nchw"};
    struct treatment treatment = {0};
    struct cca_source source = {path, member, &treatment, {0}, CCA_LAST_TIMESTEP};
    struct cca_array *array = cca_array_open(path, member, error);
    int dimensions = array ? cca_array_info(array)->dimensions : 2;

    cca_array_close(array);
    strcpy(treatment.axes, axes[dimensions < 5 ? dimensions : 0]);
    return array && cca_representation_read(&source, matrix, error);
}

/* Whether the case is about a member that the file does not have. */
static bool asks_for_another(const json_t *reference)
{
    const char *member = text_of(reference, "member");

    return member && strcmp(member, "nope") == 0;
}

static void check_refusal(const char *name, const char *path, const json_t *reference,
                          const struct cca_error *error)
{
    const json_t *position = json_object_get(reference, "position");
    char place[80];

    /* A member that is not there is a hole, like a file that is not there. */
    cr_expect_eq(error->failure, asks_for_another(reference) ? CCA_MISSING : CCA_REFUSED,
                 "%s: failure %d: %s", name, error->failure, error->text);
    cr_expect(strstr(error->text, path), "%s: the message does not name the file: %s", name, error->text);
    if (!position)
        return;
    snprintf(place, sizeof place, "(%lld, %lld)", json_integer_value(json_array_get(position, 0)),
             json_integer_value(json_array_get(position, 1)));
    cr_expect(strstr(error->text, place), "%s: no %s in: %s", name, place, error->text);
}

static void check_bad(const char *folder, const json_t *reference)
{
    const char *name = text_of(reference, "name");
    bool may_read = json_is_true(json_object_get(reference, "good")) ||
                    json_is_true(json_object_get(reference, "optional")) ||
                    json_is_true(json_object_get(reference, "alone_ok"));
    struct cca_error error = {0};
    struct cca_matrix matrix;
    char path[1024];
    double start;
    bool read;

    snprintf(path, sizeof path, "%s/%s", folder, text_of(reference, "x"));
    start = cpu_seconds();
    limit_memory(MEMORY_BOUND);
    read = read_any(path, text_of(reference, "member"), &matrix, &error);
    limit_memory(0);
    cr_expect_lt(cpu_seconds() - start, 1, "%s: %g seconds", name, cpu_seconds() - start);
    if (!read) {
        cr_expect(!json_is_true(json_object_get(reference, "good")), "%s: %s", name, error.text);
        check_refusal(name, path, reference, &error);
        return;
    }
    cr_expect(may_read, "%s was read", name);
    cca_matrix_free(&matrix);
}

Test(array, bad_files_are_refused_by_name_at_little_cost)
{
    cr_expect_geq(reference_each(reference_folders[0], "bad", check_bad), 119, "cases are missing");
}

Test(array, what_is_no_file_of_values_is_refused)
{
    static const struct {
        const char *path;
        enum cca_failure failure;
    } cases[] = {
        {TEST_DATA "/reference/bad/no such file.npy", CCA_MISSING},
        {TEST_DATA "/reference/bad/good.npy/below", CCA_MISSING},
        {TEST_DATA "/reference/bad", CCA_REFUSED},
        {"/dev/null", CCA_REFUSED},
        {"/dev/zero", CCA_REFUSED},
        {"/proc/self/status", CCA_REFUSED},
        {"", CCA_MISSING},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cca_error error = {0};

        cr_expect_null(cca_array_open(cases[i].path, NULL, &error));
        cr_expect_eq(error.failure, cases[i].failure, "%s: %s", cases[i].path, error.text);
        cr_expect(strstr(error.text, cases[i].path), "%s: %s", cases[i].path, error.text);
    }
}

Test(array, a_pipe_without_a_writer_does_not_hang, .timeout = 5)
{
    char directory[] = "/tmp/ccascope-XXXXXX", path[64];
    struct cca_error error = {0};

    cr_assert(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/pipe", directory);
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_expect_null(cca_array_open(path, NULL, &error));
    cr_expect_eq(error.failure, CCA_REFUSED);
    unlink(path);
    rmdir(directory);
}

Test(array, a_file_without_permission_is_refused_not_missing)
{
    char path[] = "/tmp/ccascope-XXXXXX";
    struct cca_error error = {0};
    int descriptor = mkstemp(path);

    cr_assert_geq(descriptor, 0);
    fchmod(descriptor, 0);
    close(descriptor);
    if (access(path, R_OK) == 0) { /* root reads everything */
        unlink(path);
        cr_skip_test("permissions do not bind this user");
    }
    cr_expect_null(cca_array_open(path, NULL, &error));
    unlink(path);
    cr_expect_eq(error.failure, CCA_REFUSED);
    cr_expect(strstr(error.text, "ermission"), "%s", error.text);
}

Test(array, a_file_has_no_members)
{
    struct cca_error error = {0};

    cr_expect_null(cca_array_open(TEST_DATA "/reference/bad/good.npy", "act", &error));
    cr_expect_eq(error.failure, CCA_REFUSED);
    cr_expect(strstr(error.text, "good.npy#act"), "%s", error.text);
}

Test(array, the_list_of_a_plain_file_is_its_array_without_a_name)
{
    struct cca_array_list list;
    struct cca_error error = {0};

    cr_assert(cca_array_list(TEST_DATA "/reference/formats/npy_3d_fortran.npy", &list, &error), "%s", error.text);
    cr_assert_eq(list.count, 1u);
    cr_expect_null(list.entries[0].member);
    cr_expect_eq(list.entries[0].info.shape[2], 3u);
    cr_expect_eq(list.entries[0].info.order[0], 2);
    cca_array_list_free(&list);
    cr_expect_not(cca_array_list(TEST_DATA "/reference/bad/object_dtype.npy", &list, &error));
    cr_expect_eq(error.failure, CCA_REFUSED);
    cr_expect(list.count == 0 && strstr(error.text, "object_dtype.npy"), "%s", error.text);
    cr_expect_not(cca_array_list(TEST_DATA "/reference/bad/none.npy", &list, &error));
    cr_expect_eq(error.failure, CCA_MISSING);
}

enum { LARGE = 400000 }; /* values: more than one window of the reader */

static struct npy_file large_file(const char *descr)
{
    const size_t shape[] = {LARGE / 8, 8};
    double *values = malloc(LARGE * sizeof *values);
    struct npy_file file;

    for (size_t i = 0; i < LARGE; i++)
        values[i] = (double)(i % 30011);
    file = npy_file_create(descr, false, 2, shape, values);
    free(values);
    return file;
}

Test(array, a_file_cut_short_while_it_is_read_is_an_error)
{
    struct npy_file file = large_file("<f4");
    double *values = malloc(LARGE * sizeof *values);
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(file.path, NULL, &error);

    cr_assert(array, "%s", error.text);
    cr_expect(cca_array_read(array, 0, 1000, values, &error));
    cr_assert_eq(ftruncate(file.descriptor, LARGE * 2), 0);
    cr_expect_not(cca_array_read(array, 1000, LARGE - 1000, values, &error));
    cr_expect_eq(error.failure, CCA_REFUSED);
    cr_expect(strstr(error.text, file.path) && strstr(error.text, "cut short"), "%s", error.text);
    cca_array_close(array);
    free(values);
    npy_file_close(&file);
}

/* Runs of odd lengths, some left out, must give what one read gives. */
static void check_runs(const char *descr, size_t longest)
{
    struct npy_file file = large_file(descr);
    double *values = malloc(LARGE * sizeof *values);
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(file.path, NULL, &error);
    size_t run = 1;

    cr_assert(array, "%s", error.text);
    for (size_t first = 0; first < LARGE; first += run + (run % 3 ? 0 : 17 * run % 100003)) {
        run = (run * 31 + 7) % longest + 1;
        if (run > LARGE - first)
            run = LARGE - first;
        cr_assert(cca_array_read(array, first, run, values, &error), "%s", error.text);
        for (size_t i = 0; i < run; i++)
            cr_assert_eq(values[i], (double)((first + i) % 30011), "%s: place %zu", descr, first + i);
    }
    cca_array_close(array);
    free(values);
    npy_file_close(&file);
}

Test(array, reading_forward_in_odd_runs)
{
    check_runs("<f8", 977);
    check_runs(">f8", 200003);
    check_runs("<i2", 140001);
    check_runs(">u4", 65537);
}

/* Headers that are wrong in ways the reference files are not. */
Test(array, more_bad_headers)
{
    static const char *const headers[] = {
        "",
        "{}",
        "{'descr': '', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': 'f', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': 'O', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<f8, 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<f8', 'fortran_order': Falsehood, 'shape': (2, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': 2, }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), } more",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0x2, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1, 4), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693952, 8), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (5, 1), }",
        "{'descr', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr'",
        "{'",
    };
    const double values[4] = {1, 2, 3, 4};

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct npy_file file = npy_file_of_header(headers[i], values, sizeof values);
        struct cca_error error = {0};

        cr_expect_null(cca_array_open(file.path, NULL, &error), "%s", headers[i]);
        cr_expect_eq(error.failure, CCA_REFUSED, "%s", headers[i]);
        cr_expect(strstr(error.text, file.path), "%s: %s", headers[i], error.text);
        npy_file_close(&file);
    }
}

Test(array, eight_dimensions_are_read)
{
    const size_t shape[] = {1, 2, 1, 1, 2, 1, 1, 1};
    const double values[4] = {1, 2, 3, 4};
    struct npy_file file = npy_file_create("<f8", false, 8, shape, values);
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(file.path, NULL, &error);

    cr_assert(array, "%s", error.text);
    cr_expect_eq(cca_array_info(array)->dimensions, 8);
    cr_expect_eq(cca_array_info(array)->count, 4u);
    cr_expect_str_eq(cca_array_name(array), file.path);
    cca_array_close(array);
    npy_file_close(&file);
}

Test(array, different_n_cannot_be_compared)
{
    static const char *const names[] = {"good.npy", "n_mismatch.npy"};
    struct measure_options options = measure_options_default();
    struct cca_basis *bases[2];
    struct cca_comparison comparison;
    struct cca_error error = {0};

    lapack_use_threads(1);
    for (int i = 0; i < 2; i++) {
        struct cca_matrix matrix;
        char path[1024];

        snprintf(path, sizeof path, TEST_DATA "/reference/bad/%s", names[i]);
        cr_assert(read_any(path, NULL, &matrix, &error), "%s", error.text);
        cr_assert((bases[i] = cca_basis_create(&matrix, 0, &error)));
    }
    cr_expect_not(cca_compare(bases[0], bases[1], &options, &comparison, &error));
    cr_expect_eq(error.failure, CCA_UNDEFINED);
    cca_basis_free(bases[0]);
    cca_basis_free(bases[1]);
}
