/* Logs of training, as programs write them. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "config/manifest.h"
#include "config/performance.h"

static struct performance parse(const char *text)
{
    struct diagnostics diagnostics = {0};
    struct performance performance;
    char *joined;

    performance_parse(text, strlen(text), &performance, &diagnostics);
    joined = diagnostics_joined(&diagnostics);
    cr_assert_str_empty(joined, "%s: %s", text, joined);
    free(joined);
    return performance;
}

/* "step name=value name=value; ..." */
static void expect_performance(const char *text, const char *expected)
{
    struct performance performance = parse(text);
    char *actual = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&actual, &size);

    for (size_t i = 0; i < performance.step_count; i++) {
        fprintf(out, "%s%g", i ? "; " : "", performance.steps[i]);
        for (size_t j = 0; j < performance.curve_count; j++)
            fprintf(out, " %s=%g", performance.names[j], performance.values[j * performance.step_count + i]);
    }
    fclose(out);
    cr_expect_str_eq(actual, expected, "%s: %s", text, actual);
    free(actual);
    performance_free(&performance);
}

Test(performance, reads_logs_of_every_kind)
{
    expect_performance("step,loss,accuracy\n0,2.3,0.1\n100,0.5,0.9\n",
                       "0 loss=2.3 accuracy=0.1; 100 loss=0.5 accuracy=0.9");
    expect_performance("Wall time,Step,Value\r\n1.6e9,0,2.5\r\n1.7e9,10,2\r\n",
                       "0 Wall time=1.6e+09 Value=2.5; 10 Wall time=1.7e+09 Value=2");
    expect_performance("loss;ITER\n3;1\n2;2", "1 loss=3; 2 loss=2");
    expect_performance("epoch\tval acc\n1\t.5\n", "1 val acc=0.5");
    expect_performance("\xef\xbb\xbfstep,loss\n1,2\n", "1 loss=2");
    expect_performance("# made by hand\n\n step , \"a, \"\"b\"\"\" \n 1 , 2 \n", "1 a, \"b\"=2");
    expect_performance("when,loss\n1,2\n", "1 loss=2"); /* the first column where none is called so */
}

Test(performance, leaves_gaps_where_there_is_no_number)
{
    expect_performance("step,loss,note\n0,nan,begin\n1,,x\n2,1\n3,inf,,,7\n,5\nx,6\n",
                       "0 loss=nan; 1 loss=nan; 2 loss=1; 3 loss=nan");
}

Test(performance, keeps_the_last_of_a_step)
{
    expect_performance("step,loss\n0,9\n10,5\n20,4\n10,3\n", "0 loss=9; 10 loss=3; 20 loss=4");
}

static void parse_errors(const char *text, struct diagnostics *diagnostics)
{
    struct performance performance;

    cr_expect_not(performance_parse(text, strlen(text), &performance, diagnostics));
    cr_expect(!performance.names && !performance.steps && performance.curve_count == 0);
}

Test(performance, refuses_what_is_no_log)
{
    static const struct error_case cases[] = {
        {"", "1:1: the file is empty; its first line names the columns, such as step,loss,accuracy"},
        {"# nothing\n\n",
         "1:1: the file is empty; its first line names the columns, such as step,loss,accuracy"},
        {"\n1,2\n3,4\n",
         "2:1: the first line is numbers; it has to name the columns, such as step,loss,accuracy"},
        {"step,loss\n", "1:1: no row has a number in the column 'step', which has the steps"},
        {"step,loss\na,1\n", "1:1: no row has a number in the column 'step', which has the steps"},
        {"step,loss\n1,a\n2,b\n", "1:1: no column but 'step' has numbers"},
        {"step\n1\n", "1:1: no column but 'step' has numbers"},
    };

    check_errors(cases, sizeof(cases) / sizeof(*cases), parse_errors);
}

/* A short row must not take the memory of a long one for ever. */
Test(performance, has_limits)
{
    struct diagnostics diagnostics = {0};
    struct performance performance;
    char *text = NULL, *joined;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (int i = 0; i < PERFORMANCE_COLUMNS_MOST; i++)
        fprintf(out, "%sc%d", i ? "," : "", i);
    for (int i = 0; i < 9000; i++)
        fprintf(out, "\n%d", i);
    fclose(out);
    cr_expect_not(performance_parse(text, size, &performance, &diagnostics));
    joined = diagnostics_joined(&diagnostics);
    cr_expect_str_eq(joined, "8390:1: more than 8388608 fields; keep fewer columns or rows", "%s", joined);
    free(joined);
    free(text);
    diagnostics_free(&diagnostics);
}

Test(performance, is_a_hole_without_its_file)
{
    struct diagnostics diagnostics = {0};
    struct performance performance;
    char *directory = scratch_make(), *path = NULL, *joined;

    cr_assert_geq(asprintf(&path, "%s/x.csv", directory), 0);
    cr_expect(performance_load(path, &performance, &diagnostics));
    cr_expect_eq(performance.curve_count, 0);
    cr_expect_eq(diagnostics.count, 0);
    cr_expect_not(performance_load(directory, &performance, &diagnostics));
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_expect_not(performance_load(path, &performance, &diagnostics), "nobody waits for a pipe");
    joined = diagnostics_joined(&diagnostics);
    cr_expect_str_eq(joined, "0:0: cannot be read: it is no file\n0:0: cannot be read: it is no file");
    free(joined);
    free(path);
    diagnostics_free(&diagnostics);
    scratch_remove(directory);
}

static void parse_manifest(const char *text, struct diagnostics *diagnostics)
{
    experiment_free(manifest_parse(text, strlen(text), "dir/m.yaml", diagnostics));
}

Test(performance, has_a_key_in_the_manifest)
{
    static const struct error_case cases[] = {
        {SOUND "curves: \"logs/{network}.csv\"\n", ""},
        {SOUND "curves: log.csv\n", ""},
        {SOUND "curves: [a]\n", "6:9: curves is a list; the path of a CSV is expected, such as "
                                "\"logs/{network}.csv\", in quotes"},
        {SOUND "curves: \"{network}/{step}.csv\"\n",
         "6:9: curves are one file a network: {network} is the only field, and no # parts a member"},
        {SOUND "curves: \"{network}.npz#a\"\n",
         "6:9: curves are one file a network: {network} is the only field, and no # parts a member"},
        {SOUND "curves: \"{netwrk}.csv\"\n",
         "6:9: unknown field {netwrk} in the template; did you mean {network}?"},
        {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a}, {name: b}]\ncurves: log.csv\n",
         "6:9: the template has no {network}, so all 2 networks would read the same file; put {network} in "
         "it"},
    };
    struct diagnostics diagnostics = {0};
    struct experiment *experiment;
    char *path;

    check_errors(cases, sizeof(cases) / sizeof(*cases), parse_manifest);
    experiment = manifest_parse(cases[0].text, strlen(cases[0].text), "dir/m.yaml", &diagnostics);
    path = experiment_curves(experiment, 0);
    cr_expect_str_eq(path, "dir/logs/a.csv");
    free(path);
    experiment_free(experiment);
}
