#include "trees.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void read_shape(const char *text, struct cca_array_info *info)
{
    char *end;

    info->type = CCA_F32;
    info->count = 1;
    info->dimensions = 0;
    do {
        cr_assert_lt(info->dimensions, MAX_DIMENSIONS);
        info->shape[info->dimensions] = strtoull(text, &end, 10);
        info->count *= info->shape[info->dimensions++];
        text = end + 1;
    } while (*end == 'x');
}

static void add(struct cca_catalog *catalog, const char *name, const char *shape)
{
    struct cca_entry *entry;
    char *member;

    catalog->entries = realloc(catalog->entries, (catalog->count + 1) * sizeof *catalog->entries);
    entry = &catalog->entries[catalog->count++];
    *entry = (struct cca_entry){.path = strdup(name)};
    read_shape(shape, &entry->info);
    if ((member = strchr(entry->path, '#'))) {
        entry->member = strdup(member + 1);
        *member = '\0';
    }
}

/* Appends to `name` whatever the rest of the pattern stands for. */
static void expand(struct cca_catalog *catalog, const char *pattern, char *name, const char *shape)
{
    size_t length = strlen(name), plain = strcspn(pattern, "{ ");
    const char *end;

    strncat(name, pattern, plain);
    pattern += plain;
    if (*pattern != '{') {
        add(catalog, name, shape);
        name[length] = '\0';
        return;
    }
    end = strchr(pattern, '}');
    while (*pattern != '}') {
        size_t whole = strcspn(++pattern, ",}"), word = strcspn(pattern, ",}>");

        name[length + plain] = '\0';
        strncat(name, pattern, word);
        expand(catalog, end + 1, name, word < whole ? pattern + word + 1 : shape);
        pattern += whole;
    }
    name[length] = '\0';
}

static int compare(const void *left, const void *right)
{
    const struct cca_entry *a = left, *b = right;
    int order = strverscmp(a->path, b->path);

    return order || !a->member ? order : strverscmp(a->member, b->member);
}

struct cca_catalog tree_make(const char *patterns)
{
    struct cca_catalog catalog = {0};
    char name[4096] = "";

    for (; *patterns; patterns += strcspn(patterns, " "), patterns += *patterns == ' ')
        expand(&catalog, patterns, name, "100x16");
    qsort(catalog.entries, catalog.count, sizeof *catalog.entries, compare);
    return catalog;
}

static char *random_name(unsigned *seed)
{
    static const char *const pieces[] = {"step",     "layer", "conv", "net", "model", "seed", "fc",  "final",
                                         "epoch",    "a",     "0",    "1",   "2",     "10",   "007", "/",
                                         "/",        "_",     "-",    ".",   "=",     "{",    "}",   " ",
                                         "\xc3\xa9", "\x1b[", "\n",   "#",   "'\""};
    char *name = calloc(200, 1);
    size_t count = 1 + (size_t)rand_r(seed) % 7;

    for (size_t i = 0; i < count; i++)
        strcat(name, pieces[(size_t)rand_r(seed) % (sizeof pieces / sizeof *pieces)]);
    return name;
}

static int compare_entries(const void *left, const void *right)
{
    return strcmp(((const struct cca_entry *)left)->path, ((const struct cca_entry *)right)->path);
}

struct cca_catalog tree_random(unsigned *seed)
{
    struct cca_catalog catalog = {0};
    size_t count = 1 + (size_t)rand_r(seed) % 12;
    bool members = rand_r(seed) % 4 == 0;

    catalog.entries = calloc(count, sizeof *catalog.entries);
    for (size_t i = 0; i < count; i++) {
        struct cca_entry entry = {.path = random_name(seed)};

        strcat(entry.path, rand_r(seed) % 8 ? ".npy" : "");
        entry.member = members ? random_name(seed) : NULL;
        entry.info = (struct cca_array_info){
            .type = CCA_F32, .dimensions = 1 + rand_r(seed) % 5, .shape = {100, 4, 4, 2, 3}, .count = 100};
        catalog.entries[catalog.count++] = entry;
    }
    qsort(catalog.entries, catalog.count, sizeof *catalog.entries, compare_entries);
    for (size_t i = catalog.count; i-- > 1;)
        if (strcmp(catalog.entries[i].path, catalog.entries[i - 1].path) == 0)
            catalog.entries[i].path[0] ^= 1; /* files differ in their names */
    return catalog;
}
