/* The few routines of BLAS and LAPACK that the engine uses, each with its sizes checked, its workspace asked
 * for and its `info` turned into words. Matrices are column-major with leading dimension = rows, unless said;
 * so a row-major block of rows is its own transpose. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_LAPACK_H
#define CCASCOPE_ENGINE_LAPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"

/* How many threads BLAS uses within a call; the pool is parallel over pairs, so mostly one. Not while a call
 * is under way. */
void lapack_use_threads(int threads);

/* Every dimension must fit LAPACK's 32-bit integers. */
bool lapack_fits(size_t rows, size_t columns, struct cca_error *error);

/* a (rows × columns, columns >= rows) = L Q by Householder reflections, rowwise backward stable: L replaces
 * the leading rows × rows block of a, zeros above the diagonal; the rest is destroyed. */
bool lapack_lq(size_t rows, size_t columns, double *a, struct cca_error *error);

/* Thin SVD a = U diag(s) Vᵀ by divide and conquer; a is destroyed. With k = min(rows, columns): s has k
 * values, descending; u is rows × k and vt k × columns; both NULL: values only. */
bool lapack_svd(size_t rows, size_t columns, double *a, double *s, double *u, double *vt,
                struct cca_error *error);

/* Room for a complex matrix, and for one more column: the kernels of some releases of OpenBLAS read there.
 * NULL when memory gives out. */
double _Complex *lapack_new_complex(size_t rows, size_t columns);
/* The same SVD of a complex a = U diag(s) Vᴴ; u and vt (which is Vᴴ) both NULL: values only. All of them are
 * from lapack_new_complex, of at least that size. */
bool lapack_svd_complex(size_t rows, size_t columns, double _Complex *a, double *s, double _Complex *u,
                        double _Complex *vt, struct cca_error *error);

/* Eigenvalues of the symmetric a (size × size, its lower triangle), ascending; a is destroyed. */
bool lapack_eigenvalues(size_t size, double *a, double *values, struct cca_error *error);
/* The same, and a becomes the orthonormal eigenvectors. */
bool lapack_eigen(size_t size, double *a, double *values, struct cca_error *error);

/* a (its lower triangle) = L Lᵀ; L replaces it, zeros above. False without *error filled when a is not
 * positive definite. */
bool lapack_cholesky(size_t size, double *a);
/* 1 / (‖L Lᵀ‖₁ ‖(L Lᵀ)⁻¹‖₁), about; `norm` is ‖L Lᵀ‖₁. 0 where it is too small to tell, or memory gives out.
 */
double lapack_reciprocal_condition(size_t size, const double *lower, double norm);
/* ‖a‖₁ of the symmetric a (its lower triangle); negative when memory gives out. */
double lapack_norm_symmetric(size_t size, const double *a);
/* L := L⁻¹ of a lower triangle with nothing above. */
void lapack_invert_lower(size_t size, double *lower);
/* b (rows × columns) := L b, at half the cost of a product. */
void lapack_multiply_lower(size_t rows, size_t columns, const double *lower, double *b);
/* b (rows × columns) := b L⁻ᵀ for `right`, L⁻¹ b else, with the lower triangular l. */
void lapack_solve_lower(bool right, size_t rows, size_t columns, const double *l, double *b);

/* c (m × n) = op(a) b, with k the length that is summed over; op transposes when `transpose_a`. lda, ldb,
 * ldc: leading dimensions. */
void lapack_multiply(bool transpose_a, size_t m, size_t n, size_t k, const double *a, size_t lda,
                     const double *b, size_t ldb, double *c, size_t ldc);
/* The same of complex matrices; op is the conjugate transpose for `adjoint_a`. */
void lapack_multiply_complex(bool adjoint_a, size_t m, size_t n, size_t k, const double _Complex *a,
                             size_t lda, const double _Complex *b, size_t ldb, double _Complex *c,
                             size_t ldc);
/* c (m × n) += a bᵀ with a m × k and b n × k; in float32 c is replaced. */
void lapack_add_outer(size_t m, size_t n, size_t k, const double *a, const double *b, double *c);
void lapack_outer_single(size_t m, size_t n, size_t k, const float *a, const float *b, float *c);
/* The lower triangle of c (size × size) = a aᵀ, with a size × k; = aᵀ a with a k × size for `transposed`. */
void lapack_gram(bool transposed, size_t size, size_t k, const double *a, size_t lda, double *c);
/* The lower triangle of c (size × size) += a aᵀ, with a size × k. */
void lapack_add_gram(size_t size, size_t k, const double *a, double *c);

/* to (columns × rows) = aᵀ, with a rows × columns. */
void lapack_transpose(size_t rows, size_t columns, const double *a, double *to);

/* Euclidean norm without overflow or underflow. */
double lapack_norm(size_t count, const double *x);

#endif
