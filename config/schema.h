/* A schema as tables: which keys a mapping may have, and what reads the value of each. */
#ifndef CCASCOPE_CONFIG_SCHEMA_H
#define CCASCOPE_CONFIG_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/diagnostics.h"
#include "config/yaml_tree.h"

/* One key of a mapping. `read` gets the place in the record that `offset` names, and adds an error when the
 * value is not what it should be; then it leaves the record as it was, unless it says otherwise. */
struct schema_field {
    const char *key;
    void (*read)(const struct schema_field *field, const struct node *node, void *target,
                 struct diagnostics *diagnostics);
    size_t offset;
    const void *rule;     /* what `read` needs to know, see below */
    const char *required; /* what to do about a missing key; NULL: it may be missing */
};

/* Reads a mapping in the order of the table, whatever the order in the file, so that a field can rely on
 * those before it. Unknown and missing keys are errors. `end` is one behind the last field. */
void schema_read(const struct schema_field *field, const struct schema_field *end, const struct node *mapping,
                 void *record, struct diagnostics *diagnostics);
#define SCHEMA_READ(fields, mapping, record, diagnostics)                                                    \
    schema_read(fields, (fields) + sizeof(fields) / sizeof(*(fields)), mapping, record, diagnostics)

/* Readers for `struct schema_field`, with what they fill and their rule. A text is malloc'ed. */
typedef void schema_reader(const struct schema_field *field, const struct node *node, void *target,
                           struct diagnostics *diagnostics);
schema_reader schema_text;     /* char *; any text */
schema_reader schema_name;     /* char *; text in which something can be seen */
schema_reader schema_number;   /* double; struct schema_range */
schema_reader schema_unsigned; /* uint64_t; struct schema_whole */
schema_reader schema_size;     /* size_t; struct schema_whole */
schema_reader schema_word;     /* an enum, counted from 0; struct schema_words */

struct schema_range {
    double low, high;
    bool above_low, below_high; /* the limit itself is outside */
    const char *expected;       /* "a number above 0 and below 1" */
};

struct schema_whole {
    uint64_t low, high;
    const char *expected; /* "a whole number from 1" */
};

struct schema_words {
    const char *const *words;
    size_t count;
};
#define SCHEMA_WORDS(list) ((struct schema_words){.words = (list), .count = sizeof(list) / sizeof(*(list))})

/* Adds "WHAT is 'VALUE'; EXPECTED", with a description in place of the value of lists and mappings. Nothing
 * for a broken node. */
void schema_wrong(const struct node *node, const char *what, const char *expected,
                  struct diagnostics *diagnostics);
/* True when the node is of a kind, for lists and mappings also not empty where `filled`; else schema_wrong.
 */
bool schema_expect(const struct node *node, enum node_kind kind, bool filled, const char *what,
                   const char *expected, struct diagnostics *diagnostics);
/* Whether a scalar is this word. */
bool schema_is(const struct node *node, const char *word);
/* The place of the value of a key of a mapping; that of the node itself where there is none. */
struct place schema_place(const struct node *node, const char *key);
/* A name as schema_name has it, malloc'ed; NULL with an error. */
char *schema_read_name(const struct node *node, const char *what, struct diagnostics *diagnostics);

#endif
