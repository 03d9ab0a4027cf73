/* Statistics against scipy 1.10: stats.ttest_ind(equal_var=False), pearsonr, spearmanr, t.sf;
 * special.betainc. */
#include <criterion/criterion.h>
#include <math.h>

#include "tui/statistics.h"

#define LENGTH(list) (sizeof(list) / sizeof *(list))

static void expect_near(double value, double expected, double tolerance, const char *what)
{
    cr_expect(fabs(value - expected) <= tolerance * fmax(1e-300, fabs(expected)), "%s: %.17g, expected %.17g",
              what, value, expected);
}

static struct moments moments_of(const double *values, size_t count)
{
    struct moments moments = {0};

    for (size_t i = 0; i < count; i++)
        moments_add(&moments, values[i]);
    return moments;
}

Test(statistics, moments_hold_far_from_zero)
{
    const double values[] = {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};
    struct moments moments = moments_of(values, 4), one = moments_of(values, 1), none = {0};

    cr_expect_eq(moments.count, 4);
    cr_expect_eq(moments.mean, 1e9 + 2.5);
    expect_near(moments_deviation(&moments), sqrt(5.0 / 3), 1e-12, "deviation with n - 1");
    cr_expect(isnan(moments_deviation(&one)));
    cr_expect(isnan(moments_deviation(&none)));
}

Test(statistics, incomplete_beta_as_scipy)
{
    static const double cases[][4] = {{2, 3, .4, 0.5247999999999999},        {.5, .5, .1, 0.2048327646991335},
                                      {50, .5, .99, 0.31730439787419623},    {.01, 5, .3, 0.9991442234826966},
                                      {500, 400, .5, 0.0004214172902809378}, {1, 1, .25, 0.25},
                                      {3000, .5, .9999, 0.43858565632263524}};

    for (size_t i = 0; i < LENGTH(cases); i++)
        expect_near(incomplete_beta(cases[i][0], cases[i][1], cases[i][2]), cases[i][3], 1e-10, "I");
    cr_expect_eq(incomplete_beta(2, 3, 0), 0);
    cr_expect_eq(incomplete_beta(2, 3, 1), 1);
    cr_expect(isnan(incomplete_beta(0, 1, .5)));
    cr_expect(isnan(incomplete_beta(1, 1, 1.5)));
    cr_expect(isnan(incomplete_beta(1, 1, NAN)));
}

Test(statistics, student_as_scipy)
{
    static const double cases[][3] = {{0, 5, 1},
                                      {0.1, 1, 0.9365489651388929},
                                      {1, 1, 0.5},
                                      {2.5, 3.7, 0.07182202291182675},
                                      {-7, 12, 1.4343521967634518e-05},
                                      {40, 4, 2.3340163226012694e-06},
                                      {1.96, 1e6, 0.04999606758526978},
                                      {300, 2.2, 4.071767891074786e-06},
                                      {1e-8, 9, 0.9999999922393018}};

    for (size_t i = 0; i < LENGTH(cases); i++)
        expect_near(student_p(cases[i][0], cases[i][1]), cases[i][2], 1e-9, "p");
    cr_expect_eq(student_p(INFINITY, 3), 0);
    cr_expect(isnan(student_p(NAN, 3)));
    cr_expect(isnan(student_p(1, 0)));
}

Test(statistics, welch_as_scipy)
{
    static const double a[] = {.254, .231, .28, .3, .26, .22}, b[] = {.337, .31, .36};
    static const double c[] = {1e-3, 1.1e-3, .9e-3, 1.05e-3}, d[] = {5, 5.5, 4.5, 6, 7, 2};
    struct moments x = moments_of(a, 6), y = moments_of(b, 3), one = moments_of(b, 1);
    struct test test = welch_test(&x, &y);

    expect_near(test.statistic, -4.138403554430155, 1e-10, "t");
    expect_near(test.freedom, 4.862803072873125, 1e-10, "degrees of freedom");
    expect_near(test.p, 0.009560551580873553, 1e-9, "p");
    x = moments_of(c, 4);
    y = moments_of(d, 6);
    test = welch_test(&x, &y);
    expect_near(test.statistic, -7.190493138942842, 1e-10, "t");
    expect_near(test.p, 0.0008099838923575067, 1e-9, "p");
    cr_expect(isnan(welch_test(&x, &one).p), "one value has no spread");
    cr_expect(isnan(welch_test(&(struct moments){2, 1, 0}, &(struct moments){2, 2, 0}).statistic));
}

Test(statistics, correlations_as_scipy)
{
    static const double x[] = {8, 8, 16, 16, 32, 32, 64, 64}, y[] = {.5, .45, .4, .41, .3, .4, .25, .2};
    static const double three[] = {1, 2, 3}, mixed[] = {3, 1, 2}, line[] = {2, 4, 6}, flat[] = {1, 1, 1};
    struct test test = pearson_test(x, y, 8);

    expect_near(test.statistic, -0.9379810829827946, 1e-12, "r");
    expect_near(test.p, 0.000568970159374555, 1e-9, "p of r");
    cr_expect_eq(test.freedom, 6);
    test = spearman_test(x, y, 8);
    expect_near(test.statistic, -0.9572173526639411, 1e-12, "rho with ties");
    expect_near(test.p, 0.00018954069743337747, 1e-9, "p of rho");
    expect_near(spearman_test(three, mixed, 3).p, 0.6666666666666667, 1e-12, "p");
    test = pearson_test(three, line, 3);
    cr_expect_eq(test.statistic, 1);
    cr_expect_eq(test.p, 0);
    test = pearson_test((const double[]){1e-200, 2e-200, 3e-200}, (const double[]){1e300, -1e300, 0}, 3);
    expect_near(test.statistic, -0.5, 1e-12, "of any size");
    cr_expect(isnan(pearson_test(three, flat, 3).statistic), "what does not vary has no correlation");
    cr_expect(isnan(pearson_test(three, mixed, 2).statistic), "two points are always on a line");
    cr_expect(isnan(spearman_test(flat, three, 3).statistic));
}
