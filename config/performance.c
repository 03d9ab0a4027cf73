#include "config/performance.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "config/memory.h"
#include "config/number.h"
#include "config/text_file.h"

#define CELLS_MOST (1 << 23)

/* A CSV on its way from text to fields. */
struct csv {
    const char *at, *end;
    char separator;
    size_t line; /* of `at`, from 1 */
    char *field; /* the last one read, quotes undone; NUL-terminated */
    size_t length, room;
    bool last; /* it ended its row */
};

static void append(struct csv *csv, char character)
{
    csv->field = memory_reserve(csv->field, &csv->room, csv->length + 2, 1);
    csv->field[csv->length++] = character;
}

/* What is in quotes, from behind the first on: doubled ones stand for one. */
static void read_quoted(struct csv *csv)
{
    for (; csv->at < csv->end; csv->at++) {
        if (*csv->at == '"' && !(csv->at + 1 < csv->end && csv->at[1] == '"')) {
            csv->at++;
            return;
        }
        csv->at += *csv->at == '"';
        csv->line += *csv->at == '\n';
        append(csv, *csv->at);
    }
}

/* Takes the blanks off both ends of the field. */
static void trim(struct csv *csv)
{
    size_t first = strspn(csv->field, " \r");

    while (csv->length > first && strchr(" \r", csv->field[csv->length - 1]))
        csv->length--;
    csv->length -= first;
    memmove(csv->field, csv->field + first, csv->length);
    csv->field[csv->length] = '\0';
}

/* The next field of the row; a NUL in it becomes a blank. False behind the last row. */
static bool next_field(struct csv *csv)
{
    csv->length = 0;
    csv->last = true;
    if (csv->at >= csv->end)
        return false;
    while (csv->at < csv->end && *csv->at == ' ')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '"') {
        csv->at++;
        read_quoted(csv);
    }
    while (csv->at < csv->end && *csv->at != csv->separator && *csv->at != '\n')
        append(csv, *csv->at++);
    for (size_t i = 0; i < csv->length; i++)
        csv->field[i] = csv->field[i] ? csv->field[i] : ' ';
    csv->field = memory_reserve(csv->field, &csv->room, csv->length + 2, 1);
    csv->field[csv->length] = '\0';
    trim(csv);
    csv->last = csv->at >= csv->end || *csv->at == '\n';
    csv->line += csv->at < csv->end && *csv->at == '\n';
    csv->at += csv->at < csv->end;
    return true;
}

/* Blank lines and comments. */
static void pass_over(struct csv *csv)
{
    while (csv->at < csv->end) {
        const char *text = csv->at;

        while (text < csv->end && (*text == ' ' || *text == '\t' || *text == '\r'))
            text++;
        if (text < csv->end && *text != '\n' && *text != '#')
            return;
        while (text < csv->end && *text != '\n')
            text++;
        csv->line += text < csv->end;
        csv->at = text + (text < csv->end);
    }
}

/* The character that parts most fields of the first row. */
static char find_separator(const struct csv *csv)
{
    static const char candidates[] = ",;\t";
    size_t counts[sizeof candidates] = {0}, best = 0;

    for (const char *at = csv->at; at < csv->end && *at != '\n'; at++)
        for (size_t i = 0; candidates[i]; i++)
            counts[i] += *at == candidates[i];
    for (size_t i = 1; candidates[i]; i++)
        if (counts[i] > counts[best])
            best = i;
    return candidates[best];
}

/* The rows while they are read: of every column, its name and its numbers. */
struct rows {
    char *names[PERFORMANCE_COLUMNS_MOST];
    size_t columns, step; /* which column has the steps */
    double *cells;        /* rows × columns */
    size_t count, room;   /* rows, and cells */
};

static bool is_step(const char *name)
{
    static const char *const names[] = {"step", "steps", "global_step", "iteration", "iter", "epoch"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool read_names(struct csv *csv, struct rows *rows, struct diagnostics *diagnostics)
{
    struct place place = {csv->line, 1};
    bool found = false;
    double number;

    do {
        if (!next_field(csv))
            break;
        if (rows->columns == PERFORMANCE_COLUMNS_MOST) {
            diagnostics_add(diagnostics, place, "more than %d columns; is it the right file?",
                            PERFORMANCE_COLUMNS_MOST);
            return false;
        }
        if (!found && is_step(csv->field)) {
            found = true;
            rows->step = rows->columns;
        }
        rows->names[rows->columns++] = memory_duplicate(csv->field);
    } while (!csv->last);
    if (rows->columns == 0)
        diagnostics_add(diagnostics, (struct place){1, 1},
                        "the file is empty; its first line names the columns, such as step,loss,accuracy");
    else if (number_parse_double(rows->names[0], &number))
        diagnostics_add(diagnostics, place,
                        "the first line is numbers; it has to name the columns, such as step,loss,accuracy");
    else
        return true;
    return false;
}

/* One row; what is missing at its end is NaN, what is too much is passed over. */
static void read_row(struct csv *csv, struct rows *rows)
{
    size_t at = 0;
    double *cells;

    rows->cells = memory_reserve(rows->cells, &rows->room, (rows->count + 1) * rows->columns, sizeof(double));
    cells = rows->cells + rows->count * rows->columns;
    for (size_t i = 0; i < rows->columns; i++)
        cells[i] = NAN;
    do {
        if (!next_field(csv))
            break;
        if (at < rows->columns)
            number_parse_double(csv->field, &cells[at]);
        at++;
    } while (!csv->last);
    rows->count += !isnan(cells[rows->step]);
}

/* A row where it stands in the file. */
struct ordered {
    double step;
    size_t row;
};

static int compare_steps(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;

    if (a->step != b->step)
        return a->step < b->step ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* The rows in the order of their steps, of several at one only the last; returns how many. */
static size_t order_rows(const struct rows *rows, struct ordered *ordered)
{
    size_t kept = 0;

    for (size_t i = 0; i < rows->count; i++)
        ordered[i] = (struct ordered){rows->cells[i * rows->columns + rows->step], i};
    if (rows->count > 0)
        qsort(ordered, rows->count, sizeof(*ordered), compare_steps);
    for (size_t i = 0; i < rows->count; i++)
        if (i + 1 == rows->count || ordered[i + 1].step != ordered[i].step)
            ordered[kept++] = ordered[i];
    return kept;
}

/* Copies a column unless it has no number at all. */
static void take_curve(struct performance *performance, struct rows *rows, size_t column,
                       const struct ordered *ordered)
{
    double *values = performance->values + performance->curve_count * performance->step_count;
    bool any = false;

    for (size_t i = 0; i < performance->step_count; i++) {
        values[i] = rows->cells[ordered[i].row * rows->columns + column];
        any = any || !isnan(values[i]);
    }
    if (!any)
        return;
    performance->names[performance->curve_count++] = rows->names[column];
    rows->names[column] = NULL;
}

static void build(struct rows *rows, struct performance *performance)
{
    struct ordered *ordered = memory_allocate(rows->count, sizeof(*ordered));

    performance->step_count = order_rows(rows, ordered);
    performance->steps = memory_allocate(performance->step_count, sizeof(double));
    performance->values = memory_allocate(rows->columns * performance->step_count, sizeof(double));
    performance->names = memory_allocate(rows->columns, sizeof(char *));
    for (size_t i = 0; i < performance->step_count; i++)
        performance->steps[i] = ordered[i].step;
    for (size_t column = 0; column < rows->columns; column++)
        if (column != rows->step)
            take_curve(performance, rows, column, ordered);
    free(ordered);
}

static bool read_rows(struct csv *csv, struct rows *rows, struct performance *performance,
                      struct diagnostics *diagnostics)
{
    struct place place;

    pass_over(csv);
    csv->separator = find_separator(csv);
    place = (struct place){csv->line, 1};
    if (!read_names(csv, rows, diagnostics))
        return false;
    for (pass_over(csv); csv->at < csv->end; pass_over(csv)) {
        if ((rows->count + 1) * rows->columns >
            CELLS_MOST) { /* short rows take as much memory as long ones */
            diagnostics_add(diagnostics, (struct place){csv->line, 1},
                            "more than %d fields; keep fewer columns or rows", CELLS_MOST);
            return false;
        }
        read_row(csv, rows);
    }
    if (rows->count == 0)
        diagnostics_add(diagnostics, place, "no row has a number in the column '%.60s', which has the steps",
                        rows->names[rows->step]);
    else
        build(rows, performance);
    if (rows->count > 0 && performance->curve_count == 0)
        diagnostics_add(diagnostics, place, "no column but '%.60s' has numbers", rows->names[rows->step]);
    return performance->curve_count > 0;
}

bool performance_parse(const char *text, size_t length, struct performance *performance,
                       struct diagnostics *diagnostics)
{
    bool marked = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
    struct csv csv = {.at = text + (marked ? 3 : 0), .end = text + length, .line = 1};
    struct rows *rows = memory_allocate(1, sizeof(*rows));
    bool good;

    *performance = (struct performance){0};
    good = read_rows(&csv, rows, performance, diagnostics);
    for (size_t i = 0; i < rows->columns; i++)
        free(rows->names[i]);
    free(rows->cells);
    free(rows);
    free(csv.field);
    if (!good)
        performance_free(performance);
    return good;
}

bool performance_load(const char *path, struct performance *performance, struct diagnostics *diagnostics)
{
    struct text_file file;
    struct stat status = {0};
    bool good;

    *performance = (struct performance){0};
    if (stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    if (S_ISFIFO(status.st_mode) || S_ISDIR(status.st_mode)) { /* a pipe would be waited for */
        diagnostics_add(diagnostics, (struct place){0}, "cannot be read: it is no file");
        return false;
    }
    if (!text_file_read(path, &file, diagnostics))
        return false;
    good = performance_parse(file.text, file.length, performance, diagnostics);
    free(file.text);
    return good;
}

void performance_free(struct performance *performance)
{
    for (size_t i = 0; i < performance->curve_count; i++)
        free(performance->names[i]);
    free(performance->names);
    free(performance->steps);
    free(performance->values);
    *performance = (struct performance){0};
}
