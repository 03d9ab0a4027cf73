#include "tui/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tui/json.h"
#include "tui/text.h"

/* The columns of ccascope(1), in order. A value is text, a number or nothing. */
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
    COLUMN_COUNT
};

static const char *const column_names[COLUMN_COUNT] = {"view",    "measure",    "network_a", "checkpoint_a",
                                                       "layer_a", "timestep_a", "network_b", "checkpoint_b",
                                                       "layer_b", "timestep_b", "n",         "rank_a",
                                                       "rank_b",  "distance",   "chance",    "note"};

struct value {
    enum { VALUE_EMPTY, VALUE_TEXT, VALUE_COUNT, VALUE_REAL } kind;
    const char *text;
    size_t count;
    double real;
};

/* One row; `notes` is where its note is put together. */
struct row {
    struct value values[COLUMN_COUNT];
    char notes[1200];
};

static struct value text_value(const char *text)
{
    return (struct value){.kind = text && *text ? VALUE_TEXT : VALUE_EMPTY, .text = text};
}

static struct value count_value(size_t count)
{
    return (struct value){.kind = VALUE_COUNT, .count = count};
}

static struct value real_value(double real)
{
    return (struct value){.kind = isfinite(real) ? VALUE_REAL : VALUE_EMPTY, .real = real};
}

/* Fills the four columns of one side from `first` on. */
static void fill_side(const struct scene *scene, struct cca_cell cell, struct value *first)
{
    const struct network *network = &scene->experiment->networks[cell.network];
    const struct layer *layer = &scene->experiment->layers[cell.layer];
    size_t timesteps = cca_study_timesteps(scene->study, cell.layer);

    first[0] = text_value(network->name);
    first[1] = text_value(network->checkpoints[cell.checkpoint].name);
    first[2] = text_value(layer->name);
    if (!strchr(layer->treatment.axes, 't') || layer->treatment.timesteps > TIMESTEPS_LIST || timesteps == 0)
        return;
    first[3] = count_value(cell.timestep == CCA_LAST_TIMESTEP ? timesteps - 1 : (size_t)cell.timestep);
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

static void fill_result(const struct scene *scene, const struct cca_result *result, struct row *row)
{
    const struct cca_summary *summary = &result->summary;
    enum measure measure = scene->measure;

    if (result->state != CCA_DONE) {
        row->values[COLUMN_NOTE] = text_value(result->reason);
        return;
    }
    row->values[COLUMN_N] = count_value(summary->n);
    row->values[COLUMN_RANK_A] = count_value(summary->rank_x);
    row->values[COLUMN_RANK_B] = count_value(summary->rank_y);
    row->values[COLUMN_DISTANCE] = real_value(cca_distance(summary, measure, scene_side(scene)));
    row->values[COLUMN_CHANCE] = real_value(summary->chance[measure]);
    join_notes(summary, measure, row->notes, sizeof row->notes);
    row->values[COLUMN_NOTE] = text_value(row->notes);
}

/* False where the grid has no pair: then there is no comparison to report. */
static bool fill_row(const struct scene *scene, size_t down, size_t across, struct row *row)
{
    struct cca_result result;
    struct cca_pair pair;

    memset(row, 0, sizeof *row);
    if (!scene_pair(scene, down, across, &pair))
        return false;
    row->values[COLUMN_VIEW] = text_value(views[scene->view].name);
    row->values[COLUMN_MEASURE] = text_value(measure_name(scene->measure));
    fill_side(scene, pair.a, &row->values[COLUMN_NETWORK_A]);
    fill_side(scene, pair.b, &row->values[COLUMN_NETWORK_B]);
    cca_study_result(scene->study, pair, &result);
    fill_result(scene, &result, row);
    return true;
}

/* Quoted where a comma, a quote or a line end is inside. */
void csv_write_text(const char *text, bool terminal, FILE *out)
{
    char *readable = terminal ? text_sanitised(text) : NULL;
    const char *next = readable ? readable : terminal ? "" : text;
    bool quoted = strpbrk(next, ",\"\r\n") != NULL;

    if (quoted)
        fputc('"', out);
    for (; *next; next++) {
        if (*next == '"')
            fputc('"', out);
        fputc(*next, out);
    }
    if (quoted)
        fputc('"', out);
    free(readable);
}

static void write_csv_value(const struct value *value, bool terminal, FILE *out)
{
    switch (value->kind) {
    case VALUE_TEXT:
        csv_write_text(value->text, terminal, out);
        break;
    case VALUE_COUNT:
        fprintf(out, "%zu", value->count);
        break;
    case VALUE_REAL:
        fprintf(out, "%.17g", value->real); /* with a point: the program leaves LC_NUMERIC alone */
        break;
    default:
        break;
    }
}

void rows_begin_csv(FILE *out)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        fprintf(out, "%s%s", i ? "," : "", column_names[i]);
    fputc('\n', out);
}

static void write_csv_row(const struct row *row, bool terminal, FILE *out)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (i)
            fputc(',', out);
        write_csv_value(&row->values[i], terminal, out);
    }
    fputc('\n', out);
}

bool rows_write_csv(const struct scene *scene, bool terminal, FILE *out)
{
    struct row row;

    rows_begin_csv(out);
    for (size_t down = 0; down < scene_rows(scene); down++)
        for (size_t across = 0; across < scene_columns(scene); across++)
            if (fill_row(scene, down, across, &row))
                write_csv_row(&row, terminal, out);
    return !ferror(out);
}

static json_t *json_value(const struct value *value)
{
    switch (value->kind) {
    case VALUE_TEXT:
        return json_text(value->text);
    case VALUE_COUNT:
        return json_integer((json_int_t)value->count);
    case VALUE_REAL:
        return json_real(value->real);
    default:
        return json_null();
    }
}

static bool write_json_row(const struct row *row, bool terminal, FILE *out)
{
    json_t *object = json_object();

    for (int i = 0; i < COLUMN_COUNT; i++)
        json_object_set_new(object, column_names[i], json_value(&row->values[i]));
    return json_write(object, JSON_COMPACT, terminal, out);
}

bool rows_write_place(const struct scene *scene, size_t down, size_t across, bool json, bool terminal,
                      FILE *out)
{
    struct row row;

    if (!fill_row(scene, down, across, &row))
        return true;
    if (!json) {
        write_csv_row(&row, terminal, out);
        return !ferror(out);
    }
    return write_json_row(&row, terminal, out) && fputc('\n', out) != EOF;
}

/* A row at a time, so that a million of them need no tree of a million objects. */
bool rows_write_json(const struct scene *scene, bool terminal, FILE *out)
{
    bool first = true;
    struct row row;

    fputs("[", out);
    for (size_t down = 0; down < scene_rows(scene); down++)
        for (size_t across = 0; across < scene_columns(scene); across++) {
            if (!fill_row(scene, down, across, &row))
                continue;
            fputs(first ? "\n" : ",\n", out);
            first = false;
            if (!write_json_row(&row, terminal, out))
                return false;
        }
    fputs("\n]\n", out);
    return !ferror(out);
}
