#include "tui/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tui/json.h"
#include "tui/text.h"

struct value value_text(const char *text)
{
    return (struct value){.kind = text && *text ? VALUE_TEXT : VALUE_EMPTY, .text = text};
}

struct value value_whole(int64_t whole)
{
    return (struct value){.kind = VALUE_WHOLE, .whole = whole};
}

struct value value_count(size_t count)
{
    return value_whole((int64_t)count);
}

struct value value_real(double real)
{
    return (struct value){.kind = isfinite(real) ? VALUE_REAL : VALUE_EMPTY, .real = real};
}

/* Quoted where a comma, a quote or a line end is inside. */
void table_csv_text(const char *text, bool terminal, FILE *out)
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
        table_csv_text(value->text, terminal, out);
        break;
    case VALUE_WHOLE:
        fprintf(out, "%" PRId64, value->whole);
        break;
    case VALUE_REAL:
        fprintf(out, "%.17g", value->real); /* with a point: the program leaves LC_NUMERIC alone */
        break;
    default:
        break;
    }
}

static json_t *json_value(const struct value *value)
{
    switch (value->kind) {
    case VALUE_TEXT:
        return json_text(value->text);
    case VALUE_WHOLE:
        return json_integer((json_int_t)value->whole);
    case VALUE_REAL:
        return json_real(value->real);
    default:
        return json_null();
    }
}

struct table table_begin(const char *const *names, size_t columns, bool json, bool terminal, FILE *out)
{
    struct table table = {.names = names, .columns = columns, .json = json, .terminal = terminal, .out = out};

    if (json)
        fputc('[', out);
    for (size_t i = 0; i < columns && !json; i++)
        fprintf(out, "%s%s", i ? "," : "", names[i]);
    if (!json)
        fputc('\n', out);
    return table;
}

/* An object at a time, so that a million rows need no tree of a million objects. */
static void write_json_row(struct table *table, const struct value *values)
{
    json_t *object = json_object();

    for (size_t i = 0; i < table->columns; i++)
        json_object_set_new(object, table->names[i], json_value(&values[i]));
    if (!table->lines)
        fputs(table->rows ? ",\n" : "\n", table->out);
    if (!json_write(object, JSON_COMPACT, table->terminal, table->out))
        table->failed = true;
    if (table->lines)
        fputc('\n', table->out);
}

void table_row(struct table *table, const struct value *values)
{
    if (table->json) {
        write_json_row(table, values);
    } else {
        for (size_t i = 0; i < table->columns; i++) {
            if (i)
                fputc(',', table->out);
            write_csv_value(&values[i], table->terminal, table->out);
        }
        fputc('\n', table->out);
    }
    table->rows++;
}

bool table_end(struct table *table)
{
    if (table->json)
        fputs("\n]\n", table->out);
    return !table->failed && !ferror(table->out);
}
