/* Statistics of small samples: moments, and tests with Student's t. */
#ifndef CCASCOPE_TUI_STATISTICS_H
#define CCASCOPE_TUI_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

/* Mean and spread of values as they come, by Welford's recurrence (Technometrics 4, 1962). Zero-initialise
 * it. */
struct moments {
    size_t count;
    double mean;    /* 0 of no values */
    double squares; /* sum of squared differences from the mean */
};

void moments_add(struct moments *moments, double value);
/* The standard deviation with n - 1; NaN for fewer than two values. */
double moments_deviation(const struct moments *moments);

/* The regularised incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1]: its continued fraction
 * (DLMF 8.17.22) by Lentz's method. NaN outside. */
double incomplete_beta(double a, double b, double x);
/* P(|T| >= |t|) for Student's t with `freedom` > 0 degrees of freedom, which need not be whole. */
double student_p(double t, double freedom);

/* A statistic, what it is compared with and how probable it would be by chance. NaN where it is undefined. */
struct test {
    double statistic, freedom, p;
};

/* Welch's t (Biometrika 34, 1947): do two samples have the same mean, whatever their variances? Two-sided.
 * Undefined for fewer than two values on a side, and where neither varies. */
struct test welch_test(const struct moments *a, const struct moments *b);
/* Pearson's correlation of two lists, p from t with n - 2 degrees of freedom, two-sided. Undefined for fewer
 * than three points and where a list does not vary. */
struct test pearson_test(const double *x, const double *y, size_t count);
/* Spearman's: Pearson's of the ranks, of which ties share the mean; p from t as well. NaN also when memory
 * gives out. */
struct test spearman_test(const double *x, const double *y, size_t count);

#endif
