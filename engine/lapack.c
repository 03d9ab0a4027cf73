#include "engine/lapack.h"

#include <cblas.h>
#include <lapacke.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

void lapack_use_threads(int threads)
{
    /* A NaN would have been refused when it was read: no need to look for them in every call. */
    LAPACKE_set_nancheck(0);
    openblas_set_num_threads(threads);
}

bool lapack_fits(size_t rows, size_t columns, struct cca_error *error)
{
    if (rows <= INT_MAX && columns <= INT_MAX)
        return true;
    return cca_fail(error, CCA_RESOURCES, "a matrix of %zu × %zu is beyond LAPACK's 32-bit sizes; use samples: "
                    "{limit: N} to take fewer", rows, columns);
}

static bool failed(const char *routine, lapack_int info, struct cca_error *error)
{
    if (info == LAPACK_WORK_MEMORY_ERROR)
        return cca_fail(error, CCA_RESOURCES, "not enough memory for LAPACK's %s", routine);
    return cca_fail(error, CCA_RESOURCES, "LAPACK's %s failed (info %d)", routine, (int)info);
}

static void take_upper_triangle(size_t rows, size_t columns, const double *a, double *r)
{
    for (size_t j = 0; j < columns; j++) {
        memcpy(r + j * columns, a + j * rows, (j + 1) * sizeof *r);
        memset(r + j * columns + j + 1, 0, (columns - j - 1) * sizeof *r);
    }
}

bool lapack_qr(size_t rows, size_t columns, double *a, double *r, struct cca_error *error)
{
    lapack_int m = (lapack_int)rows, n = (lapack_int)columns, info;
    double *tau = malloc((columns ? columns : 1) * sizeof *tau);

    if (!tau)
        return cca_fail_memory(error, "a QR decomposition", (double)columns * sizeof *tau);
    info = LAPACKE_dgeqrf(LAPACK_COL_MAJOR, m, n, a, m, tau);
    if (info == 0) {
        take_upper_triangle(rows, columns, a, r);
        info = LAPACKE_dorgqr(LAPACK_COL_MAJOR, m, n, n, a, m, tau);
    }
    free(tau);
    return info == 0 || failed("QR decomposition", info, error);
}

bool lapack_svd(size_t rows, size_t columns, double *a, double *s, double *u, double *vt, struct cca_error *error)
{
    lapack_int m = (lapack_int)rows, n = (lapack_int)columns, k = m < n ? m : n;
    double unused;
    lapack_int info = LAPACKE_dgesdd(LAPACK_COL_MAJOR, u ? 'S' : 'N', m, n, a, m, s, u ? u : &unused, m,
                                     vt ? vt : &unused, k);

    return info == 0 || failed("singular value decomposition", info, error);
}

void lapack_multiply(bool transpose_a, size_t m, size_t n, size_t k, const double *a, size_t lda, const double *b,
                     size_t ldb, double *c, size_t ldc)
{
    cblas_dgemm(CblasColMajor, transpose_a ? CblasTrans : CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n,
                (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, 0, c, (blasint)ldc);
}

double lapack_norm(size_t count, const double *x)
{
    return cblas_dnrm2((blasint)count, x, 1);
}
