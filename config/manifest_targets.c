/* Targets: arrays that belong to no network, such as the labels of the samples. */
#include <stdlib.h>
#include <string.h>

#include "config/manifest_draft.h"
#include "config/memory.h"
#include "config/names.h"
#include "config/number.h"
#include "config/template.h"

#define CLASSES_MOST 4096
/* As many as layers: what is compared names each by 16 bits. */
#define TARGETS_MOST UINT16_MAX

/* One item of the list; with classes it is several targets. */
struct target_record {
    struct layer_record layer;
    unsigned one_hot;
    size_t class_count;
    char **class_names; /* NULL: their numbers */
};

static void read_path(const struct schema_field *field, const struct node *node, void *target,
                      struct diagnostics *diagnostics)
{
    struct target_record *record = target;
    bool has_field = false;

    if (node->kind != NODE_SCALAR || node_is_null(node) || !*node->text) {
        schema_wrong(node, field->key, "the path of an array is expected, such as labels.npy", diagnostics);
        return;
    }
    if (!template_check(node->text, node->place, diagnostics))
        return;
    for (int i = 0; i < TEMPLATE_FIELD_COUNT; i++)
        has_field = has_field || template_has(node->text, (enum template_field)i);
    if (has_field)
        diagnostics_add(
            diagnostics, node->place,
            "activations is '%.60s', but a target belongs to no network, checkpoint or layer; write the "
            "path of one array, without fields in braces",
            node->text);
    else
        record->layer.layer.activations = memory_duplicate(node->text);
}

static void read_target_axes(const struct schema_field *field, const struct node *node, void *target,
                             struct diagnostics *diagnostics)
{
    struct target_record *record = target;
    const char *axes = record->layer.layer.treatment.axes;

    read_axes(field, node, &record->layer, diagnostics);
    if (axes[strspn(axes, "nc")])
        schema_wrong(node, field->key, "a target has samples and features only: nc, cn or n", diagnostics);
}

/* Names in the order of the numbers, so a number in another place is a mistake. */
static void read_class_names(const struct node *node, struct target_record *record,
                             struct diagnostics *diagnostics)
{
    record->class_names = memory_allocate(node->count, sizeof *record->class_names);
    record->class_count = node->count;
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];
        uint64_t number;

        record->class_names[i] = schema_read_name(item, "the name of a class", diagnostics);
        if (record->class_names[i] && number_parse_unsigned(item->text, &number) && number != i)
            diagnostics_add(
                diagnostics, item->place,
                "class %zu is called '%.60s'; list the names of the classes 0, 1, 2 ... in order, or "
                "write how many there are",
                i, item->text);
    }
}

static void read_classes(const struct schema_field *field, const struct node *node, void *target,
                         struct diagnostics *diagnostics)
{
    static const struct schema_whole rule = {
        1, CLASSES_MOST, "how many classes there are (1 to 4096), or a list of their names,"};
    const struct schema_field count = {.key = field->key, .rule = &rule};
    struct target_record *record = target;

    if (node->kind == NODE_SEQUENCE && node->count >= 1 && node->count <= CLASSES_MOST)
        read_class_names(node, record, diagnostics);
    else
        schema_size(&count, node, &record->class_count, diagnostics);
}

static const char *const switch_words[] = {"false", "true"};
static const struct schema_words switch_rule = SCHEMA_WORDS(switch_words);

static const struct schema_field target_fields[] = {
    {.key = "name",
     .read = schema_name,
     .offset = offsetof(struct target_record, layer.layer.name),
     .required = "a target needs a name: {name: labels, activations: labels.npy}"},
    {.key = "activations",
     .read = read_path,
     .required = "a target needs its array: {name: labels, activations: labels.npy}"},
    {.key = "axes", .read = read_target_axes},
    {.key = "one_hot",
     .read = schema_word,
     .offset = offsetof(struct target_record, one_hot),
     .rule = &switch_rule},
    {.key = "classes", .read = read_classes},
};
const struct schema_table target_keys = SCHEMA_TABLE(target_fields);

/* Class numbers are a vector, all else a matrix, where nothing else is said. */
static struct target_record read_target(const struct draft *draft, const struct node *node,
                                        struct diagnostics *diagnostics)
{
    struct target_record record = {.layer.place = schema_place(node, "name")};
    struct treatment *treatment = &record.layer.layer.treatment;

    if (draft->defaults.layer.treatment.positions == POSITIONS_DFT) /* comparable with layers that are so */
        treatment->positions = POSITIONS_DFT;

    if (!schema_expect(
            node, NODE_MAPPING, true, "a target",
            "a mapping is expected, such as {name: labels, activations: labels.npy, one_hot: true}",
            diagnostics))
        return record;
    SCHEMA_READ(target_fields, node, &record, diagnostics);
    if (record.one_hot || record.class_count)
        treatment->coding = CODING_ONE_HOT;
    if (!record.layer.axes.line)
        strcpy(treatment->axes, treatment->coding ? "n" : "nc");
    return record;
}

/* The targets of the draft while they are listed, with their places. */
struct target_list {
    struct layer *layers;
    struct named *names;
    size_t count, room, name_room;
};

/* Takes the name over. */
static void add_target(struct target_list *list, const struct target_record *record, char *name,
                       enum coding coding, size_t class)
{
    struct layer *layer;

    list->layers = memory_reserve(list->layers, &list->room, list->count + 1, sizeof *list->layers);
    list->names = memory_reserve(list->names, &list->name_room, list->count + 1, sizeof *list->names);
    list->names[list->count] = (struct named){.name = name, .place = record->layer.place};
    layer = &list->layers[list->count++];
    *layer = record->layer.layer;
    layer->name = name;
    layer->activations = memory_duplicate(record->layer.layer.activations);
    layer->treatment.coding = coding;
    layer->treatment.class = class;
}

/* All classes at once, then each by itself. */
static void add_record(struct target_list *list, const struct target_record *record)
{
    const struct layer *layer = &record->layer.layer;

    add_target(list, record, memory_duplicate(layer->name), layer->treatment.coding, 0);
    for (size_t i = 0; i < record->class_count && layer->name; i++) {
        const char *name = record->class_names ? record->class_names[i] : NULL;
        char *whole = record->class_names ? memory_format("%s=%s", layer->name, name ? name : "")
                                          : memory_format("%s=%zu", layer->name, i);

        add_target(list, record, whole, CODING_CLASS, i);
    }
}

static void free_record(struct target_record *record)
{
    for (size_t i = 0; i < record->class_count && record->class_names; i++)
        free(record->class_names[i]);
    free(record->class_names);
    free(record->layer.layer.name);
    free(record->layer.layer.activations);
}

/* Targets stand beside networks and layers where names are typed and listed. `others` have distinct names. */
static void check_apart(const struct target_list *list, const struct named *others, size_t count,
                        const char *remedy, struct diagnostics *diagnostics)
{
    struct named *all = memory_allocate(list->count + count, sizeof *all);

    for (size_t i = 0; i < list->count; i++)
        all[i] = list->names[i];
    for (size_t i = 0; i < count; i++)
        all[list->count + i] = others[i];
    names_distinct(all, list->count + count, "name", remedy, diagnostics);
    free(all);
}

static void check_names(const struct draft *draft, struct target_list *list, struct diagnostics *diagnostics)
{
    size_t most = draft->network_count > draft->layer_count ? draft->network_count : draft->layer_count;
    struct named *others = memory_allocate(most, sizeof *others);

    names_distinct(list->names, list->count, "target", "give each its own name", diagnostics);
    if (diagnostics->count + diagnostics->dropped == draft->errors_before) {
        for (size_t i = 0; i < draft->network_count; i++)
            others[i] = (struct named){draft->networks[i].network.name, draft->networks[i].place};
        check_apart(list, others, draft->network_count, "call the target otherwise than the network",
                    diagnostics);
        for (size_t i = 0; i < draft->layer_count; i++)
            others[i] = (struct named){draft->layers[i].layer.name, draft->layers[i].place};
        check_apart(list, others, draft->layer_count, "call the target otherwise than the layer",
                    diagnostics);
    }
    free(others);
}

void read_targets(const struct schema_field *field, const struct node *node, void *target,
                  struct diagnostics *diagnostics)
{
    struct draft *draft = target;
    struct target_list list = {0};

    if (!schema_expect(node, NODE_SEQUENCE, true, field->key,
                       "a list is expected, one '- {name: labels, activations: labels.npy}' a line",
                       diagnostics))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct target_record record = read_target(draft, node->items[i], diagnostics);

        if (list.count + 1 + record.class_count <= TARGETS_MOST)
            add_record(&list, &record);
        else
            diagnostics_add(diagnostics, record.layer.place,
                            "more than %d targets, classes included; list fewer", TARGETS_MOST);
        free_record(&record);
    }
    check_names(draft, &list, diagnostics);
    draft->experiment.targets = list.layers;
    draft->experiment.target_count = list.count;
    free(list.names);
}
