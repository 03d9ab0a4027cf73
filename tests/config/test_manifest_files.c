/* Manifests on disk, sound and hostile. Those of the larger reference data, where it is at hand, are held
 * against the same outcomes. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/manifest.h"

/* A file, and the errors in it; "" when it loads. */
static const struct file_case {
    const char *file;
    const char *expected;
} cases[] = {
    {"alias_bomb.yaml", "6:5: more than 1000000 values, aliases followed; a manifest is far smaller"},
    {"alias_self.yaml", "1:1: missing key 'networks'; list them, one '- name: a' a line\n"
                        "1:1: missing key 'activations'; add the path of the arrays, such as "
                        "\"{network}/{checkpoint}/{layer}.npy\"\n"
                        "1:1: missing key 'checkpoints'; add the steps, such as [0, 100], or auto\n"
                        "2:13: the alias *l stands inside what it stands for (line 2); write it out"},
    {"alias_unknown.yaml",
     "9:8: the alias *nowhere has no anchor &nowhere before it; text that begins with * must be quoted"},
    {"bad_indent.yaml",
     "4:4: a line among list items that is none; items begin with '- ', in the same column"},
    {"colon_in_plain.yaml", "2:9: text that contains ': ' must be quoted"},
    {"crlf.yaml", ""},
    {"deep_block.yaml", "34:33: nested more than 32 deep; a manifest needs 4 levels (text that begins with { "
                        "or [ must be quoted)"},
    {"deep_nesting.yaml", "2:40: nested more than 32 deep; a manifest needs 4 levels (text that begins with "
                          "{ or [ must be quoted)"},
    {"duplicate_key.yaml", "9:1: duplicate key 'title', first at line 2; keep one of them"},
    {"duplicate_nested_key.yaml", "9:24: duplicate key 'variance', first at line 9; keep one of them"},
    {"empty.yaml", "1:1: the file is empty; " FIRST_LINES},
    {"label_ansi_escape.yaml", ""},
    {"label_combining.yaml", ""},
    {"label_control.yaml",
     "5:11: a text with the character NUL (\\0); it cannot be part of a name, leave it out"},
    {"label_empty.yaml", "5:11: name is empty; a name needs a character that can be seen\n"
                         "8:5: a layer is ' '; a name needs a character that can be seen"},
    {"label_long.yaml", ""},
    {"label_raw_escape.yaml",
     "5:15: the control character U+001B; delete it, or write it as \\x1B in double quotes"},
    {"label_rtl.yaml", ""},
    {"label_wide.yaml", ""},
    {"list_document.yaml", "1:1: the manifest is a list; " FIRST_LINES},
    {"long_scalar.yaml", ""},
    {"many_layers.yaml",
     "3:14: the template has no {layer}, so 5001 layers ('conv1', 'layer0' ...) would read the same array; "
     "put {layer} in it, or an l into axes when one array holds all layers"},
    {"merge_key.yaml", "1:1: missing key 'networks'; list them, one '- name: a' a line\n"
                       "1:1: missing key 'activations'; add the path of the arrays, such as "
                       "\"{network}/{checkpoint}/{layer}.npy\"\n"
                       "1:1: missing key 'checkpoints'; add the steps, such as [0, 100], or auto\n"
                       "2:1: unknown key 'd'; known here: " ALL_KEYS "\n"
                       "4:19: the merge key << is not read; write out the keys that it would bring"},
    {"nan_numbers.yaml",
     "9:19: variance is '.nan'; a number above 0, at most 1, is expected\n"
     "10:17: rank_tolerance is '.inf'; auto, or a number above 0 and below 1, is expected"},
    {"non_utf8.yaml", "9:8: the byte 0xff is not UTF-8; save the file as UTF-8"},
    {"nul_byte.yaml", "9:9: a NUL byte; this has to be a text file"},
    {"only_comment.yaml", "1:1: the file is empty; " FIRST_LINES},
    {"scalar_document.yaml", "1:1: the manifest is 'just text'; " FIRST_LINES},
    {"tab_indent.yaml", "3:1: a tab in the indentation; use spaces"},
    {"tag_python.yaml", "9:1: unknown key 'extra'; known here: " ALL_KEYS "\n"
                        "9:8: the tag !!python/object/apply:os.system has no meaning here; leave it out "
                        "(text that begins with ! must be quoted)"},
    {"template_bad_fields.yaml",
     "3:14: unknown field {nope} in the template; known are {network}, {checkpoint}, {layer}, {step} and "
     "{step:06} ({{ is a brace itself)\n"
     "3:14: {checkpoint:999999999} in the template; only {step} takes a width, write {checkpoint}\n"
     "3:14: '{layer' in the template has no closing brace; add }, or write {{ for a brace itself"},
    {"template_percent.yaml", ""},
    {"template_traversal.yaml", ""},
    {"two_documents.yaml", "9:1: a second document begins here; keep one in the file, without the line ---"},
    {"unclosed_flow.yaml",
     "9:8: this bracket is never closed; close it, and quote text that begins with one"},
    {"unclosed_quote.yaml", "3:15: text after a closing quote; put all of it in quotes, and look for a quote "
                            "above that is not closed"},
    {"unknown_key.yaml", "9:1: unknown key 'mesure'; did you mean 'measure'?\n"
                         "10:1: unknown key 'palete'; did you mean 'palette'?"},
    {"unknown_tag.yaml",
     "2:8: the tag !custom has no meaning here; leave it out (text that begins with ! must be quoted)"},
    {"utf16.yaml", "1:1: the file is UTF-16 or UTF-32; save it as UTF-8"},
    {"utf8_bom.yaml", ""},
    {"wrong_numbers.yaml",
     "9:19: variance is '1.5'; a number above 0, at most 1, is expected\n"
     "9:36: directions is '-3'; a whole number from 1 is expected\n"
     "9:36: svcca has both variance and directions; keep one of them\n"
     "10:18: limit is '0'; a whole number from 2 (leave the key out for all) is expected\n"
     "10:27: seed is '1e999'; a whole number from 0 to 18446744073709551615 is expected\n"
     "11:17: rank_tolerance is '-1'; auto, or a number above 0 and below 1, is expected"},
    {"wrong_types.yaml",
     "1:11: ccascope is a list; the version of the format is expected: 'ccascope: 1'\n"
     "2:8: title is a mapping; text is expected (text that begins with { or [ must be quoted)\n"
     "3:14: activations is '5'; the path of the arrays is expected, such as "
     "\"{network}/{checkpoint}/{layer}.npy\", in quotes\n"
     "4:11: networks is 'none'; a list is expected, one '- name: a' a line\n"
     "5:14: checkpoints is 'yes'; a list of steps such as [0, 10, 100], or auto, is expected\n"
     "6:9: layers is a mapping; a list is expected, one '- name' a line, input first\n"
     "7:17: rank_tolerance is 'soon'; auto, or a number above 0 and below 1, is expected\n"
     "8:8: svcca is '0.99'; a mapping is expected, such as {variance: 0.99}"},
    {"yes_no_version.yaml", "1:1: missing key 'layers'; list them, one '- name' a line, input first\n"
                            "1:1: missing key 'activations'; add the path of the arrays, such as "
                            "\"{network}/{checkpoint}/{layer}.npy\"\n"
                            "1:1: missing key 'checkpoints'; add the steps, such as [0, 100], or auto\n"
                            "1:11: ccascope is '1.0'; the version is a whole number; write 'ccascope: 1'\n"
                            "8:11: name is null; write a name, in quotes if it is ~ or null"},
};

static void check_file(const char *directory, const struct file_case *one)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment;
    char *path = NULL, *joined;

    cr_assert_geq(asprintf(&path, "%s/%s", directory, one->file), 0);
    experiment = manifest_load(path, &diagnostics);
    joined = diagnostics_joined(&diagnostics);
    cr_expect_str_eq(joined, one->expected, "%s was\n%s\ninstead of\n%s\n", one->file, joined, one->expected);
    cr_expect_eq(experiment == NULL, *one->expected != '\0', "%s", one->file);
    experiment_free(experiment);
    diagnostics_free(&diagnostics);
    free(joined);
    free(path);
}

Test(manifest_files, outcomes)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_file(TEST_DATA "/manifests", &cases[i]);
}

static const struct file_case *find_case(const char *file)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (strcmp(cases[i].file, file) == 0)
            return &cases[i];
    return NULL;
}

/* Every file there is in a directory has an outcome here. */
static void check_directory(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;

    if (!directory)
        cr_skip_test("%s is not here", path);
    while ((entry = readdir(directory))) {
        const struct file_case *one = find_case(entry->d_name);

        if (entry->d_name[0] == '.')
            continue;
        cr_expect_not_null(one, "no outcome for %s", entry->d_name);
        if (one)
            check_file(path, one);
    }
    closedir(directory);
}

Test(manifest_files, none_is_left_out)
{
    check_directory(TEST_DATA "/manifests");
}

Test(manifest_files, reference)
{
    check_directory(SHARED_REFERENCE "/bad/yaml");
}
