/* Taking what is shown elsewhere: into a file, into the clipboard. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tui/canvas_print.h"
#include "tui/canvas_svg.h"
#include "tui/clipboard.h"
#include "tui/draw_cell.h"
#include "tui/explorer_private.h"
#include "tui/output.h"
#include "tui/rows.h"

/* The size of a picture where no screen says how large. */
#define PICTURE_COLUMNS 100
#define PICTURE_ROWS    30

/* What is shown, drawn for others: without cursor, status and keys; `fine`: curves as strokes. NULL when
 * memory gives out. */
static struct canvas *picture(struct explorer *explorer, const struct look *look, bool fine)
{
    const struct canvas *screen = explorer->canvas;
    struct canvas *canvas = canvas_create(screen ? screen->columns : PICTURE_COLUMNS,
                                          screen && screen->rows > 6 ? screen->rows - 3 : PICTURE_ROWS);
    struct view_state state = *explorer_state(explorer); /* what it owns stays the explorer's */
    struct rectangle heading, area;
    char place[300];

    if (!canvas)
        return NULL;
    heading = (struct rectangle){1, 0, canvas->columns - 2, 1};
    area = (struct rectangle){1, 2, canvas->columns - 2, canvas->rows - 2};
    canvas->ascii = !look->unicode;
    canvas->fine = fine;
    if (explorer_screen(explorer) == SCREEN_PAIR) {
        describe_place(&explorer->scene, look, state.row, state.column, place, sizeof place);
        draw_trail(canvas, look, heading, &explorer->scene, place);
        draw_pair(canvas, look, area, &explorer->scene, state.row, state.column);
        return canvas;
    }
    state.has_cursor = false;
    draw_heading(canvas, look, heading, &explorer->scene);
    draw_view(canvas, look, area, &explorer->scene, &state);
    return canvas;
}

static bool write_svg(struct explorer *explorer, FILE *out)
{
    struct look look = explorer->look;
    struct canvas *canvas;
    bool good;

    look.depth = DEPTH_DIRECT; /* a picture has all colours and glyphs, whatever the terminal can show */
    look.unicode = true;
    if (!explorer->look.unicode)
        look.glyphs = GLYPHS_BRAILLE;
    canvas = picture(explorer, &look, true);
    good = canvas && canvas_svg(canvas, look.light_background, explorer->scene.experiment->title, out);
    canvas_free(canvas);
    return good;
}

static bool write_text(struct explorer *explorer, FILE *out)
{
    struct look look = explorer->look;
    struct canvas *canvas;
    bool good;

    look.depth = DEPTH_NONE;
    canvas = picture(explorer, &look, false);
    good = canvas && canvas_print(canvas, &look, out);
    canvas_free(canvas);
    return good;
}

/* A number, or nothing beyond the end of its list. */
static void write_field(const double *values, size_t count, size_t index, FILE *out)
{
    fputc(',', out);
    if (values && index < count)
        fprintf(out, "%.17g", values[index]);
}

/* A pair in full: its correlations with their weights, and the spectra. */
static bool write_pair(const struct cca_detail *detail, FILE *out)
{
    const struct cca_comparison *comparison = &detail->comparison;
    size_t rows = comparison->count;

    rows = rows > detail->spectrum_x_count ? rows : detail->spectrum_x_count;
    rows = rows > detail->spectrum_y_count ? rows : detail->spectrum_y_count;
    fputs("index,correlation,weight_a,weight_b,singular_value_a,singular_value_b\n", out);
    for (size_t i = 0; i < rows; i++) {
        fprintf(out, "%zu", i + 1);
        write_field(comparison->correlations, comparison->count, i, out);
        write_field(comparison->weights_x, comparison->weight_count, i, out);
        write_field(comparison->weights_y, comparison->weight_count, i, out);
        write_field(detail->spectrum_x, detail->spectrum_x_count, i, out);
        write_field(detail->spectrum_y, detail->spectrum_y_count, i, out);
        fputc('\n', out);
    }
    return !ferror(out);
}

/* The view's numbers, as `compute` writes them. */
static bool write_table(struct explorer *explorer, bool json, FILE *out)
{
    return rows_write(&explorer->scene, rows_usual(explorer->scene.view), json, false, out);
}

static bool write_csv(struct explorer *explorer, FILE *out)
{
    const struct view_state *state = explorer_state(explorer);
    const struct cca_detail *detail;
    struct cca_pair pair;

    if (explorer_screen(explorer) != SCREEN_PAIR || scene_has_sets(&explorer->scene))
        return write_table(explorer, false, out);
    detail = scene_pair(&explorer->scene, state->row, state->column, &pair)
                 ? cca_study_detail(explorer->study, pair)
                 : NULL;
    return detail && !detail->failed && write_pair(detail, out);
}

static bool write_json(struct explorer *explorer, FILE *out)
{
    return write_table(explorer, true, out);
}

static const struct {
    const char *ending;
    bool (*write)(struct explorer *explorer, FILE *out);
} formats[] = {{".svg", write_svg}, {".csv", write_csv}, {".json", write_json}, {".txt", write_text}};
#define FORMATS (sizeof formats / sizeof *formats)

/* The format that the ending names; FORMATS: none does. */
static size_t format_of(const char *path)
{
    size_t length = strlen(path);

    for (size_t i = 0; i < FORMATS; i++) {
        size_t ending = strlen(formats[i].ending);

        if (length > ending && strcasecmp(path + length - ending, formats[i].ending) == 0)
            return i;
    }
    return FORMATS;
}

/* How many comparisons are still to come: what is saved lacks them. */
static void tell_saved(struct explorer *explorer, const char *what)
{
    struct cca_progress progress = cca_study_progress(explorer->study);

    if (progress.done < progress.total)
        explorer_warn(explorer, "%s; %zu of %zu comparisons are still to come", what,
                      progress.total - progress.done, progress.total);
    else
        explorer_say(explorer, "%s", what);
}

void explorer_save(struct explorer *explorer, const char *path)
{
    size_t format = format_of(path);
    struct output output;
    char text[400];
    bool good;

    if (format == FORMATS) {
        explorer_warn(explorer, "%s: end it in .svg, .csv, .json or .txt",
                      *path ? path : "no file was named");
        return;
    }
    if (access(path, F_OK) == 0 && strcmp(path, explorer->saved) != 0) {
        prompt_copy(explorer->saved, path);
        explorer_warn(explorer, "%s is there already; save it again to replace it", path);
        return;
    }
    prompt_copy(explorer->saved, path);
    if (!output_open_quietly(&output, path, text, sizeof text)) {
        explorer_warn(explorer, "%s", text);
        return;
    }
    good = formats[format].write(explorer, output.stream);
    snprintf(text, sizeof text, "%s could not be made: there is nothing yet, or no memory", path);
    if (output_close(&output, good) && good) {
        snprintf(text, sizeof text, "saved %s", path);
        tell_saved(explorer, text);
        return;
    }
    explorer_warn(explorer, "%s", text);
}

static void copy(struct explorer *explorer, const char *text, const char *what)
{
    size_t length;
    char *sequence = clipboard_sequence(text, &length);

    if (!sequence)
        explorer_warn(explorer, length ? "too much for a clipboard: s saves it" : "no memory to copy");
    else if (!explorer->terminal || !terminal_send(explorer->terminal, sequence, length))
        explorer_warn(explorer, "this terminal has no clipboard: s saves to a file");
    else
        tell_saved(explorer, what);
    free(sequence);
}

static void copy_value(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);
    double distance = scene_value(&explorer->scene, state->row, state->column).mean;
    char text[40], what[80];

    if (isnan(distance)) {
        explorer_warn(explorer, "there is no value here to copy");
        return;
    }
    snprintf(text, sizeof text, "%.17g", distance);
    snprintf(what, sizeof what, "copied %s", text);
    copy(explorer, text, what);
}

static void copy_table(struct explorer *explorer)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool good = out && write_csv(explorer, out);

    if (out && fclose(out) == 0 && good)
        copy(explorer, text, "copied the table as CSV");
    else
        explorer_warn(explorer, "there is no table yet, or no memory for it");
    free(text);
}

bool explorer_share(struct explorer *explorer, enum action action)
{
    if (action == ACTION_COPY)
        copy_value(explorer);
    else if (action == ACTION_COPY_TABLE)
        copy_table(explorer);
    else
        return false;
    return true;
}
