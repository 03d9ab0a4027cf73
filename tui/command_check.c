/* `check`: what is there, what is missing, what looks wrong. Reads headers only. */
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/performance.h"
#include "engine/study.h"
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
    size_t samples;   /* of the first array that could be read ... */
    char *samples_of; /* ... and which it was */
};

static void note(struct check *check, enum kind kind, const char *text)
{
    if (check->totals[kind]++ >= LISTED)
        return;
    check->findings =
        memory_reserve(check->findings, &check->room, check->count + 1, sizeof *check->findings);
    check->findings[check->count++] = (struct finding){kind, memory_duplicate(text)};
}

/* One array per sound header; `name` is its path with the member. */
static void check_samples(struct check *check, const struct cca_outline *outline, const char *name)
{
    char *text;

    if (check->samples == 0) {
        check->samples = outline->samples;
        check->samples_of = memory_duplicate(name);
    } else if (outline->samples != check->samples) {
        text = memory_format(
            "%s: %zu samples, but %s has %zu; every array must hold the same inputs in the same order", name,
            outline->samples, check->samples_of, check->samples);
        note(check, KIND_BROKEN, text);
        free(text);
        return;
    }
    check->good++;
}

/* A layer is expected to keep its shape throughout the training of a network; `first` is that of the
 * network's first array. Networks may well differ in width. */
static void check_shape(struct check *check, const struct cca_outline *outline, struct cca_outline *first,
                        const char *name)
{
    char *text;

    if (first->d == 0)
        *first = *outline;
    if (outline->d == first->d && outline->timesteps == first->timesteps && outline->type == first->type)
        return;
    text = memory_format(
        "%s: %zu columns, %zu timesteps, %s, but the network's first array of this layer has %zu, %zu, %s",
        name, outline->d, outline->timesteps, cca_type_name(outline->type), first->d, first->timesteps,
        cca_type_name(first->type));
    note(check, KIND_SUSPECT, text);
    free(text);
}

/* What the arrays of a layer have in common, for its line. */
struct layer_summary {
    struct cca_outline outline; /* of the first array that could be read; d is 0 when none could */
    size_t widest;
};

static void add_outline(struct layer_summary *summary, const struct cca_outline *outline)
{
    if (summary->outline.d == 0)
        summary->outline = *outline;
    if (outline->d < summary->outline.d)
        summary->outline.d = outline->d;
    if (outline->d > summary->widest)
        summary->widest = outline->d;
}

/* The timestep that is hardest to have: the last one listed. */
static int64_t latest_timestep(const struct treatment *treatment)
{
    return treatment->timesteps == TIMESTEPS_LIST && treatment->timestep_count > 0
               ? treatment->timestep_list[treatment->timestep_count - 1]
               : CCA_LAST_TIMESTEP;
}

static void check_array(struct check *check, struct cca_cell cell, struct cca_outline *first,
                        struct layer_summary *summary)
{
    const struct experiment *experiment = check->experiment;
    const struct treatment *treatment = &experiment_layer(experiment, cell.network, cell.layer)->treatment;
    char *member,
        *path = experiment_activations(experiment, cell.network, cell.checkpoint, cell.layer, &member);
    char *name = member ? memory_format("%s#%s", path, member) : memory_duplicate(path);
    struct cca_source source = {path, member, treatment, experiment->sampling, latest_timestep(treatment)};
    struct cca_outline outline;
    struct cca_error error;

    check->arrays++;
    if (cca_representation_outline(&source, &outline, &error)) {
        outline.d /= outline.height * outline.width; /* each frequency is compared by itself */
        check_samples(check, &outline, name);
        check_shape(check, &outline, first, name);
        add_outline(summary, &outline);
    } else {
        note(check, error.failure == CCA_MISSING ? KIND_MISSING : KIND_BROKEN, error.text);
    }
    free(name);
    free(path);
    free(member);
}

static void print_layer(const struct layer *layer, const struct layer_summary *summary)
{
    const struct cca_outline *outline = &summary->outline;

    printf("  ");
    text_print(stdout, layer->name);
    if (outline->d == 0) {
        printf(": no array could be read\n");
        return;
    }
    printf(": %zu x %zu", outline->n, outline->d);
    if (summary->widest > outline->d)
        printf(" to %zu", summary->widest);
    printf(" %s", cca_type_name(outline->type));
    if (outline->height * outline->width > 1)
        printf(", at %zu x %zu frequencies", outline->height, outline->width);
    if (outline->timesteps > 1)
        printf(", %zu timesteps", outline->timesteps);
    if (outline->type == CCA_F16 || outline->type == CCA_BF16)
        printf("; coarse: small differences are lost in rounding");
    if (outline->n / 5 < summary->widest)
        printf("; few samples: fewer than 5 x the columns");
    putchar('\n');
}

static void check_layer(struct check *check, size_t layer)
{
    const struct experiment *experiment = check->experiment;
    struct layer_summary summary = {0};

    for (size_t i = 0; i < experiment->network_count; i++) {
        struct cca_outline first = {0};

        for (size_t j = 0; j < experiment->networks[i].checkpoint_count; j++)
            check_array(check,
                        (struct cca_cell){(uint16_t)i, (uint16_t)j, (uint16_t)layer, CCA_LAST_TIMESTEP},
                        &first, &summary);
    }
    print_layer(&experiment->layers[layer], &summary);
}

/* A class that no sample is of; its array is the one of all classes, and sound. */
static void check_class(struct check *check, size_t target)
{
    char *path, *member;
    struct cca_cell cell = cca_target_cell(check->experiment, target);
    struct cca_outline outline;
    struct cca_error error;

    path = experiment_activations(check->experiment, cell.network, cell.checkpoint, cell.layer, &member);
    if (!cca_representation_outline(&(struct cca_source){path, member,
                                                         &check->experiment->targets[target].treatment,
                                                         check->experiment->sampling, CCA_LAST_TIMESTEP},
                                    &outline, &error))
        note(check, KIND_BROKEN, error.text);
    free(path);
    free(member);
}

/* Single classes follow the target of all classes. */
static void check_targets(struct check *check)
{
    const struct experiment *experiment = check->experiment;
    struct layer_summary summary = {0};

    if (experiment->target_count > 0)
        printf("%zu target%s\n", experiment->target_count, experiment->target_count == 1 ? "" : "s");
    for (size_t i = 0; i < experiment->target_count; i++) {
        struct cca_outline first = {0};

        if (experiment->targets[i].treatment.coding == CODING_CLASS) {
            if (summary.outline.d > 0)
                check_class(check, i);
            continue;
        }
        summary = (struct layer_summary){0};
        check_array(check, cca_target_cell(experiment, i), &first, &summary);
        print_layer(&experiment->targets[i], &summary);
    }
}

/* The logs of training, one a network, where the manifest names them. */
static void check_logs(struct check *check)
{
    for (size_t i = 0; i < check->experiment->network_count && check->experiment->curves; i++) {
        char *path = experiment_curves(check->experiment, i), *text = NULL;
        struct diagnostics diagnostics = {0};
        struct performance performance;

        if (!performance_load(path, &performance, &diagnostics) && diagnostics.count > 0)
            text =
                memory_format("%s:%zu: %s", path, diagnostics.list[0].place.line, diagnostics.list[0].text);
        else if (performance.curve_count == 0)
            text = memory_format("%s: no such file", path);
        if (text)
            note(check, diagnostics.count ? KIND_BROKEN : KIND_MISSING, text);
        performance_free(&performance);
        diagnostics_free(&diagnostics);
        free(text);
        free(path);
    }
}

/* Where no network names a group, the one of all is not one to count. */
static size_t count_groups(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->network_count; i++)
        if (experiment->networks[i].group)
            return experiment->group_count;
    return 0;
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
    printf("\n%zu network%s", experiment->network_count, experiment->network_count == 1 ? "" : "s");
    if (count_groups(experiment) > 0)
        printf(" in %zu group%s", count_groups(experiment), count_groups(experiment) == 1 ? "" : "s");
    putchar('\n');
    print_networks(experiment);
    printf("%zu layer%s\n", experiment->layer_count, experiment->layer_count == 1 ? "" : "s");
    for (size_t layer = 0; layer < experiment->layer_count; layer++)
        check_layer(&check, layer);
    check_targets(&check);
    check_logs(&check);
    print_findings(&check);
    for (size_t i = 0; i < check.count; i++)
        free(check.findings[i].text);
    free(check.findings);
    free(check.samples_of);
    experiment_free(experiment);
    return check.totals[KIND_MISSING] || check.totals[KIND_BROKEN] || check.arrays == 0 ? 1 : 0;
}
