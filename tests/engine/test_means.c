/* Means, live columns and centred rows, beside sums in long double. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "engine/means.h"
#include "npy_file.h"

enum { COLUMNS = 37, DEAD = 5 }; /* every DEADth column is constant */

static bool is_dead(size_t column)
{
    return column % DEAD == 2;
}

static struct rows *rows_of(size_t n, enum cca_type type)
{
    double *values = malloc(n * COLUMNS * sizeof *values);
    struct cca_matrix matrix = {n, COLUMNS, n, values, type};
    struct cca_error error;
    struct rows *rows;
    uint64_t state = n;

    for (size_t i = 0; i < n * COLUMNS; i++) {
        double value = (double)(i % COLUMNS) + draw_normal(&state);

        values[i] = is_dead(i % COLUMNS) ? 3 : type == CCA_F32 ? (double)(float)value : value;
    }
    cr_assert(rows = rows_of_matrix(&matrix, &error));
    return rows;
}

static long double mean_of(const struct rows *rows, size_t column)
{
    long double sum = 0;

    for (size_t i = 0; i < rows->n; i++)
        sum += rows->full[i * COLUMNS + column];
    return sum / rows->n;
}

/* Values of the live columns in ascending order, less their means; they are in units of 2^exponent. */
static void check_row(const struct rows *rows, const struct centring *centring, size_t i,
                      const double *centred)
{
    size_t live = 0;

    for (size_t j = 0; j < COLUMNS; j++) {
        double expected;

        if (is_dead(j))
            continue;
        expected = ldexp((double)(rows->full[i * COLUMNS + j] - mean_of(rows, j)), -centring->exponent);
        cr_assert_float_eq(centred[live], expected, 1e-15, "row %zu, column %zu: %.17g, not %.17g", i, j,
                           centred[live], expected);
        live++;
    }
    cr_assert_eq(live, centring->live);
}

static void check(size_t n, enum cca_type type)
{
    struct rows *rows = rows_of(n, type);
    double *values = malloc(n * COLUMNS * sizeof *values);
    struct row_reader *reader;
    struct centring centring;
    struct cca_error error;

    cr_assert(means_find(rows, false, &centring, &error));
    cr_assert(reader = row_reader_open(rows, &error));
    cr_assert(row_reader_read(reader, &centring, 0, n, values, &error));
    for (size_t i = 0; i < n; i += n < 100 ? 1 : n / 50)
        check_row(rows, &centring, i, values + i * centring.live);
    check_row(rows, &centring, n - 1, values + (n - 1) * centring.live);
    row_reader_close(reader);
    centring_free(&centring);
    rows_free(rows);
    free(values);
}

/* Some numbers of rows that end in the middle of whatever is taken together. */
Test(means, of_live_columns_and_rows_less_them)
{
    static const size_t counts[] = {2, 3, 5, 6, 7, 885, 886, 2000, 7087};

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        check(counts[i], CCA_F64);
        check(counts[i], CCA_F32);
    }
}

/* Whoever multiplies in twofold precision subtracts them later. */
Test(means, are_kept_on_request)
{
    struct rows *rows = rows_of(900, CCA_F32);
    double *values = malloc(900 * COLUMNS * sizeof *values);
    struct row_reader *reader;
    struct centring centring;
    struct cca_error error;

    cr_assert(means_find(rows, false, &centring, &error));
    centring.keeps_means = true;
    cr_assert(reader = row_reader_open(rows, &error));
    cr_assert(row_reader_read(reader, &centring, 0, 900, values, &error));
    for (size_t i = 0; i < 900; i++)
        for (size_t j = 0; j < centring.live; j++)
            cr_assert_eq(values[i * centring.live + j], rows->full[i * COLUMNS + centring.columns[j]]);
    row_reader_close(reader);
    centring_free(&centring);
    rows_free(rows);
    free(values);
}

static double *read_centred(const struct rows *rows, const struct centring *centring)
{
    double *values = malloc(rows->n * rows->d * sizeof *values);
    struct cca_error error;
    struct row_reader *reader = row_reader_open(rows, &error);

    cr_assert(reader, "%s", error.text);
    cr_assert(row_reader_read(reader, centring, 0, rows->n, values, &error), "%s", error.text);
    row_reader_close(reader);
    return values;
}

/* Where no column is dead, float32 in memory takes a shorter way. */
static void check_places(size_t live)
{
    enum { ROWS = 1500 };
    struct rows *made = rows_of(ROWS, CCA_F32), *rows;
    double *from_file, *from_memory;
    struct centring centring;
    struct cca_error error;

    for (size_t i = 0; i < (size_t)ROWS * COLUMNS; i++)
        if (live == COLUMNS && is_dead(i % COLUMNS))
            made->full[i] = (double)(i % 7);
    struct npy_file file = npy_file_create("<f4", false, 2, (const size_t[]){ROWS, COLUMNS}, made->full);
    struct treatment treatment = {.axes = "nc"};
    struct cca_source source = {file.path, NULL, &treatment, {0}, CCA_LAST_TIMESTEP};

    cr_assert(rows = rows_open(&source, &error), "%s", error.text);
    cr_assert(means_find(rows, false, &centring, &error), "%s", error.text);
    cr_assert_eq(centring.live, live);
    from_file = read_centred(rows, &centring);
    cr_assert(rows_load(rows, &error), "%s", error.text);
    cr_assert(rows->single);
    from_memory = read_centred(rows, &centring);
    cr_expect_eq(memcmp(from_file, from_memory, ROWS * live * sizeof *from_file), 0);
    free(from_file);
    free(from_memory);
    centring_free(&centring);
    rows_free(rows);
    rows_free(made);
    npy_file_close(&file);
}

Test(means, are_subtracted_alike_from_file_and_memory)
{
    check_places(COLUMNS);
    check_places(COLUMNS - 7);
}
