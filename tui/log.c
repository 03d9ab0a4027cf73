#include "tui/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add(struct log *log, const char *text, size_t length, bool news)
{
    char *line = strndup(text, length < LOG_BYTES ? length : LOG_BYTES);
    size_t at = (log->first + log->count) % LOG_LINES;

    if (!line)
        return;
    if (log->count == LOG_LINES) {
        free(log->lines[log->first]);
        log->first = (log->first + 1) % LOG_LINES;
    } else {
        log->count++;
    }
    log->lines[at] = line;
    log->news += news;
}

void log_add(struct log *log, const char *line, bool news)
{
    add(log, line, strlen(line), news);
}

void log_follow(struct log *log, int descriptor)
{
    log->source = descriptor;
    log->follows = descriptor >= 0;
    log->read = 0;
}

/* Takes over the whole lines of a text; returns its bytes, all of a text that has no room for a line's end.
 */
static size_t take_lines(struct log *log, const char *text, size_t length, size_t room)
{
    size_t taken = 0;
    const char *end;

    while ((end = memchr(text + taken, '\n', length - taken))) {
        size_t size = (size_t)(end - text) - taken;

        if (size > 0)
            add(log, text + taken, size, true);
        taken += size + 1;
    }
    if (taken == 0 && length == room) { /* a line without end */
        add(log, text, length, true);
        taken = length;
    }
    return taken;
}

void log_collect(struct log *log)
{
    char text[4 * LOG_BYTES];
    ssize_t count;
    size_t taken = 1;

    while (log->follows && taken > 0 && (count = pread(log->source, text, sizeof text, log->read)) > 0) {
        taken = take_lines(log, text, (size_t)count, sizeof text);
        log->read += (off_t)taken;
    }
}

const char *log_line(const struct log *log, size_t index)
{
    return log->lines[(log->first + index) % LOG_LINES];
}

void log_free(struct log *log)
{
    for (size_t i = 0; i < LOG_LINES; i++)
        free(log->lines[i]);
    *log = (struct log){0};
}
