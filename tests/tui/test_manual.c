/* The manual says of keys what the table of actions does. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/manifest.h"
#include "tui/action.h"
#include "tui/options_table.h"

#define MANUAL          TEST_SOURCE_DIR "/../man/ccascope.1"
#define MANIFEST_MANUAL TEST_SOURCE_DIR "/../man/ccascope-manifest.5"
#define BEGIN           ".\\\" The table of actions, written by UPDATE_GOLDEN=1 of tests/tui/test_manual.c\n"
#define END             ".\\\" The end of the table of actions\n"

static char *read_page(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *in = fopen(path, "r");

    cr_assert_not_null(in);
    cr_assert_gt(getdelim(&text, &size, '\0', in), 0);
    fclose(in);
    return text;
}

/* Characters that roff would read as its own. */
static void print_escaped(FILE *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '\\':
            fputs("\\e", out);
            break;
        case '\'':
            fputs("\\(aq", out);
            break;
        case '-':
            fputs("\\-", out);
            break;
        case '.':
        case ',':
        case ':':
        case '?':
        case '(':
        case ')':
        case '[':
        case ']':
        case '|':
            fprintf(out, "\\&%c", *text);
            break;
        default:
            fputc(*text, out);
        }
}

static char *table(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    for (int action = 0; action < ACTION_COUNT; action++) {
        fputs(".It ", out);
        print_escaped(out, actions[action].name);
        fputs(" Ta ", out);
        print_escaped(out, *actions[action].keys ? actions[action].keys : "none");
        fputs(" Ta ", out);
        print_escaped(out, actions[action].help);
        fputc('\n', out);
    }
    fclose(out);
    return text;
}

static void replace(const char *manual, const char *begin, const char *end, const char *rows)
{
    FILE *out = fopen(MANUAL, "w");

    cr_assert_not_null(out);
    fprintf(out, "%.*s%s%s", (int)(begin - manual), manual, rows, end);
    fclose(out);
}

Test(manual, has_the_table_of_actions)
{
    char *manual = read_page(MANUAL), *rows = table();
    char *begin = strstr(manual, BEGIN), *end = strstr(manual, END);

    cr_assert(begin && end && begin < end, "the marks around the table are missing");
    begin += strlen(BEGIN);
    if (getenv("UPDATE_GOLDEN"))
        replace(manual, begin, end, rows);
    else
        cr_expect(
            strncmp(begin, rows, strlen(rows)) == 0 && begin + strlen(rows) == end,
            "man/ccascope.1 says otherwise of keys than the table of actions; UPDATE_GOLDEN=1 writes it");
    free(manual);
    free(rows);
}

/* Whether a line of the page that begins with `macro` has the word. */
static bool describes(const char *page, const char *macro, const char *word)
{
    size_t length = strlen(word);

    for (const char *line = page; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *end = line + strcspn(line, "\n");

        if (strncmp(line, macro, strlen(macro)) != 0)
            continue;
        for (const char *at = line; (at = strstr(at, word)) && at < end; at++)
            if (strchr(" -", at[-1]) && strchr(" \n,", at[length]))
                return true;
    }
    return false;
}

Test(manual, has_every_option)
{
    char *manual = read_page(MANUAL);
    char dashed[60];

    for (size_t i = 0; i < option_row_count; i++) {
        snprintf(dashed, sizeof dashed, "-%s", option_rows[i].name);
        cr_expect(describes(manual, ".It Fl", dashed) || describes(manual, ".Pq Fl", dashed),
                  "man/ccascope.1 has no --%s", option_rows[i].name);
    }
    free(manual);
}

/* And none that there is not. */
Test(manual, has_no_other_option)
{
    char *manual = read_page(MANUAL);

    for (const char *at = manual; (at = strstr(at, "\n.It Fl ")); at++)
        for (const char *word = at + 8; word && *word && *word != '\n'; word = strpbrk(word, " \n")) {
            size_t length;
            bool known = false;

            word += *word == ' ';
            if (*word != '-')
                continue;
            length = strcspn(++word, " \n,");
            for (size_t i = 0; i < option_row_count && !known; i++)
                known =
                    strlen(option_rows[i].name) == length && strncmp(option_rows[i].name, word, length) == 0;
            cr_expect(known, "man/ccascope.1 has --%.*s, the program has not", (int)length, word);
        }
    free(manual);
}

Test(manual, has_every_key_of_manifests)
{
    char *manual = read_page(MANIFEST_MANUAL);

    for (size_t i = 0; manifest_key(i); i++)
        cr_expect(describes(manual, ".It Cm", manifest_key(i)) ||
                      describes(manual, ".Brq Cm", manifest_key(i)) ||
                      describes(manual, ".Cm", manifest_key(i)),
                  "man/ccascope-manifest.5 has no '%s'", manifest_key(i));
    free(manual);
}
