/* The rows of a basis, from memory or made as they are needed. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_BASIS_ROWS_H
#define CCASCOPE_ENGINE_BASIS_ROWS_H

#include "engine/basis.h"

/* From so many samples and directions on, U and the products of it are float32: that moves correlations by
 * about 5e-8, and halves both time and memory. Smaller products cost little either way. */
#define BASIS_SINGLE_SAMPLES    4096
#define BASIS_SINGLE_DIRECTIONS 64

struct basis_reader;

/* Room for one block of rows on its way from stored values to directions; readers that take turns share it.
 */
struct basis_scratch {
    double *block; /* `most` × the largest d */
    double *u;     /* `most` × the largest rank */
};

/* Reads rows of a basis that it borrows, at most `most` at a time; the scratch is the caller's. NULL with
 * *error filled. */
struct basis_reader *basis_reader_open(const struct cca_basis *basis, size_t most,
                                       const struct basis_scratch *scratch, struct cca_error *error);
/* Rows `first` to `first + count - 1` of U, row-major, float32 or float64 as basis->single says; whole
 * samples, in ascending order. Valid until the next call; NULL with *error filled. */
const void *basis_reader_rows(struct basis_reader *reader, size_t first, size_t count,
                              struct cca_error *error);
void basis_reader_close(struct basis_reader *reader);

struct rows;

/* cca_basis_open of rows whose header has been read; takes them over, also on failure. */
struct cca_basis *basis_of_rows(struct rows *rows, struct cca_keeping keeping, double rank_tolerance,
                                struct cca_error *error);
/* Bytes that are left when a basis is dropped. */
size_t basis_core_bytes(const struct cca_basis *basis);

/* Makes all rows and keeps them in memory. */
bool basis_keep_directions(struct cca_basis *basis, struct cca_error *error);
/* Lets go of what can be made again: the directions, and values that came from a file. */
void basis_drop(struct cca_basis *basis);
/* Takes back what `keeping` asks for and was dropped. */
bool basis_restore(struct cca_basis *basis, struct cca_keeping keeping, struct cca_error *error);

#endif
