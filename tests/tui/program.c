#include "program.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <pty.h>
#include <dirent.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENVIRONMENT                                                                                          \
    "XDG_CACHE_HOME=/dev/null XDG_CONFIG_HOME=/nonexistent NO_COLOR= COLORTERM= TERM=xterm-256color "        \
    "LC_ALL=C.UTF-8 "

static char made[64];

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void folder_remove(void)
{
    if (*made)
        nftw(made, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    *made = '\0';
}

const char *folder_make(void)
{
    folder_remove();
    strcpy(made, "/tmp/ccascope-test-XXXXXX");
    cr_assert(mkdtemp(made));
    return made;
}

const char *folder_path(void)
{
    return made;
}

static void path_in(const char *folder, const char *name, char path[1024])
{
    snprintf(path, 1024, "%s/%s", folder, name);
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

void folder_write(const char *folder, const char *name, const char *text)
{
    char path[1024];
    FILE *file;

    path_in(folder, name, path);
    cr_assert((file = fopen(path, "w")));
    fputs(text, file);
    fclose(file);
}

void folder_link(const char *folder, const char *name, const char *target)
{
    char path[1024];

    path_in(folder, name, path);
    cr_assert(access(target, R_OK) == 0, "%s", target);
    cr_assert(symlink(target, path) == 0);
}

const char *folder_large(int layers)
{
    const char *folder = folder_make();
    char text[8000], file[40];
    int used = snprintf(
        text, sizeof text,
        "ccascope: 1\nactivations: \"{layer}.npy\"\nnetworks: [{name: a}]\ncheckpoints: [0]\nlayers: [");

    for (int i = 0; i < layers; i++) {
        used += snprintf(text + used, sizeof text - (size_t)used, "%slayer-%d", i ? ", " : "", i);
        snprintf(file, sizeof file, "layer-%d.npy", i);
        folder_link(folder, file, SAMPLES "/text-lstm/activations/lstm-1/0/lstm1.npy");
    }
    snprintf(text + used, sizeof text - (size_t)used, "]\naxes: ntc\ntimesteps: samples\n");
    folder_write(folder, "m.yaml", text);
    return folder;
}

size_t folder_count(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    cr_assert(entries);
    while ((entry = readdir(entries)))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(entries);
    return count;
}

/* All that comes until the other side closes. */
static char *read_all(FILE *file, size_t *size)
{
    char *text = NULL;
    FILE *copy = open_memstream(&text, size);
    char block[4096];
    size_t got;

    while ((got = fread(block, 1, sizeof block, file)) > 0)
        fwrite(block, 1, got, copy);
    fclose(copy);
    return text;
}

static int status_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct run run_arguments(const char *format, va_list arguments)
{
    char command[8192], error_path[] = "/tmp/ccascope-error-XXXXXX";
    int descriptor = mkstemp(error_path), used;
    struct run result;
    size_t size;
    FILE *pipe, *error = fdopen(descriptor, "r");

    used = snprintf(command, sizeof command, ENVIRONMENT "%s ", CCASCOPE_PROGRAM);
    used += vsnprintf(command + used, sizeof command - (size_t)used, format, arguments);
    cr_assert(used + 60 < (int)sizeof command);
    snprintf(command + used, sizeof command - (size_t)used, " 2>%s </dev/null", error_path);
    cr_assert((pipe = popen(command, "r")));
    result.out = read_all(pipe, &result.out_size);
    result.status = status_of(pclose(pipe));
    result.error = read_all(error, &size);
    fclose(error);
    unlink(error_path);
    return result;
}

struct run run(const char *format, ...)
{
    va_list arguments;
    struct run result;

    va_start(arguments, format);
    result = run_arguments(format, arguments);
    va_end(arguments);
    return result;
}

struct run run_on_terminal(const char *format, ...)
{
    struct winsize window = {.ws_col = 100, .ws_row = 40};
    struct run result = {0};
    char command[8192];
    va_list arguments;
    int terminal, status, used;
    pid_t child;

    used = snprintf(command, sizeof command, ENVIRONMENT "exec %s ", CCASCOPE_PROGRAM);
    va_start(arguments, format);
    vsnprintf(command + used, sizeof command - (size_t)used, format, arguments);
    va_end(arguments);
    child = forkpty(&terminal, NULL, NULL, &window);
    cr_assert(child >= 0);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    FILE *screen = fdopen(terminal, "r");
    result.out = read_all(screen, &result.out_size); /* ends with an error when the program has ended */
    fclose(screen);
    waitpid(child, &status, 0);
    result.status = status_of(status);
    result.error = strdup("");
    return result;
}

void run_free(struct run *run)
{
    free(run->out);
    free(run->error);
}

void expect_run(int status, const char *part, const char *format, ...)
{
    va_list arguments;
    struct run result;

    va_start(arguments, format);
    result = run_arguments(format, arguments);
    va_end(arguments);
    cr_expect_eq(result.status, status, "%s: status %d, expected %d; %s", format, result.status, status,
                 result.error);
    cr_expect(!part || strstr(result.out, part) || strstr(result.error, part), "%s: no '%s' in\n%s%s", format,
              part, result.out, result.error);
    expect_harmless(result.out, result.out_size, false);
    expect_harmless(result.error, strlen(result.error), false);
    run_free(&result);
}

/* Bytes of an allowed escape sequence at `text`, or 0. */
static size_t escape_length(const char *text)
{
    size_t length;

    if (*text == '\r')
        return 1;
    if (text[0] != '\033' || text[1] != '[')
        return 0;
    length = 2 + strspn(text + 2, "0123456789;");
    return text[length] == 'm' || text[length] == 'K' ? length + 1 : 0;
}

void expect_harmless(const char *text, size_t size, bool escapes)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        size_t escape = escapes ? escape_length(text + i) : 0;

        if (escape > 0) {
            i += escape - 1;
            continue;
        }
        cr_expect(byte == '\n' || (byte >= 0x20 && byte != 0x7f), "byte %02x at %zu of\n%s", byte, i, text);
        cr_expect(!(byte == 0xc2 && (unsigned char)text[i + 1] < 0xa0), "a C1 character at %zu of\n%s", i,
                  text);
    }
}

/* Splits in place: `from` runs ahead of `to` where quotes go. */
static char *take_cell(char **from, bool *last)
{
    char *cell = *from, *to = cell, *at = cell;
    bool quoted = *at == '"';

    at += quoted;
    while (*at && (quoted || (*at != ',' && *at != '\n'))) {
        if (quoted && *at == '"' && *++at != '"') {
            quoted = false;
            continue;
        }
        *to++ = *at++;
    }
    *last = *at != ',';
    *from = at + (*at != '\0');
    *to = '\0';
    return cell;
}

struct table table_parse(const char *csv)
{
    struct table table = {.text = strdup(csv)};
    char *at = table.text;
    size_t count = 0;
    bool last;

    table.cells = calloc(strlen(csv) + 1, sizeof *table.cells);
    while (*at) {
        size_t first = count;

        do
            table.cells[count++] = take_cell(&at, &last);
        while (!last);
        table.columns = table.columns ? table.columns : count;
        cr_assert_eq(count - first, table.columns, "a row of %zu cells", count - first);
    }
    cr_assert(table.columns > 0);
    table.rows = count / table.columns - 1;
    return table;
}

struct table table_compute(const char *manifest, const char *arguments)
{
    struct run result = run("compute %s %s", manifest, arguments);
    struct table table;

    cr_assert_eq(result.status, 0, "%s: %d, %s", arguments, result.status, result.error);
    cr_expect_str_empty(result.error);
    table = table_parse(result.out);
    run_free(&result);
    return table;
}

const char *table_cell(const struct table *table, size_t row, const char *column)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->cells[i], column) == 0)
            return table->cells[(row + 1) * table->columns + i];
    cr_assert_fail("no column %s", column);
    return NULL;
}

void table_expect(const struct table *table, size_t row, const char *column, double expected,
                  double tolerance)
{
    const char *cell = table_cell(table, row, column);
    char *end;
    double value = strtod(cell, &end);

    if (isnan(expected))
        cr_expect_str_empty(cell, "row %zu: %s", row, column);
    else
        cr_expect(*cell && !*end && fabs(value - expected) <= tolerance,
                  "row %zu: %s is '%s', expected %.17g", row, column, cell, expected);
}

void table_free(struct table *table)
{
    free(table->cells);
    free(table->text);
}
