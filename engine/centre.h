/* Centring, and finding the neurons that are dead (ccascope(1), Numerical rank). Not for users of the engine.
 */
#ifndef CCASCOPE_ENGINE_CENTRE_H
#define CCASCOPE_ENGINE_CENTRE_H

#include "engine/representation.h"

/* The live columns of a representation, centred. */
struct centred {
    size_t n, live;
    size_t *columns; /* which of the representation's columns are live, ascending */
    double *values;  /* n × live, column-major, in units of 2^exponent: the largest magnitude is about 1 */
    int exponent;
    int stored_exponent; /* all values as stored are below 2^stored_exponent; INT_MIN: all are zero */
    double frobenius;    /* of the live columns before centring, in the same units */
};

/* Centres every column and keeps those whose centred norm exceeds the stored type's resolution times its norm
 * as stored; the caller calls centred_free. */
bool centre_columns(const struct cca_matrix *matrix, struct centred *centred, struct cca_error *error);

/* The live columns as stored (not centred), in the same units: an exact copy, n × live. malloc'ed; NULL
 * without memory. */
double *centred_stored(const struct centred *centred, const double *stored);
void centred_free(struct centred *centred);

#endif
