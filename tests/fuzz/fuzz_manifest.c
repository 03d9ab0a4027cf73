/* Any bytes as a manifest and as a settings file: whatever they are, they are refused with a reason or lead
 * to an experiment whose paths can be told.
 *
 *     clang -fsanitize=fuzzer,address,undefined -std=c17 -D_GNU_SOURCE -I. tests/fuzz/fuzz_manifest.c
 * config/?*.c \ -lyaml -lm -o fuzz_manifest
 *     ./fuzz_manifest -dict=tests/fuzz/manifest.dict CORPUS tests/data/manifests */
#include <stdlib.h>

#include "config/manifest.h"
#include "config/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void try_paths(const struct experiment *experiment)
{
    require(experiment->network_count && experiment->layer_count);
    for (size_t network = 0; network < experiment->network_count; network++) {
        size_t last = experiment->networks[network].checkpoint_count;
        char *path, *member;

        if (!last)
            continue;
        path = experiment_activations(experiment, network, last - 1, experiment->layer_count - 1, &member);
        require(*path);
        free(path);
        free(member);
    }
}

static void require_errors(const struct diagnostics *diagnostics)
{
    require(diagnostics->count);
    for (size_t i = 0; i < diagnostics->count; i++)
        require(*diagnostics->list[i].text && diagnostics->list[i].place.line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment =
        manifest_parse((const char *)data, size, "/nonexistent/x.yaml", &diagnostics);
    struct settings settings;

    if (experiment)
        try_paths(experiment);
    else
        require_errors(&diagnostics);
    experiment_free(experiment);
    diagnostics_free(&diagnostics);
    if (!settings_parse((const char *)data, size, &settings, &diagnostics))
        require_errors(&diagnostics);
    settings_free(&settings);
    diagnostics_free(&diagnostics);
    return 0;
}
