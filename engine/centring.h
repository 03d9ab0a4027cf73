/* Rows of a representation as those of its live neurons, centred (ccascope(1), Numerical rank). Not for
 * users of the engine. */
#ifndef CCASCOPE_ENGINE_CENTRING_H
#define CCASCOPE_ENGINE_CENTRING_H

#include <stdbool.h>
#include <stddef.h>

/* What centring needs to know of the columns. Units are powers of two: multiplying by them is exact, and
 * keeps squares of float64 values in range; other types need none. */
struct centring {
    size_t n, d, live;
    size_t *columns;     /* which of the d columns are live, ascending */
    int exponent;        /* centred values are in units of 2^exponent */
    int stored_exponent; /* all values as stored are below 2^stored_exponent; 0 where no unit is needed */
    double *mean, *rest; /* of the live columns, in those units: together to twice the precision */
    double frobenius;    /* of the live columns before centring, in those units */
    bool keeps_means;    /* rows keep them: whoever multiplies subtracts them later, in twofold precision */
};

void centring_free(struct centring *centring);
/* Turns `count` rows of d values as stored into as many of the live ones, centred and in the centring's
 * units, in place.
 */
void centring_apply(const struct centring *centring, size_t count, double *rows);
/* The same of float32 values; `to` has room for d each. */
void centring_widen(const struct centring *centring, size_t count, const float *rows, double *to);

#endif
