#include "check.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *diagnostics_joined(const struct diagnostics *diagnostics)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    for (size_t i = 0; i < diagnostics->count; i++)
        fprintf(stream, "%s%zu:%zu: %s", i ? "\n" : "", diagnostics->list[i].place.line,
                diagnostics->list[i].place.column, diagnostics->list[i].text);
    fclose(stream);
    return text;
}

void check_errors(const struct error_case *cases, size_t count,
                  void (*parse)(const char *text, struct diagnostics *diagnostics))
{
    for (size_t i = 0; i < count; i++) {
        struct diagnostics diagnostics = {0};
        char *joined;

        parse(cases[i].text, &diagnostics);
        joined = diagnostics_joined(&diagnostics);
        cr_expect_str_eq(joined, cases[i].expected, "of\n%s\nwas\n%s\ninstead of\n%s\n", cases[i].text,
                         joined, cases[i].expected);
        free(joined);
        diagnostics_free(&diagnostics);
    }
}

char *scratch_make(void)
{
    char *directory = strdup("/tmp/ccascope-test-XXXXXX");

    cr_assert_not_null(mkdtemp(directory));
    return directory;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

void scratch_remove(char *directory)
{
    nftw(directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(directory);
}

void scratch_touch(const char *directory, const char *path)
{
    char *whole = NULL;
    int descriptor;

    cr_assert_geq(asprintf(&whole, "%s/%s", directory, path), 0);
    for (char *slash = strchr(whole + strlen(directory) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    descriptor = open(whole, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    cr_assert_geq(descriptor, 0);
    close(descriptor);
    free(whole);
}
