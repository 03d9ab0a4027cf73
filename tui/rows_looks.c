/* Tables of views whose numbers come from looks. */
#include <stdlib.h>

#include "engine/chance.h"
#include "tui/rows_private.h"

#define UNDEFINED      "undefined: a side has rank 0 (every neuron is constant)"
#define COLUMNS(names) (sizeof(names) / sizeof *(names))

/* Writes the rows of one look. */
typedef void write_look(struct table *table, const struct scene *scene, const struct cca_look *look,
                        const struct cca_looked *looked);

/* Those of the scene, from the first checkpoint to the last. */
static void write_looks(struct table *table, const struct scene *scene, write_look *write)
{
    size_t count;
    struct cca_look *looks = scene_looks(scene, &count);

    table->failed |= looks == NULL;
    while (count-- > 0)
        write(table, scene, &looks[count], cca_study_look(scene->study, &looks[count]));
    free(looks);
}

static void write_spectrum_of(struct table *table, const struct scene *scene, const struct cca_look *look,
                              const struct cca_looked *looked)
{
    struct value values[16] = {value_text(views[scene->view].name)};

    rows_fill_side(scene, look->cells[0], &values[1]);
    rows_fill_side(scene, look->cells[1], &values[5]);
    if (looked->state == CCA_DONE) {
        values[9] = value_count(looked->n);
        values[10] = value_count(looked->rank[0]);
        values[11] = value_count(looked->rank[1]);
        values[14] = value_real(cca_chance_largest(looked->n, looked->rank[0], looked->rank[1]));
    }
    for (size_t i = 0; i < looked->number_count; i++) {
        values[12] = value_count(i + 1);
        values[13] = value_real(looked->numbers[i]);
        table_row(table, values);
    }
    if (looked->number_count > 0)
        return;
    values[15] = value_text(looked->state == CCA_DONE ? UNDEFINED : looked->reason);
    table_row(table, values);
}

bool write_spectrum(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",       "network_a",   "checkpoint_a", "layer_a",
                                        "timestep_a", "network_b",   "checkpoint_b", "layer_b",
                                        "timestep_b", "n",           "rank_a",       "rank_b",
                                        "index",      "correlation", "chance",       "note"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);

    write_looks(&table, scene, write_spectrum_of);
    return table_end(&table);
}

static void write_stability_of(struct table *table, const struct scene *scene, const struct cca_look *look,
                               const struct cca_looked *looked)
{
    const struct checkpoint *checkpoints = scene->experiment->networks[look->cells[0].network].checkpoints;
    struct value values[17] = {value_text(views[scene->view].name)}, side[4] = {{0}};

    rows_fill_side(scene, look->cells[2], side);
    values[1] = side[0];
    values[2] = side[2];
    values[3] = side[3];
    for (size_t i = 0; i < CCA_LOOK_CELLS; i++)
        values[4 + i] = value_text(checkpoints[look->cells[i].checkpoint].name);
    if (looked->state == CCA_DONE) {
        values[7] = value_count(looked->n);
        for (size_t i = 0; i < CCA_LOOK_CELLS; i++)
            values[8 + i] = value_count(looked->rank[i]);
        values[11] = value_count(looked->count);
        for (size_t i = 0; i < CCA_STABILITY_COUNT; i++)
            values[12 + i] = value_real(looked->numbers[i]);
        values[15] = value_real(cca_chance_mean(looked->n, looked->count, looked->rank[2]));
    }
    values[16] = value_text(looked->state != CCA_DONE ? looked->reason
                            : looked->count == 0      ? UNDEFINED
                            : looked->ambiguous ? "equal correlations leave open which directions these are"
                                                : NULL);
    table_row(table, values);
}

bool write_stability(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    static const char *const names[] = {"view",    "network",    "layer",  "timestep",   "early",
                                        "halfway", "checkpoint", "n",      "rank_early", "rank_halfway",
                                        "rank",    "directions", "stable", "unstable",   "all",
                                        "chance",  "note"};
    struct table table = table_begin(names, COLUMNS(names), json, terminal, out);

    write_looks(&table, scene, write_stability_of);
    return table_end(&table);
}
