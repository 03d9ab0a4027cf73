#include "tui/output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/memory.h"
#include "tui/options.h"

/* What a signal must remove; written before the handlers are set. */
static const char *volatile unfinished;
static const int deadly[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT};

static void remove_unfinished(int signal_number)
{
    if (unfinished)
        unlink(unfinished);
    raise(signal_number); /* the handler is gone already: SA_RESETHAND */
}

static void guard(const char *temporary)
{
    struct sigaction action = {.sa_handler = remove_unfinished, .sa_flags = (int)SA_RESETHAND}, before;

    sigemptyset(&action.sa_mask);
    unfinished = temporary;
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        if (sigaction(deadly[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* nohup stays nohup */
            sigaction(deadly[i], &action, NULL);
}

static bool fail(const struct output *output)
{
    if (output->complaint) {
        snprintf(output->complaint, output->complaint_size, "%s cannot be written: %s; choose another place by -o", output->path,
                 strerror(errno));
        return false;
    }
    complain(1, "%s%s%s cannot be written: %s", output->path ? "'" : "",
             output->path ? output->path : "standard output", output->path ? "'" : "", strerror(errno));
    return false;
}

/* A mask can only be read by setting it. */
static mode_t default_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static bool open_temporary(struct output *output, mode_t mode)
{
    char *copy = memory_duplicate(output->target);
    int descriptor;

    output->temporary = memory_format("%s/.ccascope-XXXXXX", dirname(copy));
    free(copy);
    if ((descriptor = mkostemp(output->temporary, O_CLOEXEC)) < 0)
        return fail(output);
    if (!output->complaint)
        guard(output->temporary);
    if (fchmod(descriptor, mode) == 0 && (output->stream = fdopen(descriptor, "w")))
        return true;
    fail(output);
    close(descriptor);
    unlink(output->temporary);
    unfinished = NULL;
    return false;
}

static void release(struct output *output)
{
    free(output->temporary);
    free(output->target);
    output->temporary = output->target = NULL;
}

static bool open_file(struct output *output, const char *path)
{
    struct stat status;
    bool exists, good;

    output->path = path;
    exists = stat(path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return fail(output);
    }
    if (exists && !S_ISREG(status.st_mode)) {
        output->stream = fopen(path, "we");
        output->terminal = output->stream && isatty(fileno(output->stream));
        return output->stream || fail(output);
    }
    output->target = exists ? realpath(path, NULL) : memory_duplicate(path);
    good = output->target ? open_temporary(output, exists ? status.st_mode & 07777 : default_mode())
                          : fail(output);
    if (!good)
        release(output);
    return good;
}

bool output_open(struct output *output, const char *path)
{
    *output = (struct output){.stream = stdout};
    if (path && strcmp(path, "-") != 0)
        return open_file(output, path);
    output->terminal = isatty(STDOUT_FILENO);
    return true;
}

bool output_open_quietly(struct output *output, const char *path, char *complaint, size_t size)
{
    *output = (struct output){.complaint = complaint, .complaint_size = size};
    return open_file(output, path);
}

static bool finish(struct output *output, bool good)
{
    bool written = !ferror(output->stream) && fflush(output->stream) == 0;

    if (written && output->target && good)
        written = fsync(fileno(output->stream)) == 0;
    if (!written)
        fail(output);
    if (output->path && fclose(output->stream) != 0 && written)
        written = fail(output);
    return written;
}

bool output_close(struct output *output, bool good)
{
    bool written = finish(output, good);

    if (output->target) {
        if (written && good && rename(output->temporary, output->target) != 0)
            written = fail(output);
        if (!written || !good)
            unlink(output->temporary);
        unfinished = NULL;
    }
    release(output);
    return written;
}
