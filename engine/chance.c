#include "engine/chance.h"

#include <math.h>
#include <stdbool.h>

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

/* The law of data of n samples and these ranks, which are at least 1. */
struct law {
    double mass;         /* of correlations that are 1, as a share of the smaller rank */
    double lower, upper; /* ends of the density's support, in λ */
    double a;            /* the smaller rank as a share of n - 1 */
    bool full;           /* a side spans all that centred data can */
};

static struct law law_of(size_t n, size_t rank_x, size_t rank_y)
{
    double dimensions = (double)(n - 1);
    double a = fmin(1, (double)(rank_x < rank_y ? rank_x : rank_y) / dimensions);
    double b = fmin(1, (double)(rank_x < rank_y ? rank_y : rank_x) / dimensions);
    double near = sqrt(a * (1 - b)), far = sqrt(b * (1 - a));

    return (struct law){.mass = fmax(0, a + b - 1) / a,
                        .lower = (near - far) * (near - far),
                        .upper = fmin(1, (near + far) * (near + far)),
                        .a = a,
                        .full = b >= 1};
}

double cca_chance_mean(size_t n, size_t rank_x, size_t rank_y)
{
    struct law law;

    if (n < 2 || rank_x == 0 || rank_y == 0)
        return NAN;
    law = law_of(n, rank_x, rank_y);
    return law.full ? 1 : fmin(1, law.mass + integrate(law.lower, law.upper, law.a));
}

double cca_chance_largest(size_t n, size_t rank_x, size_t rank_y)
{
    struct law law;

    if (n < 2 || rank_x == 0 || rank_y == 0)
        return NAN;
    law = law_of(n, rank_x, rank_y);
    return law.mass > 0 ? 1 : sqrt(law.upper);
}
