#include "engine/lapack.h"

#include <cblas.h>
#include <lapacke.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

void lapack_use_threads(int threads)
{
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

static void take_upper_triangle(size_t rows, size_t columns, const double *a, double *r)
{
    for (size_t j = 0; j < columns; j++) {
        memcpy(r + j * columns, a + j * rows, (j + 1) * sizeof *r);
        memset(r + j * columns + j + 1, 0, (columns - j - 1) * sizeof *r);
    }
}

/* The larger workspace of the two steps of a QR decomposition. */
static double qr_workspace(lapack_int m, lapack_int n)
{
    double factor = 0, form = 0, unused = 0;

    LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, m, n, &unused, m, &unused, &factor, -1);
    LAPACKE_dorgqr_work(LAPACK_COL_MAJOR, m, n, n, &unused, m, &unused, &form, -1);
    return factor > form ? factor : form;
}

bool lapack_qr(size_t rows, size_t columns, double *a, double *r, struct cca_error *error)
{
    static const char name[] = "a QR decomposition";
    lapack_int m = (lapack_int)rows, n = (lapack_int)columns, info;
    double size = qr_workspace(m, n) + (double)columns;
    double *work = new_workspace(size, name, error), *tau = work;

    if (!work)
        return false;
    work += columns;
    info = LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, m, n, a, m, tau, work, (lapack_int)size - n);
    if (info == 0) {
        take_upper_triangle(rows, columns, a, r);
        info = LAPACKE_dorgqr_work(LAPACK_COL_MAJOR, m, n, n, a, m, tau, work, (lapack_int)size - n);
    }
    free(tau);
    return info == 0 || failed("QR decomposition", info, error);
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

void lapack_multiply(bool transpose_a, size_t m, size_t n, size_t k, const double *a, size_t lda,
                     const double *b, size_t ldb, double *c, size_t ldc)
{
    cblas_dgemm(CblasColMajor, transpose_a ? CblasTrans : CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n,
                (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, 0, c, (blasint)ldc);
}

double lapack_norm(size_t count, const double *x)
{
    return cblas_dnrm2((blasint)count, x, 1);
}
