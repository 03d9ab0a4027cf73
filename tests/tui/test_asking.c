/* What the last line asks for: names to find, choices from lists, commands, files. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explored.h"
#include "golden.h"

Test(asking, finds_names_along_the_axes)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 1, 0);

    explored_type(explorer, "/log");
    explored_expect_cursor(explorer, 4, 0); /* already while it is typed */
    explored_type(explorer, "\033");
    explored_expect_cursor(explorer, 1, 0);
    explored_type(explorer, "/conv\r");
    explored_expect_cursor(explorer, 1, 0); /* where one is counts */
    explored_type(explorer, "n");
    explored_expect_cursor(explorer, 2, 0);
    explored_type(explorer, "n"); /* then columns */
    explored_expect_cursor(explorer, 2, 0);
    explored_expect(explorer, "column conv1, 1 of 5");
    explored_type(explorer, "nn");
    explored_expect_cursor(explorer, 2, 2);
    explored_type(explorer, "n"); /* and round */
    explored_expect_cursor(explorer, 0, 2);
    explored_expect(explorer, "row conv1, 1 of 5");
    cr_expect_eq(explorer->log.count, 0, "no message is kept of it");
    explored_type(explorer, "N");
    explored_expect_cursor(explorer, 0, 2);
    explored_expect(explorer, "column conv3, 3 of 5");
    explored_type(explorer, "NNN");
    explored_expect_cursor(explorer, 2, 0);
    explored_end(explorer);
}

Test(asking, finds_what_the_view_holds_fixed)
{
    struct explorer *explorer = explored_digits(VIEW_NETWORKS, 0, 0);

    explored_type(explorer, "/conv2");
    cr_expect_eq(explorer->scene.layer, 4, "not yet: that would set off work");
    explored_type(explorer, "\r");
    cr_expect_eq(explorer->scene.layer, 1);
    explored_expect(explorer, "layer conv2, 2 of 5");
    explored_type(explorer, "/mem-3\r");
    explored_expect_cursor(explorer, 6, 0);
    explored_type(explorer, "1/mem-2\r");
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.a)->name, "mem-2");
    explored_type(explorer, "/nowhere\r");
    explored_expect(explorer, "no name here matches nowhere");
    explored_end(explorer);
}

Test(asking, says_that_there_is_nothing_to_find_yet)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    explored_type(explorer, "n");
    explored_expect(explorer, "nothing to look for yet");
    explored_end(explorer);
}

Test(asking, chooses_networks_from_a_list)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 2, 1);

    explored_type(explorer, "bmem");
    golden_check(explorer->canvas, "asking_network_80x24");
    explored_type(explorer, " 3\r");
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.b)->name, "mem-3");
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.a)->name, "gen-1");
    explored_expect_cursor(explorer, 2, 1);
    cr_expect(explorer->want_due, "the study is to be told");
    explored_type(explorer, "agen-4\033");
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.a)->name, "gen-1", "left: as it was");
    explored_type(explorer, "aGEN\r");
    explored_expect(explorer, "there is no GEN");
    explored_type(explorer, "2amem-1\r"); /* convergence of one network stays that of one */
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.a)->name, "mem-1");
    explored_end(explorer);
}

Test(asking, does_anything_by_its_name)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    const struct scene *scene = &explorer->scene;

    explored_type(explorer, ":cka\r");
    cr_expect_eq((int)scene->measure, MEASURE_CKA);
    explored_type(explorer, ":view con\r");
    cr_expect_eq((int)scene->view, VIEW_CONVERGENCE);
    explored_type(explorer, ":set steps log\r");
    cr_expect(explorer_state(explorer)->log_x);
    explored_type(explorer, ":view net\r:layer fc\r");
    cr_expect_eq((int)scene->view, VIEW_NETWORKS);
    cr_expect_eq(scene->layer, 3);
    explored_type(explorer, ":palette grey\r");
    cr_expect_eq((int)explorer->look.palette, PALETTE_GREY);
    explored_type(explorer, ":view lay\r:network mem-1\r:checkpoint 3000\r");
    cr_expect_str_eq(scene_network(scene, &scene->a)->name, "mem-1");
    cr_expect_str_eq(scene_checkpoint(scene, &scene->a)->name, "3000");
    explored_type(explorer, ":against mem-2\r:against-checkpoint 0\r");
    cr_expect_str_eq(scene_checkpoint(scene, &scene->b)->name, "0");
    explored_type(explorer, ":set pool max\r:set glyphs block\r:set background light\r:set pwcca mean\r");
    cr_expect_eq((int)explorer_state(explorer)->pooling, POOL_MAX);
    cr_expect_eq((int)explorer->look.glyphs, GLYPHS_BLOCK);
    cr_expect(explorer->look.light_background);
    cr_expect_eq((int)scene->side, PWCCA_MEAN);
    explored_end(explorer);
}

/* Actions have their names there too, also those that have no key. */
Test(asking, does_actions_by_their_names)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    for (int action = 0; action < ACTION_COUNT; action++) {
        char keys[100];

        snprintf(keys, sizeof keys, ":%s", actions[action].name);
        explored_type(explorer, keys);
        cr_expect_eq(picker_item(&explorer->asking.picker), (size_t)action, "%s", actions[action].name);
        explored_type(explorer, "\033");
    }
    explored_type(explorer, ":previous-b\r");
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.b)->name, "mem-4");
    explored_type(explorer, ":filter conv\r");
    explored_expect(explorer, "only conv");
    explored_type(explorer, ":find conv3\r");
    explored_expect_cursor(explorer, 2, 0);
    explored_type(explorer, ":nonsense\r");
    explored_expect(explorer, "there is no nonsense");
    explored_type(explorer, ":quit\r");
    cr_expect(explorer->quit);
    explored_end(explorer);
}

/* One key leads to the list of the other: what a command asks is answered as ever. */
Test(asking, asks_on)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    explored_type(explorer, ":choose-b\r");
    cr_expect_eq((int)explorer->asking.question, ASK_NETWORK_B);
    explored_type(explorer, "mem-4\r");
    cr_expect_str_eq(scene_network(&explorer->scene, &explorer->scene.b)->name, "mem-4");
    explored_end(explorer);
}

Test(asking, completes_commands)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    explored_type(explorer, ":layer ");
    golden_check(explorer->canvas, "asking_command_80x24");
    explored_type(explorer, "fc\t");
    cr_expect_str_eq(explorer->asking.picker.prompt.text, "layer fc");
    explored_type(explorer, "\177\177\177\177\177\177\177\177\177");
    cr_expect_eq((int)explorer->asking.question, ASK_NOTHING, "a backspace in front of nothing leaves");
    explored_end(explorer);
}

static char *read_file(const char *path)
{
    char *text = calloc(1, 200000);
    FILE *in = fopen(path, "r");

    cr_assert_not_null(in, "%s", path);
    cr_assert_lt(fread(text, 1, 199999, in), 199999);
    fclose(in);
    return text;
}

static void expect_saved(struct explorer *explorer, const char *path, const char *begins, const char *holds)
{
    char keys[200], *text;

    unlink(path);
    snprintf(keys, sizeof keys, "s\025%s\r", path);
    explored_type(explorer, keys);
    snprintf(keys, sizeof keys, "saved %s", path);
    explored_expect(explorer, keys);
    text = read_file(path);
    cr_expect_eq(strncmp(text, begins, strlen(begins)), 0, "%.80s", text);
    cr_expect(strstr(text, holds), "%s lacks '%s'", path, holds);
    free(text);
    unlink(path);
}

Test(asking, saves_what_is_shown)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    char directory[] = "/tmp/ccascope-save-XXXXXX";

    cr_assert_not_null(mkdtemp(directory));
    cr_assert_eq(chdir(directory), 0);
    expect_saved(explorer, "a.svg", "<svg", "conv1");
    expect_saved(explorer, "a.csv", "view,measure,", "layers,pwcca,gen-1,1000,conv1,,gen-1,1000,conv2,,400,");
    expect_saved(explorer, "a.json", "[\n", "\"layer_b\":\"logits\"");
    expect_saved(explorer, "a.txt", " Generalizing", "0.45");
    explored_show(explorer, VIEW_LAYERS, SCREEN_PAIR, 0, 2);
    expect_saved(explorer, "pair.csv",
                 "index,correlation,weight_a,weight_b,singular_value_a,singular_value_b\n1,", "\n8,");
    expect_saved(explorer, "pair.svg", "<svg", "canonical correlations");
    rmdir(directory);
    explored_end(explorer);
}

Test(asking, does_not_save_over_a_file_unasked)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    char directory[] = "/tmp/ccascope-save-XXXXXX", *text;
    FILE *out;

    cr_assert_not_null(mkdtemp(directory));
    cr_assert_eq(chdir(directory), 0);
    explored_type(explorer, "s");
    cr_expect_str_eq(explorer->asking.picker.prompt.text, "layers-pwcca.svg");
    explored_type(explorer, "\033");
    cr_assert_not_null(out = fopen("mine.csv", "w"));
    fputs("precious", out);
    fclose(out);
    explored_type(explorer, ":save mine.csv\r");
    explored_expect(explorer, "mine.csv is there already; save it again to replace it");
    text = read_file("mine.csv");
    cr_expect_str_eq(text, "precious");
    free(text);
    explored_type(explorer, "s\r");
    explored_expect(explorer, "saved mine.csv");
    explored_type(explorer, "s\025x.pdf\r");
    explored_expect(explorer, "x.pdf: end it in .svg, .csv, .json or .txt");
    explored_type(explorer, "s\025no/such/place.svg\r");
    explored_expect(explorer, "no/such/place.svg cannot be written");
    unlink("mine.csv");
    rmdir(directory);
    explored_end(explorer);
}

/* What has no meaning where one is says so, and does nothing. */
Test(asking, says_what_does_not_apply)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);

    explored_type(explorer, ".");
    explored_expect(explorer, "layer-on: the view layers has nothing to step there");
    cr_expect_eq(explorer->scene.layer, 4);
    explored_type(explorer, "L");
    explored_expect(explorer, "logarithmic: not here");
    explored_type(explorer, "ez");
    explored_expect(explorer, "zoom-in: not here");
    explored_end(explorer);
}

/* Help begins with what applies where it was asked for. */
Test(asking, help_is_about_where_one_is)
{
    struct explorer *explorer = explored_digits(VIEW_CONVERGENCE, 0, 0);
    char *matrix, *curves;

    explored_type(explorer, "?");
    curves = explored_text(explorer);
    explored_type(explorer, "?1?");
    matrix = explored_text(explorer);
    cr_expect(strstr(curves, "Here") && strstr(matrix, "Here"));
    cr_expect_str_neq(curves, matrix);
    free(curves);
    free(matrix);
    canvas_free(explorer->canvas);
    explorer->canvas = canvas_create(80, 60);
    curves = explored_text(explorer);
    cr_expect_lt(strstr(curves, "transpose rows"), strstr(curves, "Everywhere"));
    free(curves);
    explored_type(explorer, "?2?");
    curves = explored_text(explorer);
    cr_expect(strstr(curves, "logarithmic or linear") < strstr(curves, "Everywhere"));
    cr_expect_null(strstr(curves, "transpose rows"), "that is elsewhere, and far down");
    free(curves);
    explored_end(explorer);
}

Test(asking, draws_at_every_size)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 0, 0);
    static const char *const questions[] = {"/con", "fcon", "s", ":lay", "a", "bmem"};

    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        explored_type(explorer, questions[i]);
        for (int rows = 1; rows < 40; rows += 3)
            for (int columns = 1; columns < 130; columns += 7) {
                struct canvas *canvas = canvas_create(columns, rows);

                explorer_draw(explorer, canvas);
                explored_expect_clean(canvas, questions[i]);
                canvas_free(canvas);
            }
        explored_type(explorer, "\033");
    }
    explored_end(explorer);
}

/* What is typed and matches nothing says so at once; help says how much of it is below. */
Test(asking, tells_while_one_types)
{
    struct explorer *explorer = explored_digits(VIEW_LAYERS, 1, 0);
    size_t messages = explorer->log.count;

    explored_type(explorer, "flox");
    explored_expect(explorer, "no name here matches lox");
    explored_type(explorer, "\177");
    explored_expect(explorer, "comparisons");
    explored_type(explorer, "\033/x");
    explored_expect(explorer, "no name here matches x");
    cr_expect_eq(explorer->log.count, messages);
    explored_type(explorer, "\033?");
    explored_expect(explorer, "more lines");
    explored_type(explorer, "G");
    cr_expect_eq(explorer->scroll, explorer->scroll_end);
    explored_end(explorer);
}

/* "g" alone is in logits, too: what is typed on is looked for from where one was. */
Test(asking, filters_from_where_one_was)
{
    struct explorer *explorer = explored_digits(VIEW_GROUPS, 0, 1);

    explored_type(explorer, "fg");
    explored_expect_cursor(explorer, 0, 4);
    explored_type(explorer, "en\r");
    explored_expect_cursor(explorer, 0, 1);
    explored_end(explorer);
}
