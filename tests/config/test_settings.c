#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "config/settings.h"

static void parse(const char *text, struct diagnostics *diagnostics)
{
    struct settings settings;

    cr_expect_not(settings_parse(text, strlen(text), &settings, diagnostics), "accepted:\n%s", text);
    settings_free(&settings);
}

static const struct error_case cases[] = {
    {"- a\n", "1:1: the settings file is a list; keys are expected, such as 'mouse: true'"},
    {"mause: true\n", "1:1: unknown key 'mause'; did you mean 'mouse'?"},
    {"colour: red\n",
     "1:1: unknown key 'colour'; known here: palette, glyphs, background, threads, memory, mouse, keys"},
    {"palette: virdis\n",
     "1:10: palette is 'virdis'; did you mean 'viridis'? Known: viridis, cividis, magma or grey"},
    {"glyphs: dots\n", "1:9: glyphs is 'dots'; braille, block or ascii is expected"},
    {"background: lihgt\n", "1:13: background is 'lihgt'; did you mean 'light'? Known: auto, dark or light"},
    {"threads: 0\nmouse: maybe\n",
     "1:10: threads is '0'; a whole number from 1 (leave the key out for all) is expected\n"
     "2:8: mouse is 'maybe'; true or false is expected"},
    {"memory: lots\n", "1:9: memory is 'lots'; a size is expected, such as 512M or 4G"},
    {"memory: -1G\n", "1:9: memory is '-1G'; a size is expected, such as 512M or 4G"},
    {"memory: 0\n", "1:9: memory is '0'; a size is expected, such as 512M or 4G"},
    {"keys: q\n", "1:7: keys is 'q'; a mapping of actions to keys is expected, such as {quit: q}"},
    {"keys: {quit: }\n",
     "1:14: quit is empty; a key is expected, such as q (one that means something in YAML must be quoted)"},
    {"keys: {quit: []}\n", "1:14: quit is an empty list; a key is expected, such as q (one that means "
                           "something in YAML must be quoted)"},
    {"keys: {quit: [q, {a: b}]}\n", "1:18: quit is a mapping; a key is expected, such as q (one that means "
                                    "something in YAML must be quoted)"},
    {"mouse: true\nmouse: false\n", "2:1: duplicate key 'mouse', first at line 1; keep one of them"},
    {"mouse: {\n", "2:1: the text ends inside a bracket; close it"},
};

Test(settings, errors)
{
    check_errors(cases, sizeof(cases) / sizeof(*cases), parse);
}

static struct settings read_sound(const char *text)
{
    struct diagnostics diagnostics = {0};
    struct settings settings;

    cr_expect(settings_parse(text, strlen(text), &settings, &diagnostics), "%s", text);
    diagnostics_free(&diagnostics);
    return settings;
}

static void check_defaults(struct settings settings)
{
    cr_expect_not(settings.has_palette);
    cr_expect_not(settings.has_glyphs);
    cr_expect_eq(settings.background, BACKGROUND_AUTO);
    cr_expect_eq(settings.threads, 0);
    cr_expect_eq(settings.memory, 0);
    cr_expect_not(settings.mouse);
    cr_expect_eq(settings.key_count, 0);
    settings_free(&settings);
}

Test(settings, nothing_set_is_fine)
{
    check_defaults(read_sound(""));
    check_defaults(read_sound("# palette: magma\n"));
    check_defaults(read_sound("---\n"));
    check_defaults(read_sound("{}\n"));
}

Test(settings, everything_set)
{
    struct settings settings =
        read_sound("palette: magma\nglyphs: ascii\nthreads: 4\nmemory: 1.5G\nmouse: on\n"
                   "background: light\n"
                   "keys:\n  quit: [q, C-c]\n  help: '?'\n  home: ~\n");
    static const char *const keys[][2] = {{"quit", "q"}, {"quit", "C-c"}, {"help", "?"}, {"home", "~"}};

    cr_expect_eq(settings.palette, PALETTE_MAGMA);
    cr_expect_eq(settings.glyphs, GLYPH_SETTING_ASCII);
    cr_expect_eq(settings.background, BACKGROUND_LIGHT);
    cr_expect_eq(settings.threads, 4);
    cr_expect_eq(settings.memory, UINT64_C(1610612736));
    cr_expect(settings.mouse);
    cr_assert_eq(settings.key_count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_expect_str_eq(settings.keys[i].action, keys[i][0]);
        cr_expect_str_eq(settings.keys[i].key, keys[i][1]);
    }
    cr_expect_eq(settings.keys[1].place.line, 8);
    cr_expect_eq(settings.keys[1].place.column, 13);
    settings_free(&settings);
}

/* One mistake does not cost the other settings. */
Test(settings, what_is_right_still_counts)
{
    struct diagnostics diagnostics = {0};
    struct settings settings;
    const char *text = "threads: many\npalette: grey\nkeys: {quit: [], help: h}\n";

    cr_expect_not(settings_parse(text, strlen(text), &settings, &diagnostics));
    cr_expect_eq(settings.threads, 0);
    cr_expect_eq(settings.palette, PALETTE_GREY);
    cr_expect_eq(settings.key_count, 1);
    settings_free(&settings);
    diagnostics_free(&diagnostics);
}

Test(settings, the_path_follows_the_environment)
{
    static const struct {
        const char *config, *home, *expected;
    } places[] = {
        {"/c", "/h", "/c/ccascope/config.yaml"},
        {NULL, "/h", "/h/.config/ccascope/config.yaml"},
        {"", "/h", "/h/.config/ccascope/config.yaml"},
        {"relative", "/h", "/h/.config/ccascope/config.yaml"},
        {NULL, NULL, NULL},
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        char *path;

        unsetenv("XDG_CONFIG_HOME");
        unsetenv("HOME");
        if (places[i].config)
            setenv("XDG_CONFIG_HOME", places[i].config, 1);
        if (places[i].home)
            setenv("HOME", places[i].home, 1);
        path = settings_path();
        if (places[i].expected)
            cr_expect_str_eq(path, places[i].expected);
        else
            cr_expect_null(path);
        free(path);
    }
}

Test(settings, files)
{
    char *directory = scratch_make(), *path = NULL;
    struct diagnostics diagnostics = {0};
    struct settings settings;
    FILE *file;

    setenv("XDG_CONFIG_HOME", directory, 1);
    cr_expect(settings_load(NULL, &settings, &diagnostics), "absent");
    check_defaults(settings);
    scratch_touch(directory, "ccascope/config.yaml");
    cr_assert_geq(asprintf(&path, "%s/ccascope/config.yaml", directory), 0);
    file = fopen(path, "w");
    fputs("threads: 2\n", file);
    fclose(file);
    cr_expect(settings_load(NULL, &settings, &diagnostics));
    cr_expect_eq(settings.threads, 2);
    settings_free(&settings);
    cr_expect_not(settings_load(directory, &settings, &diagnostics), "a directory is no file");
    check_defaults(settings);
    diagnostics_free(&diagnostics);
    free(path);
    scratch_remove(directory);
}

Test(settings, sizes)
{
    static const struct {
        const char *text;
        uint64_t bytes; /* 0: refused */
    } sizes[] = {
        {"1", 1},
        {"512M", UINT64_C(512) << 20},
        {"4G", UINT64_C(4) << 30},
        {"4g", UINT64_C(4) << 30},
        {"2k", 2048},
        {"1T", UINT64_C(1) << 40},
        {"1.5G", UINT64_C(3) << 29},
        {".5K", 512},
        {"18446744073709551615", UINT64_MAX},
        {"17179869183G", UINT64_C(17179869183) << 30},
        {"", 0},
        {"G", 0},
        {"0", 0},
        {"0G", 0},
        {"-1", 0},
        {"-1G", 0},
        {"1.5", 0},
        {"1GB", 0},
        {" 1G", 0},
        {"1 G", 0},
        {"0x10", 0},
        {"1e999G", 0},
        {"nanG", 0},
        {"18446744073709551616", 0},
        {"17179869184G", 0},
        {"17179869184.5G", 0},
        {"1e-9K", 0},
    };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        uint64_t bytes = 0;

        cr_expect_eq(size_parse(sizes[i].text, &bytes), sizes[i].bytes != 0, "%s", sizes[i].text);
        cr_expect_eq(bytes, sizes[i].bytes, "%s gave %" PRIu64, sizes[i].text, bytes);
    }
}
