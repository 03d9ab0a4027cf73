/* Reading by keys in views of points, groups and ordered networks. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explored.h"
#include "tests/engine/laboratory.h"

Test(figure_keys, values_follow_the_order_of_networks)
{
    struct explorer *explorer = explored_digits(VIEW_NETWORKS, 0, 0);
    struct grid *grid = &explorer->cache.grid;
    size_t moved = 0;

    explored_type(explorer, "rr"); /* by cluster: those that memorize stand first */
    grid_sweep(grid, -1);
    for (size_t row = 0; row < grid->rows; row++)
        for (size_t column = 0; column < grid->columns; column++) {
            double distance;

            scene_distance(&explorer->scene, row, column, &distance);
            cr_expect_float_eq(grid_known(grid, row, column)->distance, distance, 1e-12, "%zu, %zu", row,
                               column);
            moved += scene_network_at(&explorer->scene, row) != row;
        }
    cr_expect_gt(moved, 0);
    explored_end(explorer);
}

/* Of two networks that one looked at, one looks at the same two in another order. */
Test(figure_keys, the_cursor_stays_with_its_networks)
{
    struct explorer *explorer = explored_digits(VIEW_NETWORKS, 0, 0);
    const struct view_state *state = explorer_state(explorer);

    explored_type(explorer, "j lll");
    for (int order = 0; order < ORDER_COUNT; order++) {
        cr_expect_eq(scene_network_at(&explorer->scene, state->row), 1, "order %d", order);
        cr_expect_eq(scene_network_at(&explorer->scene, state->column), 3, "order %d", order);
        cr_expect_eq(scene_network_at(&explorer->scene, state->mark.row), 1, "order %d", order);
        cr_expect_eq(scene_network_at(&explorer->scene, state->mark.column), 0, "order %d", order);
        cr_expect_eq(order == ORDER_CLUSTER, state->row != 1, "clusters move them");
        explored_type(explorer, "r");
    }
    explored_end(explorer);
}

/* Keys for networks are for groups there, and the last line does not say otherwise. */
Test(figure_keys, no_network_is_hinted_at_among_groups)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    char *text;

    explored_expect(explorer, "a b network");
    explored_type(explorer, "6");
    text = explored_text(explorer);
    cr_expect_null(strstr(text, "a b network"), "%s", text);
    cr_expect(strstr(text, "m measure"));
    free(text);
    explored_end(explorer);
}

Test(figure_keys, a_filter_and_a_sort_outlive_no_order)
{
    struct explorer *explorer = explored_digits(VIEW_NETWORKS, 0, 0);
    const struct view_state *state = explorer_state(explorer);
    char name[SCENE_NAME];

    explored_type(explorer, "fmem\ro");
    cr_expect_neq((int)state->sorted_rows, SORT_NOT);
    explored_type(explorer, "rr");
    cr_expect_eq((int)state->sorted_rows, SORT_NOT);
    cr_assert_eq(sequence_count(&state->rows, 8), 4);
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(*scene_row_name(&explorer->scene, sequence_place(&state->rows, 8, i), name, sizeof name),
                     'm');
    explored_end(explorer);
}

Test(figure_keys, points_are_zoomed_marked_and_clicked_at)
{
    struct explorer *explorer = explored_digits(VIEW_SCATTER, 4, 0);
    struct view_state *state = explorer_state(explorer);

    explored_type(explorer, " jz");
    cr_expect_not(curve_span_whole(&state->window.x));
    explored_expect(explorer, "to mark mem-1");
    explored_type(explorer, "=");
    state->picks = true; /* far down at the right are those that generalize */
    state->pick_x = state->plot.x + state->plot.width - 1;
    state->pick_y = state->plot.y + state->plot.height - 1;
    explored_type(explorer, "");
    cr_expect_lt(state->row, 4);
    explored_end(explorer);
}

Test(figure_keys, a_and_b_choose_curves_among_groups)
{
    struct explorer *explorer = explored_digits(VIEW_GROUPS, 0, 0);

    explored_type(explorer, "a");
    explored_expect_cursor(explorer, 1, 0);
    cr_expect_eq((int)explorer->asking.question, ASK_NOTHING);
    explorer->scene.curve[1] = 0;
    explored_type(explorer, "b");
    cr_expect_eq(explorer->scene.curve[1], 1);
    explored_end(explorer);
}

Test(figure_keys, forms_groups_and_orders_have_names)
{
    struct explorer *explorer = explored_digits(VIEW_CONVERGENCE, 0, 0);

    explored_type(explorer, ":form group\r");
    cr_expect_eq((int)explorer->scene.view, VIEW_CONVERGENCE_GROUP);
    explored_type(explorer, ":group mem\r");
    cr_expect_eq(explorer->scene.group, 1);
    explored_type(explorer, ":view networks\r:order cluster\r");
    cr_expect_eq((int)explorer->scene.view, VIEW_NETWORKS);
    cr_expect_eq((int)explorer->scene.order, ORDER_CLUSTER);
    explored_type(explorer, ":view scatter\r");
    cr_expect_eq((int)explorer->scene.view, VIEW_SCATTER);
    explored_end(explorer);
}

/* Where B is a target its keys choose one: a list, the next, the one before; the cursor goes there, or the
 * curves change. */
Test(figure_keys, targets_stand_where_b_does)
{
    struct explorer *explorer = explored_digits(VIEW_TARGETS, 0, 1);
    struct view_state *state = explorer_state(explorer);

    explored_type(explorer, "BB");
    cr_expect_eq(state->row, 2);
    explored_type(explorer, "b=7\r");
    cr_expect_eq(state->row, 8);
    explored_expect(explorer, "digit=7 at conv2");
    explored_type(explorer, "F");
    cr_expect_eq((int)explorer->scene.view, VIEW_TARGETS_MATRIX);
    explored_type(explorer, "B");
    cr_expect_eq(explorer_state(explorer)->column, 1);
    explored_type(explorer, "Fb");
    explored_expect(explorer, "targets  11 of 11");
    explored_type(explorer, "=3\r");
    cr_expect_eq((int)explorer->scene.view, VIEW_TARGETS_TRAINING);
    cr_expect_eq(explorer->scene.target, 4);
    explored_expect(explorer, "distance to digit=3");
    explored_type(explorer, ":target digit=9\r");
    explored_expect(explorer, "target digit=9");
    cr_expect_eq(explorer->scene.b.network, 0, "B's network is left alone");
    explored_end(explorer);
}

Test(figure_keys, without_targets_the_view_says_where_they_come_from)
{
    struct laboratory laboratory = laboratory_grid(1, 2, 2, 20, 3);
    struct explorer *explorer = explored_open(laboratory.experiment);

    explored_survey(explorer);
    explored_type(explorer, "T");
    explored_expect(explorer, "no targets: the manifest lists them");
    explored_type(explorer, "B\r\033FBjl");
    explored_expect(explorer, "no targets: the manifest lists them");
    explored_close(explorer);
    laboratory_destroy(&laboratory);
}
