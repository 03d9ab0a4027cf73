/* Keys of groups, clusters and forms; playing through training, by a clock of its own. */
#include <criterion/criterion.h>
#include <string.h>

#include "../engine/laboratory.h"
#include "config/manifest.h"
#include "explored.h"

static struct explorer *open_sample(const char *path, struct experiment **experiment)
{
    struct diagnostics diagnostics = {0};
    struct explorer *explorer;

    cr_assert_not_null(*experiment = manifest_load(path, &diagnostics));
    explorer = explored_open(*experiment);
    explored_survey(explorer);
    return explorer;
}

static void close_sample(struct explorer *explorer, struct experiment *experiment)
{
    explored_close(explorer);
    experiment_free(experiment);
}

static void press(struct explorer *explorer, enum action action)
{
    explorer_act(explorer, action);
}

static void finish(struct explorer *explorer)
{
    explorer_want(explorer);
    cca_study_finish(explorer->study, NULL, NULL);
}

Test(play, shows_every_checkpoint_once_it_is_computed)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-cnn/ccascope.yaml", &experiment);
    double now;

    cr_assert_eq(explorer->scene.a.checkpoint, 9);
    press(explorer, ACTION_PLAY);
    cr_expect(explorer->playing);
    cr_expect_eq(explorer->scene.a.checkpoint, 0, "from the first when it was at the last");
    cr_expect_eq(explorer->scene.b.checkpoint, 9, "against the end");
    now = explorer->played;
    explorer_play(explorer, now + 10);
    cr_expect_eq(explorer->scene.a.checkpoint, 0, "not before it is computed");
    cr_expect_lt(explorer_play_wait(explorer, now + 10), 0);
    for (size_t step = 0; step < 9; step++) {
        finish(explorer);
        explorer_play(explorer, now + 0.1);
        cr_expect_eq(explorer->scene.a.checkpoint, step, "it stays a while");
        cr_expect(explorer_play_wait(explorer, now + 0.1) > 0);
        explorer_play(explorer, now += 1);
        cr_expect_eq(explorer->scene.a.checkpoint, step + 1);
    }
    finish(explorer);
    explorer_play(explorer, now + 1);
    cr_expect_not(explorer->playing);
    cr_expect_eq(explorer->scene.a.checkpoint, 9);
    cr_expect_lt(explorer_play_wait(explorer, now + 9), 0, "nothing wakes up an idle explorer");
    close_sample(explorer, experiment);
}

Test(play, stops_by_the_same_key_and_where_there_is_nothing_to_play)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-cnn/ccascope.yaml", &experiment);

    press(explorer, ACTION_PLAY);
    press(explorer, ACTION_PLAY);
    cr_expect_not(explorer->playing);
    press(explorer, ACTION_VIEW_2);
    press(explorer, ACTION_PLAY);
    cr_expect_not(explorer->playing, "convergence has all checkpoints already");
    press(explorer, ACTION_VIEW_6);
    press(explorer, ACTION_PLAY);
    cr_expect(explorer->playing);
    press(explorer, ACTION_VIEW_2);
    explorer_play(explorer, explorer->played + 9);
    cr_expect_not(explorer->playing);
    close_sample(explorer, experiment);
}

Test(play, forms_follow_one_another)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-cnn/ccascope.yaml", &experiment);

    press(explorer, ACTION_VIEW_2);
    press(explorer, ACTION_NEXT_FORM);
    cr_expect_eq(explorer->scene.view, VIEW_CONVERGENCE_GROUP);
    press(explorer, ACTION_NEXT_A);
    cr_expect_eq(explorer->scene.group, 1);
    cr_expect_eq(explorer->scene.a.network, 0, "A stays");
    press(explorer, ACTION_NEXT_FORM);
    cr_expect_eq(explorer->scene.view, VIEW_CONVERGENCE_NETWORKS);
    press(explorer, ACTION_NEXT_VIEW);
    cr_expect_eq(explorer->scene.view, VIEW_CHECKPOINTS);
    press(explorer, ACTION_NEXT_FORM);
    cr_expect_eq(explorer->scene.view, VIEW_CHECKPOINTS);
    press(explorer, ACTION_VIEW_8);
    cr_expect_eq(explorer->scene.view, VIEW_MEASURES);
    close_sample(explorer, experiment);
}

Test(play, groups_clusters_and_tolerance_have_keys)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-cnn/ccascope.yaml", &experiment);

    press(explorer, ACTION_VIEW_6);
    press(explorer, ACTION_NEXT_A);
    cr_expect_eq(explorer_state(explorer)->row, 1);
    press(explorer, ACTION_NEXT_B);
    cr_expect_eq(explorer->scene.curve[1], 2);
    press(explorer, ACTION_NEXT_B);
    cr_expect_eq(explorer->scene.curve[1], 0);
    press(explorer, ACTION_VIEW_5);
    press(explorer, ACTION_ORDER);
    press(explorer, ACTION_ORDER);
    cr_expect_eq(explorer->scene.order, ORDER_CLUSTER);
    for (int i = 0; i < 20; i++)
        press(explorer, ACTION_MORE);
    cr_expect_eq(explorer->scene.clusters, 8);
    for (int i = 0; i < 20; i++)
        press(explorer, ACTION_FEWER);
    cr_expect_eq(explorer->scene.clusters, 1);
    press(explorer, ACTION_VIEW_2);
    press(explorer, ACTION_MORE);
    cr_expect_eq(explorer->scene.tolerance, 0.2);
    press(explorer, ACTION_FEWER);
    press(explorer, ACTION_FEWER);
    cr_expect_eq(explorer->scene.tolerance, 0.05);
    close_sample(explorer, experiment);
}

Test(play, the_curve_of_the_logs_and_the_attribute_are_stepped)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-cnn/ccascope.yaml", &experiment);
    struct canvas *canvas = canvas_create(80, 24);

    press(explorer, ACTION_VIEW_2);
    explorer_draw(explorer, canvas); /* reads the log */
    cr_expect_str_eq(overlays_name(&explorer->scene), "train_accuracy");
    press(explorer, ACTION_AGAINST);
    cr_expect_str_eq(overlays_name(&explorer->scene), "test_accuracy");
    press(explorer, ACTION_AGAINST);
    cr_expect_str_eq(overlays_name(&explorer->scene), "", "none");
    press(explorer, ACTION_AGAINST);
    cr_expect_str_eq(overlays_name(&explorer->scene), "train_loss");
    press(explorer, ACTION_VIEW_7);
    cr_expect_eq(explorer->scene.attribute, 1, "the first that differs");
    press(explorer, ACTION_AGAINST);
    cr_expect_eq(explorer->scene.attribute, 0);
    canvas_free(canvas);
    close_sample(explorer, experiment);
}

Test(play, a_set_is_a_list_that_scrolls)
{
    struct experiment *experiment;
    struct explorer *explorer = open_sample(SAMPLES "/digits-cnn/ccascope.yaml", &experiment);
    struct canvas *canvas = canvas_create(80, 12);

    explored_show(explorer, VIEW_GROUPS, SCREEN_VIEW, 2, 1);
    press(explorer, ACTION_OPEN);
    cr_assert_eq(explorer_screen(explorer), SCREEN_PAIR);
    explorer_draw(explorer, canvas);
    press(explorer, ACTION_DOWN);
    cr_expect_eq(explorer->scroll, 1);
    cr_expect_eq(explorer_state(explorer)->row, 2, "the cursor stays");
    press(explorer, ACTION_LAST);
    cr_expect_eq(explorer->scroll, explorer->scroll_end);
    press(explorer, ACTION_BACK);
    cr_expect_eq(explorer_screen(explorer), SCREEN_VIEW);
    canvas_free(canvas);
    close_sample(explorer, experiment);
}
