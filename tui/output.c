#include "tui/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/memory.h"
#include "tui/options.h"

/* mkstemp makes files for the owner's eyes only; a result gets what any new file would. */
static void usual_permissions(int descriptor)
{
    mode_t mask = umask(0);

    umask(mask);
    fchmod(descriptor, 0666 & ~mask);
}

bool output_open(struct output *output, const char *path)
{
    int descriptor;

    *output = (struct output){.stream = stdout, .path = path};
    if (!path)
        return true;
    output->temporary = memory_format("%s.XXXXXX", path);
    descriptor = mkstemp(output->temporary);
    output->stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (output->stream) {
        usual_permissions(descriptor);
        return true;
    }
    complain(1, "%s: cannot be written: %s", path, strerror(errno));
    free(output->temporary);
    return false;
}

bool output_close(struct output *output, bool good)
{
    good = fflush(output->stream) == 0 && !ferror(output->stream) && good;
    if (output->path) {
        good = good && fsync(fileno(output->stream)) == 0;
        good = fclose(output->stream) == 0 && good;
        good = good && rename(output->temporary, output->path) == 0;
        if (!good)
            unlink(output->temporary);
        free(output->temporary);
    }
    if (!good)
        complain(1, "%s: could not be written: %s", output->path ? output->path : "standard output",
                 errno ? strerror(errno) : "disk full?");
    return good;
}
