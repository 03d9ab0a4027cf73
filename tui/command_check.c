/* `check`: what is there, what is missing, what looks wrong. Reads headers only. */
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "engine/representation.h"
#include "tui/commands.h"
#include "tui/load.h"
#include "tui/text.h"

/* Problems of one kind that are listed before the rest is only counted. */
#define LISTED 20

enum kind { KIND_MISSING, KIND_BROKEN, KIND_SUSPECT, KIND_COUNT };

static const char *const kind_names[KIND_COUNT] = {"missing", "broken", "suspect"};

struct finding {
    enum kind kind;
    char *text;
};

/* What the walk over all arrays has found. */
struct check {
    const struct experiment *experiment;
    struct finding *findings;
    size_t count, room;
    size_t totals[KIND_COUNT];
    size_t arrays, good;
    size_t samples;    /* of the first array that could be read ... */
    char *samples_of;  /* ... and which it was */
};

static void note(struct check *check, enum kind kind, const char *text)
{
    if (check->totals[kind]++ >= LISTED)
        return;
    check->findings =
        memory_reserve(check->findings, &check->room, check->count + 1, sizeof *check->findings);
    check->findings[check->count++] = (struct finding){kind, memory_duplicate(text)};
}

static void check_samples(struct check *check, const struct cca_outline *outline, const char *path)
{
    char text[600];

    if (check->samples == 0) {
        check->samples = outline->samples;
        check->samples_of = memory_duplicate(path);
    } else if (outline->samples != check->samples) {
        snprintf(text, sizeof text, "%s: %zu samples, but %s has %zu; every array must hold the same inputs", path,
                 outline->samples, check->samples_of, check->samples);
        note(check, KIND_BROKEN, text);
        return;
    }
    check->good++;
}

/* A layer is expected to have one shape throughout; `first` is that of its first array. */
static void check_shape(struct check *check, const struct cca_outline *outline, struct cca_outline *first,
                        const char *path)
{
    char text[600];

    if (first->d == 0)
        *first = *outline;
    if (outline->d == first->d && outline->timesteps == first->timesteps && outline->type == first->type)
        return;
    snprintf(text, sizeof text, "%s: %zu columns, %zu timesteps, %s, but the layer's first array has %zu, %zu, %s",
             path, outline->d, outline->timesteps, cca_type_name(outline->type), first->d, first->timesteps,
             cca_type_name(first->type));
    note(check, KIND_SUSPECT, text);
}

static void check_array(struct check *check, size_t network, size_t checkpoint, size_t layer,
                        struct cca_outline *first)
{
    const struct experiment *experiment = check->experiment;
    char *member, *path = experiment_activations(experiment, network, checkpoint, layer, &member);
    struct cca_source source = {path, member, &experiment->layers[layer].treatment, experiment->sampling,
                                CCA_LAST_TIMESTEP};
    struct cca_outline outline;
    struct cca_error error;

    check->arrays++;
    if (cca_representation_outline(&source, &outline, &error)) {
        check_samples(check, &outline, path);
        check_shape(check, &outline, first, path);
    } else {
        note(check, error.failure == CCA_MISSING ? KIND_MISSING : KIND_BROKEN, error.text);
    }
    free(path);
    free(member);
}

static void print_layer(const struct layer *layer, const struct cca_outline *outline)
{
    printf("  ");
    text_print(stdout, layer->name);
    if (outline->d == 0) {
        printf(": no array could be read\n");
        return;
    }
    printf(": %zu x %zu %s", outline->n, outline->d, cca_type_name(outline->type));
    if (outline->timesteps > 1)
        printf(", %zu timesteps", outline->timesteps);
    if (outline->n < 5 * outline->d)
        printf("; few samples: fewer than 5 x the columns");
    putchar('\n');
}

static void check_layer(struct check *check, size_t layer)
{
    const struct experiment *experiment = check->experiment;
    struct cca_outline first = {0};

    for (size_t i = 0; i < experiment->network_count; i++)
        for (size_t j = 0; j < experiment->networks[i].checkpoint_count; j++)
            check_array(check, i, j, layer, &first);
    print_layer(&experiment->layers[layer], &first);
}

static void print_networks(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->network_count; i++) {
        const struct network *network = &experiment->networks[i];

        printf("  ");
        text_print(stdout, network->name);
        if (network->group) {
            printf(" (");
            text_print(stdout, network->group);
            putchar(')');
        }
        printf(": %zu checkpoint%s", network->checkpoint_count, network->checkpoint_count == 1 ? "" : "s");
        if (network->checkpoint_count > 0)
            printf(", steps %lld to %lld", (long long)network->checkpoints[0].step,
                   (long long)network->checkpoints[network->checkpoint_count - 1].step);
        putchar('\n');
    }
}

static void print_findings(const struct check *check)
{
    printf("%zu of %zu arrays are there and sound in their headers\n", check->good, check->arrays);
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        for (size_t i = 0; i < check->count; i++)
            if (check->findings[i].kind == (enum kind)kind) {
                printf("%s: ", kind_names[kind]);
                text_print(stdout, check->findings[i].text);
                putchar('\n');
            }
        if (check->totals[kind] > LISTED)
            printf("%s: and %zu more\n", kind_names[kind], check->totals[kind] - LISTED);
    }
}

int command_check(const struct options *options)
{
    struct experiment *experiment = load_manifest(options->manifest);
    struct check check = {.experiment = experiment};

    if (!experiment)
        return 2;
    text_print(stdout, experiment->title);
    printf("\n%zu networks\n", experiment->network_count);
    print_networks(experiment);
    printf("%zu layers\n", experiment->layer_count);
    for (size_t layer = 0; layer < experiment->layer_count; layer++)
        check_layer(&check, layer);
    print_findings(&check);
    for (size_t i = 0; i < check.count; i++)
        free(check.findings[i].text);
    free(check.findings);
    free(check.samples_of);
    experiment_free(experiment);
    return check.totals[KIND_MISSING] || check.totals[KIND_BROKEN] ? 1 : 0;
}
