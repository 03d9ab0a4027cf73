/* A representation's live neurons, centred, a block of rows at a time (ccascope(1), Numerical rank). Not for
 * users of the engine. */
#ifndef CCASCOPE_ENGINE_CENTRING_H
#define CCASCOPE_ENGINE_CENTRING_H

#include "engine/rows.h"

/* What centring needs to know of the columns. Units are powers of two: multiplying by them is exact, and
 * keeps squares of float64 values in range; other types need none. */
struct centring {
    size_t n, d, live;
    size_t *columns;     /* which of the d columns are live, ascending */
    int exponent;        /* centred values are in units of 2^exponent */
    int stored_exponent; /* all values as stored are below 2^stored_exponent; 0 where no unit is needed */
    double *mean, *rest; /* of the live columns, in those units: together to twice the precision */
    double frobenius;    /* of the live columns before centring, in those units */
};

/* Reads all rows once, those of float64 twice, and leaves them in memory with `load`; the caller calls
 * centring_free, also on failure. */
bool centring_create(struct rows *rows, bool load, struct centring *centring, struct cca_error *error);
void centring_free(struct centring *centring);

/* Turns a block of `count` rows of d values as stored into `count` rows of the live ones in the centring's
 * units, in place. */
void centring_select(const struct centring *centring, size_t count, double *block);
/* Subtracts the means from what centring_select left. */
void centring_subtract(const struct centring *centring, size_t count, double *block);

#endif
