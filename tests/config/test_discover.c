#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/discover.h"

#define MOST 8

/* Files on disk, a template, and the checkpoints found for the network "net" and the layers "x" and "y/z". */
static const struct discover_case {
    const char *files[MOST];
    const char *template;
    const char *expected; /* "name=step name=step" */
} cases[] = {
    {{"net/0/x.npy", "net/100/x.npy", "net/20/x.npy"},
     "{network}/{checkpoint}/{layer}.npy",
     "0=0 20=20 100=100"},
    {{"net/1/x.npy", "net/2/y/z.npy", "net/3/w.npy", "other/4/x.npy"},
     "{network}/{checkpoint}/{layer}.npy",
     "1=1 2=2"},
    {{"net/7/x.npy", "net/7/y/z.npy"}, "{network}/{checkpoint}/{layer}.npy", "7=7"},
    {{"000100.h5", "000020.h5", "7.h5", "1000000.h5", "0000003.h5", "x.h5", "000020.h5.bak"},
     "{step:06}.h5#{layer}",
     "20=20 100=100 1000000=1000000"},
    {{"5.h5", "05.h5", "-1.h5", "99999999999999999999.h5"}, "{step}.h5#{layer}", "5=5"},
    {{"net-step-000100.npz", "net-step-9.npz", "net-v2.npz", "net-.npz"},
     "{network}-{checkpoint}.npz#{layer}",
     "v2=2 step-9=9 step-000100=100"},
    {{"b/x", "a/x", "epoch2/x", "final10/x", "best/x"},
     "{checkpoint}/{layer}",
     "epoch2=2 final10=10 a=11 b=12 best=13"},
    {{"a/x", "b/x"}, "{checkpoint}/{layer}", "a=0 b=1"},
    {{"w10a/x", "99999999999999999999/x"}, "{checkpoint}/{layer}", "w10a=10 99999999999999999999=11"},
    {{"step100.npy", "step20.npy"}, "{checkpoint}{step}.npy", "\"step\" twice"},
    {{"early-20.npy", "late-100.npy"}, "{checkpoint}-{step}.npy", "early=20 late=100"},
    {{"5/net-5.npy", "6/net-7.npy"}, "{step}/{network}-{step}.npy", "5=5"},
    {{"5/005.npy", "6/006.npy", "7/7.npy"}, "{step}/{step:03}.npy", "5=5 6=6"},
    {{"a/a-x.npy", "b/c-x.npy"}, "{checkpoint}/{checkpoint}-{layer}.npy", "a=0"},
    {{"a-a.npy", "a-b.npy", "7-7.npy"}, "{checkpoint}-{checkpoint}.npy", "7=7 a=8"},
    {{".hidden/x", ".git9/x", "9/x"}, "{checkpoint}/{layer}", "9=9"},
    {{".run-9/x", "run-8/x"}, ".run-{step}/{layer}", "9=9"},
    {{"1/x/nested"}, "{checkpoint}/{layer}", ""},
    {{"[1]*/2/x", "1/2/x"}, "[1]*/{step}/{layer}", "2=2"},
    {{"{a}/2/x"}, "{{a}}/{step}/{layer}", "2=2"},
    {{"2/x"}, "./{step}//{layer}", "2=2"},
    {{"fixed.npy"}, "fixed.npy", ""},
    {{"run.h5"}, "run.h5#{checkpoint}", ""},
};

static char *join(const struct checkpoint *checkpoints, size_t count)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%s=%" PRId64, i ? " " : "", checkpoints[i].name, checkpoints[i].step);
    fclose(stream);
    return text;
}

static void check_case(const struct discover_case *one)
{
    char *directory = scratch_make(), *template = strdup(one->template), *found;
    struct layer layers[] = {{.name = (char *)"x", .activations = template},
                             {.name = (char *)"y/z", .activations = template}};
    struct diagnostics diagnostics = {0};
    struct checkpoint *checkpoints;
    size_t count;

    for (size_t i = 0; i < MOST && one->files[i]; i++)
        scratch_touch(directory, one->files[i]);
    checkpoints =
        discover_checkpoints(directory, "net", layers, 2, (struct place){3, 4}, &diagnostics, &count);
    found = join(checkpoints, count);
    if (one->expected[0] == '"')
        cr_expect_gt(diagnostics.count, 0, "%s", one->template);
    else
        cr_expect_str_eq(found, one->expected, "%s found %s instead of %s", one->template, found,
                         one->expected);
    for (size_t i = 0; i < count; i++)
        free(checkpoints[i].name);
    free(checkpoints);
    free(found);
    free(template);
    diagnostics_free(&diagnostics);
    scratch_remove(directory);
}

Test(discover, templates_read_backwards)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_case(&cases[i]);
}

Test(discover, one_name_at_two_steps_is_an_error)
{
    char *directory = scratch_make(), *joined;
    struct layer layer = {.name = (char *)"x", .activations = (char *)"{checkpoint}-{step}.npy"};
    struct diagnostics diagnostics = {0};
    struct checkpoint *checkpoints;
    size_t count;

    scratch_touch(directory, "a-1.npy");
    scratch_touch(directory, "a-2.npy");
    checkpoints =
        discover_checkpoints(directory, "net", &layer, 1, (struct place){3, 4}, &diagnostics, &count);
    joined = diagnostics_joined(&diagnostics);
    cr_expect_str_eq(joined,
                     "3:4: auto finds the checkpoint 'a' at steps 1 and 2; list the checkpoints instead");
    for (size_t i = 0; i < count; i++)
        free(checkpoints[i].name);
    free(checkpoints);
    free(joined);
    diagnostics_free(&diagnostics);
    scratch_remove(directory);
}
