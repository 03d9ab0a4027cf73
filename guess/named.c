#include "guess/named.h"

#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "guess/facts.h"

/* What it counts to describe all arrays and not only some of them. */
#define COVERED_POINTS 30
/* Where so many names have a number at some place, they are read by that number and the others left out. */
#define MOSTLY 0.75

#define ANY_PART  SIZE_MAX
#define SOME_PART (SIZE_MAX - 1)

#define DEEPEST    12
#define KINDS_MOST 32

/* A choice among entries while the best one is looked for. */
struct choosing {
    const struct cca_entry *const *entries;
    size_t count;
    struct named *best;
};

/* What the entries of a choice have in common. */
struct filter {
    const char *suffix;
    bool members;
    size_t least, most; /* folders in the path */
    size_t moment; /* the folder or file that is a step; ANY_PART: any; SOME_PART: step100 stands somewhere */
};

static size_t count_folders(const char *path)
{
    size_t count = 0;

    for (; (path = strchr(path, '/')); path++)
        count++;
    return count;
}

/* The folder `index` of a path, or the file's name without its suffix. */
static const char *find_folder(const char *path, size_t index, size_t *length)
{
    const char *end = path + cca_array_stem(path), *slash;

    while (index-- > 0)
        path = strchr(path, '/') + 1;
    slash = memchr(path, '/', (size_t)(end - path));
    *length = (size_t)((slash ? slash : end) - path);
    return path;
}

static bool passes(const struct filter *filter, const struct cca_entry *entry)
{
    size_t folders = count_folders(entry->path), length;
    const char *folder;

    if (strcmp(entry->path + cca_array_stem(entry->path), filter->suffix) != 0 ||
        (entry->member != NULL) != filter->members || folders < filter->least || folders > filter->most)
        return false;
    if (filter->moment == ANY_PART)
        return true;
    if (filter->moment == SOME_PART)
        return has_step(entry->path);
    folder = find_folder(entry->path, filter->moment, &length);
    return is_moment(folder, length);
}

static size_t count_passing(const struct choosing *choosing, const struct filter *filter)
{
    size_t count = 0;

    for (size_t i = 0; i < choosing->count; i++)
        count += passes(filter, choosing->entries[i]);
    return count;
}

static uint64_t shape_of(const struct cca_array_info *info)
{
    return text_hash((const char *)info->shape, (size_t)info->dimensions * sizeof *info->shape);
}

static void add_entry(struct named *named, const struct cca_entry *entry)
{
    size_t stem = cca_array_stem(entry->path), member = entry->member ? strlen(entry->member) + 1 : 0;
    char *text = memory_allocate(stem + member + 1, 1);

    memcpy(text, entry->path, stem);
    if (entry->member)
        memcpy(text + stem + 1, entry->member, member);
    named->entries[named->count] = entry;
    named->list[named->count] = (struct name){text, stem + member};
    named->shapes[named->count++] = shape_of(&entry->info);
}

static void read_names(struct named *named, size_t of_all)
{
    named->names = (struct names){named->list, named->count, named->shapes, {.count = 0}};
    columns_cut(named->list, named->count, &named->names.columns);
    named->reading_count = roles_read(&named->names, named->readings, READINGS_MOST);
    named->points = named->reading_count
                        ? named->readings[0].points + COVERED_POINTS * (double)named->count / (double)of_all
                        : -1e9;
}

/* Reads the names that pass, and keeps them when they are the best so far. */
static void consider(struct choosing *choosing, const struct filter *filter)
{
    size_t count = count_passing(choosing, filter);
    struct named named = {.suffix = memory_duplicate(filter->suffix)};

    named.entries = memory_allocate(count, sizeof *named.entries);
    named.list = memory_allocate(count, sizeof *named.list);
    named.shapes = memory_allocate(count, sizeof *named.shapes);
    for (size_t i = 0; i < choosing->count; i++)
        if (passes(filter, choosing->entries[i]))
            add_entry(&named, choosing->entries[i]);
    if (count > 0)
        read_names(&named, choosing->count);
    if (named.reading_count > 0 &&
        (!choosing->best->reading_count || named.points > choosing->best->points)) {
        named_free(choosing->best);
        *choosing->best = named;
    } else {
        named_free(&named);
    }
}

/* Some of them only, when these are most and not all. */
static void consider_most(struct choosing *choosing, struct filter filter, size_t moment, size_t all)
{
    size_t left;

    filter.moment = moment;
    left = count_passing(choosing, &filter);
    if (left < all && (double)left >= MOSTLY * (double)all)
        consider(choosing, &filter);
}

/* Also without those that have no step where most have one. */
static void consider_moments(struct choosing *choosing, struct filter filter)
{
    size_t all = count_passing(choosing, &filter);

    consider(choosing, &filter);
    for (size_t i = 0; i <= filter.least && i < DEEPEST; i++)
        consider_most(choosing, filter, i, all);
    consider_most(choosing, filter, SOME_PART, all);
}

/* Each depth by itself, and with what is deeper: layers may reach into folders. */
static void consider_depths(struct choosing *choosing, const char *suffix, bool members)
{
    struct filter filter = {.suffix = suffix, .members = members, .most = SIZE_MAX, .moment = ANY_PART};
    size_t deeper = count_passing(choosing, &filter), exactly;

    for (filter.least = 0; filter.least <= DEEPEST && deeper > 0; filter.least++, deeper -= exactly) {
        filter.most = filter.least;
        exactly = count_passing(choosing, &filter);
        if (exactly == 0)
            continue;
        if (exactly < deeper)
            consider_moments(choosing, filter);
        filter.most = SIZE_MAX;
        consider_moments(choosing, filter);
    }
}

/* Adds the suffix and kind of an entry to those known, of which there are few; false when it was there. */
static bool is_new(struct filter *known, size_t *count, const struct cca_entry *entry)
{
    const char *suffix = entry->path + cca_array_stem(entry->path);
    bool members = entry->member != NULL;

    for (size_t i = 0; i < *count; i++)
        if (known[i].members == members && strcmp(known[i].suffix, suffix) == 0)
            return false;
    if (*count == KINDS_MOST)
        return false;
    known[(*count)++] = (struct filter){.suffix = suffix, .members = members};
    return true;
}

void named_choose(const struct cca_entry *const *entries, size_t count, struct named *named)
{
    struct choosing choosing = {entries, count, named};
    struct filter known[KINDS_MOST];
    size_t known_count = 0;

    *named = (struct named){0};
    for (size_t i = 0; i < count; i++)
        if (is_new(known, &known_count, entries[i]))
            consider_depths(&choosing, known[known_count - 1].suffix, known[known_count - 1].members);
}

void named_free(struct named *named)
{
    for (size_t i = 0; i < named->count; i++)
        free((char *)named->list[i].text);
    columns_free(&named->names.columns);
    free(named->entries);
    free(named->suffix);
    free(named->list);
    free(named->shapes);
    *named = (struct named){0};
}
