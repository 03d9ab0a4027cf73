#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "tui/axis.h"
#include "tui/number.h"

/* The labels of ticks, with blanks between. */
static const char *labels(struct axis_ticks ticks)
{
    static char text[AXIS_TICKS_MAX * NUMBER_SIZE];
    text[0] = '\0';
    for (int i = 0; i < ticks.count; i++) {
        strcat(text, i ? " " : "");
        strcat(text, ticks.ticks[i].label);
    }
    return text;
}

Test(axis, linear_ticks_are_round)
{
    static const struct {
        double low, high;
        int length;
        const char *expected;
    } cases[] = {
        {0, 1, 60, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0"},
        {0, 1, 40, "0 0.2 0.4 0.6 0.8 1.0"},
        {0, 1, 24, "0 0.5 1.0"},
        {0, 3200, 40, "0 500 1k 1.5k 2k 2.5k 3k"},
        {0, 2e6, 24, "0 500k 1M 1.5M 2M"},
        {-1, 1, 30, "-1.0 -0.5 0 0.5 1.0"},
        {0.13, 0.17, 30, "0.13 0.14 0.15 0.16 0.17"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct axis axis = {cases[i].low, cases[i].high, 0, false};
        cr_expect_str_eq(labels(axis_ticks_across(&axis, cases[i].length, 2, 2)), cases[i].expected,
                         "case %zu: %s", i, labels(axis_ticks_across(&axis, cases[i].length, 2, 2)));
    }
}

Test(axis, logarithmic_ticks_begin_at_zero)
{
    struct axis axis = {0, 3200, 10, false};
    cr_expect_str_eq(labels(axis_ticks_across(&axis, 60, 2, 2)), "0 10 20 50 100 200 500 1k 2k");
    cr_expect_str_eq(labels(axis_ticks_across(&axis, 24, 2, 2)), "0 100 1k");
    axis = (struct axis){0, 2e6, 1, false};
    cr_expect_str_eq(labels(axis_ticks_across(&axis, 40, 2, 2)), "0 10 100 1k 10k 100k 1M");
    cr_expect_str_eq(labels(axis_ticks_across(&axis, 20, 2, 2)), "0 100 10k 1M");
}

Test(axis, share_and_value_are_inverse)
{
    static const struct axis axes[] = {{0, 1, 0, false},
                                       {-5, 20, 0, false},
                                       {0, 3200, 10, false},
                                       {-10, 1e5, 1, false},
                                       {1e-300, 1e300, 0, false}};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        for (double share = 0; share <= 1; share += 0.125)
            cr_expect_float_eq(axis_share(&axes[i], axis_value(&axes[i], share)), share, 1e-9);
}

Test(axis, degenerate_axes_have_no_ticks)
{
    static const struct axis axes[] = {
        {1, 1, 0, false}, {2, 1, 0, false}, {NAN, 1, 0, false}, {0, INFINITY, 0, false}, {0, NAN, 5, false}};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        cr_expect_eq(axis_ticks_across(&axes[i], 60, 2, 2).count, 0);
        cr_expect_eq(axis_ticks_along(&axes[i], 20, 2).count, 0);
    }
    cr_expect_float_eq(axis_share(&axes[0], 1), 0.5, 0);
}

Test(axis, places_stay_inside)
{
    static const double shares[] = {NAN, -INFINITY, INFINITY, -1e300, 1e300, -0.1, 0, 0.5, 1, 1.1};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        int place = axis_place(shares[i], 7);
        cr_expect(place >= 0 && place < 7);
    }
    cr_expect_eq(axis_place(1, 7), 6);
    cr_expect_eq(axis_place(0.5, 7), 3);
}

static void check_apart(const struct axis *axis, int length, int gap)
{
    struct axis_ticks ticks = axis_ticks_across(axis, length, gap, 1);
    int free_from = -1;
    for (int i = 0; i < ticks.count; i++) {
        const struct axis_tick *tick = &ticks.ticks[i];
        int width = (int)strlen(tick->label), left = tick->position - (width - 1) / 2;
        cr_assert(tick->position >= 0 && tick->position < length);
        cr_assert_geq(left, free_from, "%g..%g over %d: %s", axis->low, axis->high, length, labels(ticks));
        cr_assert_leq(left + width, length + 1);
        free_from = left + width + gap;
    }
}

Test(axis, labels_never_overlap)
{
    static const double highs[] = {DBL_MIN, 1e-9,   0.003, 0.7,  1,    9.99,  37,
                                   3200,    123456, 5e8,   1e14, 1e18, 1e300, DBL_MAX};
    static const double linears[] = {0, 1e-3, 1, 10, 1000};
    for (size_t i = 0; i < sizeof highs / sizeof *highs; i++)
        for (size_t j = 0; j < sizeof linears / sizeof *linears; j++)
            for (int length = 1; length < 150; length++) {
                check_apart(&(struct axis){0, highs[i], linears[j], false}, length, 2);
                check_apart(&(struct axis){-highs[i] / 3, highs[i], linears[j], false}, length, 1);
                check_apart(&(struct axis){highs[i] * 0.9, highs[i], linears[j], false}, length, 2);
            }
}

Test(axis, ticks_down_keep_their_distance)
{
    struct axis axis = {0, 0.7, 0, false};
    for (int length = 1; length < 80; length++) {
        struct axis_ticks ticks = axis_ticks_along(&axis, length, 2);
        for (int i = 1; i < ticks.count; i++)
            cr_assert_geq(ticks.ticks[i].position - ticks.ticks[i - 1].position, 2);
    }
    cr_expect_str_eq(labels(axis_ticks_along(&axis, 17, 3)), "0 0.2 0.4 0.6");
}

Test(number, is_short)
{
    static const struct {
        double value;
        const char *expected;
    } cases[] = {{0, "0"},
                 {10, "10"},
                 {2000, "2k"},
                 {1.5e6, "1.5M"},
                 {1234, "1.23k"},
                 {999.9, "1k"},
                 {0.25, "0.25"},
                 {-0.5, "-0.5"},
                 {3e9, "3G"},
                 {1e300, "1e300"},
                 {1.5e-5, "1.5e-5"},
                 {NAN, "nan"},
                 {-INFINITY, "-inf"},
                 {0.1 + 0.2, "0.3"},
                 {9.96e-5, "1e-4"},
                 {5e-324, "4.9e-324"},
                 {999999, "1M"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[NUMBER_SIZE];
        int length = number_compact(text, cases[i].value);
        cr_expect_str_eq(text, cases[i].expected);
        cr_expect_eq((size_t)length, strlen(text));
    }
}

Test(number, has_fixed_digits)
{
    char text[NUMBER_SIZE];
    number_fixed(text, 0.256, 2);
    cr_expect_str_eq(text, "0.26");
    number_fixed(text, -0.001, 2);
    cr_expect_str_eq(text, "0.00");
    number_fixed(text, -1.5, 0);
    cr_expect_str_eq(text, "-2");
    cr_expect_eq(number_fraction(text, 0.21, 2), 3);
    cr_expect_str_eq(text, ".21");
    number_fraction(text, -0.21, 2);
    cr_expect_str_eq(text, "-.21");
    number_fraction(text, 1.0, 2);
    cr_expect_str_eq(text, "1.00");
    number_fixed(text, DBL_MAX, 9);
    cr_expect_str_eq(text, "1.8e308");
}

Test(number, fits_its_buffer)
{
    static const double values[] = {DBL_MAX, -DBL_MAX, DBL_MIN, -5e-324, 1e15, -999999999999999.0, 1e-3, NAN};
    char text[NUMBER_SIZE];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (int decimals = -2; decimals < 12; decimals++) {
            cr_expect_lt(number_fixed(text, values[i], decimals), NUMBER_SIZE);
            cr_expect_lt(number_fraction(text, values[i], decimals), NUMBER_SIZE);
            cr_expect_lt(number_compact(text, values[i]), NUMBER_SIZE);
            cr_expect_lt(number_step(text, values[i], pow(10, decimals)), NUMBER_SIZE);
        }
}

Test(axis, whole_numbers_have_nothing_between_them)
{
    struct axis axis = {.low = 1, .high = 8, .whole = true};
    struct axis_ticks ticks = axis_ticks_across(&axis, 200, 2, 2);

    cr_expect_eq(ticks.count, 8);
    for (int i = 0; i < ticks.count; i++)
        cr_expect_eq(ticks.ticks[i].value, i + 1);
    axis.high = 1.5; /* a part of it that is zoomed into */
    ticks = axis_ticks_across(&axis, 200, 2, 2);
    cr_expect_eq(ticks.count, 1);
}
