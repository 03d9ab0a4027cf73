#include "config/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/nearest.h"
#include "config/number.h"

#define DESCRIPTION 80

static const char *describe(const struct node *node, char buffer[DESCRIPTION])
{
    if (node->kind == NODE_MAPPING)
        return node->count ? "a mapping" : "an empty mapping";
    if (node->kind == NODE_SEQUENCE)
        return node->count ? "a list" : "an empty list";
    if (!*node->text)
        return "empty";
    if (node_is_null(node))
        return "null";
    snprintf(buffer, DESCRIPTION, "'%.60s%s'", node->text, strlen(node->text) > 60 ? "..." : "");
    return buffer;
}

void schema_wrong(const struct node *node, const char *what, const char *expected,
                  struct diagnostics *diagnostics)
{
    char buffer[DESCRIPTION];

    if (node->kind != NODE_BROKEN)
        diagnostics_add(diagnostics, node->place, "%s is %s; %s", what, describe(node, buffer), expected);
}

bool schema_expect(const struct node *node, enum node_kind kind, bool filled, const char *what,
                   const char *expected, struct diagnostics *diagnostics)
{
    if (node->kind == kind && (!filled || kind == NODE_SCALAR || node->count))
        return true;
    schema_wrong(node, what, expected, diagnostics);
    return false;
}

bool schema_is(const struct node *node, const char *word)
{
    return node->kind == NODE_SCALAR && strcmp(node->text, word) == 0;
}

struct place schema_place(const struct node *node, const char *key)
{
    const struct node *value = node->kind == NODE_MAPPING ? node_find(node, key) : NULL;

    return value ? value->place : node->place;
}

/* "a, b, c"; malloc'ed. */
static char *list_keys(const struct schema_field *field, const struct schema_field *end)
{
    struct text_buffer buffer = {0};

    for (const struct schema_field *one = field; one < end; one++) {
        if (one > field)
            text_buffer_append(&buffer, ", ", 2);
        text_buffer_append(&buffer, one->key, strlen(one->key));
    }
    return buffer.text;
}

static void check_key(const struct schema_field *field, const struct schema_field *end,
                      const struct node *key, struct diagnostics *diagnostics)
{
    struct nearest nearest = nearest_to(key->text);
    char *known;

    for (const struct schema_field *one = field; one < end; one++) {
        if (strcmp(one->key, key->text) == 0)
            return;
        nearest_offer(&nearest, one->key);
    }
    if (nearest.found) {
        diagnostics_add(diagnostics, key->place, "unknown key '%.60s'; did you mean '%s'?", key->text,
                        nearest.found);
        return;
    }
    known = list_keys(field, end);
    diagnostics_add(diagnostics, key->place, "unknown key '%.60s'; known here: %s", key->text, known);
    free(known);
}

void schema_read(const struct schema_field *field, const struct schema_field *end, const struct node *mapping,
                 void *record, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < mapping->count; i++)
        check_key(field, end, mapping->pairs[i].key, diagnostics);
    for (const struct schema_field *one = field; one < end; one++) {
        const struct node *node = node_find(mapping, one->key);

        if (node)
            one->read(one, node, (char *)record + one->offset, diagnostics);
        else if (one->required)
            diagnostics_add(diagnostics, mapping->place, "missing key '%s'; %s", one->key, one->required);
    }
}

void schema_text(const struct schema_field *field, const struct node *node, void *target,
                 struct diagnostics *diagnostics)
{
    char **text = target;

    if (node_is_null(node))
        schema_wrong(node, field->key, "write text, or leave the key out", diagnostics);
    else if (schema_expect(node, NODE_SCALAR, false, field->key,
                           "text is expected (text that begins with { or [ must be quoted)", diagnostics)) {
        free(*text);
        *text = memory_duplicate(node->text);
    }
}

char *schema_read_name(const struct node *node, const char *what, struct diagnostics *diagnostics)
{
    if (!schema_expect(node, NODE_SCALAR, false, what,
                       "a name is expected (one that begins with { or [ must be quoted)", diagnostics))
        return NULL;
    if (node_is_null(node)) {
        schema_wrong(node, what, "write a name, in quotes if it is ~ or null", diagnostics);
        return NULL;
    }
    if (!node->text[strspn(node->text, " \t\r\n")]) {
        schema_wrong(node, what, "a name needs a character that can be seen", diagnostics);
        return NULL;
    }
    return memory_duplicate(node->text);
}

void schema_name(const struct schema_field *field, const struct node *node, void *target,
                 struct diagnostics *diagnostics)
{
    char **name = target;

    *name = schema_read_name(node, field->key, diagnostics);
}

static void expect(const struct node *node, const char *what, const char *expected,
                   struct diagnostics *diagnostics)
{
    char buffer[160];

    snprintf(buffer, sizeof(buffer), "%s is expected", expected);
    schema_wrong(node, what, buffer, diagnostics);
}

void schema_number(const struct schema_field *field, const struct node *node, void *target,
                   struct diagnostics *diagnostics)
{
    const struct schema_range *range = field->rule;
    double *number = target, value;

    if (node->kind == NODE_SCALAR && number_parse_double(node->text, &value) && value >= range->low &&
        value <= range->high && !(range->above_low && value == range->low) &&
        !(range->below_high && value == range->high))
        *number = value;
    else
        expect(node, field->key, range->expected, diagnostics);
}

/* YAML 1.1 reads 010 as eight, 1.2 as ten: neither is guessed. */
static bool parse_whole(const struct schema_field *field, const struct node *node, uint64_t *value,
                        struct diagnostics *diagnostics)
{
    const struct schema_whole *whole = field->rule;

    if (node->kind == NODE_SCALAR && number_parse_unsigned(node->text, value)) {
        if (node->text[0] == '0' && node->text[1]) {
            schema_wrong(node, field->key, "write the number without zeros in front", diagnostics);
            return false;
        }
        if (*value >= whole->low && *value <= whole->high)
            return true;
    }
    expect(node, field->key, whole->expected, diagnostics);
    return false;
}

void schema_unsigned(const struct schema_field *field, const struct node *node, void *target,
                     struct diagnostics *diagnostics)
{
    uint64_t value;

    if (parse_whole(field, node, &value, diagnostics))
        *(uint64_t *)target = value;
}

void schema_size(const struct schema_field *field, const struct node *node, void *target,
                 struct diagnostics *diagnostics)
{
    uint64_t value;

    if (parse_whole(field, node, &value, diagnostics))
        *(size_t *)target = (size_t)value;
}

static char *list_words(const struct schema_words *words)
{
    struct text_buffer buffer = {0};

    for (size_t i = 0; i < words->count; i++) {
        if (i)
            text_buffer_append(&buffer, i + 1 == words->count ? " or " : ", ", i + 1 == words->count ? 4 : 2);
        text_buffer_append(&buffer, words->words[i], strlen(words->words[i]));
    }
    return buffer.text;
}

static void report_word(const struct schema_field *field, const struct node *node,
                        struct diagnostics *diagnostics)
{
    const struct schema_words *words = field->rule;
    struct nearest nearest = nearest_to(node->kind == NODE_SCALAR ? node->text : "");
    char *known = list_words(words), *expected;

    for (size_t i = 0; i < words->count; i++)
        nearest_offer(&nearest, words->words[i]);
    if (nearest.found)
        expected = memory_format("did you mean '%s'? Known: %s", nearest.found, known);
    else
        expected = memory_format("%s is expected", known);
    schema_wrong(node, field->key, expected, diagnostics);
    free(expected);
    free(known);
}

void schema_word(const struct schema_field *field, const struct node *node, void *target,
                 struct diagnostics *diagnostics)
{
    const struct schema_words *words = field->rule;

    for (size_t i = 0; i < words->count; i++) {
        if (schema_is(node, words->words[i])) {
            /* An enum without negative constants is an unsigned int to gcc and clang. */
            *(unsigned *)target = (unsigned)i;
            return;
        }
    }
    report_word(field, node, diagnostics);
}
