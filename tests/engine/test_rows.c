/* Rows of a file: what reading them costs. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/rows.h"
#include "npy_file.h"

/* Calls that have read something, by this process. */
static unsigned long read_calls(void)
{
    FILE *file = fopen("/proc/self/io", "r");
    char line[100];
    unsigned long calls = 0;

    if (!file)
        cr_skip_test("no /proc/self/io here");
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "syscr: %lu", &calls) == 1)
            break;
    fclose(file);
    return calls;
}

static unsigned long calls_to_load(bool fortran)
{
    enum { ROWS = 20000, COLUMNS = 200 };
    double *values = calloc((size_t)ROWS * COLUMNS, sizeof *values);
    struct npy_file file = npy_file_create("<f4", fortran, 2, (const size_t[]){ROWS, COLUMNS}, values);
    struct treatment treatment = {.axes = "nc"};
    struct cca_source source = {file.path, NULL, &treatment, {0}, CCA_LAST_TIMESTEP};
    struct cca_error error;
    struct rows *rows = rows_open(&source, &error);
    unsigned long before, calls;

    cr_assert(rows, "%s", error.text);
    before = read_calls();
    cr_assert(rows_load(rows, &error), "%s", error.text);
    calls = read_calls() - before;
    rows_free(rows);
    npy_file_close(&file);
    free(values);
    return calls;
}

/* In Fortran's order the values of a sample are as many pieces: a few large blocks, not many that suit a
 * cache. */
Test(rows, few_pieces_in_either_order)
{
    unsigned long together = calls_to_load(false), scattered = calls_to_load(true);

    cr_expect_leq(together, 200ul, "%lu calls", together);
    cr_expect_leq(scattered, 1000ul, "%lu calls", scattered); /* four blocks of 200 columns */
}
