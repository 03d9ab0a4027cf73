/* Time left, from what loads and comparisons have cost so far. */
#include <criterion/criterion.h>
#include <math.h>

#include "engine/estimate.h"

Test(estimate, unknown_until_each_kind_of_work_was_seen)
{
    struct estimate estimate = {.loads.left = 4, .pairs.left = 10};

    cr_expect_lt(estimate_left(&estimate, 1), 0);
    effort_note(&estimate.loads, 1, 2);
    cr_expect_lt(estimate_left(&estimate, 1), 0, "a comparison has not been seen");
    effort_note(&estimate.pairs, 2, 1);
    cr_expect_float_eq(estimate_left(&estimate, 1), 3 * 2 + 8 * 0.5, 1e-12);
    cr_expect_float_eq(estimate_left(&estimate, 4), (3 * 2 + 8 * 0.5) / 4, 1e-12);
}

Test(estimate, what_is_done_costs_nothing)
{
    struct estimate estimate = {.pairs.left = 1};

    effort_note(&estimate.pairs, 3, 5); /* more than was thought to be left */
    cr_expect_eq(estimate.pairs.left, 0);
    cr_expect_eq(estimate_left(&estimate, 2), 0);
}

/* Layers of different width: the narrow ones first say little of the wide ones unless sizes count. */
Test(estimate, wide_layers_take_longer)
{
    struct layer_size narrow = {1000, 32, 0}, wide = {1000, 256, 0}, none = {0};

    cr_expect_gt(effort_of_load(&wide), 8 * effort_of_load(&narrow));
    cr_expect_gt(effort_of_pair(&wide, &wide), effort_of_pair(&wide, &narrow));
    cr_expect_eq(effort_of_pair(&wide, &narrow), effort_of_pair(&narrow, &wide));
    cr_expect_eq(effort_of_load(&none), 0);
}
