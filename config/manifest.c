#include "config/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "config/groups.h"
#include "config/manifest_draft.h"
#include "config/memory.h"
#include "config/number.h"
#include "config/template.h"
#include "config/text_file.h"
#include "config/yaml_tree.h"

#define FIRST_LINES "begin with 'ccascope: 1' and the keys networks, checkpoints, layers and activations"

static const struct schema_range share_range = {0, 1, true, false, "a number above 0, at most 1,"};

static void read_version(const struct schema_field *field, const struct node *node, void *target,
                         struct diagnostics *diagnostics)
{
    uint64_t version;
    double number;

    (void)target;
    if (node->kind != NODE_SCALAR || !number_parse_double(node->text, &number))
        schema_wrong(node, field->key, "the version of the format is expected: 'ccascope: 1'", diagnostics);
    else if (!number_parse_unsigned(node->text, &version))
        schema_wrong(node, field->key, "the version is a whole number; write 'ccascope: 1'", diagnostics);
    else if (version != 1)
        schema_wrong(node, field->key, "this program reads version 1 only", diagnostics);
}

/* One file a network: nothing else may be a field. */
static void read_curves(const struct schema_field *field, const struct node *node, void *target,
                        struct diagnostics *diagnostics)
{
    struct draft *draft = target;

    draft->curves = node->place;
    if (node->kind != NODE_SCALAR || node_is_null(node) || !*node->text)
        schema_wrong(node, field->key,
                     "the path of a CSV is expected, such as \"logs/{network}.csv\", in quotes", diagnostics);
    else if (!template_check(node->text, node->place, diagnostics))
        return;
    else if (template_has(node->text, TEMPLATE_CHECKPOINT) || template_has(node->text, TEMPLATE_STEP) ||
             template_has(node->text, TEMPLATE_LAYER) || strchr(node->text, '#'))
        diagnostics_add(
            diagnostics, node->place,
            "curves are one file a network: {network} is the only field, and no # parts a member");
    else
        draft->experiment.curves = memory_duplicate(node->text);
}

static const struct schema_field sample_fields[] = {
    {.key = "limit",
     .read = schema_unsigned,
     .offset = offsetof(struct sampling, limit),
     .rule =
         &(const struct schema_whole){2, UINT64_MAX, "a whole number from 2 (leave the key out for all)"}},
    {.key = "seed",
     .read = schema_unsigned,
     .offset = offsetof(struct sampling, seed),
     .rule = &(const struct schema_whole){0, UINT64_MAX, "a whole number from 0 to 18446744073709551615"}},
};

static void read_samples(const struct schema_field *field, const struct node *node, void *target,
                         struct diagnostics *diagnostics)
{
    if (schema_expect(node, NODE_MAPPING, true, field->key,
                      "a mapping is expected, such as {limit: 2000, seed: 0}", diagnostics))
        SCHEMA_READ(sample_fields, node, target, diagnostics);
}

static void read_rank_tolerance(const struct schema_field *field, const struct node *node, void *target,
                                struct diagnostics *diagnostics)
{
    static const struct schema_range range = {0, 1, true, true, "auto, or a number above 0 and below 1,"};
    const struct schema_field number = {.key = field->key, .rule = &range};

    if (!schema_is(node, "auto"))
        schema_number(&number, node, target, diagnostics);
}

static void read_share(const struct schema_field *field, const struct node *node, void *target,
                       struct diagnostics *diagnostics)
{
    static const char *const words[] = {"squares", "values"};
    const struct schema_words rule = SCHEMA_WORDS(words);
    const struct schema_field choice = {.key = field->key, .rule = &rule};
    unsigned share = 0;

    schema_word(&choice, node, &share, diagnostics);
    *(bool *)target = share == 1;
}

static const struct schema_field svcca_fields[] = {
    {.key = "variance",
     .read = schema_number,
     .offset = offsetof(struct measure_options, svcca_variance),
     .rule = &share_range},
    {.key = "directions",
     .read = schema_size,
     .offset = offsetof(struct measure_options, svcca_directions),
     .rule = &(const struct schema_whole){1, INT32_MAX, "a whole number from 1"}},
    {.key = "share", .read = read_share, .offset = offsetof(struct measure_options, svcca_share_values)},
};

static void read_svcca(const struct schema_field *field, const struct node *node, void *target,
                       struct diagnostics *diagnostics)
{
    if (!schema_expect(node, NODE_MAPPING, true, field->key,
                       "a mapping is expected, such as {variance: 0.99}", diagnostics))
        return;
    SCHEMA_READ(svcca_fields, node, target, diagnostics);
    if (node_find(node, "variance") && node_find(node, "directions"))
        diagnostics_add(diagnostics, schema_place(node, "directions"),
                        "svcca has both variance and directions; keep one of them");
}

static const char *const side_words[] = {[PWCCA_X] = "x", [PWCCA_Y] = "y", [PWCCA_MEAN] = "mean"};
static const struct schema_words side_rule = SCHEMA_WORDS(side_words);

static const struct schema_field pwcca_fields[] = {
    {.key = "variance",
     .read = schema_number,
     .offset = offsetof(struct experiment, options.pwcca_variance),
     .rule = &share_range},
    {.key = "side",
     .read = schema_word,
     .offset = offsetof(struct experiment, pwcca_side),
     .rule = &side_rule},
};

static void read_pwcca(const struct schema_field *field, const struct node *node, void *target,
                       struct diagnostics *diagnostics)
{
    struct experiment *experiment = target;

    if (node->kind == NODE_MAPPING && node->count)
        SCHEMA_READ(pwcca_fields, node, experiment, diagnostics);
    else if (schema_expect(node, NODE_SCALAR, true, field->key,
                           "x, y, mean or a mapping such as {variance: 0.99} is expected", diagnostics))
        schema_word(field, node, &experiment->pwcca_side, diagnostics);
}

static const char *const measure_words[] = {
#define WORD(constant, name, title) [constant] = name,
    MEASURES(WORD)
#undef WORD
};

static const char *const palette_words[] = {
#define WORD(constant, name) [constant] = name,
    PALETTES(WORD)
#undef WORD
};

static const struct schema_words measure_rule = SCHEMA_WORDS(measure_words);
static const struct schema_words palette_rule = SCHEMA_WORDS(palette_words);

static void read_palette(const struct schema_field *field, const struct node *node, void *target,
                         struct diagnostics *diagnostics)
{
    struct experiment *experiment = target;

    experiment->has_palette = true;
    schema_word(field, node, &experiment->palette, diagnostics);
}

/* In the order in which they are read: what layers and networks take over from here comes before them. */
static const struct schema_field manifest_fields[] = {
    {.key = "ccascope", .read = read_version, .required = "the first line is 'ccascope: 1'"},
    {.key = "title", .read = schema_text, .offset = offsetof(struct draft, experiment.title)},
    {.key = "activations", .read = read_activations, .offset = offsetof(struct draft, defaults)},
    {.key = "axes", .read = read_axes, .offset = offsetof(struct draft, defaults)},
    {.key = "positions", .read = read_positions, .offset = offsetof(struct draft, defaults)},
    {.key = "timesteps", .read = read_timesteps, .offset = offsetof(struct draft, defaults)},
    {.key = "checkpoints", .read = read_checkpoints, .offset = offsetof(struct draft, checkpoints)},
    {.key = "networks", .read = read_networks, .required = "list them, one '- name: a' a line"},
    {.key = "layers", .read = read_layers, .required = "list them, one '- name' a line, input first"},
    {.key = "targets", .read = read_targets},
    {.key = "curves", .read = read_curves},
    {.key = "samples", .read = read_samples, .offset = offsetof(struct draft, experiment.sampling)},
    {.key = "rank_tolerance",
     .read = read_rank_tolerance,
     .offset = offsetof(struct draft, experiment.options.rank_tolerance)},
    {.key = "measure",
     .read = schema_word,
     .offset = offsetof(struct draft, experiment.measure),
     .rule = &measure_rule},
    {.key = "svcca", .read = read_svcca, .offset = offsetof(struct draft, experiment.options)},
    {.key = "pwcca", .read = read_pwcca, .offset = offsetof(struct draft, experiment), .rule = &side_rule},
    {.key = "palette",
     .read = read_palette,
     .offset = offsetof(struct draft, experiment),
     .rule = &palette_rule},
};

const char *manifest_key(size_t index)
{
    const struct schema_table tables[] = {SCHEMA_TABLE(manifest_fields), SCHEMA_TABLE(sample_fields),
                                          SCHEMA_TABLE(svcca_fields),    SCHEMA_TABLE(pwcca_fields),
                                          network_keys,                  checkpoint_keys,
                                          layer_keys,                    target_keys};

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (index < tables[i].count)
            return tables[i].fields[index].key;
        index -= tables[i].count;
    }
    return NULL;
}

static char *directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return memory_duplicate(".");
    return memory_duplicate_span(path, slash > path ? (size_t)(slash - path) : 1);
}

static void begin_draft(struct draft *draft, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct experiment *experiment = &draft->experiment;

    experiment->file = memory_duplicate(path);
    experiment->directory = directory_of(path);
    experiment->title = memory_duplicate(slash ? slash + 1 : path);
    experiment->options = measure_options_default();
    experiment->pwcca_side = PWCCA_X;
    experiment->measure = MEASURE_PWCCA;
    experiment->palette = PALETTE_VIRIDIS;
    strcpy(draft->defaults.layer.treatment.axes, "nc");
}

/* Hands everything over to an experiment, whether it is right or only to be freed. */
static struct experiment *end_draft(struct draft *draft)
{
    struct experiment *experiment = memory_allocate(1, sizeof(*experiment));

    *experiment = draft->experiment;
    experiment->networks = memory_allocate(draft->network_count, sizeof(*experiment->networks));
    experiment->network_count = draft->network_count;
    for (size_t i = 0; i < draft->network_count; i++) {
        experiment->networks[i] = draft->networks[i].network;
        experiment->networks[i].checkpoints = draft->networks[i].checkpoints.list;
        experiment->networks[i].checkpoint_count = draft->networks[i].checkpoints.count;
    }
    experiment->layers = memory_allocate(draft->layer_count, sizeof(*experiment->layers));
    experiment->layer_count = draft->layer_count;
    for (size_t i = 0; i < draft->layer_count; i++)
        experiment->layers[i] = draft->layers[i].layer;
    free(draft->networks);
    free(draft->layers);
    free(draft->defaults.layer.activations);
    free(draft->defaults.layer.treatment.timestep_list);
    free_checkpoints(&draft->checkpoints);
    return experiment;
}

/* `root` is NULL for a file without a document. */
static struct experiment *build(const struct node *root, const char *path, struct diagnostics *diagnostics)
{
    struct draft draft = {.errors_before = diagnostics->count + diagnostics->dropped};

    if (!root || node_is_null(root)) {
        diagnostics_add(diagnostics, (struct place){1, 1}, "the file is empty; " FIRST_LINES);
        return NULL;
    }
    if (!schema_expect(root, NODE_MAPPING, true, "the manifest", FIRST_LINES, diagnostics))
        return NULL;
    begin_draft(&draft, path);
    draft.place = root->place;
    SCHEMA_READ(manifest_fields, root, &draft, diagnostics);
    complete_draft(&draft, diagnostics);
    return end_draft(&draft);
}

struct experiment *manifest_parse(const char *text, size_t length, const char *path,
                                  struct diagnostics *diagnostics)
{
    size_t before = diagnostics->count + diagnostics->dropped;
    struct experiment *experiment = NULL;
    struct yaml_tree tree;

    if (yaml_tree_parse(text, length, &tree, diagnostics))
        experiment = build(tree.root, path, diagnostics);
    yaml_tree_free(&tree);
    if (diagnostics->count + diagnostics->dropped > before) {
        experiment_free(experiment);
        experiment = NULL;
    }
    if (experiment)
        collect_groups(experiment);
    diagnostics_sort(diagnostics);
    return experiment;
}

struct experiment *manifest_load(const char *path, struct diagnostics *diagnostics)
{
    struct text_file file;
    struct experiment *experiment;

    if (!text_file_read(path, &file, diagnostics))
        return NULL;
    experiment = manifest_parse(file.text, file.length, path, diagnostics);
    free(file.text);
    return experiment;
}
