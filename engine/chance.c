#include "engine/chance.h"

#include <math.h>

size_t cca_by_construction(size_t n, size_t rank_x, size_t rank_y)
{
    return rank_x + rank_y + 1 > n ? rank_x + rank_y + 1 - n : 0;
}

double cca_chance_squared(size_t n, size_t rank_x, size_t rank_y)
{
    return n < 2 ? NAN : fmin(1, (double)(rank_x > rank_y ? rank_x : rank_y) / (double)(n - 1));
}

/* √λ times the density at λ, given the distances from both ends of the support (passed apart, as near an end
 * their difference from λ would lose all digits). */
static double integrand(double lower, double upper, double from_lower, double from_upper, double a)
{
    double lambda = from_lower < from_upper ? lower + from_lower : upper - from_upper;
    double below_one = 1 - upper + from_upper;

    if (lambda <= 0 || below_one <= 0)
        return 0;
    return sqrt(from_lower * from_upper) / (2 * M_PI * a * sqrt(lambda) * below_one);
}

/* Tanh-sinh quadrature (Takahasi, Mori 1974): the integrand has square roots at both ends, and an inverse one
 * where the support touches 0 or 1; the substitution flattens them all. */
static double integrate(double lower, double upper, double a)
{
    const double step = 1.0 / 10;
    double width = upper - lower, sum = 0;

    for (int k = -38; k <= 38; k++) {
        double power = exp(k * step), sinh = (power - 1 / power) / 2, cosh = (power + 1 / power) / 2;
        double falling = exp(-M_PI * sinh);
        double share = 1 / (1 + falling),
               other = 1 / (1 + 1 / falling); /* (1 + tanh(π/2 sinh t)) / 2, and 1 less that */
        double weight = M_PI * cosh * share * other;

        if (weight > 0)
            sum += weight * integrand(lower, upper, width * share, width * other, a);
    }
    return sum * step * width;
}

double cca_chance_mean(size_t n, size_t rank_x, size_t rank_y)
{
    double a, b, mass, near, far;

    if (n < 2 || rank_x == 0 || rank_y == 0)
        return NAN;
    a = fmin(1, (double)(rank_x < rank_y ? rank_x : rank_y) / (double)(n - 1));
    b = fmin(1, (double)(rank_x < rank_y ? rank_y : rank_x) / (double)(n - 1));
    mass = fmax(0, a + b - 1) / a;
    near = sqrt(a * (1 - b));
    far = sqrt(b * (1 - a));
    if (b >= 1)
        return 1;
    return fmin(1, mass + integrate((near - far) * (near - far), fmin(1, (near + far) * (near + far)), a));
}
