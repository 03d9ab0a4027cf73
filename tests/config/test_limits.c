/* What a hostile file has too much of: refused at the limit, and not before. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/manifest.h"
#include "config/memory.h"
#include "config/text_file.h"
#include "config/yaml_tree.h"

/* `before`, then `one` so many times (a # in it is the number of the time), then `after`; malloc'ed. */
static char *repeat(const char *before, const char *one, size_t times, const char *after)
{
    char *text = NULL;
    size_t length = 0, head = strcspn(one, "#");
    FILE *stream = open_memstream(&text, &length);

    fputs(before, stream);
    for (size_t i = 0; i < times; i++) {
        fprintf(stream, "%.*s", (int)head, one);
        if (one[head])
            fprintf(stream, "%zu%s", i, one + head + 1);
    }
    fputs(after, stream);
    fclose(stream);
    return text;
}

static char *tree_errors(const char *text)
{
    struct diagnostics diagnostics = {0};
    struct yaml_tree tree;
    char *joined;

    yaml_tree_parse(text, strlen(text), &tree, &diagnostics);
    yaml_tree_free(&tree);
    joined = diagnostics_joined(&diagnostics);
    diagnostics_free(&diagnostics);
    return joined;
}

/* `before`, `one` and `after` as for repeat: right at `most` times, and the error one time later. */
struct limit {
    const char *before, *one, *after;
    size_t most;
    const char *expected;
};

static void check_limit(const struct limit *limit)
{
    for (size_t excess = 0; excess < 2; excess++) {
        char *text = repeat(limit->before, limit->one, limit->most + excess, limit->after);
        char *errors = tree_errors(text);

        cr_expect_str_eq(errors, excess ? limit->expected : "");
        free(errors);
        free(text);
    }
}

Test(limits, of_the_tree)
{
    static const struct limit limits[] = {
        {"", "- ", "a", YAML_TREE_DEEPEST,
         "1:65: nested more than 32 deep; a manifest needs 4 levels (text that begins with { or [ must be "
         "quoted)"},
        {"- [", "a", "]", YAML_TREE_LONGEST_SCALAR, "1:4: a text of 65537 bytes; at most 65536 are read"},
        {"", "- &a# x\n", "", YAML_TREE_MOST_ANCHORS, "257:3: more than 256 anchors; write some of them out"},
        {"", "- x\n", "", YAML_TREE_MOST_VALUES - 1,
         "1000000:3: more than 1000000 values, aliases followed; a manifest is far smaller"},
        {"- &a [1, 2, 3]\n", "- *a\n", "", 249998,
         "1:3: more than 1000000 values, aliases followed; a manifest is far smaller"},
        {"- &a \"12345678901234567890123456789012\"\n", "- *a\n", "", 333332,
         "1:3: more than 1000000 values, aliases followed; a manifest is far smaller"},
    };

    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
        check_limit(&limits[i]);
}

static void check_manifest(char *text, const char *expected)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment = manifest_parse(text, strlen(text), "/nonexistent/x.yaml", &diagnostics);
    char *joined = diagnostics_joined(&diagnostics);

    cr_expect_str_eq(joined, expected);
    cr_expect_null(experiment);
    experiment_free(experiment);
    diagnostics_free(&diagnostics);
    free(joined);
    free(text);
}

/* A list that is given once is copied for every network or layer: a small file must not ask for all memory.
 */
Test(limits, of_what_is_inherited)
{
    char *layers = repeat(VERSION NETWORKS CHECKPOINTS "axes: nt\nactivations: \"{layer}\"\nlayers: [a",
                          ", l#", 20000, "]\ntimesteps: [0");

    check_manifest(repeat(layers, ", 1#", 5000, "]\n"),
                   "6:9: 20001 layers with so many timesteps are too many; list fewer");
    free(layers);
    layers = repeat(VERSION LAYERS "activations: \"{network}/{step}\"\nnetworks: [{name: a}", ", {name: n#}",
                    10000, "]\ncheckpoints: [0");
    check_manifest(repeat(layers, ", 1#", 2000, "]\n"),
                   "5:14: 2001 checkpoints for each of 10001 networks; list fewer");
    free(layers);
}

Test(limits, of_a_search_on_disk)
{
    char *networks = repeat(VERSION ACTIVATIONS "checkpoints: auto\nnetworks: [{name: a}", ", {name: n#}",
                            1000, "]\nlayers: [a");
    char *layers = repeat(networks, ", l#", 999, "]\n");
    struct diagnostics diagnostics = {0};

    cr_expect_null(manifest_parse(layers, strlen(layers), "/nonexistent/x.yaml", &diagnostics));
    cr_expect_str_eq(diagnostics.list[0].text, "auto would look for too many files; list the checkpoints");
    cr_expect_eq(diagnostics.count, 1);
    diagnostics_free(&diagnostics);
    free(layers);
    free(networks);
}

Test(limits, of_encoding)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *expected;
    } texts[] = {
        {"\xef\xbb\xbf"
         "a: \xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
         15, ""},
        {"a\r\nb\rc\xc2\x85"
         "d\n\xff",
         11, "5:1: the byte 0xff is not UTF-8; save the file as UTF-8"},
        {"\xc3\xa4\xc0\x80", 4, "1:2: the byte 0xc0 is not UTF-8; save the file as UTF-8"},
        {"\xe0\x80\x80", 3, "1:1: the byte 0xe0 is not UTF-8; save the file as UTF-8"},
        {"\xed\xa0\x80", 3, "1:1: the byte 0xed is not UTF-8; save the file as UTF-8"},
        {"\xf4\x90\x80\x80", 4, "1:1: the byte 0xf4 is not UTF-8; save the file as UTF-8"},
        {"\xf8\x88\x80\x80\x80", 5, "1:1: the byte 0xf8 is not UTF-8; save the file as UTF-8"},
        {"\xe2\x82", 2, "1:1: the byte 0xe2 is not UTF-8; save the file as UTF-8"},
        {"\xe2\x28\xa1", 3, "1:1: the byte 0xe2 is not UTF-8; save the file as UTF-8"},
        {"\x80", 1, "1:1: the byte 0x80 is not UTF-8; save the file as UTF-8"},
        {"a\0b", 3, "1:2: a NUL byte; this has to be a text file"},
        {"a\x7f", 2, "1:2: the control character U+007F; delete it, or write it as \\x7F in double quotes"},
        {"\xc2\x9b", 2,
         "1:1: the control character U+009B; delete it, or write it as \\x9B in double quotes"},
        {"\xef\xbf\xbf", 3,
         "1:1: the control character U+FFFF; delete it, or write it as \\uFFFF in double quotes"},
        {"a\xef\xbb\xbf", 4, "1:2: a byte order mark (U+FEFF) inside the text; delete it"},
        {"\xff\xfe"
         "a\0",
         4, "1:1: the file is UTF-16 or UTF-32; save it as UTF-8"},
        {"\xfe\xff\0a", 4, "1:1: the file is UTF-16 or UTF-32; save it as UTF-8"},
        {"\0\0\xfe\xff", 4, "1:1: the file is UTF-16 or UTF-32; save it as UTF-8"},
        {"\0a", 2, "1:1: a NUL byte; this has to be a text file"},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        /* A copy of just this length, so that the sanitizer sees a byte read behind it. */
        char *bytes = memory_copy(texts[i].bytes, texts[i].length, 1), *joined;
        struct diagnostics diagnostics = {0};

        text_file_check(bytes, texts[i].length, &diagnostics);
        joined = diagnostics_joined(&diagnostics);
        cr_expect_str_eq(joined, texts[i].expected);
        diagnostics_free(&diagnostics);
        free(joined);
        free(bytes);
    }
}
