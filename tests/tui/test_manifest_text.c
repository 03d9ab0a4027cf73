/* A guess written as a manifest says the same when it is read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../guess/trees.h"
#include "config/manifest.h"
#include "program.h"
#include "tui/manifest_text.h"
#include "tui/yaml_text.h"

static char *write_manifest(const struct guess *guess, size_t *size)
{
    const struct manifest_text text = {guess, "a\nb\033", "runs/", false};
    char *written = NULL;
    FILE *out = open_memstream(&written, size);

    manifest_text_write(&text, out);
    fclose(out);
    return written;
}

static void expect_networks(const struct experiment *experiment, const struct guess *guess, const char *text)
{
    cr_assert_eq(experiment->network_count, guess->network_count, "%s", text);
    for (size_t i = 0; i < guess->network_count; i++) {
        const struct network *read = &experiment->networks[i], *written = &guess->networks[i];

        cr_expect_str_eq(read->name, written->name);
        cr_expect_str_eq(read->group ? read->group : "", written->group ? written->group : "");
        cr_assert_eq(read->checkpoint_count, written->checkpoint_count, "%s", text);
        for (size_t j = 0; j < written->checkpoint_count; j++) {
            cr_expect_str_eq(read->checkpoints[j].name, written->checkpoints[j].name);
            cr_expect_eq(read->checkpoints[j].step, written->checkpoints[j].step);
        }
    }
}

static void expect_layers(const struct experiment *experiment, const struct guess *guess, const char *text)
{
    size_t next = 0;

    for (size_t i = 0; i < guess->layer_count && !guess->stacked; i++) {
        if (!guess->layers[i].axes[0])
            continue;
        cr_assert_lt(next, experiment->layer_count, "%s", text);
        cr_expect_str_eq(experiment->layers[next].name, guess->layers[i].name);
        cr_expect_str_eq(experiment->layers[next++].treatment.axes, guess->layers[i].axes);
    }
    if (!guess->stacked)
        cr_expect_eq(next, experiment->layer_count);
}

/* False when there is nothing to write. */
static bool check_guess(const struct cca_catalog *catalog, struct guess *guess)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment;
    bool described = false;
    size_t size;
    char *text;

    if (!guess_names(catalog->entries, catalog->count, "title", guess))
        return false;
    guess_experiment(guess);
    guess_samples(guess);
    guess_axes(guess);
    guess_layers(guess);
    for (size_t i = 0; i < guess->layer_count; i++)
        described = described || guess->layers[i].axes[0];
    if (!described)
        return false;
    text = write_manifest(guess, &size);
    expect_harmless(text, size, false);
    experiment = manifest_parse(text, size, "m.yaml", &diagnostics);
    cr_assert(experiment, "%zu: %s\n%s", diagnostics.list[0].place.line, diagnostics.list[0].text, text);
    expect_networks(experiment, guess, text);
    expect_layers(experiment, guess, text);
    diagnostics_free(&diagnostics);
    experiment_free(experiment);
    free(text);
    return true;
}

Test(manifest_text, reads_as_it_was_meant)
{
    size_t written = 0;

    for (unsigned seed = 0, next = 0; seed < 2000; next = ++seed) {
        struct cca_catalog catalog = tree_random(&next);
        struct guess guess = {0};

        written += check_guess(&catalog, &guess);
        guess_free(&guess);
        cca_catalog_free(&catalog);
    }
    cr_expect_gt(written, 1000);
}

Test(manifest_text, lists_the_layers_of_a_stack)
{
    struct cca_catalog catalog = tree_make("step{1,2}/{hidden_states>100x13x64}.npy");
    struct guess guess = {0};

    cr_expect(check_guess(&catalog, &guess));
    cr_expect(guess.stacked);
    size_t size;
    char *text = write_manifest(&guess, &size);
    cr_expect(strstr(text, "\naxes: nlc\n") && strstr(text, "\n  - layer0 ") &&
                  strstr(text, "\n  - layer12 ") && !strstr(text, "layer13"),
              "%s", text);
    free(text);
    guess_free(&guess);
    cca_catalog_free(&catalog);
}

Test(manifest_text, quotes_what_would_be_something_else)
{
    static const struct {
        const char *text, *written;
    } cases[] = {
        {"conv1", "conv1"},
        {"layer3.0.conv1", "layer3.0.conv1"},
        {"a/b-c_d+e", "a/b-c_d+e"},
        {"", "\"\""},
        {"1", "\"1\""},
        {"1e3", "\"1e3\""},
        {"null", "\"null\""},
        {"Yes", "\"Yes\""},
        {"-a", "\"-a\""},
        {"a: b", "\"a: b\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"a\nb\t\033\177", "\"a\\x0Ab\\x09\\x1B\\x7F\""},
        {"\302\205\342\200\250\342\200\256", "\"\\x85\\u2028\\u202E\""},
        {"\303\244\344\270\255", "\"\303\244\344\270\255\""},
        {"e\314\201", "\"e\\u0301\""},
        {"\363\240\200\201", "\"\\U000E0001\""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *written = NULL;
        size_t size;
        FILE *out = open_memstream(&written, &size);
        int counted = yaml_write_text(out, cases[i].text);

        fclose(out);
        cr_expect_str_eq(written, cases[i].written, "%s instead of %s", written, cases[i].written);
        cr_expect_eq((size_t)counted, size);
        free(written);
    }
}
