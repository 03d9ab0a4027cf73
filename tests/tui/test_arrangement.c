/* The order of networks in their matrix. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "../engine/laboratory.h"
#include "tui/arrangement.h"

/* Networks a to f in groups: a, c and e are alike, the more so the first two; b, d and f are of their own. f
 * may lack its file. */
static struct laboratory six_networks(bool with_last)
{
    static const struct {
        const char *path;
        uint64_t seed;
    } arrays[] = {{"a.npy", 0}, {"b.npy", 8}, {"c.npy", 1}, {"d.npy", 14}, {"e.npy", 3}, {"f.npy", 90}};
    struct laboratory laboratory = laboratory_create();

    for (int i = 0; i < 5 + with_last; i++)
        laboratory_array(&laboratory, arrays[i].path, arrays[i].seed, 200, 0, 3);
    laboratory_load(&laboratory,
                    "ccascope: 1\nactivations: \"{network}.npy\"\ncheckpoints: [0]\nlayers: [l]\n"
                    "networks: [{name: a, group: x}, {name: b, group: y}, {name: c, group: y}, {name: d},\n"
                    "           {name: e, group: x}, {name: f, group: y}]\n");
    return laboratory;
}

static struct scene open_scene(const struct laboratory *laboratory, enum order order, size_t clusters)
{
    struct cca_study *study = laboratory_study(laboratory, 1, 0);
    struct scene scene;

    cca_study_finish(study, NULL, NULL);
    scene = scene_default(laboratory->experiment, study);
    scene.view = VIEW_NETWORKS;
    scene.order = order;
    scene.clusters = clusters;
    return scene;
}

static void compute(struct scene *scene)
{
    size_t count;
    struct cca_pair *pairs = scene_pairs(scene, &count);

    cr_assert(cca_study_want(scene->study, pairs, count));
    cca_study_finish(scene->study, NULL, NULL);
    free(pairs);
}

/* The names of the networks in order, and the cluster of each. */
static void expect_order(struct arrangement *arrangement, const struct scene *scene, const char *expected)
{
    struct scene arranged = *scene;
    char text[60] = "", name[SCENE_NAME];
    size_t used = 0;

    cr_assert(arrangement_make(arrangement, scene));
    arranged.arrangement = arrangement;
    for (size_t place = 0; place < 6; place++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%zu",
                                 scene_row_name(&arranged, place, name, sizeof name),
                                 arrangement->clusters[scene_network_at(&arranged, place)]);
    cr_expect_str_eq(text, expected, "%s", text);
}

static void end(struct arrangement *arrangement, struct scene *scene, struct laboratory *laboratory)
{
    arrangement_free(arrangement);
    cca_study_close(scene->study);
    laboratory_destroy(laboratory);
}

Test(arrangement, stands_as_listed_until_all_is_known)
{
    struct laboratory laboratory = six_networks(true);
    struct scene scene = open_scene(&laboratory, ORDER_CLUSTER, 3);
    struct arrangement arrangement = {0};

    expect_order(&arrangement, &scene, "a0b0c0d0e0f0");
    cr_expect_not(arrangement.complete);
    cr_expect_not(arrangement_has_dendrogram(&arrangement));
    compute(&scene);
    expect_order(&arrangement, &scene, "f1d2b3e3a3c3");
    cr_expect(arrangement_has_dendrogram(&arrangement));
    end(&arrangement, &scene, &laboratory);
}

Test(arrangement, follows_what_is_asked_for)
{
    struct laboratory laboratory = six_networks(true);
    struct scene scene = open_scene(&laboratory, ORDER_GROUP, 2);
    struct arrangement arrangement = {0};

    compute(&scene);
    expect_order(&arrangement, &scene, "a2e2b2c2f1d2");
    cr_expect_not(arrangement_has_dendrogram(&arrangement));
    scene.clusters = 3;
    expect_order(&arrangement, &scene, "a3e3b3c3f1d2");
    scene.order = ORDER_LISTED;
    expect_order(&arrangement, &scene, "a3b3c3d2e3f1");
    end(&arrangement, &scene, &laboratory);
}

Test(arrangement, pairs_move_with_their_networks)
{
    struct laboratory laboratory = six_networks(true);
    struct scene scene = open_scene(&laboratory, ORDER_CLUSTER, 2);
    struct arrangement arrangement = {0};
    struct cca_pair pair;
    double distance, listed;

    compute(&scene);
    arrangement_make(&arrangement, &scene);
    scene.arrangement = &arrangement;
    cr_assert(scene_pair(&scene, 4, 5, &pair));
    cr_expect_eq(pair.a.network, 0);
    cr_expect_eq(pair.b.network, 2);
    scene_distance(&scene, 4, 5, &distance);
    scene.arrangement = NULL;
    scene_distance(&scene, 0, 2, &listed);
    cr_expect_eq(distance, listed);
    end(&arrangement, &scene, &laboratory);
}

Test(arrangement, leaves_out_what_has_no_distances)
{
    struct laboratory laboratory = six_networks(false);
    struct scene scene = open_scene(&laboratory, ORDER_CLUSTER, 2);
    struct arrangement arrangement = {0};

    compute(&scene);
    expect_order(&arrangement, &scene, "d1b2e2a2c2f0");
    cr_expect_eq(arrangement.leaf_count, 5);
    end(&arrangement, &scene, &laboratory);
}
