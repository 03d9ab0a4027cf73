#include "tui/terminal_facts.h"

#include <langinfo.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "engine/rate.h"
#include "tui/terminal_capability.h"

/* ncurses' macros have names as common as these. */
#undef columns

/* Seconds that a terminal has for its answers: enough for a slow line. */
#define PATIENCE 0.5
/* What every terminal answers (primary device attributes): when its answer is there, so are those before it.
 */
#define ASK_LAST "\033[c"

const char *terminal_library(void)
{
    const char *version = curses_version(), *blank = strchr(version, ' ');

    return blank ? blank + 1 : version; /* behind "ncurses" */
}

/* Whether the answer to ASK_LAST has come: ESC [ ? … c. */
static bool has_last(const char *text, size_t length)
{
    for (size_t at = 0; at + 3 < length; at++)
        if (memcmp(text + at, "\033[?", 3) == 0) {
            size_t end = at + 3;

            while (end < length && strchr("0123456789;", text[end]))
                end++;
            if (end < length && text[end] == 'c')
                return true;
        }
    return false;
}

/* Reads until all answers are there, or none will come. */
static size_t read_answers(char *text, size_t room)
{
    double end = rate_clock() + PATIENCE;
    struct pollfd source = {STDIN_FILENO, POLLIN, 0};
    size_t length = 0;
    ssize_t count = 1;

    while (count > 0 && length < room && !has_last(text, length) && rate_clock() < end &&
           poll(&source, 1, (int)(1000 * (end - rate_clock())) + 1) > 0)
        if ((count = read(STDIN_FILENO, text + length, room - length)) > 0)
            length += (size_t)count;
    return length;
}

static void ask(struct terminal_facts *facts)
{
    struct termios before, silent;
    sigset_t all, unblocked;
    char text[1024];
    size_t length;

    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &unblocked); /* whatever happens, the modes come back */
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    for (int i = 0; i < QUESTION_COUNT; i++)
        fputs(questions[i].ask, stdout);
    fputs(ASK_LAST, stdout);
    fflush(stdout);
    length = read_answers(text, sizeof text);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    sigprocmask(SIG_SETMASK, &unblocked, NULL);
    facts->asked = true;
    facts->responded = length > 0;
    answers_read(&facts->said, text, length);
}

static void measure(struct terminal_facts *facts)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return;
    facts->columns = size.ws_col;
    facts->rows = size.ws_row;
}

struct terminal_facts terminal_facts(void)
{
    struct terminal_facts facts = {.type = getenv("TERM"),
                                   .input = isatty(STDIN_FILENO),
                                   .output = isatty(STDOUT_FILENO),
                                   .unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    int status;

    facts.described = facts.type && *facts.type && setupterm(NULL, STDOUT_FILENO, &status) == OK;
    facts.glyphs = capability_glyphs(facts.unicode);
    measure(&facts);
    if (!facts.described)
        return facts;
    facts.colours = max_colors > 0 ? max_colors : 0;
    facts.depth = capability_depth(facts.colours);
    facts.mouse = capability_mouse();
    if (facts.input && facts.output && capability_xterm())
        ask(&facts);
    del_curterm(cur_term);
    return facts;
}
