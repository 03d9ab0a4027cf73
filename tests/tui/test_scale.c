#include <criterion/criterion.h>
#include <math.h>

#include "tui/scale.h"

static void expect(struct scale scale, double high, bool diverging)
{
    cr_expect_eq(scale.low, 0);
    cr_expect_eq(scale.high, high);
    cr_expect_eq(scale.diverging, diverging);
}

Test(scale, ends_at_1_whatever_the_values)
{
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        expect(scale_of((enum measure)measure, 0), 1, false);
        expect(scale_of((enum measure)measure, NAN), 1, false);
        if (measure != MEASURE_EUCLIDEAN)
            expect(scale_of((enum measure)measure, 0.3), 1, false);
    }
}

Test(scale, of_euclidean_ends_where_the_data_end)
{
    expect(scale_of(MEASURE_EUCLIDEAN, 17.5), 17.5, false);
    expect(scale_of(MEASURE_EUCLIDEAN, 1e-9), 1e-9, false);
}

Test(scale, of_cosine_has_a_middle_when_rows_are_opposite)
{
    expect(scale_of(MEASURE_COSINE, 1), 1, false);
    expect(scale_of(MEASURE_COSINE, 1 + 1e-9), 1, false);
    expect(scale_of(MEASURE_COSINE, 1.02), 2, true);
}
