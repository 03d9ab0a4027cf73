#include "tui/manifest_place.h"

#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/memory.h"

/* The file that `> m.yaml` names; false when standard output is something else. */
static bool find_redirected(char path[PATH_MAX])
{
    struct stat status;
    ssize_t length;

    if (fstat(STDOUT_FILENO, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    length = readlink("/proc/self/fd/1", path, PATH_MAX - 1);
    if (length <= 0 || path[0] != '/')
        return false;
    path[length] = '\0';
    return true;
}

char *manifest_folder(const char *output)
{
    char path[PATH_MAX];

    if (output && strcmp(output, "-") != 0) {
        if (strlen(output) >= sizeof path)
            return NULL;
        strcpy(path, output);
    } else if (!find_redirected(path)) {
        strcpy(path, "./");
    }
    return realpath(strcmp(path, "./") == 0 ? "." : dirname(path), NULL);
}

/* A brace is two in a template. */
static void append_part(struct text_buffer *buffer, const char *part, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        text_buffer_append(buffer, &part[i], 1);
        if (part[i] == '{' || part[i] == '}')
            text_buffer_append(buffer, &part[i], 1);
    }
}

/* "runs/gen/" of runs//gen/ and ./runs/gen, "" of "." */
static char *tidy(const char *path)
{
    struct text_buffer tidied = {0};

    text_buffer_append(&tidied, path, *path == '/');
    while (*path) {
        size_t length = strcspn(path += strspn(path, "/"), "/");

        if (length > 0 && !(length == 1 && *path == '.')) {
            append_part(&tidied, path, length);
            text_buffer_append(&tidied, "/", 1);
        }
        path += length;
    }
    return tidied.text;
}

char *manifest_prefix(const char *folder, const char *directory)
{
    char *here = realpath(".", NULL), *target = realpath(directory, NULL), *prefix = NULL;
    size_t length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

    if (here && target) {
        if (directory[0] != '/' && strcmp(here, folder) == 0)
            prefix = tidy(directory);
        else if (strncmp(target, folder, length) == 0 && (target[length] == '/' || !target[length]))
            prefix = tidy(target[length] ? target + length + 1 : "");
        else
            prefix = tidy(target);
    }
    free(here);
    free(target);
    return prefix;
}

char *directory_title(const char *directory)
{
    char *path = realpath(directory, NULL), *title = path ? memory_duplicate(basename(path)) : NULL;

    free(path);
    return title;
}
