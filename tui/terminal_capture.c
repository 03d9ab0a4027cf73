#include "tui/terminal_capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Globals, as a signal handler can reach nothing else. -1: not in use. */
static int kept = -1, original = -1;

int capture_begin(void)
{
    static int registered = -1;

    if (kept >= 0 || !isatty(STDERR_FILENO))
        return -1;
    /* A file in memory: nobody who prints ever waits for it to be read. */
    kept = memfd_create("messages", MFD_CLOEXEC);
    original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    fflush(stderr);
    if (kept < 0 || original < 0 || fcntl(kept, F_SETFL, O_APPEND) != 0 || dup2(kept, STDERR_FILENO) < 0) {
        close(kept);
        close(original);
        kept = original = -1;
        return -1;
    }
    if (registered < 0)
        registered = atexit(capture_end);
    return kept;
}

void capture_end(void)
{
    char text[1024];
    off_t at = 0;
    ssize_t count;
    int error = errno;

    if (kept < 0)
        return;
    dup2(original, STDERR_FILENO);
    while ((count = pread(kept, text, sizeof text, at)) > 0 &&
           write(STDERR_FILENO, text, (size_t)count) == count)
        at += count;
    close(kept);
    close(original);
    kept = original = -1;
    errno = error;
}
