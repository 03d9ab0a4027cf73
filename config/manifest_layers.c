/* Layers, and the keys that the manifest may give once for all of them. */
#include <stdlib.h>
#include <string.h>

#include "config/manifest_draft.h"
#include "config/memory.h"
#include "config/names.h"
#include "config/number.h"
#include "config/template.h"

#define AXIS_LETTERS "ncthwl"

void read_activations(const struct schema_field *field, const struct node *node, void *target,
                      struct diagnostics *diagnostics)
{
    struct layer_record *record = target;
    double number;

    record->activations = node->place;
    free(record->layer.activations);
    record->layer.activations = NULL;
    if (node->kind != NODE_SCALAR || node_is_null(node) ||
        (!node->quoted && number_parse_double(node->text, &number)))
        schema_wrong(
            node, field->key,
            "the path of the arrays is expected, such as \"{network}/{checkpoint}/{layer}.npy\", in quotes",
            diagnostics);
    else if (template_check(node->text, node->place, diagnostics))
        record->layer.activations = memory_duplicate(node->text);
}

/* What is wrong with a description of axes; NULL when nothing is. */
static const char *find_axes_fault(const char *axes)
{
    if (!*axes)
        return "name each axis of the array with a letter, such as nc or nchw";
    if (axes[strspn(axes, AXIS_LETTERS)])
        return axes[strspn(axes, "ncthwlNCTHWL")] ? "a letter for each axis is expected: n sample, c "
                                                    "feature, t timestep, h and w position, l layer"
                                                  : "write it in lower case";
    for (const char *letter = axes; *letter; letter++)
        if (strchr(letter + 1, *letter))
            return "every letter may occur once";
    return strchr(axes, 'n') ? NULL : "one axis must be n, the samples";
}

void read_axes(const struct schema_field *field, const struct node *node, void *target,
               struct diagnostics *diagnostics)
{
    struct layer_record *record = target;
    const char *fault = node->kind == NODE_SCALAR ? find_axes_fault(node_is_null(node) ? "" : node->text)
                                                  : "letters are expected, such as nc or nchw";

    record->axes = node->place;
    record->layer.treatment.axes[0] = '\0';
    if (fault)
        schema_wrong(node, field->key, fault, diagnostics);
    else
        strcpy(record->layer.treatment.axes, node->text);
}

void read_positions(const struct schema_field *field, const struct node *node, void *target,
                    struct diagnostics *diagnostics)
{
    static const char *const words[] = {[POSITIONS_AVERAGE] = "average",
                                        [POSITIONS_SAMPLES] = "samples",
                                        [POSITIONS_FEATURES] = "features",
                                        [POSITIONS_DFT] = "dft"};
    const struct schema_words rule = SCHEMA_WORDS(words);
    const struct schema_field choice = {.key = field->key, .rule = &rule};
    struct layer_record *record = target;

    record->positions = node->place;
    schema_word(&choice, node, &record->layer.treatment.positions, diagnostics);
}

static int compare_timesteps(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* The list in ascending order; NULL, with an error, when it holds something else than distinct numbers. */
static int64_t *read_timestep_list(const struct node *node, struct diagnostics *diagnostics)
{
    static const struct schema_whole rule = {0, INT64_MAX, "timesteps count from 0: a whole number"};
    const struct schema_field item = {.key = "a timestep", .rule = &rule};
    int64_t *list = memory_allocate(node->count, sizeof(*list));
    size_t before = diagnostics->count + diagnostics->dropped;

    for (size_t i = 0; i < node->count; i++) {
        uint64_t step = i;

        schema_unsigned(&item, node->items[i], &step, diagnostics);
        list[i] = (int64_t)step;
    }
    if (before == diagnostics->count + diagnostics->dropped) {
        qsort(list, node->count, sizeof(*list), compare_timesteps);
        for (size_t i = 1; i < node->count; i++) {
            if (list[i - 1] != list[i])
                continue;
            diagnostics_add(diagnostics, node->place, "timestep %lld is listed twice; list it once",
                            (long long)list[i]);
            break;
        }
    }
    if (before == diagnostics->count + diagnostics->dropped)
        return list;
    free(list);
    return NULL;
}

void read_timesteps(const struct schema_field *field, const struct node *node, void *target,
                    struct diagnostics *diagnostics)
{
    static const struct {
        const char *word;
        enum timesteps timesteps;
    } words[] = {{"all", TIMESTEPS_ALL},
                 {"last", TIMESTEPS_LAST},
                 {"average", TIMESTEPS_AVERAGE},
                 {"samples", TIMESTEPS_SAMPLES}};
    struct layer_record *record = target;
    struct treatment *treatment = &record->layer.treatment;

    record->timesteps = node->place;
    free(treatment->timestep_list);
    treatment->timestep_list = NULL;
    treatment->timestep_count = 0;
    if (node->kind == NODE_SEQUENCE && node->count) {
        treatment->timesteps = TIMESTEPS_LIST;
        treatment->timestep_list = read_timestep_list(node, diagnostics);
        treatment->timestep_count = treatment->timestep_list ? node->count : 0;
        return;
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (schema_is(node, words[i].word)) {
            treatment->timesteps = words[i].timesteps;
            return;
        }
    }
    schema_wrong(node, field->key, "all, last, average, samples or a list such as [0, 5, 10] is expected",
                 diagnostics);
}

static void read_index(const struct schema_field *field, const struct node *node, void *target,
                       struct diagnostics *diagnostics)
{
    static const struct schema_whole rule = {0, INT32_MAX, "a whole number from 0"};
    const struct schema_field number = {.key = field->key, .rule = &rule};
    struct layer_record *record = target;

    record->index = node->place;
    schema_size(&number, node, &record->layer.treatment.index, diagnostics);
}

static const struct schema_field layer_fields[] = {
    {.key = "name",
     .read = schema_name,
     .offset = offsetof(struct layer_record, layer.name),
     .required = "a layer needs a name: {name: conv1}"},
    {.key = "activations", .read = read_activations},
    {.key = "axes", .read = read_axes},
    {.key = "positions", .read = read_positions},
    {.key = "timesteps", .read = read_timesteps},
    {.key = "index", .read = read_index},
};
const struct schema_table layer_keys = SCHEMA_TABLE(layer_fields);

static bool has_axis(const struct layer_record *record, const char *letters)
{
    return strpbrk(record->layer.treatment.axes, letters) != NULL;
}

/* Keys of a layer that say what becomes of an axis that it does not have. */
static void check_axes_used(const struct layer_record *record, struct diagnostics *diagnostics)
{
    const struct treatment *treatment = &record->layer.treatment;

    if (!treatment->axes[0])
        return;
    if (record->timesteps.line && treatment->timesteps != TIMESTEPS_ALL && !has_axis(record, "t"))
        diagnostics_add(diagnostics, record->timesteps,
                        "timesteps without an axis t in axes '%s'; name the axes of the array, such as ntc",
                        treatment->axes);
    if (record->positions.line && treatment->positions != POSITIONS_AVERAGE && !has_axis(record, "hw"))
        diagnostics_add(
            diagnostics, record->positions,
            "positions without an axis h or w in axes '%s'; name the axes of the array, such as nchw",
            treatment->axes);
    if (record->index.line && !has_axis(record, "l"))
        diagnostics_add(diagnostics, record->index,
                        "index without an axis l in axes '%s'; name the axes of the array, such as nlc",
                        treatment->axes);
}

static struct layer_record inherit(const struct layer_record *defaults, struct place place, size_t index)
{
    struct layer_record record = {
        .layer = defaults->layer, .place = place, .activations = defaults->activations};
    struct treatment *treatment = &record.layer.treatment;

    record.layer.activations = memory_duplicate(defaults->layer.activations);
    treatment->timestep_list =
        memory_copy(treatment->timestep_list, treatment->timestep_count, sizeof(*treatment->timestep_list));
    treatment->index = index;
    return record;
}

static struct layer_record read_layer(const struct layer_record *defaults, const struct node *node,
                                      size_t index, struct diagnostics *diagnostics)
{
    struct layer_record record = inherit(defaults, schema_place(node, "name"), index);

    if (node->kind == NODE_MAPPING)
        SCHEMA_READ(layer_fields, node, &record, diagnostics);
    else if (node->kind == NODE_SCALAR)
        record.layer.name = schema_read_name(node, "a layer", diagnostics);
    else
        schema_wrong(node, "a layer", "a name, or a mapping such as {name: conv1, axes: nchw}, is expected",
                     diagnostics);
    check_axes_used(&record, diagnostics);
    return record;
}

static bool is_too_much(const struct layer_record *defaults, const struct node *node,
                        struct diagnostics *diagnostics)
{
    const char *activations = defaults->layer.activations;
    size_t each =
        (activations ? strlen(activations) : 0) + defaults->layer.treatment.timestep_count * sizeof(int64_t);

    if (!each || node->count <= INHERITED_BYTES_MOST / each)
        return false;
    diagnostics_add(diagnostics, node->place, "%zu layers with so many timesteps are too many; list fewer",
                    node->count);
    return true;
}

/* A list of timesteps for all layers is meant for those that have time; with none, it is a mistake. */
static void check_default_timesteps(const struct draft *draft, struct diagnostics *diagnostics)
{
    if (!draft->defaults.timesteps.line || draft->defaults.layer.treatment.timesteps != TIMESTEPS_LIST)
        return;
    for (size_t i = 0; i < draft->layer_count; i++)
        if (has_axis(&draft->layers[i], "t") || !draft->layers[i].layer.treatment.axes[0])
            return;
    diagnostics_add(diagnostics, draft->defaults.timesteps,
                    "timesteps, but no layer has an axis t; name the axes of the arrays, such as ntc");
}

void read_layers(const struct schema_field *field, const struct node *node, void *target,
                 struct diagnostics *diagnostics)
{
    struct draft *draft = target;
    struct named *names;

    draft->layers_given = true;
    if (!schema_expect(node, NODE_SEQUENCE, true, field->key,
                       "a list is expected, one '- name' a line, input first", diagnostics) ||
        is_too_much(&draft->defaults, node, diagnostics))
        return;
    draft->layers = memory_allocate(node->count, sizeof(*draft->layers));
    names = memory_allocate(node->count, sizeof(*names));
    for (size_t i = 0; i < node->count; i++) {
        draft->layers[i] = read_layer(&draft->defaults, node->items[i], i, diagnostics);
        names[i] = (struct named){.name = draft->layers[i].layer.name, .place = draft->layers[i].place};
    }
    draft->layer_count = node->count;
    names_distinct(names, node->count, "layer", "give each its own name", diagnostics);
    free(names);
    check_default_timesteps(draft, diagnostics);
}
