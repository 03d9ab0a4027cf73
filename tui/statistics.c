#include "tui/statistics.h"

#include <math.h>
#include <stdlib.h>

void moments_add(struct moments *moments, double value)
{
    double difference = value - moments->mean;

    moments->count++;
    moments->mean += difference / (double)moments->count;
    moments->squares += difference * (value - moments->mean);
}

double moments_deviation(const struct moments *moments)
{
    return moments->count > 1 ? sqrt(moments->squares / (double)(moments->count - 1)) : NAN;
}

/* Away from zero, so that Lentz's method can divide by it. */
static double nonzero(double value)
{
    return fabs(value) < 1e-300 ? 1e-300 : value;
}

/* The continued fraction of I_x(a, b), which converges fast for x below (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 / nonzero(1 - (a + b) * x / (a + 1)), value = d;

    for (int m = 1; m < 10000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), change;

        d = 1 / nonzero(1 + even * d);
        c = nonzero(1 + even / c);
        value *= c * d;
        d = 1 / nonzero(1 + odd * d);
        c = nonzero(1 + odd / c);
        change = c * d;
        value *= change;
        if (fabs(change - 1) < 1e-15)
            break;
    }
    return value;
}

static double log_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign);
}

/* I_x(a, b) where both x and y = 1 - x are known to the last digit. */
static double beta_between(double a, double b, double x, double y)
{
    double front;

    if (x <= 0 || y <= 0)
        return x <= 0 ? 0 : 1;
    front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, y) / b;
}

double incomplete_beta(double a, double b, double x)
{
    return a > 0 && b > 0 && x >= 0 && x <= 1 ? beta_between(a, b, x, 1 - x) : NAN;
}

double student_p(double t, double freedom)
{
    double squared = t * t;

    if (isnan(t) || !(freedom > 0))
        return NAN;
    if (isinf(squared))
        return 0;
    return beta_between(freedom / 2, 0.5, freedom / (freedom + squared), squared / (freedom + squared));
}

static const struct test undefined = {NAN, NAN, NAN};

struct test welch_test(const struct moments *a, const struct moments *b)
{
    double n = (double)a->count, m = (double)b->count, x, y, freedom, t;

    if (a->count < 2 || b->count < 2)
        return undefined;
    x = a->squares / (n - 1) / n; /* the variance of the mean */
    y = b->squares / (m - 1) / m;
    if (!(x + y > 0))
        return undefined;
    t = (a->mean - b->mean) / sqrt(x + y);
    freedom = (x + y) * (x + y) / (x * x / (n - 1) + y * y / (m - 1));
    return (struct test){t, freedom, student_p(t, freedom)};
}

/* The mean of a list, and its largest difference from that. */
static double centre_of(const double *values, size_t count, double *scale)
{
    struct moments moments = {0};

    *scale = 0;
    for (size_t i = 0; i < count; i++)
        moments_add(&moments, values[i]);
    for (size_t i = 0; i < count; i++)
        *scale = fmax(*scale, fabs(values[i] - moments.mean));
    return moments.mean;
}

struct test pearson_test(const double *x, const double *y, size_t count)
{
    double x_scale, y_scale, x_mean = centre_of(x, count, &x_scale), y_mean = centre_of(y, count, &y_scale);
    double xx = 0, yy = 0, xy = 0, freedom = (double)count - 2, r;

    if (count < 3 || !(x_scale > 0) || !(y_scale > 0))
        return undefined;
    for (size_t i = 0; i < count; i++) {
        double dx = (x[i] - x_mean) / x_scale, dy = (y[i] - y_mean) / y_scale; /* no square overflows */

        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    r = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
    return (struct test){r, freedom, student_p(r * sqrt(freedom / ((1 - r) * (1 + r))), freedom)};
}

struct ranked {
    double value;
    size_t place;
};

static int compare_values(const void *left, const void *right)
{
    double a = ((const struct ranked *)left)->value, b = ((const struct ranked *)right)->value;

    return (a > b) - (a < b);
}

/* The ranks from 1 of values, those of equal ones their mean; false when memory gives out. */
static bool rank(const double *values, size_t count, double *ranks)
{
    struct ranked *sorted = malloc((count + 1) * sizeof *sorted);

    if (!sorted)
        return false;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct ranked){values[i], i};
    qsort(sorted, count, sizeof *sorted, compare_values);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && sorted[next].value == sorted[first].value;)
            next++;
        for (size_t i = first; i < next; i++)
            ranks[sorted[i].place] = (double)(first + next + 1) / 2;
    }
    free(sorted);
    return true;
}

struct test spearman_test(const double *x, const double *y, size_t count)
{
    double *ranks = malloc((2 * count + 1) * sizeof *ranks);
    struct test test = undefined;

    if (ranks && rank(x, count, ranks) && rank(y, count, ranks + count))
        test = pearson_test(ranks, ranks + count, count);
    free(ranks);
    return test;
}
