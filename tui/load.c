#include "tui/load.h"

#include <stdio.h>

#include "config/manifest.h"
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
