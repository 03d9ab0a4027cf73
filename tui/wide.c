#include "tui/wide.h"

#include <math.h>

#include "tui/json.h"
#include "tui/table.h"

#define NAME 200 /* bytes that a name made on the fly takes at the most */

static const char *axis_word(enum axis axis)
{
    switch (axis) {
    case AXIS_NETWORK:
        return "network";
    case AXIS_CHECKPOINT:
        return "checkpoint";
    case AXIS_LAYER:
        return "layer";
    case AXIS_TIMESTEP:
        return "timestep";
    case AXIS_INDEX:
        return "index";
    case AXIS_DIRECTIONS:
        return "directions";
    default:
        return "";
    }
}

static bool write_csv(const struct scene *scene, bool terminal, FILE *out)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    char text[NAME];
    double distance;

    fputs(axis_word(views[scene->view].down), out);
    for (size_t column = 0; column < columns; column++) {
        fputc(',', out);
        table_csv_text(scene_column_name(scene, column, text, sizeof text), terminal, out);
    }
    fputc('\n', out);
    for (size_t row = 0; row < rows; row++) {
        table_csv_text(scene_row_name(scene, row, text, sizeof text), terminal, out);
        for (size_t column = 0; column < columns; column++) {
            fputc(',', out);
            scene_distance(scene, row, column, &distance);
            if (isfinite(distance))
                fprintf(out, "%.17g", distance);
        }
        fputc('\n', out);
    }
    return !ferror(out);
}

static json_t *names(const struct scene *scene, size_t count,
                     const char *name(const struct scene *scene, size_t at, char *text, size_t size))
{
    json_t *list = json_array();
    char text[NAME];

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_text(name(scene, i, text, sizeof text)));
    return list;
}

/* A row at a time, so that a million numbers need no tree of a million objects. */
static bool write_json(const struct scene *scene, bool terminal, FILE *out)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene);
    double distance;

    fputs("{\"columns\":", out);
    if (!json_write(names(scene, columns, scene_column_name), JSON_COMPACT, terminal, out))
        return false;
    fputs(",\n\"index\":", out);
    if (!json_write(names(scene, rows, scene_row_name), JSON_COMPACT, terminal, out))
        return false;
    fputs(",\n\"data\":[", out);
    for (size_t row = 0; row < rows; row++) {
        json_t *values = json_array();

        for (size_t column = 0; column < columns; column++) {
            scene_distance(scene, row, column, &distance);
            json_array_append_new(values, isfinite(distance) ? json_real(distance) : json_null());
        }
        fputs(row ? ",\n" : "\n", out);
        if (!json_write(values, JSON_COMPACT, terminal, out))
            return false;
    }
    fputs("\n]}\n", out);
    return !ferror(out);
}

bool wide_write(const struct scene *scene, bool json, bool terminal, FILE *out)
{
    return json ? write_json(scene, terminal, out) : write_csv(scene, terminal, out);
}
