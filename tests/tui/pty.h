/* A program on a terminal of its own, whose screen is read through libvterm. */
#ifndef CCASCOPE_TESTS_TUI_PTY_H
#define CCASCOPE_TESTS_TUI_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

struct pty {
    int master; /* -1 once dropped */
    pid_t pid;
    pid_t job; /* pty_start_job: the program, while pid is what started it; else 0 */
    bool job_ended;
    int states; /* and the descriptor on which the program's states arrive */
    int status; /* as of waitpid, once it has ended */
    bool ended;
    VTerm *terminal;
    VTermScreen *screen;
    bool alternate; /* the alternate screen is shown */
    char *output;   /* every byte that it wrote; NUL-terminated */
    size_t length;
    struct termios before; /* modes as the program found them */
    char settings[40];     /* XDG_CONFIG_HOME, _CACHE_ and _STATE_HOME; removed at the end */
};

/* What differs from a UTF-8 xterm of 80 × 24 with no settings. */
struct pty_options {
    const char *term;     /* NULL: xterm-256color */
    const char *locale;   /* NULL: C.UTF-8 */
    const char *settings; /* text of the settings file; NULL: none */
    const char *variable; /* one more of the environment, "NAME=value"; "NAME" takes it away */
    int columns, rows;    /* 0: 80 × 24 */
    bool sizeless;        /* the program is told 0 × 0 */
};

/* Starts ccascope with these arguments (NULL ends them). */
void pty_start(struct pty *pty, const struct pty_options *options, const char *const *arguments);
/* The same under a process that starts it as a shell does, so that it can be stopped. */
void pty_start_job(struct pty *pty, const char *const *arguments);
/* The job's next change of state, as of waitpid. */
int pty_next_state(struct pty *pty);
/* Ends the program if need be and frees everything. */
void pty_free(struct pty *pty);

void pty_send(struct pty *pty, const char *keys);
void pty_resize(struct pty *pty, int columns, int rows);
/* Reads what comes until nothing has come for so long; how many bytes. */
size_t pty_settle(struct pty *pty, int milliseconds);
/* Sends one key after the other, a character each; the most bytes that one of them makes the program send.
 * Fails the test when one makes it send none. SHOW_BYTES in the environment lists them. */
size_t pty_most_bytes(struct pty *pty, const char *keys);
/* Reads until the text stands somewhere on the screen (false: or is gone); fails the test after 20 s. */
void pty_await(struct pty *pty, const char *text);
void pty_await_gone(struct pty *pty, const char *text);
bool pty_shows(const struct pty *pty, const char *text);
/* The background of a cell of the screen, as the index among the terminal's 256; -1: the default, or another.
 */
int pty_background(const struct pty *pty, int x, int y);
/* The screen as lines of text; malloc'ed. */
char *pty_text(const struct pty *pty);
/* Reads until the program has ended; false after so many seconds. */
bool pty_await_end(struct pty *pty, double seconds);
/* Closes the terminal, as a lost connection does. */
void pty_drop(struct pty *pty);

/* Whether the terminal's modes are as the program found them. */
bool pty_modes_restored(const struct pty *pty);
/* How often the program's threads have gone to sleep so far. */
long pty_switches(const struct pty *pty);
/* A thread of the program that is not its first; 0: none. */
pid_t pty_other_thread(const struct pty *pty);

#endif
