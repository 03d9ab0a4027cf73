/* `config`: the settings file, with what is set and what could be. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/folder.h"
#include "config/settings.h"
#include "tui/commands.h"
#include "tui/keymap.h"
#include "tui/load.h"
#include "tui/output.h"
#include "tui/text.h"
#include "tui/yaml_text.h"

/* Columns of "  action: keys" before what it does. */
#define HELP_COLUMN 44

/* A setting as a line: as a comment where it is not set. */
static void print_setting(FILE *out, const char *about, bool set, const char *key, const char *value)
{
    fprintf(out, "\n# %s\n%s%s: %s\n", about, set ? "" : "# ", key, value);
}

static void print_values(FILE *out, const struct settings *settings)
{
    char number[32], palettes[200] = "Colours of values, one of:";

    for (int i = 0; i < PALETTE_COUNT; i++) {
        strcat(palettes, " ");
        strcat(palettes, palette_name((enum palette)i));
    }
    print_setting(out, palettes, settings->has_palette, "palette", palette_name(settings->palette));
    print_setting(out, "What curves are made of: braille, block or ascii. Default: the finest that there is.",
                  settings->has_glyphs, "glyphs", glyph_setting_name(settings->glyphs));
    print_setting(out, "Behind the text: dark, light or auto, which is as the terminal says.",
                  settings->background != BACKGROUND_AUTO, "background",
                  background_name(settings->background));
    snprintf(number, sizeof number, "%zu", settings->threads ? settings->threads : 4);
    print_setting(out, "Threads to compute with. Default: as many as there are processors.",
                  settings->threads > 0, "threads", number);
    snprintf(number, sizeof number, "%" PRIu64, settings->memory);
    print_setting(out,
                  "Memory for representations, in bytes or as 512M or 4G. Default: half of the machine's.",
                  settings->memory > 0, "memory", settings->memory > 0 ? number : "4G");
    print_setting(out, "Whether clicks are the explorer's, not the terminal's: true or false.",
                  settings->mouse, "mouse", settings->mouse ? "true" : "false");
}

/* A key, or a list of them; returns the bytes. */
static int print_keys_of(FILE *out, const char *words)
{
    bool several = strchr(words, ' ') != NULL;
    char word[32];
    int used = several ? fprintf(out, "[") : 0;

    for (size_t length; *words; words += length + (words[length] == ' ')) {
        length = strcspn(words, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        used += yaml_write_text(out, word);
        used += words[length] ? fprintf(out, ", ") : 0;
    }
    return used + (several ? fprintf(out, "]") : 0);
}

static bool sets_keys_of(const struct settings *settings, enum action action)
{
    for (size_t i = 0; i < settings->key_count; i++)
        if (strcmp(settings->keys[i].action, actions[action].name) == 0)
            return true;
    return false;
}

/* The names of keys that are no characters, a few to a line. */
static void print_key_names(FILE *out)
{
    static const char *const names[] = {
#define NAME(constant, name) name,
        KEYS(NAME)
#undef NAME
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        fprintf(out, "%s%s", i % 10 == 0 ? "\n#   " : " ", names[i]);
}

static void print_keys(FILE *out, const struct settings *settings, const struct keymap *keymap)
{
    char keys[200];

    fputs("\n# Keys of actions, one or a list; they replace an action's own. A key is a character, Ctrl-A to "
          "Ctrl-Z, or",
          out);
    print_key_names(out);
    fprintf(out, "\n%skeys:\n", settings->key_count ? "" : "# ");
    for (int action = 0; action < ACTION_COUNT; action++) {
        int used = fprintf(out, "%s%s:", sets_keys_of(settings, (enum action)action) ? "  " : "#   ",
                           actions[action].name);

        keymap_keys(keymap, (enum action)action, false, keys, sizeof keys);
        if (*keys)
            used += fprintf(out, " ") + print_keys_of(out, keys);
        fprintf(out, "%*s# %s\n", used < HELP_COLUMN ? HELP_COLUMN - used : 1, "", actions[action].help);
    }
}

static bool print_file(FILE *out)
{
    struct settings settings;
    struct keymap keymap;

    load_settings(&settings, &keymap);
    fputs("# Settings of ccascope. What is commented out is the default; options of the command line come "
          "first.\n",
          out);
    print_values(out, &settings);
    print_keys(out, &settings, &keymap);
    settings_free(&settings);
    return !ferror(out);
}

/* Where settings are looked for, unless there are some. */
static int write_usual(void)
{
    char *path = settings_path();
    struct output output;
    int status;

    if (!path)
        return complain(1, "neither XDG_CONFIG_HOME nor HOME says where settings are; use -o FILE");
    if (access(path, F_OK) == 0) {
        status = complain(
            1, "%s is there already; ccascope config shows it with everything that could be set", path);
        free(path);
        return status;
    }
    folders_make(path);
    status = output_open(&output, path) && output_close(&output, print_file(output.stream)) ? 0 : 1;
    if (status == 0) {
        printf("wrote ");
        text_print(stdout, path);
        putchar('\n');
    }
    free(path);
    return status;
}

int command_config(const struct options *options)
{
    struct output output;

    if (options->write)
        return write_usual();
    if (!output_open(&output, options->output))
        return 1;
    return output_close(&output, print_file(output.stream)) ? 0 : 1;
}
