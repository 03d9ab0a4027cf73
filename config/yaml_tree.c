#include "config/yaml_tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "config/memory.h"
#include "config/names.h"
#include "config/text_file.h"
#include "config/yaml_error.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define CORE_TAG        "tag:yaml.org,2002:"

struct anchor {
    char *name;
    struct node *node;
};

struct builder {
    yaml_parser_t parser;
    const char *text;
    size_t length;
    struct yaml_tree *tree;
    size_t node_count;
    struct anchor anchors[YAML_TREE_MOST_ANCHORS];
    size_t anchor_count;
    struct diagnostics *diagnostics;
};

static bool next_event(struct builder *builder, yaml_event_t *event)
{
    if (yaml_parser_parse(&builder->parser, event))
        return true;
    yaml_error_add(&builder->parser, builder->text, builder->length, builder->diagnostics);
    return false;
}

static bool is_too_large(struct builder *builder, struct place place, size_t weight)
{
    if (weight <= YAML_TREE_MOST_VALUES)
        return false;
    diagnostics_add(builder->diagnostics, place,
                    "more than %d values, aliases followed; a manifest is far smaller",
                    YAML_TREE_MOST_VALUES);
    return true;
}

/* NULL when there are too many. */
static struct node *new_node(struct builder *builder, enum node_kind kind, yaml_mark_t mark)
{
    struct node *node;

    if (is_too_large(builder, place_of_mark(mark), ++builder->node_count))
        return NULL;
    node = memory_allocate(1, sizeof(*node));
    node->kind = kind;
    node->place = place_of_mark(mark);
    node->weight = 1;
    node->previous = builder->tree->last;
    builder->tree->last = node;
    return node;
}

/* The newest anchor of a name counts, as YAML has it. */
static struct node *find_anchor(struct builder *builder, const char *name)
{
    for (size_t i = builder->anchor_count; i > 0; i--)
        if (strcmp(builder->anchors[i - 1].name, name) == 0)
            return builder->anchors[i - 1].node;
    return NULL;
}

static bool add_anchor(struct builder *builder, const yaml_char_t *name, struct node *node)
{
    if (!name)
        return true;
    if (builder->anchor_count == YAML_TREE_MOST_ANCHORS) {
        diagnostics_add(builder->diagnostics, node->place, "more than %d anchors; write some of them out",
                        YAML_TREE_MOST_ANCHORS);
        return false;
    }
    builder->anchors[builder->anchor_count++] =
        (struct anchor){.name = memory_duplicate((const char *)name), .node = node};
    return true;
}

/* The tags that say only what the value is anyway. !!str makes text of what looks like something else. */
static void check_tag(struct builder *builder, const yaml_char_t *tag, struct node *node)
{
    static const struct {
        const char *name;
        enum node_kind kind;
    } core[] = {{"str", NODE_SCALAR},  {"int", NODE_SCALAR},   {"float", NODE_SCALAR}, {"bool", NODE_SCALAR},
                {"null", NODE_SCALAR}, {"seq", NODE_SEQUENCE}, {"map", NODE_MAPPING}};
    const char *text = (const char *)tag;
    bool is_core;

    if (!tag)
        return;
    is_core = strncmp(text, CORE_TAG, strlen(CORE_TAG)) == 0;
    text += is_core ? strlen(CORE_TAG) : 0;
    for (size_t i = 0; is_core && i < sizeof(core) / sizeof(*core); i++) {
        if (strcmp(text, core[i].name) == 0 && node->kind == core[i].kind) {
            node->quoted = node->quoted || strcmp(text, "str") == 0;
            return;
        }
    }
    diagnostics_add(
        builder->diagnostics, node->place,
        "the tag %s%.60s has no meaning here; leave it out (text that begins with ! must be quoted)",
        is_core ? "!!" : "", text);
}

static struct node *build_scalar(struct builder *builder, yaml_event_t *event)
{
    struct node *node = new_node(builder, NODE_SCALAR, event->start_mark);
    size_t length = event->data.scalar.length;

    if (!node)
        return NULL;
    node->weight += length <= YAML_TREE_LONGEST_SCALAR ? length / 16 : 0;
    node->text = (char *)event->data.scalar.value;
    event->data.scalar.value = NULL;
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    check_tag(builder, event->data.scalar.tag, node);
    if (length > YAML_TREE_LONGEST_SCALAR) {
        node->kind = NODE_BROKEN;
        diagnostics_add(builder->diagnostics, node->place, "a text of %zu bytes; at most %d are read", length,
                        YAML_TREE_LONGEST_SCALAR);
    } else if (strlen(node->text) != length) {
        node->kind = NODE_BROKEN;
        diagnostics_add(builder->diagnostics, node->place,
                        "a text with the character NUL (\\0); it cannot be part of a name, leave it out");
    }
    return add_anchor(builder, event->data.scalar.anchor, node) ? node : NULL;
}

static struct node *follow_alias(struct builder *builder, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct node *node = find_anchor(builder, name);

    if (node && !node->open)
        return node;
    if (node)
        diagnostics_add(builder->diagnostics, place_of_mark(event->start_mark),
                        "the alias *%.60s stands inside what it stands for (line %zu); write it out", name,
                        node->place.line);
    else
        diagnostics_add(
            builder->diagnostics, place_of_mark(event->start_mark),
            "the alias *%.60s has no anchor &%.60s before it; text that begins with * must be quoted", name,
            name);
    return new_node(builder, NODE_BROKEN, event->start_mark);
}

static void add_item(struct node *sequence, struct node *item)
{
    sequence->items =
        memory_reserve(sequence->items, &sequence->capacity, sequence->count + 1, sizeof(*sequence->items));
    sequence->items[sequence->count++] = item;
}

static void add_pair(struct builder *builder, struct node *mapping, struct node *key, struct node *value)
{
    if (key->kind == NODE_BROKEN)
        return;
    if (key->kind != NODE_SCALAR) {
        diagnostics_add(
            builder->diagnostics, key->place,
            "a key that is itself a list or mapping; a key is a word (text that begins with { or [ "
            "must be quoted)");
        return;
    }
    if (!key->quoted && strcmp(key->text, "<<") == 0) {
        diagnostics_add(builder->diagnostics, key->place,
                        "the merge key << is not read; write out the keys that it would bring");
        return;
    }
    mapping->pairs =
        memory_reserve(mapping->pairs, &mapping->capacity, mapping->count + 1, sizeof(*mapping->pairs));
    mapping->pairs[mapping->count++] = (struct pair){.key = key, .value = value};
}

static void check_keys(struct builder *builder, const struct node *mapping)
{
    struct named *keys = memory_allocate(mapping->count, sizeof(*keys));

    for (size_t i = 0; i < mapping->count; i++)
        keys[i] = (struct named){.name = mapping->pairs[i].key->text, .place = mapping->pairs[i].key->place};
    names_distinct(keys, mapping->count, "key", "keep one of them", builder->diagnostics);
    free(keys);
}

static struct node *build_node(struct builder *builder, yaml_event_t *event, unsigned depth);

/* Everything between the start and the end of a sequence or mapping; false when parsing cannot go on. */
static bool build_children(struct builder *builder, struct node *node, unsigned depth)
{
    struct node *key = NULL;

    for (;;) {
        yaml_event_t event;
        struct node *child;
        bool end;

        if (!next_event(builder, &event))
            return false;
        end = event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        child = end ? NULL : build_node(builder, &event, depth);
        yaml_event_delete(&event);
        if (end)
            return true;
        if (!child)
            return false;
        node->weight += child->weight;
        if (is_too_large(builder, child->place, node->weight))
            return false;
        if (node->kind == NODE_SEQUENCE) {
            add_item(node, child);
        } else if (!key) {
            key = child;
        } else {
            add_pair(builder, node, key, child);
            key = NULL;
        }
    }
}

static struct node *build_collection(struct builder *builder, const yaml_event_t *event, unsigned depth)
{
    bool is_sequence = event->type == YAML_SEQUENCE_START_EVENT;
    struct node *node = new_node(builder, is_sequence ? NODE_SEQUENCE : NODE_MAPPING, event->start_mark);

    if (!node)
        return NULL;
    if (depth > YAML_TREE_DEEPEST) {
        diagnostics_add(
            builder->diagnostics, node->place,
            "nested more than %d deep; a manifest needs 4 levels (text that begins with { or [ must "
            "be quoted)",
            YAML_TREE_DEEPEST);
        return NULL;
    }
    check_tag(builder, is_sequence ? event->data.sequence_start.tag : event->data.mapping_start.tag, node);
    if (!add_anchor(builder,
                    is_sequence ? event->data.sequence_start.anchor : event->data.mapping_start.anchor, node))
        return NULL;
    node->open = true;
    if (!build_children(builder, node, depth + 1))
        return NULL;
    node->open = false;
    if (!is_sequence)
        check_keys(builder, node);
    return node;
}

/* NULL when parsing cannot go on; the reason is among the diagnostics. */
static struct node *build_node(struct builder *builder, yaml_event_t *event, unsigned depth)
{
    if (event->type == YAML_SCALAR_EVENT)
        return build_scalar(builder, event);
    if (event->type == YAML_ALIAS_EVENT)
        return follow_alias(builder, event);
    return build_collection(builder, event, depth);
}

/* Reads one event, which is to be of a type; another one is left to the caller, false without an error. */
static bool skip_event(struct builder *builder, yaml_event_type_t type, bool *found)
{
    yaml_event_t event;

    if (!next_event(builder, &event))
        return false;
    *found = event.type == type;
    if (!*found && event.type == YAML_DOCUMENT_START_EVENT)
        diagnostics_add(builder->diagnostics, place_of_mark(event.start_mark),
                        "a second document begins here; keep one in the file, without the line ---");
    yaml_event_delete(&event);
    return true;
}

static bool build_document(struct builder *builder)
{
    yaml_event_t event;
    bool found;

    if (!skip_event(builder, YAML_STREAM_START_EVENT, &found) ||
        !skip_event(builder, YAML_DOCUMENT_START_EVENT, &found))
        return false;
    if (!found)
        return true;
    if (!next_event(builder, &event))
        return false;
    builder->tree->root = build_node(builder, &event, 1);
    yaml_event_delete(&event);
    return builder->tree->root && skip_event(builder, YAML_DOCUMENT_END_EVENT, &found) &&
           skip_event(builder, YAML_STREAM_END_EVENT, &found);
}

/* libyaml compares every %TAG directive with all before it: a file of them would take hours. */
static bool has_tag_directive(const char *text, size_t length, struct diagnostics *diagnostics)
{
    const char *at = text, *end = text + length;

    while (at < end && (at = memmem(at, (size_t)(end - at), "%TAG", 4))) {
        if (at == text || strchr("\n\r\x85\xa8\xa9", at[-1])) {
            struct place place = {1, 1};

            for (const char *c = text; c < at; c++)
                place.line += *c == '\n';
            diagnostics_add(diagnostics, place, "a %%TAG directive; tags have no meaning here, leave it out");
            return true;
        }
        at++;
    }
    return false;
}

bool yaml_tree_parse(const char *text, size_t length, struct yaml_tree *tree, struct diagnostics *diagnostics)
{
    struct builder *builder;
    bool built;

    size_t mark;

    *tree = (struct yaml_tree){0};
    if (!text_file_check(text, length, diagnostics) || has_tag_directive(text, length, diagnostics))
        return false;
    mark = length >= 3 && memcmp(text, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;
    builder = memory_allocate(1, sizeof(*builder));
    builder->text = text + mark;
    builder->length = length - mark;
    builder->tree = tree;
    builder->diagnostics = diagnostics;
    built = yaml_parser_initialize(&builder->parser);
    if (built) {
        yaml_parser_set_input_string(&builder->parser, (const unsigned char *)builder->text, builder->length);
        yaml_parser_set_encoding(&builder->parser, YAML_UTF8_ENCODING);
        built = build_document(builder);
        yaml_parser_delete(&builder->parser);
    }
    for (size_t i = 0; i < builder->anchor_count; i++)
        free(builder->anchors[i].name);
    free(builder);
    return built;
}

void yaml_tree_free(struct yaml_tree *tree)
{
    while (tree->last) {
        struct node *node = tree->last;

        tree->last = node->previous;
        free(node->text);
        free(node->items);
        free(node->pairs);
        free(node);
    }
    *tree = (struct yaml_tree){0};
}

bool node_is_null(const struct node *node)
{
    static const char *const spellings[] = {"", "~", "null", "Null", "NULL"};

    if (node->kind != NODE_SCALAR || node->quoted)
        return false;
    for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++)
        if (strcmp(node->text, spellings[i]) == 0)
            return true;
    return false;
}

const struct node *node_find(const struct node *mapping, const char *key)
{
    for (size_t i = 0; i < mapping->count; i++)
        if (strcmp(mapping->pairs[i].key->text, key) == 0)
            return mapping->pairs[i].value;
    return NULL;
}

const char *yaml_tree_version(void)
{
    return yaml_get_version_string();
}
