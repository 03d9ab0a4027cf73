#include "tui/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tui/rows_private.h"

const char *const table_names[TABLE_COUNT] = {
#define TABLE_NAME(constant, name, row) name,
    TABLES(TABLE_NAME)
#undef TABLE_NAME
};

const char *const table_rows[TABLE_COUNT] = {
#define TABLE_ROW(constant, name, row) row,
    TABLES(TABLE_ROW)
#undef TABLE_ROW
};

/* The columns of a comparison, in order. */
enum column {
    COLUMN_VIEW,
    COLUMN_MEASURE,
    COLUMN_NETWORK_A,
    COLUMN_CHECKPOINT_A,
    COLUMN_LAYER_A,
    COLUMN_TIMESTEP_A,
    COLUMN_NETWORK_B,
    COLUMN_CHECKPOINT_B,
    COLUMN_LAYER_B,
    COLUMN_TIMESTEP_B,
    COLUMN_N,
    COLUMN_RANK_A,
    COLUMN_RANK_B,
    COLUMN_DISTANCE,
    COLUMN_CHANCE,
    COLUMN_NOTE,
    COLUMN_LOW, /* these two only where intervals are asked for */
    COLUMN_HIGH,
    COLUMN_COUNT
};

static const char *const column_names[COLUMN_COUNT] = {"view",    "measure",    "network_a", "checkpoint_a",
                                                       "layer_a", "timestep_a", "network_b", "checkpoint_b",
                                                       "layer_b", "timestep_b", "n",         "rank_a",
                                                       "rank_b",  "distance",   "chance",    "note",
                                                       "lo",      "hi"};

/* One row; `notes` is where its note is put together. */
struct row {
    struct value values[COLUMN_COUNT];
    char notes[1200];
};

void rows_fill_side(const struct scene *scene, struct cca_cell cell, struct value *first)
{
    const struct layer *layer = experiment_layer(scene->experiment, cell.network, cell.layer);
    const struct network *network;
    size_t timesteps;

    first[2] = value_text(layer->name);
    if (cca_cell_is_target(scene->experiment, cell))
        return;
    network = &scene->experiment->networks[cell.network];
    timesteps = cca_study_timesteps(scene->study, cell.layer);
    first[0] = value_text(network->name);
    first[1] = value_text(network->checkpoints[cell.checkpoint].name);
    if (!strchr(layer->treatment.axes, 't') || layer->treatment.timesteps > TIMESTEPS_LIST || timesteps == 0)
        return;
    first[3] = value_count(cell.timestep == CCA_LAST_TIMESTEP ? timesteps - 1 : (size_t)cell.timestep);
}

static void join_notes(const struct cca_summary *summary, enum measure measure, char *notes, size_t size)
{
    char text[300];
    unsigned relevant = cca_notes_for(summary, measure);
    size_t used = 0;

    for (int i = 0; i < CCA_NOTE_COUNT && used < size; i++)
        if (relevant & 1u << i) {
            cca_note_text(summary, 1u << i, text, sizeof text);
            used += (size_t)snprintf(notes + used, size - used, "%s%s", used ? "; " : "", text);
        }
}

static void fill_result(const struct scene *scene, enum measure measure, const struct cca_result *result,
                        struct row *row)
{
    const struct cca_summary *summary = &result->summary;

    if (result->state != CCA_DONE) {
        row->values[COLUMN_NOTE] = value_text(result->reason);
        return;
    }
    row->values[COLUMN_N] = value_count(summary->n);
    row->values[COLUMN_RANK_A] = value_count(summary->rank_x);
    row->values[COLUMN_RANK_B] = value_count(summary->rank_y);
    row->values[COLUMN_DISTANCE] = value_real(cca_distance(summary, measure, scene_side(scene)));
    row->values[COLUMN_CHANCE] = value_real(summary->chance[measure]);
    join_notes(summary, measure, row->notes, sizeof row->notes);
    row->values[COLUMN_NOTE] = value_text(row->notes);
}

static size_t column_count(const struct scene *scene)
{
    return scene->resamples ? COLUMN_COUNT : COLUMN_LOW;
}

static void fill_interval(const struct scene *scene, enum measure measure, struct cca_pair pair, struct row *row)
{
    double low, high;

    if (!scene->resamples)
        return;
    cca_study_interval(scene->study, pair, scene->resamples, measure, scene_side(scene), &low, &high);
    row->values[COLUMN_LOW] = value_real(low);
    row->values[COLUMN_HIGH] = value_real(high);
}

static void write_pair(struct table *table, const struct scene *scene, enum measure measure,
                       struct cca_pair pair)
{
    struct cca_result result;
    struct row row = {0};

    row.values[COLUMN_VIEW] = value_text(views[scene->view].name);
    row.values[COLUMN_MEASURE] = value_text(measure_name(measure));
    rows_fill_side(scene, pair.a, &row.values[COLUMN_NETWORK_A]);
    rows_fill_side(scene, pair.b, &row.values[COLUMN_NETWORK_B]);
    cca_study_result(scene->study, pair, &result);
    fill_result(scene, measure, &result, &row);
    fill_interval(scene, measure, pair, &row);
    table_row(table, row.values);
}

/* Where the grid has no pair there is no comparison to report. */
static bool write_pairs(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    struct table table = table_begin(column_names, column_count(scene), json, terminal, out);
    struct cca_pair pair;

    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            for (size_t i = 0; i < scene_members(scene, row, column); i++)
                if (scene_member(scene, row, column, i, &pair))
                    write_pair(&table, scene, scene_measure(scene, row), pair);
    return table_end(&table);
}

bool rows_has(enum view_id view, enum table_id table)
{
    switch (table) {
    case TABLE_MEANS:
        return views[view].set == SET_EACH || views[view].set == SET_GROUPS || views[view].set == SET_OTHERS;
    case TABLE_PAIRS:
        return views[view].set != SET_CORRELATIONS && views[view].set != SET_STABILITY;
    case TABLE_SPECTRUM:
        return views[view].set == SET_CORRELATIONS;
    case TABLE_STABILITY:
        return views[view].set == SET_STABILITY;
    case TABLE_TESTS:
        return view == VIEW_GROUPS;
    case TABLE_CORRELATIONS:
        return views[view].drawing == DRAW_POINTS;
    case TABLE_CLUSTERS:
    case TABLE_MERGES:
        return view == VIEW_NETWORKS;
    case TABLE_CURVES:
        return strcmp(views[view].name, views[VIEW_CONVERGENCE].name) == 0;
    case TABLE_FREEZING:
        return view == VIEW_CONVERGENCE || view == VIEW_CONVERGENCE_GROUP;
    default:
        return true;
    }
}

enum table_id rows_usual(enum view_id view)
{
    enum table_id table = TABLE_MEANS;

    while (!rows_has(view, table))
        table++;
    return table;
}

bool rows_write(const struct scene *scene, enum table_id table, bool json, bool terminal, FILE *out)
{
    static bool (*const writers[TABLE_COUNT])(const struct scene *, bool, bool, FILE *) = {
        [TABLE_MEANS] = write_means,       [TABLE_PAIRS] = write_pairs,
        [TABLE_TESTS] = write_tests,       [TABLE_CORRELATIONS] = write_correlations,
        [TABLE_CLUSTERS] = write_clusters, [TABLE_MERGES] = write_merges,
        [TABLE_SPECTRUM] = write_spectrum, [TABLE_STABILITY] = write_stability,
        [TABLE_FREEZING] = write_freezing, [TABLE_CURVES] = write_curves,
    };

    return writers[table](scene, json, terminal, out);
}

static struct table table_of_lines(bool json, bool terminal, FILE *out)
{
    return (struct table){.names = column_names,
                          .columns = COLUMN_LOW,
                          .json = json,
                          .lines = true,
                          .terminal = terminal,
                          .out = out};
}

void rows_begin_csv(FILE *out)
{
    table_begin(column_names, COLUMN_LOW, false, false, out);
}

bool rows_write_place(const struct scene *scene, size_t down, size_t across, bool json, bool terminal,
                      FILE *out)
{
    struct table table = table_of_lines(json, terminal, out);
    struct cca_pair pair;

    for (size_t i = 0; i < scene_members(scene, down, across); i++)
        if (scene_member(scene, down, across, i, &pair))
            write_pair(&table, scene, scene_measure(scene, down), pair);
    return !table.failed && !ferror(out);
}
