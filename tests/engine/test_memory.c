/* Memory that gives out: whichever request is refused, the engine fails with a reason, loses nothing and does
 * not crash. Replaces malloc in the whole test program; that does not go together with the sanitizers' own.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "draw.h"
#include "engine/comparison.h"
#include "engine/lapack.h"
#include "npy_file.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(SANITIZED)

Test(memory, that_gives_out)
{
    cr_skip_test("needs malloc of the GNU C library, without sanitizers");
}

#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *memory);

/* While `watched`: how many requests until one is refused (0: none is), and what is not freed yet. Of this
 * thread only. */
static _Thread_local bool watched;
static _Thread_local long until_refusal, unfreed;

static bool refused(void)
{
    if (!watched || until_refusal == 0 || --until_refusal > 0)
        return false;
    errno = ENOMEM;
    return true;
}

static void *counted(void *memory)
{
    unfreed += watched && memory;
    return memory;
}

void *malloc(size_t size)
{
    return refused() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return refused() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
    if (refused())
        return NULL;
    return old ? __libc_realloc(old, size) : counted(__libc_malloc(size));
}

void free(void *memory)
{
    unfreed -= watched && memory;
    __libc_free(memory);
}

enum { N = 40, D = 5 };

/* The last column differs from the first by a millionth of a millionth: it takes the second pass. */
static struct npy_file nearly_dependent_file(uint64_t seed)
{
    const size_t shape[] = {D, N};
    double values[N * D];

    draw_normals(&seed, values, N * D);
    for (size_t i = 0; i < N; i++)
        values[i + (D - 1) * N] = values[i] + 1e-12 * values[i + (D - 1) * N];
    return npy_file_create("<f8", false, 2, shape, values);
}

static struct cca_basis *read_basis(const struct npy_file *file, struct cca_error *error)
{
    struct treatment treatment = {.axes = "cn"};
    struct cca_source source = {file->path, NULL, &treatment, {30, 1}, CCA_LAST_TIMESTEP};
    struct cca_matrix matrix;

    if (!cca_representation_read(&source, &matrix, error))
        return NULL;
    return cca_basis_create(&matrix, 0, error);
}

static bool compare_files(const struct npy_file *x, const struct npy_file *y, struct cca_error *error)
{
    struct measure_options options = {.svcca_variance = 0.9, .pwcca_variance = 0.99};
    struct cca_basis *a = read_basis(x, error), *b = a ? read_basis(y, error) : NULL;
    struct cca_comparison comparison = {0};
    bool good = b && cca_compare(a, b, &options, &comparison, error);

    if (good)
        cca_comparison_free(&comparison);
    cca_basis_free(a);
    cca_basis_free(b);
    return good;
}

/* One attempt with the k-th request refused; 0: none. */
static bool attempt(const struct npy_file *x, const struct npy_file *y, long k, struct cca_error *error)
{
    bool good;

    *error = (struct cca_error){0};
    until_refusal = k;
    unfreed = 0;
    watched = true;
    good = compare_files(x, y, error);
    watched = false;
    cr_assert_eq(unfreed, 0, "request %ld refused: %ld blocks not freed", k, unfreed);
    return good;
}

/* A file that takes what is written to standard output from now on; *before is where it went. */
static int catch_output(int *before)
{
    int caught = memfd_create("output", MFD_CLOEXEC);

    fflush(stdout);
    *before = dup(STDOUT_FILENO);
    cr_assert(caught >= 0 && *before >= 0 && dup2(caught, STDOUT_FILENO) >= 0);
    return caught;
}

/* How much was written; standard output is as before again. */
static off_t release_output(int caught, int before)
{
    off_t size;

    fflush(stdout);
    size = lseek(caught, 0, SEEK_END);
    dup2(before, STDOUT_FILENO);
    close(before);
    close(caught);
    return size;
}

Test(memory, that_gives_out)
{
    struct npy_file x = nearly_dependent_file(1), y = nearly_dependent_file(2);
    struct cca_error error;
    int before, caught = catch_output(&before);
    long k = 1;

    lapack_use_threads(1);
    /* Once before, as BLAS keeps buffers that it takes at its first call. */
    cr_assert(attempt(&x, &y, 0, &error), "%s", error.text);
    for (; !attempt(&x, &y, k, &error); k++) {
        cr_assert_eq(error.failure, CCA_RESOURCES, "request %ld refused: '%s'", k, error.text);
        cr_expect(strstr(error.text, "not enough memory"), "request %ld refused: '%s'", k, error.text);
        cr_assert_lt(k, 10000);
    }
    cr_expect_eq(release_output(caught, before), 0, "a library wrote to standard output");
    cr_expect_gt(k, 60, "only %ld requests were refused", k - 1);
    npy_file_close(&x);
    npy_file_close(&y);
}

#endif
