#include "tui/arrangement.h"

#include <math.h>
#include <stdlib.h>

/* More would need more memory for their distances than they are worth. */
#define NETWORKS_MOST 4096

static bool is_current(const struct arrangement *arrangement, const struct scene *scene)
{
    return arrangement->complete && scene_same(&arrangement->scene, scene) &&
           arrangement->scene.order == scene->order && arrangement->scene.clusters == scene->clusters;
}

/* Fills the distances of all networks to one another, NaN where there is none; false while some are pending.
 */
static bool gather(const struct scene *scene, double *distances, size_t count)
{
    struct cca_progress progress = cca_study_progress(scene->study);
    double there, back;

    if (progress.done < progress.total)
        return false;
    for (size_t i = 0; i < count; i++) {
        distances[i * count + i] = 0;
        for (size_t j = 0; j < i; j++) {
            if (scene_distance(scene, i, j, &there) == CCA_PENDING ||
                scene_distance(scene, j, i, &back) == CCA_PENDING)
                return false;
            distances[i * count + j] = distances[j * count + i] = (there + back) / 2;
        }
    }
    return true;
}

/* The network kept that lacks most distances, of equals the last; SIZE_MAX when none lacks any. */
static size_t most_lacking(const size_t *kept, size_t kept_count, const size_t *lacking)
{
    size_t worst = SIZE_MAX, most = 1;

    for (size_t i = 0; i < kept_count; i++)
        if (lacking[kept[i]] >= most) {
            most = lacking[kept[i]];
            worst = i;
        }
    return worst;
}

/* Leaves out the network that lacks most distances until none is lacking; returns how many are left.
 * `lacking` is room for a number a network. */
static size_t keep_complete(const double *distances, size_t count, size_t *kept, size_t *lacking)
{
    size_t kept_count = count, worst;

    for (size_t i = 0; i < count; i++) {
        kept[i] = i;
        lacking[i] = 0;
        for (size_t j = 0; j < count; j++)
            lacking[i] += isnan(distances[i * count + j]);
    }
    while ((worst = most_lacking(kept, kept_count, lacking)) != SIZE_MAX) {
        size_t dropped = kept[worst];

        for (size_t i = worst + 1; i < kept_count; i++)
            kept[i - 1] = kept[i];
        kept_count--;
        for (size_t i = 0; i < kept_count; i++)
            lacking[kept[i]] -= isnan(distances[kept[i] * count + dropped]);
    }
    return kept_count;
}

/* Moves the distances of those kept together, to the front. */
static void compact(double *distances, size_t count, const size_t *kept, size_t kept_count)
{
    for (size_t i = 0; i < kept_count; i++)
        for (size_t j = 0; j < kept_count; j++)
            distances[i * kept_count + j] = distances[kept[i] * count + kept[j]];
}

static bool link_leaves(struct arrangement *arrangement, double *distances, size_t count)
{
    size_t leaves = keep_complete(distances, count, arrangement->leaves, arrangement->places);
    size_t *order = malloc((leaves + 1) * sizeof *order), *labels = malloc((leaves + 1) * sizeof *labels);
    bool good = order && labels;

    compact(distances, count, arrangement->leaves, leaves);
    good = good && cluster_link(distances, leaves, arrangement->merges) &&
           cluster_leaves(arrangement->merges, leaves, order) &&
           cluster_cut(arrangement->merges, leaves, order, arrangement->scene.clusters, labels);
    for (size_t i = 0; i < leaves && good; i++) {
        arrangement->places[order[i]] = i;
        arrangement->clusters[arrangement->leaves[i]] = labels[i];
    }
    arrangement->leaf_count = good ? leaves : 0;
    free(order);
    free(labels);
    return good;
}

static void order_by_group(struct arrangement *arrangement, size_t count)
{
    const struct experiment *experiment = arrangement->scene.experiment;
    size_t place = 0;

    for (size_t group = 0; group < experiment->group_count; group++)
        for (size_t i = 0; i < experiment->groups[group].network_count; i++)
            arrangement->networks[place++] = experiment->groups[group].networks[i];
    for (size_t i = 0; i < count; i++)
        if (experiment->networks[i].in_group >= experiment->group_count)
            arrangement->networks[place++] = i;
}

static void order_by_cluster(struct arrangement *arrangement, size_t count)
{
    size_t place = arrangement->leaf_count;

    for (size_t i = 0; i < arrangement->leaf_count; i++)
        arrangement->networks[arrangement->places[i]] = arrangement->leaves[i];
    for (size_t i = 0; i < count && arrangement->leaf_count > 0; i++)
        if (arrangement->clusters[i] == 0)
            arrangement->networks[place++] = i;
}

static bool allocate(struct arrangement *arrangement, size_t count)
{
    arrangement->networks = calloc(count + 1, sizeof *arrangement->networks);
    arrangement->clusters = calloc(count + 1, sizeof *arrangement->clusters);
    arrangement->leaves = calloc(count + 1, sizeof *arrangement->leaves);
    arrangement->places = calloc(count + 1, sizeof *arrangement->places);
    arrangement->merges = calloc(count + 1, sizeof *arrangement->merges);
    return arrangement->networks && arrangement->clusters && arrangement->leaves && arrangement->places &&
           arrangement->merges;
}

/* The scene without an arrangement: its places are networks as listed. */
static struct scene as_listed(const struct scene *scene)
{
    struct scene listed = *scene;

    listed.arrangement = NULL;
    return listed;
}

static bool same_order(const size_t *a, const size_t *b, size_t count)
{
    size_t i = 0;

    while (i < count && (a ? a[i] : i) == (b ? b[i] : i))
        i++;
    return i == count;
}

static bool make(struct arrangement *arrangement, const struct scene *scene)
{
    struct scene listed = as_listed(scene);
    size_t count = scene->experiment->network_count;
    double *distances;
    bool good;

    arrangement->scene = listed;
    if (count > NETWORKS_MOST)
        return false;
    distances = malloc((count * count + 1) * sizeof *distances);
    good = distances && allocate(arrangement, count);
    for (size_t i = 0; i < count && good; i++)
        arrangement->networks[i] = i;
    arrangement->complete = good && gather(&listed, distances, count);
    if (arrangement->complete)
        good = link_leaves(arrangement, distances, count);
    if (good && scene->order == ORDER_GROUP)
        order_by_group(arrangement, count);
    if (good && scene->order == ORDER_CLUSTER)
        order_by_cluster(arrangement, count);
    if (!good)
        arrangement_free(arrangement);
    free(distances);
    return good;
}

bool arrangement_make(struct arrangement *arrangement, const struct scene *scene)
{
    struct arrangement before = *arrangement;
    bool good;

    if (is_current(arrangement, scene))
        return true;
    *arrangement = (struct arrangement){0};
    good = make(arrangement, scene);
    arrangement->version = before.version + !same_order(before.networks, arrangement->networks,
                                                        scene->experiment->network_count);
    arrangement_free(&before);
    return good;
}

bool arrangement_has_dendrogram(const struct arrangement *arrangement)
{
    return arrangement->scene.order == ORDER_CLUSTER && arrangement->leaf_count > 1;
}

void arrangement_free(struct arrangement *arrangement)
{
    free(arrangement->networks);
    free(arrangement->clusters);
    free(arrangement->leaves);
    free(arrangement->places);
    free(arrangement->merges);
    *arrangement = (struct arrangement){0};
}
