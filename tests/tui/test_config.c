/* The settings file that `config` writes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/settings.h"
#include "program.h"
#include "tui/keymap.h"

TestSuite(config, .fini = folder_remove);

static void parse(const char *text, struct settings *settings, struct keymap *keymap)
{
    struct diagnostics diagnostics = {0};

    cr_expect(settings_parse(text, strlen(text), settings, &diagnostics), "%s\n%s",
              diagnostics.count ? diagnostics.list[0].text : "", text);
    keymap_init(keymap, settings, &diagnostics);
    cr_expect_eq(diagnostics.count, 0);
    diagnostics_free(&diagnostics);
}

/* Takes the comment off every line that has a value: "# key: value", "#   action: keys". malloc'ed. */
static char *uncommented(const char *text)
{
    char *out = calloc(1, strlen(text) + 1), *to = out;

    while (*text) {
        size_t length = strcspn(text, "\n") + 1,
               name = strspn(text + 2, " abcdefghijklmnopqrstuvwxyz0123456789-");
        bool setting = strncmp(text, "# ", 2) == 0 && text[2 + name] == ':';
        bool empty = setting && strspn(text + 3 + name, " ") > 1; /* an action without a key */

        if (!empty) {
            memcpy(to, text + 2 * setting, length - 2 * setting);
            to += length - 2 * setting;
        }
        text += length;
    }
    return out;
}

static void expect_same_keys(const struct keymap *a, const struct keymap *b)
{
    for (int action = 0; action < ACTION_COUNT; action++) {
        char first[200], second[200];

        keymap_keys(a, (enum action)action, false, first, sizeof first);
        keymap_keys(b, (enum action)action, false, second, sizeof second);
        cr_expect_str_eq(first, second, "%s: '%s', '%s'", actions[action].name, first, second);
    }
}

Test(config, sets_nothing_where_nothing_is_set)
{
    static const char *const keys[] = {"palette", "glyphs", "background", "threads",
                                       "memory",  "mouse",  "keys"};
    struct run got = run("config");
    struct settings settings;
    struct keymap keymap, usual;
    char *all = uncommented(got.out), line[40];

    cr_expect_eq(got.status, 0);
    parse(got.out, &settings, &keymap);
    cr_expect_not(settings.has_palette || settings.has_glyphs || settings.background || settings.threads ||
                  settings.memory || settings.mouse || settings.key_count);
    settings_free(&settings);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        snprintf(line, sizeof line, "\n# %s:", keys[i]);
        cr_expect(strstr(got.out, line), "no %s", keys[i]);
    }
    /* With every comment taken off, it is as it would be without. */
    parse("", &settings, &usual);
    settings_free(&settings);
    parse(all, &settings, &keymap);
    cr_expect(settings.has_palette && settings.palette == PALETTE_VIRIDIS && settings.threads &&
              settings.memory);
    expect_same_keys(&keymap, &usual);
    settings_free(&settings);
    free(all);
    run_free(&got);
}

Test(config, shows_what_is_set)
{
    static const char text[] =
        "palette: magma\nglyphs: block\nbackground: light\nthreads: 3\nmemory: 1G\nmouse: true\n"
        "keys: {quit: [Q, Ctrl-Q], down: '#', mark: Space}\n";
    const char *folder = folder_make();
    struct settings settings;
    struct keymap keymap, expected;
    struct run got;

    folder_write(folder, "ccascope/config.yaml", text);
    got = run("config -o %s/out.yaml; XDG_CONFIG_HOME=%s " CCASCOPE_PROGRAM " config", folder, folder);
    parse(text, &settings, &expected);
    settings_free(&settings);
    parse(got.out, &settings, &keymap);
    cr_expect_eq(settings.palette, PALETTE_MAGMA);
    cr_expect_eq(settings.glyphs, GLYPH_SETTING_BLOCK);
    cr_expect_eq(settings.background, BACKGROUND_LIGHT);
    cr_expect_eq(settings.threads, 3);
    cr_expect_eq(settings.memory, (uint64_t)1 << 30);
    cr_expect(settings.mouse);
    expect_same_keys(&keymap, &expected);
    settings_free(&settings);
    run_free(&got);
    cr_expect_eq(folder_count(folder), 2, "-o wrote a file");
}

Test(config, writes_the_file_only_where_there_is_none)
{
    const char *folder = folder_make();
    char command[400];

    snprintf(command, sizeof command,
             "config --help >/dev/null; XDG_CONFIG_HOME=%s/new " CCASCOPE_PROGRAM " config --write", folder);
    expect_run(0, "wrote ", "%s", command);
    expect_run(1, "is there already", "%s", command);
    snprintf(command, sizeof command, "%s/new/ccascope/config.yaml", folder);
    cr_expect_eq(access(command, R_OK), 0);
    expect_run(1, "cannot be written",
               "config --help >/dev/null; XDG_CONFIG_HOME=/proc/none " CCASCOPE_PROGRAM " config --write");
    expect_run(2, "config takes none", "config x");
}
