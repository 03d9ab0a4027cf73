/* The command line: what is accepted, where, and what is said about the rest. */
#include <criterion/criterion.h>
#include <string.h>

#include "program.h"
#include "tui/options.h"
#include "tui/options_table.h"

#define LENGTH(list) (sizeof(list) / sizeof *(list))

static int parse(struct options *options, int argc, char **argv)
{
    return options_parse(argc, argv, options);
}

/* Words as in argv; the program's name goes before them. */
#define PARSE(options, ...)                                                                                  \
    parse(options, (int)LENGTH(((char *[]){"ccascope", __VA_ARGS__})),                                       \
          (char *[]){"ccascope", __VA_ARGS__, NULL})

Test(options, may_come_anywhere)
{
    struct options options;

    cr_assert_lt(PARSE(&options, "--network", "a", "show", "-q", "m.yaml", "--layer=l", "networks", "--svg"),
                 0);
    cr_expect_eq(options.command, COMMAND_SHOW);
    cr_expect_str_eq(options.manifest, "m.yaml");
    cr_expect_str_eq(options.network, "a");
    cr_expect_str_eq(options.layer, "l");
    cr_expect(options.has_view && options.view == VIEW_NETWORKS);
    cr_expect(options.quiet && options.svg && !options.ascii);
    cr_expect_null(options.against);
}

Test(options, end_with_two_dashes)
{
    struct options options;

    cr_assert_lt(PARSE(&options, "compare", "--format", "json", "--", "--x", "-y"), 0);
    cr_expect_str_eq(options.arrays[0], "--x");
    cr_expect_str_eq(options.arrays[1], "-y");
    cr_expect_eq(options.format, FORMAT_JSON);
}

Test(options, have_short_forms_and_beginnings)
{
    struct options options;

    cr_assert_lt(PARSE(&options, "compute", "m.yaml", "-qoresult.csv", "--meas", "cka", "--thr=3"), 0);
    cr_expect(options.quiet);
    cr_expect_str_eq(options.output, "result.csv");
    cr_expect(options.has_measure && options.measure == MEASURE_CKA);
    cr_expect_eq(options.threads, 3);
    cr_assert_lt(PARSE(&options, "compute", "m.yaml", "-o", "-", "--against", "b"), 0);
    cr_expect_str_eq(options.output, "-");
    cr_expect_str_eq(options.against, "b"); /* though --against-checkpoint begins so too */
}

Test(options, of_the_second_side_follow_the_first)
{
    struct options options;

    cr_assert_lt(PARSE(&options, "compare", "x", "y", "--axes-y", "ntc", "--positions", "samples", "--axes",
                       "nchw", "--index=2"),
                 0);
    cr_expect_str_eq(options.sides[0].axes, "nchw");
    cr_expect_str_eq(options.sides[1].axes, "ntc");
    cr_expect_eq(options.sides[1].positions, POSITIONS_SAMPLES);
    cr_expect_eq(options.sides[1].index, 2);
    cr_expect_eq(options.sides[0].timesteps, TIMESTEPS_LAST);
    cr_expect_eq(options.measures.svcca_variance, 0.99);
}

Test(options, read_their_values)
{
    struct options options;

    cr_assert_lt(PARSE(&options, "show", "m", "--size", "100x40", "--memory", "1.5G", "--pwcca", "mean",
                       "--palette", "magma", "--glyphs", "block", "--log", "--color", "never", "--timestep",
                       "7"),
                 0);
    cr_expect(options.columns == 100 && options.rows == 40);
    cr_expect_eq(options.memory, (uint64_t)3 << 29);
    cr_expect(options.has_pwcca && options.pwcca == PWCCA_MEAN);
    cr_expect(options.has_palette && options.palette == PALETTE_MAGMA);
    cr_expect(options.has_glyphs && options.glyphs == GLYPHS_BLOCK);
    cr_expect_eq(options.step_axis, STEP_AXIS_LOG);
    cr_expect_eq(options.color, COLOUR_NEVER);
    cr_assert_lt(PARSE(&options, "compare", "x", "y", "--variance", "0.9", "--directions", "5",
                       "--rank-tolerance", "1e-3"),
                 0);
    cr_expect_eq(options.measures.svcca_variance, 0.9);
    cr_expect_eq(options.measures.svcca_directions, 5);
    cr_expect_eq(options.measures.rank_tolerance, 1e-3);
}

static const struct {
    const char *arguments, *advice;
} wrong[] = {
    {"", "ccascope MANIFEST"},
    {"''", "cannot be read"},
    {"shwo m.yaml", "did you mean show?"},
    {"chekc", "did you mean check?"},
    {"xyzzy m.yaml", "no command 'xyzzy'"},
    {". layres", "did you mean layers?"},
    {". layers x", "no command '.'"},
    {"show", "show MANIFEST [VIEW]"},
    {"compare x", "compare X Y"},
    {"compare x y z", "one word too many: 'z'"},
    {"check m layers", "one word too many"},
    {"show m layres", "did you mean layers?"},
    {"show m xyzzy", "layers, convergence, checkpoints, timesteps, networks"},
    {"--mesure cka m", "did you mean --measure?"},
    {"--xyzzy m", "no option --xyzzy; ccascope --help lists them"},
    {"--=3", "no option"},
    {"-z m", "no option -z"},
    {"-qz m", "no option -z"},
    {"show m --s", "write more of it"},
    {"show m --measure ckaa", "did you mean cka?"},
    {"show m --measure xyzzy",
     "cca, svcca, pwcca, r2cca, cka, procrustes, cosine, euclidean or cca-held-out"},
    {"show m --measure", "--measure needs a value"},
    {"show m -o", "-o needs a value"},
    {"show m -o ''", "--output is ''"},
    {"show m --svg=yes", "--svg takes no value"},
    {"compute m --svg", "compute takes no --svg; it is for: show"},
    {"check m --network a", "check takes no --network"},
    {"m --size 80x20", "the explorer takes no --size"},
    {"compute m --format text", "it is csv or json"},
    {"compare x y --format csv", "it is json or text"},
    {"show m --size 8", "COLUMNSxROWS"},
    {"show m --size 80x", "COLUMNSxROWS"},
    {"show m --size 80x20x3", "COLUMNSxROWS"},
    {"show m --size 5000x20", "COLUMNSxROWS"},
    {"show m --size 19x20", "COLUMNSxROWS"},
    {"show m --threads 0", "from 1 to 4096"},
    {"show m --threads -1", "from 1 to 4096"},
    {"show m --threads 99999999999999999999", "from 1 to 4096"},
    {"show m --memory much", "512M"},
    {"show m --timestep -1", "counted from 0"},
    {"show m --timestep 40000", "counted from 0"},
    {"compare x y --axes cc", "n among them"},
    {"compare x y --axes nn", "only once"},
    {"compare x y --axes nxy", "a letter of"},
    {"compare x y --axes-y ''", "a letter of"},
    {"compare x y --variance 0", "share above 0"},
    {"compare x y --variance nan", "share above 0"},
    {"compare x y --directions 0", "from 1"},
    {"compare x y --rank-tolerance 1", "below 1"},
    {"compare x y --positions averag", "did you mean average?"},
    {"nowhere.yaml", "nowhere.yaml: error: cannot be read"},
    {"show nowhere.yaml", "nowhere.yaml: error: cannot be read"},
    {"\"$(printf 'show\\033[31m\\302\\233\\177')\" x", "^["},
    {"show m --measure \"$(printf 'a\\nb\\033')\"", "^J"},
};

Test(options, that_are_wrong_end_with_advice_and_status_2)
{
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        struct run result = run("%s", wrong[i].arguments);

        cr_expect_eq(result.status, 2, "%s: %d", wrong[i].arguments, result.status);
        cr_expect_str_empty(result.out);
        cr_expect(strstr(result.error, wrong[i].advice), "%s: %s", wrong[i].arguments, result.error);
        cr_expect(strchr(result.error, '\n') == result.error + strlen(result.error) - 1,
                  "%s: not one line: %s", wrong[i].arguments, result.error);
        expect_harmless(result.error, strlen(result.error), false);
        run_free(&result);
    }
}

Test(options, name_what_the_manifest_has)
{
    static const struct {
        const char *arguments, *advice;
    } cases[] = {
        {"--network gen1", "no network 'gen1'; did you mean 'gen-1'?"},
        {"--against xyzzy", "no network 'xyzzy'"},
        {"--layer fx", "no layer 'fx'; did you mean 'fc'?"},
        {"--checkpoint 7", "network 'gen-1' has no checkpoint '7'; its checkpoints go from '0' to '1000'"},
        {"--against gen-2 --against-checkpoint 25", "network 'gen-2' has no checkpoint '25'"},
        {"--timestep 3", "no timesteps here"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        for (int command = 0; command < 2; command++)
            expect_run(2, cases[i].advice, "%s " DIGITS_MANIFEST " %s", command ? "show" : "compute",
                       cases[i].arguments);
    expect_run(2, "layer 'lstm1' has no timestep 900",
               "show " SAMPLES "/text-lstm/ccascope.yaml --timestep 900");
    expect_run(2, "layer 'lstm2' has no timestep 900",
               "compute " SAMPLES "/text-lstm/ccascope.yaml networks --layer lstm2 --timestep 900");
}

/* The length of the longest line. */
static size_t widest(const char *text)
{
    size_t widest = 0;

    for (size_t length; *text; text += length + (text[length] != '\0')) {
        length = strcspn(text, "\n");
        widest = length > widest ? length : widest;
    }
    return widest;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;

    for (; (text = strchr(text, '\n')); text++)
        count++;
    return count;
}

Test(options, are_all_in_the_help)
{
    for (int command = 0; command < COMMAND_COUNT; command++) {
        struct run result = run("%s --help", command_rows[command].word);

        cr_expect_eq(result.status, 0);
        cr_expect_str_empty(result.error);
        cr_expect_leq(widest(result.out), 80, "%s --help is %zu columns wide", command_rows[command].word,
                      widest(result.out));
        for (size_t i = 0; i < option_row_count; i++) {
            char text[60];
            bool takes = option_rows[i].commands & 1u << command;

            snprintf(text, sizeof text, "--%s%s", option_rows[i].name, option_rows[i].argument ? " " : "");
            if (takes)
                cr_expect(strstr(result.out, text), "%s --help has no %s", command_rows[command].word, text);
        }
        if (command == COMMAND_EXPLORE)
            cr_expect_leq(count_lines(result.out), 24, "the program's help is one screen");
        run_free(&result);
    }
    expect_run(0, "ccascope " CCASCOPE_VERSION "\nreads npy", "--version");
    expect_run(0, "ccascope show MANIFEST", "--help show nowhere.yaml");
    expect_run(1, "cannot be written", "--help >/dev/full");
}

Test(options, have_names_of_their_own)
{
    for (size_t i = 0; i < option_row_count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct option_row *a = &option_rows[i], *b = &option_rows[j];
            bool same = strcmp(a->name, b->name) == 0;

            cr_expect(!same || !(a->commands & b->commands), "--%s twice for one command", a->name);
            cr_expect(!same || !a->argument == !b->argument, "--%s with and without value", a->name);
            cr_expect(!a->letter || a->letter != b->letter || same, "-%c twice", a->letter);
        }
}

/* Within 24 lines of 80 columns, with something to type. */
static void expect_one_screen(const struct run *help)
{
    size_t lines = 0;

    cr_expect_eq(help->status, 0);
    for (const char *line = help->out; *line; line = strchr(line, '\n') + 1, lines++)
        cr_expect_leq(strcspn(line, "\n"), 80, "%s", line);
    cr_expect_leq(lines, 24, "%zu lines:\n%s", lines, help->out);
}

Test(options, help_of_the_program_and_of_views_is_one_screen)
{
    struct run whole = run("--help");

    expect_one_screen(&whole);
    run_free(&whole);
    for (int i = 0; i < VIEW_COUNT; i++) {
        struct run view = run("%s --help", views[i].name), show = run("show %s --help", views[i].name);
        char example[100];

        snprintf(example, sizeof example, "ccascope show ccascope.yaml %s", views[i].name);
        expect_one_screen(&view);
        cr_expect(strstr(view.out, example), "%s", view.out);
        cr_expect_str_eq(view.out, show.out);
        run_free(&view);
        run_free(&show);
    }
}
