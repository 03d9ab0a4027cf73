/* Messages: what the program said while its screen was up, and what libraries print on standard error. The
 * latest ones are kept. */
#ifndef CCASCOPE_TUI_LOG_H
#define CCASCOPE_TUI_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* So many lines, of so many bytes each at the most. */
#define LOG_LINES 200
#define LOG_BYTES 1000

/* All zeros: empty. */
struct log {
    char *lines[LOG_LINES]; /* a ring; owned */
    size_t first, count;
    size_t news; /* lines that were not shown to anybody yet */
    int source;  /* a descriptor to read from; see log_follow */
    bool follows;
    off_t read; /* so far of it */
};

/* Adds a line; one that was shown when it was said is no news. Without memory it is lost. */
void log_add(struct log *log, const char *line, bool news);
/* Lines also come from a file, as they are appended there; each is news. */
void log_follow(struct log *log, int descriptor);
/* Takes over the lines that have been completed there since. */
void log_collect(struct log *log);
/* The `index`-th line that is kept, the earliest first. Not sanitised. */
const char *log_line(const struct log *log, size_t index);
void log_free(struct log *log);

#endif
