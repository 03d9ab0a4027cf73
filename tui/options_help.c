/* --help, from the tables. */
#include <string.h>

#include "tui/options_table.h"

#define HELP_COLUMN 26
#define VIEW_COLUMN 16

static void print_row(const struct option_row *row, FILE *out)
{
    char text[80];
    int used;

    used = row->letter ? snprintf(text, sizeof text, "  -%c, --%s", row->letter, row->name)
                       : snprintf(text, sizeof text, "  --%s", row->name);
    if (row->argument)
        used += snprintf(text + used, sizeof text - (size_t)used, " %s", row->argument);
    if (row->help)
        fprintf(out, "%-*s %s\n", HELP_COLUMN - 1, text, row->help);
    else
        fprintf(out, "%s\n", text);
}

static void print_options(enum command command, FILE *out)
{
    for (int section = 0; section < SECTION_COUNT; section++) {
        bool headed = false;

        for (size_t i = 0; i < option_row_count; i++) {
            const struct option_row *row = &option_rows[i];

            if ((int)row->section != section || !(row->commands & 1u << command))
                continue;
            if (!headed)
                fprintf(out, "\n%s:\n", option_sections[section]);
            headed = true;
            print_row(row, out);
        }
    }
}

static void print_views(FILE *out)
{
    fputs("\nViews:\n", out);
    for (int i = 0; i < VIEW_COUNT; i++)
        if (view_is_usual((enum view_id)i))
            fprintf(out, "  %-*s %s\n", VIEW_COLUMN - 3, views[i].name, views[i].about);
}

/* The views that have several forms, with --form. */
static void print_forms(FILE *out)
{
    fputs("\nForms (--form; the first is the usual one):\n", out);
    for (int i = 0; i < VIEW_COUNT; i++)
        if (*views[i].form)
            fprintf(out, "  %-12s%-12s%s\n", view_is_usual((enum view_id)i) ? views[i].name : "",
                    views[i].form, views[i].about);
}

static void print_tables(FILE *out)
{
    fputs("\nTables (--table): a row is\n", out);
    for (int i = 0; i < TABLE_COUNT; i++)
        fprintf(out, "  %-*s %s\n", VIEW_COLUMN - 3, table_names[i], table_rows[i]);
}

static void print_commands(FILE *out)
{
    char text[80];

    for (int i = 0; i < COMMAND_COUNT; i++) {
        const struct command_row *row = &command_rows[i];

        snprintf(text, sizeof text, "ccascope %s%s%s", row->word, *row->word ? " " : "", row->operands);
        fprintf(out, "  %-32s %s\n", text, row->about);
    }
}

/* One of many words, on a new line where this one is full. */
static void print_word(const char *word, int *used, FILE *out)
{
    if (*used + (int)strlen(word) > 78)
        *used = fprintf(out, "\n        ") - 1;
    *used += fprintf(out, "%s", word);
}

static void print_view_names(FILE *out)
{
    int used = fprintf(out, "\nViews:  ") - 1;
    char text[60];

    for (int i = 0; i < VIEW_COUNT; i++)
        if (view_is_usual((enum view_id)i)) {
            snprintf(text, sizeof text, " %s", views[i].name);
            print_word(text, &used, out);
        }
    fputc('\n', out);
}

/* The program's own help is one screen: names only of what the commands explain. */
static void print_names(FILE *out)
{
    int used = fprintf(out, "Options:") - 1;
    char text[60];

    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];

        if (!(row->commands & 1u << COMMAND_EXPLORE))
            continue;
        snprintf(text, sizeof text, row->argument ? " --%s %s" : " --%s", row->name, row->argument);
        print_word(text, &used, out);
    }
    fputc('\n', out);
}

void options_help(enum command command, FILE *out)
{
    const struct command_row *row = &command_rows[command];

    if (command == COMMAND_EXPLORE) {
        fputs("ccascope compares the representations that neural networks learn.\n\n", out);
        print_commands(out);
        print_view_names(out);
        print_names(out);
        fputs("\nccascope COMMAND --help explains its options, ccascope VIEW --help a view.\n"
              "Exit status: 0 all done, 1 something failed, 2 wrong usage or manifest.\n",
              out);
        return;
    }
    fprintf(out, "ccascope %s%s%s: %s\n", row->word, *row->operands ? " " : "", row->operands, row->about);
    if (command == COMMAND_SHOW || command == COMMAND_COMPUTE)
        print_views(out);
    print_options(command, out);
    if (command == COMMAND_SHOW || command == COMMAND_COMPUTE)
        print_forms(out);
    if (command == COMMAND_COMPUTE)
        print_tables(out);
}
