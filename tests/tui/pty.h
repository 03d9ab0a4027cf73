/* The real program on a pseudo-terminal, its screen read as a terminal would. */
#ifndef TESTS_TUI_PTY_H
#define TESTS_TUI_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

struct pty {
    pid_t pid;
    int descriptor;
    VTerm *terminal;
    VTermScreen *screen;
    int columns, rows;
    size_t bytes;      /* received since the start */
    char tail[4096];   /* the last of them, raw */
    size_t tail_size;
    bool closed;       /* the program has closed its side */
};

/* Starts the program on a terminal of this size and type, in a UTF-8 locale, with no settings of the user's. `arguments`
 * ends with NULL and begins with the program. */
void pty_start(struct pty *pty, const char *type, int columns, int rows, const char *const *arguments);
/* Reads what comes for so many milliseconds; returns the bytes. */
size_t pty_read(struct pty *pty, int milliseconds);
void pty_type(struct pty *pty, const char *keys);
void pty_resize(struct pty *pty, int columns, int rows);
/* Whether the screen shows the text somewhere on one line; waits for it up to ten seconds. */
bool pty_shows(struct pty *pty, const char *text);
/* The screen as text, rows ended by newlines, into `text`. */
void pty_screen(struct pty *pty, char *text, size_t size);
/* Waits up to five seconds for the end; the status as waitpid has it, -1 when it did not end (then it is killed). */
int pty_wait(struct pty *pty);
/* Closes the master's side, as a dropped line does. */
void pty_drop(struct pty *pty);
void pty_end(struct pty *pty);
/* Sum of voluntary context switches of all threads: how often the program woke. */
long pty_wakes(const struct pty *pty);

#endif
