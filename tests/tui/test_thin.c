/* Fewer points, and no peak lost. */
#include <criterion/criterion.h>
#include <math.h>

#include "tui/thin.h"

Test(thin, copies_what_is_short)
{
    const double x[] = {1, 2, 3, 4}, y[] = {5, NAN, 7, 8};
    double thin_x[4], thin_y[4];

    cr_assert_eq(thin(x, y, 4, 2, thin_x, thin_y), 4);
    cr_expect_arr_eq(thin_x, x, sizeof x);
    cr_expect(isnan(thin_y[1]) && thin_y[3] == 8);
    cr_expect_eq(thin(x, y, 0, 2, thin_x, thin_y), 0);
}

Test(thin, keeps_every_peak_in_order)
{
    double x[1000], y[1000], thin_x[20], thin_y[20];
    size_t count;

    for (int i = 0; i < 1000; i++) {
        x[i] = i;
        y[i] = i == 333 ? 50 : i == 777 ? -50 : sin(i);
    }
    count = thin(x, y, 1000, 10, thin_x, thin_y);
    cr_assert_eq(count, 20);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(thin_y[i], y[(int)thin_x[i]]);
        cr_expect(i == 0 || thin_x[i] > thin_x[i - 1]);
        cr_expect(thin_x[i] != 333 || thin_y[i] == 50);
    }
    cr_expect(thin_x[6] == 333 || thin_x[7] == 333);
    cr_expect(thin_x[14] == 777 || thin_x[15] == 777);
}

Test(thin, keeps_gaps_and_lonely_values)
{
    double x[100], y[100], thin_x[8], thin_y[8];
    size_t count;

    for (int i = 0; i < 100; i++) {
        x[i] = i;
        y[i] = i < 25 ? 1 : NAN;
    }
    y[60] = 3;
    count = thin(x, y, 100, 4, thin_x, thin_y);
    cr_assert_eq(count, 4, "%zu", count);
    cr_expect_eq(thin_y[0], 1, "all alike: one point is enough");
    cr_expect(isnan(thin_y[1]) && isnan(thin_y[3]));
    cr_expect(thin_y[2] == 3 && thin_x[2] == 60);
}
