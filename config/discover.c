#include "config/discover.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/memory.h"
#include "config/number.h"
#include "config/template.h"

#define MOST_FOUND  1000000
#define MOST_DIGITS 19

/* One byte of the path, or one field that is not known yet. */
struct element {
    enum { ELEMENT_BYTE, ELEMENT_CHECKPOINT, ELEMENT_STEP } kind;
    char byte;
    int width;
};

struct pattern {
    struct element *elements;
    size_t count;
    size_t capacity;
};

/* What the fields stand for, as far as the path has told. */
struct binding {
    char *checkpoint; /* NULL: not known */
    bool has_step;
    int64_t step;
};

struct found {
    char *name;
    int64_t step;
    bool numbered;
};

struct search {
    struct pattern pattern;
    struct found *found;
    size_t count;
    size_t capacity;
};

static void add_element(struct pattern *pattern, struct element element)
{
    pattern->elements =
        memory_reserve(pattern->elements, &pattern->capacity, pattern->count + 1, sizeof(*pattern->elements));
    pattern->elements[pattern->count++] = element;
}

static void add_bytes(struct pattern *pattern, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        add_element(pattern, (struct element){.kind = ELEMENT_BYTE, .byte = text[i]});
}

static void make_pattern(struct pattern *pattern, const char *template, const char *network,
                         const char *layer)
{
    struct template_piece piece = {.rest = template};

    pattern->count = 0;
    while (template_next(&piece) && !piece.in_member) {
        if (piece.kind == PIECE_TEXT)
            add_bytes(pattern, piece.text, piece.length);
        else if (piece.field == TEMPLATE_NETWORK)
            add_bytes(pattern, network, strlen(network));
        else if (piece.field == TEMPLATE_LAYER)
            add_bytes(pattern, layer, strlen(layer));
        else if (piece.field == TEMPLATE_CHECKPOINT)
            add_element(pattern, (struct element){.kind = ELEMENT_CHECKPOINT});
        else
            add_element(pattern, (struct element){.kind = ELEMENT_STEP, .width = piece.width});
    }
}

/* Digits as the template would have written them: padded to the width, and no further. */
static bool parse_step(const char *digits, size_t length, int width, int64_t *step)
{
    char copy[MOST_DIGITS + 1] = "";

    if (length > MOST_DIGITS || length < (size_t)width || (length > (size_t)width && digits[0] == '0'))
        return false;
    memcpy(copy, digits, length);
    return number_parse_integer(copy, step);
}

static bool match(const struct element *element, const struct element *end, const char *name,
                  struct binding *binding);

static bool match_step(const struct element *element, const struct element *end, const char *name,
                       struct binding *binding)
{
    struct binding before = *binding;

    for (size_t length = strspn(name, "0123456789"); length > 0; length--) {
        int64_t step;

        if (!parse_step(name, length, element->width, &step) || (before.has_step && step != before.step))
            continue;
        binding->has_step = true;
        binding->step = step;
        if (match(element + 1, end, name + length, binding))
            return true;
        *binding = before;
    }
    return false;
}

/* The shortest name that fits: of "step100" for {checkpoint}{step} that is "step". */
static bool match_checkpoint(const struct element *element, const struct element *end, const char *name,
                             struct binding *binding)
{
    size_t known = binding->checkpoint ? strlen(binding->checkpoint) : 0;

    if (known)
        return strncmp(name, binding->checkpoint, known) == 0 &&
               match(element + 1, end, name + known, binding);
    for (size_t length = 1; name[length - 1]; length++) {
        binding->checkpoint = memory_duplicate_span(name, length);
        if (match(element + 1, end, name + length, binding))
            return true;
        free(binding->checkpoint);
        binding->checkpoint = NULL;
    }
    return false;
}

/* Whether the elements stand for the whole name; then the fields in them are bound. */
static bool match(const struct element *element, const struct element *end, const char *name,
                  struct binding *binding)
{
    for (; element < end && element->kind == ELEMENT_BYTE; element++, name++)
        if (*name != element->byte)
            return false;
    if (element == end)
        return !*name;
    if (element->kind == ELEMENT_STEP)
        return match_step(element, end, name, binding);
    return match_checkpoint(element, end, name, binding);
}

static bool last_number(const char *name, int64_t *number)
{
    const char *end = name + strlen(name), *start;

    while (end > name && (end[-1] < '0' || end[-1] > '9'))
        end--;
    for (start = end; start > name && start[-1] >= '0' && start[-1] <= '9';)
        start--;
    while (start + 1 < end && *start == '0')
        start++;
    return start < end && parse_step(start, (size_t)(end - start), 1, number);
}

static void add_found(struct search *search, const char *path, const struct binding *binding)
{
    struct found found = {.step = binding->step, .numbered = binding->has_step};
    struct stat status;

    if (search->count == MOST_FOUND || stat(path, &status) != 0 || S_ISDIR(status.st_mode))
        return;
    if (!found.numbered && binding->checkpoint)
        found.numbered = last_number(binding->checkpoint, &found.step);
    found.name = binding->checkpoint ? memory_duplicate(binding->checkpoint)
                                     : memory_format("%" PRId64, binding->step);
    search->found =
        memory_reserve(search->found, &search->capacity, search->count + 1, sizeof(*search->found));
    search->found[search->count++] = found;
}

static bool is_known(const struct element *element, const struct binding *binding)
{
    return element->kind == ELEMENT_BYTE ||
           (element->kind == ELEMENT_STEP ? binding->has_step : binding->checkpoint != NULL);
}

static void append_known(struct text_buffer *path, const struct element *element,
                         const struct binding *binding)
{
    char *step;

    if (element->kind == ELEMENT_BYTE) {
        text_buffer_append(path, &element->byte, 1);
    } else if (element->kind == ELEMENT_CHECKPOINT) {
        text_buffer_append(path, binding->checkpoint, strlen(binding->checkpoint));
    } else {
        step = memory_format("%0*" PRId64, element->width, binding->step);
        text_buffer_append(path, step, strlen(step));
        free(step);
    }
}

static void walk(struct search *search, const struct element *element, struct text_buffer path,
                 const struct binding *binding);

/* Tries every entry of the directory `path` for the elements up to `end`, then goes on behind them. */
static void walk_entries(struct search *search, const struct element *element, const struct element *end,
                         const struct text_buffer *path, const struct binding *binding)
{
    DIR *directory = opendir(path->length ? path->text : ".");
    const struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        struct binding bound = *binding;
        struct text_buffer longer = {0};

        if (entry->d_name[0] == '.' && !(element->kind == ELEMENT_BYTE && element->byte == '.'))
            continue;
        if (!match(element, end, entry->d_name, &bound))
            continue;
        text_buffer_append(&longer, path->text, path->length);
        text_buffer_append(&longer, entry->d_name, strlen(entry->d_name));
        walk(search, end, longer, &bound);
        if (bound.checkpoint != binding->checkpoint)
            free(bound.checkpoint);
    }
    if (directory)
        closedir(directory);
}

/* Follows the pattern from `element` on, below `path`, which it frees. Known parts are appended without a
 * look: only the file at the end has to exist. */
static void walk(struct search *search, const struct element *element, struct text_buffer path,
                 const struct binding *binding)
{
    const struct element *last = search->pattern.elements + search->pattern.count, *end = element;

    while (element < last) {
        bool known = true;

        for (end = element; end < last && !(end->kind == ELEMENT_BYTE && end->byte == '/'); end++)
            known = known && is_known(end, binding);
        if (!known)
            break;
        end += end < last;
        for (; element < end; element++)
            append_known(&path, element, binding);
    }
    if (element < last)
        walk_entries(search, element, end, &path, binding);
    else
        add_found(search, path.text, binding);
    free(path.text);
}

static int compare(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    int order;

    if (a->numbered != b->numbered)
        return a->numbered ? -1 : 1;
    if (a->numbered && a->step != b->step)
        return a->step < b->step ? -1 : 1;
    order = strverscmp(a->name, b->name);
    return order ? order : strcmp(a->name, b->name);
}

static void sort_distinct(struct search *search)
{
    size_t kept = 0;

    if (search->count)
        qsort(search->found, search->count, sizeof(*search->found), compare);
    for (size_t i = 0; i < search->count; i++) {
        if (kept && compare(&search->found[kept - 1], &search->found[i]) == 0)
            free(search->found[i].name);
        else
            search->found[kept++] = search->found[i];
    }
    search->count = kept;
}

static void search_layer(struct search *search, const char *directory, const char *network,
                         const struct layer *layer)
{
    const char *template = layer->activations;
    struct text_buffer path = {0};

    if (!template_path_has(template, TEMPLATE_CHECKPOINT) && !template_path_has(template, TEMPLATE_STEP))
        return;
    make_pattern(&search->pattern, template, network, layer->name);
    text_buffer_append(&path, "", 0);
    if (template[0] != '/') {
        text_buffer_append(&path, directory, strlen(directory));
        text_buffer_append(&path, "/", 1);
    }
    walk(search, search->pattern.elements, path, &(struct binding){0});
    sort_distinct(search);
}

static struct checkpoint *take_found(struct search *search)
{
    struct checkpoint *checkpoints =
        search->count ? memory_allocate(search->count, sizeof(*checkpoints)) : NULL;
    int64_t next = 0;

    for (size_t i = 0; i < search->count; i++) {
        int64_t step = search->found[i].numbered ? search->found[i].step : next;

        checkpoints[i] = (struct checkpoint){.name = search->found[i].name, .step = step};
        next = step < INT64_MAX ? step + 1 : step;
    }
    free(search->found);
    return checkpoints;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(((const struct checkpoint *)left)->name, ((const struct checkpoint *)right)->name);
}

/* Both {checkpoint} and {step} in the path, and they disagree. */
static void refuse_repeated(const struct checkpoint *checkpoints, size_t count, struct place place,
                            struct diagnostics *diagnostics)
{
    struct checkpoint *sorted = memory_copy(checkpoints, count, sizeof(*checkpoints));

    if (count)
        qsort(sorted, count, sizeof(*sorted), compare_names);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sorted[i - 1].name, sorted[i].name) == 0)
            diagnostics_add(diagnostics, place,
                            "auto finds the checkpoint '%.60s' at steps %" PRId64 " and %" PRId64
                            "; list the checkpoints instead",
                            sorted[i].name, sorted[i - 1].step, sorted[i].step);
    free(sorted);
}

struct checkpoint *discover_checkpoints(const char *directory, const char *network,
                                        const struct layer *layers, size_t layer_count, struct place place,
                                        struct diagnostics *diagnostics, size_t *count)
{
    struct search search = {0};
    struct checkpoint *checkpoints;

    for (size_t i = 0; i < layer_count; i++)
        search_layer(&search, directory, network, &layers[i]);
    *count = search.count;
    checkpoints = take_found(&search);
    refuse_repeated(checkpoints, *count, place, diagnostics);
    free(search.pattern.elements);
    return checkpoints;
}
