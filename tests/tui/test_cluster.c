/* Clustering against scipy 1.10: linkage(d, 'average'), leaves_list, fcluster(Z, 3, 'maxclust'). */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "tui/cluster.h"

#define LARGEST 16

static const struct {
    size_t count;
    double distances[LARGEST * (LARGEST - 1) / 2]; /* condensed: 0 1, 0 2, ..., 1 2, ... */
    struct merge merges[LARGEST - 1];
    size_t leaves[LARGEST], three[LARGEST]; /* clusters of a cut into three; a 0: none */
} cases[] = {
    /* 2 leaves */
    {2, {0.708}, {{0, 1, 0.70799999999999996, 2}}, {0, 1}, {0}},
    /* 5 leaves */
    {5,
     {0.896, 0.126, 0.207, 0.051, 0.457, 0.649, 0.278, 0.559, 0.259, 0.157},
     {{0, 4, 0.050999999999999997, 2},
      {3, 5, 0.182, 3},
      {2, 6, 0.31466666666666671, 4},
      {1, 7, 0.56999999999999995, 5}},
     {1, 2, 3, 0, 4},
     {1, 3, 2, 1, 1}},
    /* 8 leaves */
    {8,
     {0.798, 0.767, 0.29, 0.785, 0.738, 0.209, 0.765, 0.723, 0.741, 0.247, 0.727, 0.729, 0.246, 0.728,
      0.745, 0.221, 0.72, 0.751, 0.775, 0.769, 0.269, 0.737, 0.706, 0.724, 0.297, 0.707, 0.707, 0.768},
     {{0, 6, 0.20900000000000002, 2},
      {2, 5, 0.221, 2},
      {1, 7, 0.246, 2},
      {4, 10, 0.27200000000000002, 3},
      {3, 8, 0.27950000000000003, 3},
      {9, 11, 0.72650000000000003, 5},
      {12, 13, 0.75006666666666655, 8}},
     {3, 0, 6, 2, 5, 4, 1, 7},
     {1, 3, 2, 1, 3, 2, 1, 3}},
    /* 12 leaves */
    {12,
     {0.66,  0.914, 0.634, 0.366, 0.553, 0.196, 0.192, 0.726, 0.785, 0.972, 0.851, 0.489, 0.928, 0.788,
      0.485, 0.455, 0.218, 0.177, 0.074, 0.892, 0.64,  0.209, 0.731, 0.651, 0.479, 0.275, 0.652, 0.956,
      0.436, 0.07,  0.837, 0.17,  0.26,  0.692, 0.896, 0.341, 0.065, 0.864, 0.727, 0.359, 0.727, 0.139,
      0.314, 0.42,  0.877, 0.241, 0.828, 0.965, 0.699, 0.482, 0.287, 0.279, 0.431, 0.539, 0.096, 0.837,
      0.841, 0.045, 0.056, 0.743, 0.884, 0.446, 0.069, 0.157, 0.276, 0.578},
     {{7, 9, 0.044999999999999998, 2},
      {3, 10, 0.065000000000000002, 2},
      {8, 11, 0.069000000000000006, 2},
      {1, 12, 0.14599999999999999, 3},
      {6, 13, 0.17799999999999999, 3},
      {5, 16, 0.29766666666666669, 4},
      {2, 14, 0.36099999999999999, 3},
      {0, 4, 0.36599999999999999, 2},
      {15, 17, 0.52925, 7},
      {19, 20, 0.58314285714285707, 9},
      {18, 21, 0.61474074074074059, 12}},
     {2, 8, 11, 0, 4, 1, 7, 9, 5, 6, 3, 10},
     {2, 3, 1, 3, 2, 3, 3, 3, 1, 3, 3, 1}},
    /* 6 leaves */
    {6,
     {0.25, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.5, 0.5, 0.5, 0.5, 0.25},
     {{0, 1, 0.25, 2}, {2, 3, 0.25, 2}, {4, 5, 0.25, 2}, {6, 7, 0.5, 4}, {8, 9, 0.5, 6}},
     {4, 5, 0, 1, 2, 3},
     {2, 2, 3, 3, 1, 1}},
    /* 16 leaves */
    {16,
     {0.715, 0.77,  0.257, 0.761, 0.704, 0.242, 0.7,   0.725, 0.271, 0.706, 0.729, 0.299, 0.797, 0.748,
      0.274, 0.786, 0.717, 0.283, 0.704, 0.787, 0.268, 0.745, 0.767, 0.246, 0.778, 0.711, 0.251, 0.787,
      0.793, 0.735, 0.706, 0.271, 0.741, 0.774, 0.248, 0.75,  0.742, 0.229, 0.79,  0.767, 0.279, 0.79,
      0.757, 0.711, 0.276, 0.717, 0.753, 0.213, 0.707, 0.761, 0.249, 0.767, 0.779, 0.298, 0.756, 0.787,
      0.245, 0.753, 0.769, 0.209, 0.743, 0.71,  0.214, 0.7,   0.721, 0.74,  0.774, 0.255, 0.762, 0.727,
      0.294, 0.777, 0.715, 0.254, 0.8,   0.755, 0.794, 0.235, 0.757, 0.705, 0.255, 0.742, 0.798, 0.295,
      0.701, 0.739, 0.3,   0.782, 0.757, 0.22,  0.792, 0.742, 0.762, 0.77,  0.229, 0.729, 0.776, 0.239,
      0.715, 0.772, 0.748, 0.208, 0.736, 0.749, 0.228, 0.774, 0.799, 0.292, 0.755, 0.731, 0.774, 0.735,
      0.251, 0.706, 0.77,  0.797, 0.289, 0.711, 0.717, 0.732},
     {{9, 12, 0.20800000000000002, 2},
      {4, 10, 0.20900000000000002, 2},
      {7, 13, 0.22, 2},
      {2, 11, 0.22900000000000001, 2},
      {3, 16, 0.23100000000000001, 3},
      {8, 19, 0.23849999999999999, 3},
      {0, 6, 0.24200000000000002, 2},
      {5, 14, 0.254, 2},
      {1, 18, 0.25950000000000001, 3},
      {17, 24, 0.26333333333333336, 5},
      {21, 23, 0.26483333333333337, 5},
      {20, 22, 0.26550000000000001, 5},
      {15, 27, 0.27679999999999999, 6},
      {25, 28, 0.74686666666666657, 11},
      {26, 29, 0.75139999999999996, 16}},
     {8, 2, 11, 5, 14, 4, 10, 1, 7, 13, 15, 3, 9, 12, 0, 6},
     {3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3}},
};
#define CASES (sizeof cases / sizeof *cases)

/* The full matrix; malloc'ed. */
static double *square(size_t count, const double *condensed)
{
    double *full = calloc(count * count, sizeof *full);

    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            full[i * count + j] = full[j * count + i] = *condensed++;
    return full;
}

Test(cluster, links_as_scipy)
{
    for (size_t i = 0; i < CASES; i++) {
        size_t count = cases[i].count;
        double *distances = square(count, cases[i].distances);
        struct merge merges[LARGEST];

        cr_assert(cluster_link(distances, count, merges));
        for (size_t j = 0; j + 1 < count; j++) {
            const struct merge *expected = &cases[i].merges[j];

            cr_expect(merges[j].a == expected->a && merges[j].b == expected->b &&
                          merges[j].size == expected->size &&
                          fabs(merges[j].height - expected->height) < 1e-12,
                      "case %zu, merge %zu: %zu %zu %g %zu", i, j, merges[j].a, merges[j].b, merges[j].height,
                      merges[j].size);
        }
        free(distances);
    }
}

Test(cluster, orders_leaves_as_scipy)
{
    for (size_t i = 0; i < CASES; i++) {
        size_t leaves[LARGEST];

        cr_assert(cluster_leaves(cases[i].merges, cases[i].count, leaves));
        cr_expect_arr_eq(leaves, cases[i].leaves, cases[i].count * sizeof *leaves, "case %zu", i);
    }
}

/* The same partition: equal labels where the other has equal ones. */
Test(cluster, cuts_as_scipy)
{
    for (size_t i = 0; i < CASES; i++) {
        size_t labels[LARGEST];

        if (cases[i].three[0] == 0)
            continue;
        cr_assert(cluster_cut(cases[i].merges, cases[i].count, cases[i].leaves, 3, labels));
        for (size_t a = 0; a < cases[i].count; a++)
            for (size_t b = 0; b < a; b++)
                cr_expect_eq(labels[a] == labels[b], cases[i].three[a] == cases[i].three[b],
                             "case %zu: %zu and %zu", i, a, b);
    }
}

Test(cluster, numbers_clusters_in_the_order_of_the_leaves)
{
    for (size_t i = 0; i < CASES; i++)
        for (size_t clusters = 0; clusters <= cases[i].count + 1; clusters++) {
            size_t labels[LARGEST], last = 0,
                                    expected = clusters < 1                ? 1
                                               : clusters > cases[i].count ? cases[i].count
                                                                           : clusters;

            cr_assert(cluster_cut(cases[i].merges, cases[i].count, cases[i].leaves, clusters, labels));
            for (size_t leaf = 0; leaf < cases[i].count; leaf++) {
                size_t label = labels[cases[i].leaves[leaf]];

                cr_expect(label == last || label == last + 1);
                last = label;
            }
            cr_expect_eq(last, expected);
        }
}

Test(cluster, takes_one_leaf_and_none)
{
    double distance = 0;
    struct merge merges[1];
    size_t leaves[1] = {7}, labels[1];

    cr_expect(cluster_link(&distance, 0, merges));
    cr_expect(cluster_leaves(merges, 0, leaves));
    cr_expect(cluster_link(&distance, 1, merges));
    cr_expect(cluster_leaves(merges, 1, leaves));
    cr_expect_eq(leaves[0], 0);
    cr_expect(cluster_cut(merges, 1, leaves, 3, labels));
    cr_expect_eq(labels[0], 1);
}

/* Equal distances everywhere must not send the chain in circles. */
Test(cluster, ends_where_all_are_equally_far)
{
    double distances[64];
    struct merge merges[8];

    for (size_t i = 0; i < 64; i++)
        distances[i] = i % 9 ? 0.5 : 0;
    cr_assert(cluster_link(distances, 8, merges));
    cr_expect_eq(merges[6].size, 8);
    cr_expect_eq(merges[6].height, 0.5);
}
