/* Any names and shapes as a tree of arrays: whatever is read from them, each name comes back from the
 * template. A line is an array: a letter for its shape, its path, and behind a tab its member. */
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/template.h"
#include "guess/guess.h"

#define ENTRIES_MOST 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void add_line(struct cca_entry *entry, const char *line, size_t length)
{
    const char *tab = memchr(line + 1, '\t', length - 1);
    size_t path = tab ? (size_t)(tab - line - 1) : length - 1;

    *entry = (struct cca_entry){.path = memory_duplicate_span(line + 1, path)};
    if (tab)
        entry->member = memory_duplicate_span(tab + 1, length - path - 2);
    entry->info = (struct cca_array_info){.type = CCA_F32, .dimensions = 1 + (*line & 7), .count = 1};
    for (int axis = 0; axis < entry->info.dimensions; axis++)
        entry->info.shape[axis] = 1 + (size_t)((*line >> 3) + axis) % 5;
}

static struct cca_catalog make_catalog(const char *text, size_t size)
{
    struct cca_catalog catalog = {.entries = memory_allocate(ENTRIES_MOST, sizeof *catalog.entries)};

    while (size > 0 && catalog.count < ENTRIES_MOST) {
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) : size;

        if (length > 1 && !memchr(text, '\0', length))
            add_line(&catalog.entries[catalog.count++], text, length);
        length += end != NULL;
        text += length;
        size -= length;
    }
    return catalog;
}

static void require_expansions(const struct guess *guess)
{
    const struct reading *reading = &guess->named.readings[guess->reading.chosen];

    for (size_t i = 0; i < guess->named.count; i++) {
        char *texts[ROLE_COUNT], *member, *path;

        for (int role = 0; role < ROLE_COUNT; role++) {
            struct span span = role_span(&guess->named.names, reading, (enum role)role, i);

            texts[role] =
                memory_duplicate_span(guess->named.list[i].text + span.start, span.end - span.start);
        }
        path = template_expand(guess->reading.answers[guess->reading.chosen].value,
                               &(const struct template_values){texts[ROLE_NETWORK], texts[ROLE_STEP],
                                                               texts[ROLE_LAYER], atoll(texts[ROLE_STEP])},
                               &member);
        require(strcmp(path, guess->named.entries[i]->path) == 0);
        require(!member == !guess->named.entries[i]->member);
        require(!member || strcmp(member, guess->named.entries[i]->member) == 0);
        for (int role = 0; role < ROLE_COUNT; role++)
            free(texts[role]);
        free(path);
        free(member);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cca_catalog catalog = make_catalog((const char *)data, size);
    struct guess guess = {0};

    if (guess_names(catalog.entries, catalog.count, "title", &guess)) {
        for (guess.reading.chosen = 0; guess.reading.chosen < guess.reading.count; guess.reading.chosen++)
            require_expansions(&guess);
        guess.reading.chosen = 0;
        guess_experiment(&guess);
        guess_samples(&guess);
        guess_axes(&guess);
        guess_layers(&guess);
    }
    guess_free(&guess);
    cca_catalog_free(&catalog);
    return 0;
}
