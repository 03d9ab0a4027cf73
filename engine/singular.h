/* Singular values and vectors of small matrices, fast where that is accurate. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_SINGULAR_H
#define CCASCOPE_ENGINE_SINGULAR_H

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Singular values of a (rows × columns, column-major with leading dimension `stride`), descending, to
 * `values`. From the eigenvalues of aᵀ a where that leaves their sum within `tolerance` of exact (a value s
 * is then off by at most √ε s_1, the less the larger it is: ε s_1² / s), by a singular value decomposition
 * else. a is kept. */
bool singular_values(size_t rows, size_t columns, const double *a, size_t stride, double tolerance,
                     double *values, struct cca_error *error);

/* Thin singular value decomposition a = P diag(values) Qᵀ of a (rows × columns, contiguous): with
 * k = min(rows, columns), p is rows × k and q columns × k. By the eigenvectors of aᵀ a and one product where
 * no singular value is so small that this would lose digits, by divide and conquer else, or when `exact`. a
 * is kept. */
bool singular_vectors(size_t rows, size_t columns, const double *a, bool exact, double *values, double *p,
                      double *q, struct cca_error *error);

#endif
