#include "tui/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "config/manifest.h"
#include "config/settings.h"
#include "tui/text.h"

void print_diagnostics(const char *path, const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->list[i];

        text_print(stderr, path);
        if (diagnostic->place.line > 0)
            fprintf(stderr, ":%zu:%zu", diagnostic->place.line, diagnostic->place.column);
        fputs(": error: ", stderr);
        text_print(stderr, diagnostic->text);
        fputc('\n', stderr);
    }
    if (diagnostics->dropped > 0)
        fprintf(stderr, "and %zu more errors\n", diagnostics->dropped);
}

struct experiment *load_manifest(const char *path)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment = manifest_load(path, &diagnostics);

    print_diagnostics(path, &diagnostics);
    diagnostics_free(&diagnostics);
    return experiment;
}

void load_settings(struct settings *settings, struct keymap *keymap)
{
    struct diagnostics diagnostics = {0};
    char *path = settings_path();

    settings_load(NULL, settings, &diagnostics);
    if (keymap)
        keymap_init(keymap, settings, &diagnostics);
    print_diagnostics(path ? path : "settings", &diagnostics);
    diagnostics_free(&diagnostics);
    free(path);
}

void adopt(struct options *options, const struct settings *settings, const struct experiment *experiment)
{
    if (!options->threads)
        options->threads = (int)settings->threads;
    if (!options->memory)
        options->memory = settings->memory;
    if (!options->has_palette && !(experiment && experiment->has_palette) && settings->has_palette) {
        options->has_palette = true;
        options->palette = settings->palette;
    }
    if (!options->has_glyphs && settings->has_glyphs) {
        options->has_glyphs = true;
        options->glyphs = (enum plot_glyphs)settings->glyphs;
    }
    options->mouse = options->mouse || settings->mouse;
    if (options->background == BACKGROUND_AUTO)
        options->background = settings->background;
}

void adopt_settings(struct options *options, const struct experiment *experiment)
{
    struct settings settings;

    load_settings(&settings, NULL);
    adopt(options, &settings, experiment);
    settings_free(&settings);
}
