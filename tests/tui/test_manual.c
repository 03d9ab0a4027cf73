/* The manual says of keys what the table of actions does. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/action.h"

#define MANUAL TEST_SOURCE_DIR "/../man/ccascope.1"
#define BEGIN  ".\\\" The table of actions, written by UPDATE_GOLDEN=1 of tests/tui/test_manual.c\n"
#define END    ".\\\" The end of the table of actions\n"

static char *read_manual(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *in = fopen(MANUAL, "r");

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
    char *manual = read_manual(), *rows = table();
    char *begin = strstr(manual, BEGIN), *end = strstr(manual, END);

    cr_assert(begin && end && begin < end, "the marks around the table are missing");
    begin += strlen(BEGIN);
    if (getenv("UPDATE_GOLDEN"))
        replace(manual, begin, end, rows);
    else
        cr_expect(strncmp(begin, rows, strlen(rows)) == 0 && begin + strlen(rows) == end,
                  "man/ccascope.1 says otherwise of keys than the table of actions; UPDATE_GOLDEN=1 writes it");
    free(manual);
    free(rows);
}
