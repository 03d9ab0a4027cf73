/* Arithmetic in pairs of doubles, high + low, of about 106 bits (Dekker 1971; Ogita, Rump, Oishi 2005): for
 * the few sums that cancel so much that rounding them once too often would show. Not for users of the engine.
 */
#ifndef CCASCOPE_ENGINE_TWOFOLD_H
#define CCASCOPE_ENGINE_TWOFOLD_H

#include <stddef.h>

/* a + b = result + *error exactly (Knuth). */
static inline double twofold_sum(double a, double b, double *error)
{
    double sum = a + b, part = sum - a;

    *error = (a - (sum - part)) + (b - part);
    return sum;
}
/* high + low (each rows × columns) = a (rows × inner) · b (inner × columns), all column-major. Magnitudes
 * must lie well within [2^-500, 2^500]. */
void twofold_multiply(size_t rows, size_t columns, size_t inner, const double *a, const double *b,
                      double *high, double *low);
/* quotient + rest = (high + low) / divisor. */
void twofold_divide(double high, double low, double divisor, double *quotient, double *rest);
/* high = (high + low) - (other_high + other_low), rounded once, element by element. */
void twofold_subtract(size_t count, double *high, const double *low, const double *other_high,
                      const double *other_low);

#endif
