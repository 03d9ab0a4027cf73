#include "tui/cluster.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Clusters in the making: one lives in the row of its last leaf, the others are empty. */
struct linking {
    double *distances;
    size_t count;
    size_t *sizes; /* 0: merged into another */
    size_t *chain; /* each the nearest neighbour of the one before it */
    size_t length;
};

static double *distance(const struct linking *linking, size_t a, size_t b)
{
    return &linking->distances[a * linking->count + b];
}

/* The nearest to the end of the chain. Among equals the one before it, so that the chain comes to an end. */
static size_t nearest(const struct linking *linking)
{
    size_t end = linking->chain[linking->length - 1], found = SIZE_MAX;
    double least = INFINITY;

    if (linking->length > 1) {
        found = linking->chain[linking->length - 2];
        least = *distance(linking, end, found);
    }
    for (size_t i = 0; i < linking->count; i++)
        if (linking->sizes[i] > 0 && i != end && (*distance(linking, end, i) < least || found == SIZE_MAX)) {
            found = i;
            least = *distance(linking, end, i);
        }
    return found;
}

/* Follows nearest neighbours until two are each other's; they stay at the end of the chain. */
static void follow(struct linking *linking)
{
    if (linking->length == 0) {
        size_t first = 0;

        while (linking->sizes[first] == 0)
            first++;
        linking->chain[linking->length++] = first;
    }
    for (;;) {
        size_t next = nearest(linking);

        if (linking->length > 1 && next == linking->chain[linking->length - 2])
            return;
        linking->chain[linking->length++] = next;
    }
}

/* Merges the last two of the chain. a and b of the merge are rows for now. */
static struct merge join(struct linking *linking)
{
    size_t y = linking->chain[linking->length - 1], x = linking->chain[linking->length - 2], swap;
    struct merge merge = {.height = *distance(linking, x, y)};

    if (x > y)
        swap = x, x = y, y = swap;
    merge.a = x;
    merge.b = y;
    merge.size = linking->sizes[x] + linking->sizes[y];
    for (size_t i = 0; i < linking->count; i++)
        if (linking->sizes[i] > 0 && i != x && i != y)
            *distance(linking, i, y) = *distance(linking, y, i) =
                ((double)linking->sizes[x] * *distance(linking, i, x) +
                 (double)linking->sizes[y] * *distance(linking, i, y)) /
                (double)merge.size;
    linking->sizes[x] = 0;
    linking->sizes[y] = merge.size;
    linking->length -= 2;
    return merge;
}

struct ordered {
    struct merge merge;
    size_t made; /* the how many-th */
};

static int compare_heights(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;

    if (a->merge.height != b->merge.height)
        return a->merge.height < b->merge.height ? -1 : 1;
    return (a->made > b->made) - (a->made < b->made);
}

/* Whose cluster a number is in by now. */
static size_t root_of(const size_t *parents, size_t number)
{
    while (parents[number] != SIZE_MAX)
        number = parents[number];
    return number;
}

/* From rows to numbers of clusters, in the order of the merges. */
static void number_clusters(struct merge *merges, size_t count, size_t *parents)
{
    for (size_t i = 0; i < 2 * count; i++)
        parents[i] = SIZE_MAX;
    for (size_t i = 0; i + 1 < count; i++) {
        size_t a = root_of(parents, merges[i].a), b = root_of(parents, merges[i].b);

        merges[i].a = a < b ? a : b;
        merges[i].b = a < b ? b : a;
        parents[a] = parents[b] = count + i;
    }
}

bool cluster_link(double *distances, size_t count, struct merge *merges)
{
    struct linking linking = {.distances = distances, .count = count};
    struct ordered *ordered = calloc(count + 1, sizeof *ordered);
    size_t *parents = calloc(2 * count + 1, sizeof *parents);
    bool good;

    linking.sizes = calloc(count + 1, sizeof *linking.sizes);
    linking.chain = calloc(count + 1, sizeof *linking.chain);
    good = ordered && parents && linking.sizes && linking.chain;
    if (good) {
        for (size_t i = 0; i < count; i++)
            linking.sizes[i] = 1;
        for (size_t i = 0; i + 1 < count; i++) {
            follow(&linking);
            ordered[i] = (struct ordered){join(&linking), i};
        }
        qsort(ordered, count ? count - 1 : 0, sizeof *ordered, compare_heights);
        for (size_t i = 0; i + 1 < count; i++)
            merges[i] = ordered[i].merge;
        number_clusters(merges, count, parents);
    }
    free(ordered);
    free(parents);
    free(linking.sizes);
    free(linking.chain);
    return good;
}

bool cluster_leaves(const struct merge *merges, size_t count, size_t *leaves)
{
    size_t *waiting = malloc((count + 1) * sizeof *waiting), depth = 0, done = 0;

    if (!waiting)
        return false;
    if (count > 0)
        waiting[depth++] = 2 * count - 2; /* the last merge, or the only leaf */
    while (depth > 0) {
        size_t at = waiting[--depth];

        if (at < count) {
            leaves[done++] = at;
            continue;
        }
        waiting[depth++] = merges[at - count].b;
        waiting[depth++] = merges[at - count].a;
    }
    free(waiting);
    return true;
}

bool cluster_cut(const struct merge *merges, size_t count, const size_t *leaves, size_t clusters,
                 size_t *labels)
{
    size_t *parents = malloc((2 * count + 1) * sizeof *parents),
           *numbers = calloc(2 * count + 1, sizeof *numbers);
    size_t kept = clusters >= count ? 0 : count - (clusters ? clusters : 1), last = 0;
    bool good = parents && numbers;

    for (size_t i = 0; i < 2 * count && good; i++)
        parents[i] = SIZE_MAX;
    for (size_t i = 0; i < kept && good; i++)
        parents[merges[i].a] = parents[merges[i].b] = count + i;
    for (size_t i = 0; i < count && good; i++) {
        size_t root = root_of(parents, leaves[i]);

        if (numbers[root] == 0)
            numbers[root] = ++last;
        labels[leaves[i]] = numbers[root];
    }
    free(parents);
    free(numbers);
    return good;
}
