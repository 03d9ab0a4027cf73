#include "engine/lapack.h"

#include <cblas.h>
#include <complex.h>
#include <lapacke.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void lapack_use_threads(int threads)
{
    if (openblas_get_num_threads() != threads)
        openblas_set_num_threads(threads);
}

bool lapack_fits(size_t rows, size_t columns, struct cca_error *error)
{
    if (rows <= INT_MAX && columns <= INT_MAX)
        return true;
    return cca_fail(error, CCA_RESOURCES,
                    "a matrix of %zu × %zu is beyond LAPACK's 32-bit sizes; use samples: "
                    "{limit: N} to take fewer",
                    rows, columns);
}

static bool failed(const char *routine, lapack_int info, struct cca_error *error)
{
    return cca_fail(error, CCA_RESOURCES, "LAPACK's %s failed (info %d)", routine, (int)info);
}

/* Workspace of as many doubles as LAPACK's query said. Ours and not LAPACKE's own, which prints to standard
 * output when it has no memory: in the middle of a screen or of a table. */
static double *new_workspace(double wanted, const char *routine, struct cca_error *error)
{
    bool fits = wanted >= 1 && wanted <= INT_MAX; /* where it does not, LAPACK's own sum may have wrapped */
    double *work = fits ? malloc((size_t)wanted * sizeof *work) : NULL;

    if (!fits)
        cca_fail(error, CCA_RESOURCES,
                 "%s: the matrix is beyond LAPACK's 32-bit sizes; use samples: {limit: N} to take fewer",
                 routine);
    else if (!work)
        cca_fail_memory(error, routine, wanted * sizeof *work);
    return work;
}

bool lapack_lq(size_t rows, size_t columns, double *a, struct cca_error *error)
{
    static const char name[] = "an LQ decomposition";
    lapack_int m = (lapack_int)rows, n = (lapack_int)columns, info;
    double size = 0, unused = 0, *work, *tau;

    LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, m, n, &unused, m, &unused, &size, -1);
    work = new_workspace(size + (double)rows, name, error);
    if (!work)
        return false;
    tau = work + (size_t)size;
    info = LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, m, n, a, m, tau, work, (lapack_int)size);
    for (size_t j = 1; j < rows; j++)
        memset(a + j * rows, 0, j * sizeof *a);
    free(work);
    return info == 0 || failed("LQ decomposition", info, error);
}

/* A thin SVD by LAPACK; size -1 asks for the workspace, which goes to *work. */
static lapack_int call_svd(lapack_int m, lapack_int n, double *a, double *s, double *u, double *vt,
                           double *work, lapack_int size, lapack_int *places)
{
    double unused;

    return LAPACKE_dgesdd_work(LAPACK_COL_MAJOR, u ? 'S' : 'N', m, n, a, m, s, u ? u : &unused, m,
                               vt ? vt : &unused, m < n ? m : n, work, size, places);
}

bool lapack_svd(size_t rows, size_t columns, double *a, double *s, double *u, double *vt,
                struct cca_error *error)
{
    static const char name[] = "a singular value decomposition";
    lapack_int m = (lapack_int)rows, n = (lapack_int)columns, info;
    lapack_int *places = malloc(8 * (rows < columns ? rows : columns) * sizeof *places);
    double size = 0, *work = NULL;
    bool good = false;

    if (!places)
        return cca_fail_memory(error, name, 8 * (double)columns * sizeof *places);
    info = call_svd(m, n, a, s, u, vt, &size, -1, places);
    if (info == 0 && (work = new_workspace(size, name, error))) {
        info = call_svd(m, n, a, s, u, vt, work, (lapack_int)size, places);
        good = info == 0;
    }
    if (info != 0)
        failed("singular value decomposition", info, error);
    free(work);
    free(places);
    return good;
}

/* A thin complex SVD by LAPACK; size -1 asks for the workspace, which goes to *work. */
static lapack_int call_svd_complex(lapack_int m, lapack_int n, double complex *a, double *s,
                                   double complex *u, double complex *vt, double complex *work,
                                   lapack_int size, double *reals, lapack_int *places)
{
    double complex unused;

    return LAPACKE_zgesdd_work(LAPACK_COL_MAJOR, u ? 'S' : 'N', m, n, a, m, s, u ? u : &unused, m,
                               vt ? vt : &unused, m < n ? m : n, work, size, reals, places);
}

double complex *lapack_new_complex(size_t rows, size_t columns)
{
    return malloc(rows * (columns + 1) * sizeof(double complex));
}

bool lapack_svd_complex(size_t rows, size_t columns, double complex *a, double *s, double complex *u,
                        double complex *vt, struct cca_error *error)
{
    static const char name[] = "a complex singular value decomposition";
    double least = rows < columns ? (double)rows : (double)columns, most = (double)(rows + columns) - least;
    /* The larger of what releases of LAPACK ask for with vectors. */
    double real_size = least * fmax(5 * least + 7, 2 * most + 2 * least + 1);
    lapack_int m = (lapack_int)rows, n = (lapack_int)columns, info = 0;
    lapack_int *places = malloc(8 * (size_t)least * sizeof *places);
    double *reals = new_workspace(u ? real_size : 7 * least, name, error), *work = NULL;
    double complex size = 0;
    bool good = false;

    if (!places)
        cca_fail_memory(error, name, 8 * least * sizeof *places);
    if (places && reals)
        info = call_svd_complex(m, n, a, s, u, vt, &size, -1, reals, places);
    if (places && reals && info == 0 && (work = new_workspace(2 * creal(size), name, error))) {
        info = call_svd_complex(m, n, a, s, u, vt, (double complex *)work, (lapack_int)creal(size), reals,
                                places);
        good = info == 0;
    }
    if (info != 0)
        failed("complex singular value decomposition", info, error);
    free(work);
    free(reals);
    free(places);
    return good;
}

bool lapack_eigenvalues(size_t size, double *a, double *values, struct cca_error *error)
{
    lapack_int n = (lapack_int)size, info;
    double work_size = 0, unused = 0, *work, *beside;

    LAPACKE_dsytrd_work(LAPACK_COL_MAJOR, 'L', n, &unused, n, &unused, &unused, &unused, &work_size, -1);
    work = new_workspace(work_size + 2 * (double)size, "eigenvalues", error);
    if (!work)
        return false;
    beside = work + (size_t)work_size; /* what is beside the diagonal; then what the reflections need */
    LAPACKE_dsytrd_work(LAPACK_COL_MAJOR, 'L', n, a, n, values, beside, beside + size, work,
                        (lapack_int)work_size);
    info = LAPACKE_dsterf_work(n, values, beside);
    free(work);
    return info == 0 || failed("eigenvalues", info, error);
}

bool lapack_eigen(size_t size, double *a, double *values, struct cca_error *error)
{
    static const char name[] = "an eigenvalue decomposition";
    lapack_int n = (lapack_int)size, places_size = 0, info;
    double work_size = 0, unused = 0, *work;
    lapack_int *places;

    LAPACKE_dsyevd_work(LAPACK_COL_MAJOR, 'V', 'L', n, &unused, n, &unused, &work_size, -1, &places_size, -1);
    places = malloc((size_t)places_size * sizeof *places);
    work = places ? new_workspace(work_size, name, error) : NULL;
    if (!places)
        cca_fail_memory(error, name, (double)places_size * sizeof *places);
    info = !work ? 0
                 : LAPACKE_dsyevd_work(LAPACK_COL_MAJOR, 'V', 'L', n, a, n, values, work,
                                       (lapack_int)work_size, places, places_size);
    if (info != 0)
        failed("eigenvalue decomposition", info, error);
    free(places);
    free(work);
    return work && info == 0;
}

bool lapack_cholesky(size_t size, double *a)
{
    for (size_t j = 1; j < size; j++)
        memset(a + j * size, 0, j * sizeof *a);
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)size, a, (lapack_int)size) == 0;
}

double lapack_norm_symmetric(size_t size, const double *a)
{
    double *work = malloc(size * sizeof *work);
    double norm =
        work ? LAPACKE_dlansy_work(LAPACK_COL_MAJOR, '1', 'L', (lapack_int)size, a, (lapack_int)size, work)
             : -1;

    free(work);
    return norm;
}

double lapack_reciprocal_condition(size_t size, const double *lower, double norm)
{
    double *work = malloc(3 * size * sizeof *work), reciprocal = 0;
    lapack_int *places = malloc(size * sizeof *places);

    if (work && places)
        LAPACKE_dpocon_work(LAPACK_COL_MAJOR, 'L', (lapack_int)size, lower, (lapack_int)size, norm,
                            &reciprocal, work, places);
    free(work);
    free(places);
    return reciprocal;
}

/* Size that LAPACK inverts as fast as products would. */
#define SMALL_TRIANGLE 96

/* [A 0; B C]⁻¹ = [A⁻¹ 0; -C⁻¹ B A⁻¹ C⁻¹]: what LAPACK does a column at a time are products here. */
static void invert_lower(size_t size, double *lower, size_t stride)
{
    size_t half = size / 2;
    double *a = lower, *b = lower + half, *c = b + half * stride;
    blasint m = (blasint)(size - half), n = (blasint)half, ld = (blasint)stride;

    if (size <= SMALL_TRIANGLE) {
        LAPACKE_dtrtri_work(LAPACK_COL_MAJOR, 'L', 'N', (lapack_int)size, lower, ld);
        return;
    }
    invert_lower(half, a, stride);
    invert_lower(size - half, c, stride);
    cblas_dtrmm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, m, n, -1, c, ld, b, ld);
    cblas_dtrmm(CblasColMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, m, n, 1, a, ld, b, ld);
}

void lapack_invert_lower(size_t size, double *lower)
{
    invert_lower(size, lower, size);
}

void lapack_multiply_lower(size_t rows, size_t columns, const double *lower, double *b)
{
    cblas_dtrmm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, (blasint)rows,
                (blasint)columns, 1, lower, (blasint)rows, b, (blasint)rows);
}

void lapack_solve_lower(bool right, size_t rows, size_t columns, const double *l, double *b)
{
    blasint m = (blasint)rows, n = (blasint)columns;

    cblas_dtrsm(CblasColMajor, right ? CblasRight : CblasLeft, CblasLower, right ? CblasTrans : CblasNoTrans,
                CblasNonUnit, m, n, 1, l, right ? n : m, b, m);
}

void lapack_multiply(bool transpose_a, size_t m, size_t n, size_t k, const double *a, size_t lda,
                     const double *b, size_t ldb, double *c, size_t ldc)
{
    cblas_dgemm(CblasColMajor, transpose_a ? CblasTrans : CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n,
                (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, 0, c, (blasint)ldc);
}

void lapack_multiply_complex(bool adjoint_a, size_t m, size_t n, size_t k, const double complex *a,
                             size_t lda, const double complex *b, size_t ldb, double complex *c, size_t ldc)
{
    const double complex one = 1, zero = 0;

    cblas_zgemm(CblasColMajor, adjoint_a ? CblasConjTrans : CblasNoTrans, CblasNoTrans, (blasint)m,
                (blasint)n, (blasint)k, &one, a, (blasint)lda, b, (blasint)ldb, &zero, c, (blasint)ldc);
}

void lapack_add_outer(size_t m, size_t n, size_t k, const double *a, const double *b, double *c)
{
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n, (blasint)k, 1, a, (blasint)m,
                b, (blasint)n, 1, c, (blasint)m);
}

void lapack_outer_single(size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n, (blasint)k, 1, a, (blasint)m,
                b, (blasint)n, 0, c, (blasint)m);
}

void lapack_gram(bool transposed, size_t size, size_t k, const double *a, size_t lda, double *c)
{
    cblas_dsyrk(CblasColMajor, CblasLower, transposed ? CblasTrans : CblasNoTrans, (blasint)size, (blasint)k,
                1, a, (blasint)lda, 0, c, (blasint)size);
}

void lapack_add_gram(size_t size, size_t k, const double *a, double *c)
{
    cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, (blasint)size, (blasint)k, 1, a, (blasint)size, 1, c,
                (blasint)size);
}

/* In tiles, as columns of a power of two lie on each other in the cache. */
void lapack_transpose(size_t rows, size_t columns, const double *a, double *to)
{
    enum { TILE = 16 };

    for (size_t start = 0; start < columns; start += TILE)
        for (size_t i = 0; i < rows; i++)
            for (size_t j = start; j < columns && j < start + TILE; j++)
                to[j + i * columns] = a[i + j * rows];
}

double lapack_norm(size_t count, const double *x)
{
    return cblas_dnrm2((blasint)count, x, 1);
}
