/* Tables of text and numbers as CSV or JSON, a row at a time. */
#ifndef CCASCOPE_TUI_TABLE_H
#define CCASCOPE_TUI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What stands in a column: text (borrowed), a number or nothing. */
struct value {
    enum { VALUE_EMPTY, VALUE_TEXT, VALUE_WHOLE, VALUE_REAL } kind;
    const char *text;
    int64_t whole;
    double real;
};

/* Empty for NULL and "". */
struct value value_text(const char *text);
struct value value_count(size_t count);
struct value value_whole(int64_t whole);
/* Empty for what is not finite. */
struct value value_real(double real);

struct table {
    const char *const *names; /* of the columns */
    size_t columns;
    bool json;
    bool lines;    /* JSON: an object a line, without an array around them */
    bool terminal; /* names and notes are made harmless; files and pipes get them as they are */
    FILE *out;
    size_t rows;
    bool failed;
};

/* A text as a field of CSV (RFC 4180). */
void table_csv_text(const char *text, bool terminal, FILE *out);

/* Writes what comes before the first row. The names are borrowed until the end. */
struct table table_begin(const char *const *names, size_t columns, bool json, bool terminal, FILE *out);
/* One row, of as many values as there are columns. */
void table_row(struct table *table, const struct value *values);
/* Writes what comes after the last row; false when something could not be written. */
bool table_end(struct table *table);

#endif
