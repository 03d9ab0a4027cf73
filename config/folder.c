#include "config/folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void folders_make(const char *path)
{
    char *folder = strdup(path);

    for (char *slash = folder ? strchr(folder + 1, '/') : NULL; slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700);
        *slash = '/';
    }
    free(folder);
}
