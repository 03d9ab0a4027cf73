#include "config/groups.h"

#include <stdlib.h>
#include <string.h>

#include "config/memory.h"

/* A name where it is mentioned: in which network, and of all mentions the how many-th. */
struct mention {
    const char *name;
    size_t network, at;
};

static int compare_places(const void *left, const void *right)
{
    const struct mention *a = left, *b = right;

    return (a->at > b->at) - (a->at < b->at);
}

static int compare_names(const void *left, const void *right)
{
    int order = strcmp(((const struct mention *)left)->name, ((const struct mention *)right)->name);

    return order ? order : compare_places(left, right);
}

/* Leaves the first mention of every name, in the order of mention; returns how many. Sorts, so as to be quick
 * with many. */
static size_t keep_first(struct mention *mentions, size_t count)
{
    size_t kept = 0;

    if (count == 0)
        return 0;
    qsort(mentions, count, sizeof(*mentions), compare_names);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(mentions[i].name, mentions[kept - 1].name) != 0)
            mentions[kept++] = mentions[i];
    qsort(mentions, kept, sizeof(*mentions), compare_places);
    return kept;
}

static int compare_steps(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static void collect_steps(const struct experiment *experiment, struct group *group)
{
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < group->network_count; i++)
        count += experiment->networks[group->networks[i]].checkpoint_count;
    group->steps = memory_allocate(count, sizeof(*group->steps));
    count = 0;
    for (size_t i = 0; i < group->network_count; i++) {
        const struct network *network = &experiment->networks[group->networks[i]];

        for (size_t j = 0; j < network->checkpoint_count; j++)
            group->steps[count++] = network->checkpoints[j].step;
    }
    qsort(group->steps, count, sizeof(*group->steps), compare_steps);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || group->steps[i] != group->steps[kept - 1])
            group->steps[kept++] = group->steps[i];
    group->step_count = kept;
}

/* A group of `count` networks, those of mentions in the order of the list; all networks where there is none.
 */
static struct group make_group(const struct experiment *experiment, const char *name,
                               const struct mention *mentions, size_t count)
{
    struct group group = {.name = memory_duplicate(name), .network_count = count};

    group.networks = memory_allocate(count, sizeof(*group.networks));
    for (size_t i = 0; i < count; i++)
        group.networks[i] = mentions ? mentions[i].network : i;
    collect_steps(experiment, &group);
    return group;
}

static int compare_groups(const void *left, const void *right)
{
    size_t a = ((const struct group *)left)->networks[0], b = ((const struct group *)right)->networks[0];

    return (a > b) - (a < b);
}

static void collect_named(struct experiment *experiment)
{
    struct mention *mentions = memory_allocate(experiment->network_count, sizeof(*mentions));
    size_t count = 0;

    for (size_t i = 0; i < experiment->network_count; i++)
        if (experiment->networks[i].group)
            mentions[count++] = (struct mention){experiment->networks[i].group, i, i};
    if (count > 0)
        qsort(mentions, count, sizeof(*mentions), compare_names);
    experiment->groups = memory_allocate(count + 1, sizeof(*experiment->groups));
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && strcmp(mentions[next].name, mentions[first].name) == 0;)
            next++;
        experiment->groups[experiment->group_count++] =
            make_group(experiment, mentions[first].name, mentions + first, next - first);
    }
    qsort(experiment->groups, experiment->group_count, sizeof(*experiment->groups), compare_groups);
    free(mentions);
}

static void collect_attributes(struct experiment *experiment)
{
    struct mention *mentions;
    size_t count = 0, kept;

    for (size_t i = 0; i < experiment->network_count; i++)
        count += experiment->networks[i].attribute_count;
    mentions = memory_allocate(count, sizeof(*mentions));
    count = 0;
    for (size_t i = 0; i < experiment->network_count; i++)
        for (size_t j = 0; j < experiment->networks[i].attribute_count; j++, count++)
            mentions[count] = (struct mention){experiment->networks[i].attributes[j].name, i, count};
    kept = keep_first(mentions, count);
    experiment->attributes = memory_allocate(kept, sizeof(*experiment->attributes));
    experiment->attribute_count = kept;
    for (size_t i = 0; i < kept; i++)
        experiment->attributes[i] = memory_duplicate(mentions[i].name);
    free(mentions);
}

/* Tells every network which group it is in. */
static void enrol(struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->network_count; i++)
        experiment->networks[i].in_group = SIZE_MAX;
    for (size_t i = 0; i < experiment->group_count; i++)
        for (size_t j = 0; j < experiment->groups[i].network_count; j++)
            experiment->networks[experiment->groups[i].networks[j]].in_group = i;
}

void collect_groups(struct experiment *experiment)
{
    experiment->everyone = make_group(experiment, GROUP_OF_ALL, NULL, experiment->network_count);
    collect_named(experiment);
    if (experiment->group_count == 0)
        experiment->groups[experiment->group_count++] =
            make_group(experiment, GROUP_OF_ALL, NULL, experiment->network_count);
    enrol(experiment);
    collect_attributes(experiment);
}

static void free_group(struct group *group)
{
    free(group->name);
    free(group->networks);
    free(group->steps);
}

void free_groups(struct experiment *experiment)
{
    free_group(&experiment->everyone);
    for (size_t i = 0; i < experiment->group_count; i++)
        free_group(&experiment->groups[i]);
    for (size_t i = 0; i < experiment->attribute_count; i++)
        free(experiment->attributes[i]);
    free(experiment->groups);
    free(experiment->attributes);
}
