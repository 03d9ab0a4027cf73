/* A representation decomposed, ready to be compared with any other: X = U S Vᵀ of its centred columns
 * (ccascope(1), Numerical rank). */
#ifndef CCASCOPE_ENGINE_BASIS_H
#define CCASCOPE_ENGINE_BASIS_H

#include "engine/representation.h"

struct rows;
struct whitening;
struct dft;

/* Everything is owned by the basis, immutable once made, and may be read by any number of threads. Centred
 * values are in units of 2^exponent, so that no square overflows or vanishes. */
struct cca_basis {
    size_t n;    /* samples */
    size_t d;    /* columns of the representation */
    size_t live; /* columns that are not dead */
    size_t rank; /* directions that count; 0: nothing can be compared */
    double *s;   /* `spectrum` singular values, descending, the first `rank` of which count; NULL: of a basis
                    that   only spans (cca_keeping), the directions of which are in no order */
    size_t spectrum;
    double *w; /* rank × live, column-major: Uᵀ X (= S Vᵀ where there is s), the live neurons in the basis */
    double threshold; /* what a singular value had to exceed to count, in the units of s */
    int exponent;
    bool single;     /* U is float32 */
    double *u;       /* n × rank, row-major: orthonormal left singular vectors, leading directions first; */
    float *u_single; /* ... or this; both NULL: made from the rows whenever they are needed (basis_rows.h) */
    struct whitening *whitening; /* how the rows become those of U */
    double rank_tolerance;       /* of dft only, to make it again */
    struct dft
        *dft; /* positions: dft. A basis for each frequency, of complex directions; then u, w and whitening
                 are NULL, d counts channels, rank is the largest of any, and s has the values of all */
    struct rows *rows;           /* what it was made from; in memory or on disk */
    int raw_exponent; /* stored magnitudes are below 2^raw_exponent, or need no unit; -1000 to 1024 */
};

/* What becomes of the n × rank directions and the n × d values once a basis is made. */
struct cca_keeping {
    bool directions; /* kept in memory: else made again from the values, at the cost of one product */
    bool values;     /* likewise; the controls (cosine, euclidean) read them */
    bool
        span; /* any orthonormal basis will do, as for measures that correlations alone make: it costs half */
};

/* Decomposes a representation, which it takes over (matrix->values is NULL afterwards, also on failure), and
 * keeps all in memory. rank_tolerance 0: the rule of ccascope(1), Numerical rank, else s_i > rank_tolerance ·
 * s_1. Left singular vectors are accurate to about 2^-52 · min(10^6, s_1 / s_rank), and to float32 where U
 * is. NULL with *error filled when memory or LAPACK gives out. Rank 0 is not an error. */
struct cca_basis *cca_basis_create(struct cca_matrix *matrix, double rank_tolerance, struct cca_error *error);
/* The same of a source, read in blocks: with nothing kept, memory is a few blocks of rows and a few times d ×
 * d, whatever n. */
struct cca_basis *cca_basis_open(const struct cca_source *source, struct cca_keeping keeping,
                                 double rank_tolerance, struct cca_error *error);
void cca_basis_free(struct cca_basis *basis);
/* Bytes that a basis of this size occupies at the most: for budgets. */
size_t cca_basis_bytes(size_t n, size_t d, enum cca_type type, struct cca_keeping keeping);

#endif
