/* What the shells are told completes a word. The shells themselves: run_completions. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "tui/complete.h"
#include "tui/options_table.h"

TestSuite(complete, .fini = folder_remove);

/* All that is printed for these words; malloc'ed. */
static char *completed(int count, char *const *words)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    cr_expect_eq(complete(count, words, out), 0);
    fclose(out);
    expect_harmless(text, strcspn(text, "\t"), false);
    return text;
}

#define COMPLETED(...)                                                                                       \
    completed((int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)), (char *[]){__VA_ARGS__})

/* Whether a word is offered: at the beginning of a line, up to the tab. */
static bool offers(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (strncmp(line, word, length) == 0 && (line[length] == '\t' || line[length] == '\n'))
            return true;
    return false;
}

static void expect_offers(char *text, const char *word, bool wanted)
{
    cr_expect_eq(offers(text, word), wanted, "%s%s among\n%s", word, wanted ? " is not" : " is", text);
}

/* Frees the text. */
static void expect_completed(char *text, const char *expected)
{
    cr_expect_str_eq(text, expected);
    free(text);
}

Test(complete, knows_every_command_and_its_options)
{
    for (int i = COMMAND_EXPLORE; i < COMMAND_COUNT; i++) {
        char *commands = COMPLETED(""), *command = (char *)command_rows[i].word;
        char *options = i ? COMPLETED(command, "--") : COMPLETED("--");

        expect_offers(commands, command, i > 0);
        for (size_t j = 0; j < option_row_count; j++) {
            char name[80];

            snprintf(name, sizeof name, "--%s", option_rows[j].name);
            if (option_rows[j].commands & 1u << i)
                expect_offers(options, name, true);
        }
        free(commands);
        free(options);
    }
}

/* The values of every option are words, names, files, or numbers, of which there is nothing to tell. */
Test(complete, knows_what_options_may_be)
{
    static const char *const numbers[] = {"size",       "index",          "index-y",    "variance",
                                          "directions", "timestep",       "timestep-y", "threads",
                                          "memory",     "rank-tolerance", "tolerance",  "clusters",
                                          "bootstrap"};

    for (size_t i = 0; i < option_row_count; i++)
        for (int command = 0; command < COMMAND_COUNT; command++) {
            char name[80], *values;
            bool number = false;

            if (!option_rows[i].argument || !(option_rows[i].commands & 1u << command))
                continue;
            for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
                number = number || strcmp(option_rows[i].name, numbers[j]) == 0;
            snprintf(name, sizeof name, "--%s", option_rows[i].name);
            values = command ? COMPLETED((char *)command_rows[command].word, DIGITS_MANIFEST, name, "")
                             : COMPLETED(DIGITS_MANIFEST, name, "");
            cr_expect_eq(*values == '\0', number, "%s %s: '%s'", command_rows[command].word, name, values);
            free(values);
        }
}

Test(complete, knows_the_values_of_each_command)
{
    char *compare = COMPLETED("compare", "--format", ""),
         *compute = COMPLETED("--format", "c", "compute", "");
    char *measure = COMPLETED("show", "--measure=ck");

    expect_offers(compare, "text", true);
    expect_offers(compare, "csv", false);
    expect_offers(compute, ":files", true); /* "c" was the value, the manifest comes now */
    cr_expect_str_eq(measure, "--measure=cka\t\n");
    free(compare);
    free(compute);
    free(measure);
}

Test(complete, reads_the_manifest_on_the_line)
{
    char *networks = COMPLETED("show", "--svg", DIGITS_MANIFEST, "layers", "--against", "gen");
    char *layers = COMPLETED("compute", DIGITS_MANIFEST, "--layer", "");
    char *checkpoints = COMPLETED(DIGITS_MANIFEST, "--network=mem-2", "--checkpoint", "");
    char *others = COMPLETED(DIGITS_MANIFEST, "--against", "mem-1", "--against-checkpoint", "");

    expect_offers(networks, "gen-4", true);
    expect_offers(networks, "mem-1", false);
    expect_offers(layers, "logits", true);
    expect_offers(checkpoints, "2500", true);
    expect_offers(checkpoints, "150", false);
    expect_offers(others, "4000", true);
    free(networks);
    free(layers);
    free(checkpoints);
    free(others);
}

Test(complete, knows_groups_forms_and_logs)
{
    char *groups = COMPLETED("show", DIGITS_MANIFEST, "convergence", "--group", "");
    char *curves = COMPLETED("show", DIGITS_MANIFEST, "groups", "--curve", "generalizing/");
    char *forms = COMPLETED("show", DIGITS_MANIFEST, "timesteps", "--form", "");
    char *logs = COMPLETED("compute", DIGITS_MANIFEST, "convergence", "--overlay", "");
    char *attributes = COMPLETED(DIGITS_MANIFEST, "--attribute", "te");
    char *shown = COMPLETED("show", DIGITS_MANIFEST, "con");

    expect_offers(groups, "memorizing", true);
    cr_expect_str_eq(curves, "generalizing/memorizing\tbetween them\n");
    expect_offers(forms, "training", true);
    expect_offers(forms, "group", false);
    expect_offers(logs, "none", true);
    expect_offers(logs, "train_loss", true);
    cr_expect_str_eq(attributes, "test_accuracy\t\n");
    cr_expect(strstr(shown, "convergence\t") && !strstr(strstr(shown, "convergence\t") + 1, "convergence\t"),
              "each view once: %s", shown);
    free(groups);
    free(curves);
    free(forms);
    free(logs);
    free(attributes);
    free(shown);
}

Test(complete, says_nothing_of_what_it_does_not_know)
{
    struct run result;

    expect_completed(COMPLETED("show", DIGITS_MANIFEST, "layers", ""), "");
    expect_completed(COMPLETED("show", "/nonexistent.yaml", "--layer", ""), "");
    expect_completed(COMPLETED("show", "--nonsense="), "");
    expect_completed(COMPLETED("check", "--threads", ""), "");
    expect_completed(COMPLETED("init", ""), ":folders\n");
    expect_completed(COMPLETED("compare", "a.npy", ""), ":files\n");
    expect_completed(COMPLETED("compare", "a.npy", "b.npy", ""), "");
    expect_completed(COMPLETED("compute", "-qo", ""), ":files\n");
    expect_completed(COMPLETED("check", "--", "-"), ":files\n");
    result = run("__complete");
    cr_expect(result.status == 0 && strstr(result.out, "show\t") && !*result.error, "%s", result.out);
    run_free(&result);
}

Test(complete, shows_no_name_that_could_act_on_a_terminal)
{
    const char *folder = folder_make();
    char path[100], *networks;

    folder_write(
        folder, "m.yaml",
        "ccascope: 1\nactivations: \"{network}/{checkpoint}/{layer}.npy\"\ncheckpoints: [0]\nlayers: [a]\n"
        "networks: [{name: \"a\\e[31m\"}, {name: \"b\\nc\"}, {name: \"d\\u202e\"}, {name: \"e\\x9b\"},\n"
        "  {name: \"good\", group: \"\\e[2J\"}]\n");
    snprintf(path, sizeof path, "%s/m.yaml", folder);
    networks = COMPLETED("show", path, "--network", "");
    cr_expect_str_eq(networks, "good\t^[[2J\n");
    free(networks);
}
