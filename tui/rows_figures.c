/* Tables of what follows from many comparisons. */
#include <math.h>
#include <stdlib.h>

#include "tui/arrangement.h"
#include "tui/curves.h"
#include "tui/overlays.h"
#include "tui/rows_private.h"
#include "tui/scatter.h"

#define COLUMNS(names) (sizeof(names) / sizeof *(names))

static struct value view_name(const struct scene *scene)
{
    return value_text(views[scene->view].name);
}

static struct value layer_name(const struct scene *scene, size_t layer)
{
    return value_text(scene->experiment->layers[layer].name);
}

/* The names of the groups of a row from `values` on. */
static void fill_groups(const struct scene *scene, size_t row, struct value *values)
{
    size_t groups[2];

    scene_row_groups(scene, row, groups);
    for (int i = 0; i < 2; i++)
        values[i] = value_text(scene->experiment->groups[groups[i]].name);
}

static bool write_groups(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",    "measure", "layer", "group_a",
                                        "group_b", "pairs",   "mean",  "std"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);

    for (size_t layer = 0; layer < scene_columns(scene); layer++)
        for (size_t row = 0; row < scene_rows(scene); row++) {
            struct scene_value value = scene_value(scene, row, layer);
            struct value values[COLUMNS(names)] = {
                view_name(scene),
                value_text(measure_name(scene->measure)),
                layer_name(scene, layer),
                {0},
                {0},
                value_count(value.pairs),
                value_real(value.mean),
                value_real(value.deviation),
            };

            fill_groups(scene, row, &values[3]);
            table_row(&table, values);
        }
    return table_end(&table);
}

/* Over the steps of a group. */
static bool write_group_convergence(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",     "measure", "group", "layer", "step",
                                        "networks", "mean",    "std",   "chance"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);

    for (size_t row = 0; row < scene_rows(scene); row++)
        for (size_t column = 0; column < scene_columns(scene); column++) {
            struct scene_value value = scene_value(scene, row, column);
            struct value values[] = {
                view_name(scene),
                value_text(measure_name(scene->measure)),
                value_text(scene->experiment->groups[scene->group].name),
                layer_name(scene, row),
                value_whole(scene->experiment->groups[scene->group].steps[column]),
                value_count(value.pairs),
                value_real(value.mean),
                value_real(value.deviation),
                value_real(1 - value.chance),
            };

            table_row(&table, values);
        }
    return table_end(&table);
}

static bool write_scatter(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",  "measure", "layer", "network", "group", "attribute",
                                        "value", "pairs",   "mean",  "std",     "chance"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    const struct experiment *experiment = scene->experiment;
    bool of_networks = views[scene->view].down == AXIS_NETWORK;

    for (size_t row = 0; row < scene_rows(scene); row++) {
        struct scene_value value = scene_value(scene, row, 0);
        size_t group = scatter_group(scene, row);
        struct value values[] = {
            view_name(scene),
            value_text(measure_name(scene->measure)),
            layer_name(scene, scene->layer),
            value_text(of_networks ? experiment->networks[scene_network_at(scene, row)].name : NULL),
            value_text(group < experiment->group_count ? experiment->groups[group].name : NULL),
            value_text(experiment->attribute_count ? experiment->attributes[scene->attribute] : NULL),
            value_real(scatter_x(scene, row, scene->attribute)),
            value_count(value.pairs),
            value_real(value.mean),
            value_real(value.deviation),
            value_real(1 - value.chance),
        };

        table_row(&table, values);
    }
    return table_end(&table);
}

/* Of every attribute with the distances. */
bool write_correlations(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",    "measure",   "layer",    "attribute", "points",
                                        "pearson", "pearson_p", "spearman", "spearman_p"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    struct scatter_point *points = calloc(scene_rows(scene) + 1, sizeof *points);
    struct curves curves = {0};
    bool good = points && curves_gather(&curves, scene);

    for (size_t i = 0; i < scene->experiment->attribute_count && good; i++) {
        struct scatter_fit fit = scatter_fit(points, scatter_points(&curves, i, points));
        struct value values[] = {
            view_name(scene),
            value_text(measure_name(scene->measure)),
            layer_name(scene, scene->layer),
            value_text(scene->experiment->attributes[i]),
            value_count(fit.points),
            value_real(fit.pearson.statistic),
            value_real(fit.pearson.p),
            value_real(fit.spearman.statistic),
            value_real(fit.spearman.p),
        };

        table_row(&table, values);
    }
    free(points);
    curves_free(&curves);
    return table_end(&table) && good;
}

bool write_means(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    if (views[scene->view].drawing == DRAW_POINTS)
        return write_scatter(scene, json, terminal, out);
    return scene->view == VIEW_GROUPS ? write_groups(scene, json, terminal, out)
                                      : write_group_convergence(scene, json, terminal, out);
}

static void write_test(struct table *table, const struct scene *scene, size_t layer, size_t a, size_t b)
{
    struct scene_value of[2] = {scene_value(scene, a, layer), scene_value(scene, b, layer)};
    struct test test = welch_test(&of[0].moments, &of[1].moments);
    struct value values[14] = {
        [0] = view_name(scene),          [1] = value_text(measure_name(scene->measure)),
        [2] = layer_name(scene, layer),  [11] = value_real(test.statistic),
        [12] = value_real(test.freedom), [13] = value_real(test.p)};

    for (int i = 0; i < 2; i++) {
        fill_groups(scene, i ? b : a, &values[3 + 4 * i]);
        values[5 + 4 * i] = value_count(of[i].pairs);
        values[6 + 4 * i] = value_real(of[i].mean);
    }
    table_row(table, values);
}

/* Every two curves at every layer. */
bool write_tests(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {
        "view",          "measure",       "layer",       "group_a",    "group_b", "pairs", "mean",
        "other_group_a", "other_group_b", "other_pairs", "other_mean", "t",       "df",    "p"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    size_t rows = scene_rows(scene);

    for (size_t layer = 0; layer < scene_columns(scene); layer++)
        for (size_t a = 0; a < rows; a++)
            for (size_t b = a + 1; b < rows; b++)
                write_test(&table, scene, layer, a, b);
    return table_end(&table);
}

/* The number of a network among the leaves; empty when it is in no cluster. */
static struct value leaf_number(const struct arrangement *arrangement, size_t network)
{
    for (size_t i = 0; i < arrangement->leaf_count; i++)
        if (arrangement->leaves[i] == network)
            return value_count(i);
    return value_text(NULL);
}

/* The networks in the order of the view. */
bool write_clusters(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view", "measure", "layer", "network", "group", "leaf", "cluster"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    const struct arrangement *arrangement = scene->arrangement;

    for (size_t place = 0; place < scene_rows(scene); place++) {
        size_t network = scene_network_at(scene, place);
        bool in = arrangement && arrangement->leaf_count && arrangement->clusters[network];
        struct value values[] = {
            view_name(scene),
            value_text(measure_name(scene->measure)),
            layer_name(scene, scene->layer),
            value_text(scene->experiment->networks[network].name),
            value_text(scene->experiment->networks[network].group),
            in ? leaf_number(arrangement, network) : value_text(NULL),
            in ? value_count(arrangement->clusters[network]) : value_text(NULL),
        };

        table_row(&table, values);
    }
    return table_end(&table);
}

bool write_merges(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view", "measure", "layer", "a", "b", "distance", "networks"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    const struct arrangement *arrangement = scene->arrangement;

    for (size_t i = 0; arrangement && i + 1 < arrangement->leaf_count; i++) {
        const struct merge *merge = &arrangement->merges[i];
        struct value values[] = {
            view_name(scene),
            value_text(measure_name(scene->measure)),
            layer_name(scene, scene->layer),
            value_count(merge->a),
            value_count(merge->b),
            value_real(merge->height),
            value_count(merge->size),
        };

        table_row(&table, values);
    }
    return table_end(&table);
}

/* The step at a column; empty while there is none. */
static struct value step_at(const struct curves *curves, size_t column)
{
    return column < curves->columns ? value_whole((int64_t)curves->x[column]) : value_text(NULL);
}

static void write_frozen_layer(struct table *table, const struct scene *scene, const struct curves *curves,
                               size_t row, size_t frozen)
{
    bool grouped = scene->view == VIEW_CONVERGENCE_GROUP;
    double end = curves->x[curves->columns - 1], whole = end - curves->x[0];
    struct value values[] = {
        view_name(scene),
        value_text(measure_name(scene->measure)),
        value_text(grouped ? NULL : scene_network(scene, &scene->a)->name),
        value_text(grouped ? scene->experiment->groups[scene->group].name : NULL),
        layer_name(scene, row),
        value_real(scene->tolerance),
        step_at(curves, curves_settle(curves, row)),
        step_at(curves, curves_reach(curves, row, scene->tolerance)),
        step_at(curves, frozen),
        value_real(frozen == SIZE_MAX ? NAN
                   : whole > 0        ? (end - curves->x[frozen]) / whole
                                      : 0),
    };

    table_row(table, values);
}

/* From when each layer of a network or group has settled, and could be frozen with all before it. */
bool write_freezing(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",      "measure", "network", "group",  "layer",
                                        "tolerance", "settles", "reaches", "frozen", "saved"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    struct curves curves = {0};
    size_t *frozen = calloc(scene_rows(scene) + 1, sizeof *frozen);
    bool good = frozen && curves_gather(&curves, scene), known;

    if (good) {
        known = !isnan(curves_freeze(&curves, scene->tolerance, frozen));
        for (size_t row = 0; row < curves.rows && curves.columns > 0; row++)
            write_frozen_layer(&table, scene, &curves, row, known ? frozen[row] : SIZE_MAX);
    }
    free(frozen);
    curves_free(&curves);
    return table_end(&table) && good;
}

/* What is drawn over convergence: the numbers of one curve of the logs. */
bool write_curves(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view", "network", "group", "step", "curve", "value"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);
    const struct performance *performance;

    for (size_t i = 0; i < scene->experiment->network_count; i++) {
        const double *numbers = overlays_values(scene, i, &performance);

        for (size_t j = 0; numbers && j < performance->step_count; j++) {
            struct value values[] = {
                view_name(scene),
                value_text(scene->experiment->networks[i].name),
                value_text(scene->experiment->networks[i].group),
                value_real(performance->steps[j]),
                value_text(overlays_name(scene)),
                value_real(numbers[j]),
            };

            table_row(&table, values);
        }
    }
    return table_end(&table);
}
