/* What is asked of the libraries themselves. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/lapack.h"
#include "engine/libraries.h"

static int thread_count(void)
{
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;

    cr_assert(tasks);
    for (struct dirent *entry; (entry = readdir(tasks));)
        count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* A product of all ones is large enough for several threads. */
static void check_product(void)
{
    enum { SIZE = 512 };
    double *ones = malloc(SIZE * SIZE * sizeof *ones), *product = malloc(SIZE * SIZE * sizeof *product);

    for (size_t i = 0; i < SIZE * SIZE; i++)
        ones[i] = 1;
    lapack_multiply(false, SIZE, SIZE, SIZE, ones, SIZE, ones, SIZE, product, SIZE);
    for (size_t i = 0; i < SIZE * SIZE; i++)
        cr_assert_eq(product[i], SIZE);
    free(ones);
    free(product);
}

/* One that has ended may be listed for a moment. */
static bool fewer_than(int count)
{
    for (int tries = 0; tries < 1000 && thread_count() >= count; tries++)
        usleep(1000);
    return thread_count() < count;
}

Test(libraries, threads_of_blas_end_and_start_again_when_needed)
{
    int with_threads;

    lapack_use_threads(2);
    check_product();
    with_threads = thread_count();
    cca_blas_end_threads();
    cr_expect(fewer_than(with_threads));
    lapack_use_threads(1); /* as it is: nothing is started */
    check_product();
    cr_expect_lt(thread_count(), with_threads);
    lapack_use_threads(2);
    check_product();
    cr_expect_eq(thread_count(), with_threads);
}
