#include "pty.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/rate.h"

#define PATIENCE 20.0 /* seconds; a program that works needs a fraction of one */

static int note_property(VTermProp property, VTermValue *value, void *context)
{
    if (property == VTERM_PROP_ALTSCREEN)
        ((struct pty *)context)->alternate = value->boolean;
    return 1;
}

static void make_terminal(struct pty *pty, int columns, int rows)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = note_property};

    pty->terminal = vterm_new(rows, columns);
    vterm_set_utf8(pty->terminal, 1);
    pty->screen = vterm_obtain_screen(pty->terminal);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_reset(pty->screen, 1);
}

static void make_settings(struct pty *pty, const char *settings)
{
    char path[80];
    FILE *out;

    strcpy(pty->settings, "/tmp/ccascope-pty-XXXXXX");
    cr_assert_not_null(mkdtemp(pty->settings));
    if (!settings)
        return;
    snprintf(path, sizeof path, "%s/ccascope", pty->settings);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/ccascope/config.yaml", pty->settings);
    cr_assert_not_null(out = fopen(path, "w"));
    fputs(settings, out);
    fclose(out);
}

static void become_program(const struct pty *pty, const struct pty_options *options,
                           const char *const *arguments)
{
    char *words[16] = {CCASCOPE_PROGRAM};

    for (size_t i = 0; arguments[i] && i < 14; i++)
        words[i + 1] = strdup(arguments[i]);
    setenv("TERM", options->term ? options->term : "xterm-256color", 1);
    setenv("LC_ALL", options->locale ? options->locale : "C.UTF-8", 1);
    setenv("XDG_CONFIG_HOME", pty->settings, 1);
    setenv("XDG_CACHE_HOME", pty->settings, 1);
    setenv("XDG_STATE_HOME", pty->settings, 1);
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* ncurses keeps what it has when a terminal is unknown */
    unsetenv("NO_COLOR");
    unsetenv("LINES");
    unsetenv("COLUMNS");
    unsetenv("COLORFGBG");
    if (options->variable)
        putenv(strdup(options->variable)); /* without = it unsets */
    execv(CCASCOPE_PROGRAM, words);
    _exit(127);
}

/* What the shell does: the program in a group of its own in the foreground, its states reported. */
static void become_shell(struct pty *pty, const struct pty_options *options, const char *const *arguments,
                         int report)
{
    int status = 0;

    signal(SIGTTOU, SIG_IGN);
    pty->job = fork();
    if (pty->job == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        become_program(pty, options, arguments);
    }
    for (int sent = pty->job; sent >= 0; sent = status) {
        if (write(report, &sent, sizeof sent) != sizeof sent || sent == 0 ||
            waitpid(pty->job, &status, WUNTRACED | WCONTINUED) != pty->job)
            break;
    }
    pause(); /* the terminal stays until its other end is closed */
    _exit(0);
}

static void start(struct pty *pty, const struct pty_options *options, const char *const *arguments, bool job)
{
    static const struct pty_options usual;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    int states[2] = {-1, -1};

    options = options ? options : &usual;
    if (job)
        cr_assert_eq(pipe2(states, O_CLOEXEC), 0);
    if (options->columns) {
        size.ws_col = (unsigned short)options->columns;
        size.ws_row = (unsigned short)options->rows;
    }
    *pty = (struct pty){.output = calloc(1, 1), .states = states[0]};
    make_terminal(pty, size.ws_col, size.ws_row);
    make_settings(pty, options->settings);
    if (options->sizeless)
        size = (struct winsize){0};
    pty->pid = forkpty(&pty->master, NULL, NULL, &size);
    cr_assert_geq(pty->pid, 0);
    if (pty->pid == 0 && job)
        become_shell(pty, options, arguments, states[1]);
    if (pty->pid == 0)
        become_program(pty, options, arguments);
    tcgetattr(pty->master, &pty->before);
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
    if (job)
        close(states[1]);
}

void pty_start(struct pty *pty, const struct pty_options *options, const char *const *arguments)
{
    start(pty, options, arguments, false);
}

void pty_start_job(struct pty *pty, const char *const *arguments)
{
    start(pty, NULL, arguments, true);
    pty->job = pty_next_state(pty);
}

int pty_next_state(struct pty *pty)
{
    struct pollfd source = {pty->states, POLLIN, 0};
    int state = -1;

    cr_assert_gt(poll(&source, 1, (int)(PATIENCE * 1000)), 0, "the job's state does not change; its screen:\n%s", pty_text(pty));
    cr_assert_eq(read(pty->states, &state, sizeof state), (ssize_t)sizeof state);
    pty->job_ended = pty->job && (WIFEXITED(state) || WIFSIGNALED(state));
    return state;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

void pty_free(struct pty *pty)
{
    if (pty->job) {
        if (!pty->job_ended)
            kill(pty->job, SIGKILL);
        close(pty->states);
    }
    if (!pty->ended) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, &pty->status, 0);
    }
    if (pty->master >= 0)
        close(pty->master);
    vterm_free(pty->terminal);
    free(pty->output);
    nftw(pty->settings, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* Takes what is there; how many bytes. */
static size_t take(struct pty *pty)
{
    char bytes[4096];
    ssize_t count;
    size_t taken = 0;

    while (pty->master >= 0 && (count = read(pty->master, bytes, sizeof bytes)) > 0) {
        vterm_input_write(pty->terminal, bytes, (size_t)count);
        pty->output = realloc(pty->output, pty->length + (size_t)count + 1);
        cr_assert_not_null(pty->output);
        memcpy(pty->output + pty->length, bytes, (size_t)count);
        pty->length += (size_t)count;
        pty->output[pty->length] = '\0';
        taken += (size_t)count;
    }
    vterm_screen_flush_damage(pty->screen);
    return taken;
}

/* Waits for output; false when there was none for so long. After the end of the program: only sleeps. */
static bool wait_for_output(const struct pty *pty, int milliseconds)
{
    struct pollfd source = {pty->master, POLLIN, 0};

    if (poll(&source, 1, milliseconds) <= 0)
        return false;
    if (!(source.revents & POLLIN)) {
        usleep(5000);
        return false;
    }
    return true;
}

void pty_send(struct pty *pty, const char *keys)
{
    cr_assert_eq(write(pty->master, keys, strlen(keys)), (ssize_t)strlen(keys));
}

void pty_resize(struct pty *pty, int columns, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

    vterm_set_size(pty->terminal, rows, columns);
    cr_assert_eq(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

size_t pty_settle(struct pty *pty, int milliseconds)
{
    size_t bytes = 0;

    while (wait_for_output(pty, milliseconds))
        bytes += take(pty);
    return bytes;
}

size_t pty_most_bytes(struct pty *pty, const char *keys)
{
    size_t most = 0;

    for (; *keys; keys++) {
        char key[2] = {*keys, '\0'};
        size_t bytes;

        pty_send(pty, key);
        bytes = pty_settle(pty, 150);
        cr_expect_gt(bytes, 0, "%s does nothing", key);
        most = bytes > most ? bytes : most;
        if (getenv("SHOW_BYTES"))
            fprintf(stderr, "%s: %zu bytes\n", key, bytes);
    }
    return most;
}

char *pty_text(const struct pty *pty)
{
    int rows, columns;
    char *text;
    size_t used = 0, room;

    vterm_get_size(pty->terminal, &rows, &columns);
    room = (size_t)rows * ((size_t)columns * 8 + 1) + 1;
    text = calloc(1, room);
    for (int row = 0; row < rows; row++) {
        used += vterm_screen_get_text(pty->screen, text + used, room - used,
                                      (VTermRect){row, row + 1, 0, columns});
        text[used++] = '\n';
    }
    text[used] = '\0';
    return text;
}

int pty_background(const struct pty *pty, int x, int y)
{
    VTermScreenCell cell;

    vterm_screen_get_cell(pty->screen, (VTermPos){.row = y, .col = x}, &cell);
    return VTERM_COLOR_IS_INDEXED(&cell.bg) ? cell.bg.indexed.idx : -1;
}

bool pty_shows(const struct pty *pty, const char *text)
{
    char *screen = pty_text(pty);
    bool shows = strstr(screen, text) != NULL;

    free(screen);
    return shows;
}

static void await(struct pty *pty, const char *text, bool there)
{
    double end = rate_clock() + PATIENCE;
    char *screen;

    while (pty_shows(pty, text) != there && rate_clock() < end)
        if (wait_for_output(pty, 100))
            take(pty);
    if (pty_shows(pty, text) == there)
        return;
    screen = pty_text(pty);
    pty_free(pty);
    cr_assert_fail("'%s' %s the screen:\n%s", text, there ? "is not on" : "stays on", screen);
}

void pty_await(struct pty *pty, const char *text)
{
    await(pty, text, true);
}

void pty_await_gone(struct pty *pty, const char *text)
{
    await(pty, text, false);
}

bool pty_await_end(struct pty *pty, double seconds)
{
    double end = rate_clock() + seconds;

    while (!pty->ended && rate_clock() < end) {
        if (pty->master < 0)
            usleep(5000);
        else if (wait_for_output(pty, 20))
            take(pty);
        pty->ended = waitpid(pty->pid, &pty->status, WNOHANG) == pty->pid;
    }
    take(pty);
    return pty->ended;
}

void pty_drop(struct pty *pty)
{
    close(pty->master);
    pty->master = -1;
}

bool pty_modes_restored(const struct pty *pty)
{
    struct termios now;

    return tcgetattr(pty->master, &now) == 0 && now.c_iflag == pty->before.c_iflag &&
           now.c_oflag == pty->before.c_oflag && now.c_lflag == pty->before.c_lflag &&
           memcmp(now.c_cc, pty->before.c_cc, sizeof now.c_cc) == 0;
}

static long switches_of(const char *path)
{
    char line[200];
    long switches = 0;
    FILE *in = fopen(path, "r");

    while (in && fgets(line, sizeof line, in))
        if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
            switches = atol(line + 24);
    if (in)
        fclose(in);
    return switches;
}

/* Calls `visit` for every thread of the program. */
static void each_thread(const struct pty *pty, void (*visit)(const struct pty *, pid_t, void *),
                        void *context)
{
    char path[60];
    struct dirent *entry;
    DIR *directory;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pty->pid);
    cr_assert_not_null(directory = opendir(path));
    while ((entry = readdir(directory)))
        if (entry->d_name[0] != '.')
            visit(pty, atoi(entry->d_name), context);
    closedir(directory);
}

static void add_switches(const struct pty *pty, pid_t thread, void *sum)
{
    char path[100];

    snprintf(path, sizeof path, "/proc/%d/task/%d/status", (int)pty->pid, (int)thread);
    *(long *)sum += switches_of(path);
}

long pty_switches(const struct pty *pty)
{
    long sum = 0;

    each_thread(pty, add_switches, &sum);
    return sum;
}

static void note_other(const struct pty *pty, pid_t thread, void *other)
{
    if (thread != pty->pid)
        *(pid_t *)other = thread;
}

pid_t pty_other_thread(const struct pty *pty)
{
    pid_t other = 0;

    each_thread(pty, note_other, &other);
    return other;
}
