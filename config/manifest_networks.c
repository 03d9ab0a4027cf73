/* Networks and their checkpoints. */
#include <float.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config/manifest_draft.h"
#include "config/memory.h"
#include "config/names.h"
#include "config/number.h"

struct checkpoint_record {
    struct checkpoint checkpoint;
    struct place place;
    bool has_step;
};

static void read_step(const struct schema_field *field, const struct node *node, void *target,
                      struct diagnostics *diagnostics)
{
    struct checkpoint_record *record = target;
    uint64_t step;

    if (node->kind != NODE_SCALAR || !number_parse_unsigned(node->text, &step) || step > INT64_MAX) {
        schema_wrong(node, field->key,
                     "a step is a whole number from 0; a checkpoint with a name is {name: final, step: 800}",
                     diagnostics);
    } else if (node->text[0] == '0' && node->text[1]) {
        char expected[160];

        snprintf(expected, sizeof(expected),
                 "write %" PRIu64 " without zeros in front, and {step:%02zu} in the template", step,
                 strlen(node->text) < 18 ? strlen(node->text) : 18);
        schema_wrong(node, field->key, expected, diagnostics);
    } else {
        record->checkpoint.step = (int64_t)step;
        record->has_step = true;
    }
}

static const struct schema_field checkpoint_fields[] = {
    {.key = "name", .read = schema_name, .offset = offsetof(struct checkpoint_record, checkpoint.name)},
    {.key = "step", .read = read_step, .required = "a checkpoint needs its step: {name: final, step: 800}"},
};

const struct schema_table checkpoint_keys = SCHEMA_TABLE(checkpoint_fields);

static struct checkpoint_record read_checkpoint(const struct node *node, struct diagnostics *diagnostics)
{
    static const struct schema_field step = {.key = "a checkpoint"};
    struct checkpoint_record record = {.place = schema_place(node, "name")};

    if (node->kind == NODE_MAPPING)
        SCHEMA_READ(checkpoint_fields, node, &record, diagnostics);
    else
        read_step(&step, node, &record, diagnostics);
    if (record.has_step && !record.checkpoint.name && (node->kind == NODE_SCALAR || !node_find(node, "name")))
        record.checkpoint.name = memory_format("%" PRId64, record.checkpoint.step);
    return record;
}

static int compare_records(const void *left, const void *right)
{
    const struct checkpoint_record *a = left, *b = right;

    if (a->checkpoint.step != b->checkpoint.step)
        return a->checkpoint.step < b->checkpoint.step ? -1 : 1;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return (a->place.column > b->place.column) - (a->place.column < b->place.column);
}

static void read_checkpoint_list(const struct node *node, struct checkpoint_list *list,
                                 struct diagnostics *diagnostics)
{
    struct checkpoint_record *records = memory_allocate(node->count, sizeof(*records));
    struct named *names = memory_allocate(node->count, sizeof(*names));

    for (size_t i = 0; i < node->count; i++) {
        records[i] = read_checkpoint(node->items[i], diagnostics);
        names[i] = (struct named){.name = records[i].checkpoint.name, .place = records[i].place};
    }
    names_distinct(names, node->count, "checkpoint", "give each its own name", diagnostics);
    qsort(records, node->count, sizeof(*records), compare_records);
    list->list = memory_allocate(node->count, sizeof(*list->list));
    list->count = node->count;
    for (size_t i = 0; i < node->count; i++)
        list->list[i] = records[i].checkpoint;
    free(names);
    free(records);
}

void read_checkpoints(const struct schema_field *field, const struct node *node, void *target,
                      struct diagnostics *diagnostics)
{
    struct checkpoint_list *list = target;

    list->place = node->place;
    if (schema_is(node, "auto"))
        list->automatic = true;
    else if (schema_expect(node, NODE_SEQUENCE, true, field->key,
                           "a list of steps such as [0, 10, 100], or auto, is expected", diagnostics))
        read_checkpoint_list(node, list, diagnostics);
}

void free_checkpoints(struct checkpoint_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->list[i].name);
    free(list->list);
}

static void read_attributes(const struct schema_field *field, const struct node *node, void *target,
                            struct diagnostics *diagnostics)
{
    static const struct schema_range range = {-DBL_MAX, DBL_MAX, false, false, "a number, such as 0.98,"};
    struct network_record *record = target;
    struct network *network = &record->network;

    if (!schema_expect(node, NODE_MAPPING, false, field->key,
                       "a mapping of names to numbers is expected, such as {test_accuracy: 0.98}",
                       diagnostics))
        return;
    network->attributes = memory_allocate(node->count, sizeof(*network->attributes));
    network->attribute_count = node->count;
    for (size_t i = 0; i < node->count; i++) {
        const struct pair *pair = &node->pairs[i];
        const struct schema_field number = {.key = pair->key->text, .rule = &range};

        network->attributes[i].name = schema_read_name(pair->key, "the name of an attribute", diagnostics);
        schema_number(&number, pair->value, &network->attributes[i].value, diagnostics);
    }
}

static const struct schema_field network_fields[] = {
    {.key = "name",
     .read = schema_name,
     .offset = offsetof(struct network_record, network.name),
     .required = "a network needs a name: {name: a}"},
    {.key = "group", .read = schema_name, .offset = offsetof(struct network_record, network.group)},
    {.key = "attributes", .read = read_attributes},
    {.key = "checkpoints", .read = read_checkpoints, .offset = offsetof(struct network_record, checkpoints)},
};

const struct schema_table network_keys = SCHEMA_TABLE(network_fields);

void read_networks(const struct schema_field *field, const struct node *node, void *target,
                   struct diagnostics *diagnostics)
{
    struct draft *draft = target;
    struct named *names;

    draft->networks_given = true;
    if (!schema_expect(node, NODE_SEQUENCE, true, field->key, "a list is expected, one '- name: a' a line",
                       diagnostics))
        return;
    draft->network_count = node->count;
    draft->networks = memory_allocate(node->count, sizeof(*draft->networks));
    names = memory_allocate(node->count, sizeof(*names));
    for (size_t i = 0; i < node->count; i++) {
        struct network_record *record = &draft->networks[i];
        const struct node *item = node->items[i];

        record->place = schema_place(item, "name");
        if (schema_expect(item, NODE_MAPPING, true, "a network", "a mapping is expected, such as {name: a}",
                          diagnostics))
            SCHEMA_READ(network_fields, item, record, diagnostics);
        names[i] = (struct named){.name = record->network.name, .place = record->place};
    }
    names_distinct(names, node->count, "network", "give each its own name", diagnostics);
    free(names);
}
