/* The few routines of BLAS and LAPACK that the engine uses, each with its sizes checked, its workspace asked
 * for and its `info` turned into words. Matrices are column-major with leading dimension = rows. Not for
 * users of the engine. */
#ifndef CCASCOPE_ENGINE_LAPACK_H
#define CCASCOPE_ENGINE_LAPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"

/* Makes BLAS single-threaded, as the pool is parallel over pairs. Call once before any other thread starts.
 */
void lapack_use_threads(int threads);

/* Every dimension must fit LAPACK's 32-bit integers. */
bool lapack_fits(size_t rows, size_t columns, struct cca_error *error);

/* a (rows × columns, rows >= columns) = Q R by Householder reflections, columnwise backward stable: Q
 * replaces a, R goes to r (columns × columns, zeros below the diagonal). */
bool lapack_qr(size_t rows, size_t columns, double *a, double *r, struct cca_error *error);

/* Thin SVD a = U diag(s) Vᵀ by divide and conquer; a is destroyed. With k = min(rows, columns): s has k
 * values, descending; u is rows × k and vt k × columns; both NULL: values only. */
bool lapack_svd(size_t rows, size_t columns, double *a, double *s, double *u, double *vt,
                struct cca_error *error);

/* c (m × n) = op(a) b, with k the length that is summed over; op transposes when `transpose_a`. lda, ldb,
 * ldc: leading dimensions. */
void lapack_multiply(bool transpose_a, size_t m, size_t n, size_t k, const double *a, size_t lda,
                     const double *b, size_t ldb, double *c, size_t ldc);

/* Euclidean norm without overflow or underflow. */
double lapack_norm(size_t count, const double *x);

#endif
