#include "pty.h"

#include <dirent.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void run_child(const char *type, const char *const *arguments)
{
    setenv("TERM", type, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    unsetenv("NO_COLOR");
    unsetenv("COLUMNS");
    unsetenv("LINES");
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

void pty_start(struct pty *pty, const char *type, int columns, int rows, const char *const *arguments)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

    *pty = (struct pty){.columns = columns, .rows = rows};
    pty->terminal = vterm_new(rows, columns);
    vterm_set_utf8(pty->terminal, 1);
    pty->screen = vterm_obtain_screen(pty->terminal);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
    pty->pid = forkpty(&pty->descriptor, NULL, NULL, &size);
    if (pty->pid == 0)
        run_child(type, arguments);
}

static void keep_tail(struct pty *pty, const char *bytes, size_t size)
{
    size_t room = sizeof pty->tail, kept;

    if (size > room) {
        bytes += size - room;
        size = room;
    }
    kept = pty->tail_size + size > room ? room - size : pty->tail_size;
    memmove(pty->tail, pty->tail + pty->tail_size - kept, kept);
    memcpy(pty->tail + kept, bytes, size);
    pty->tail_size = kept + size;
}

size_t pty_read(struct pty *pty, int milliseconds)
{
    double end = seconds() + milliseconds / 1000.0;
    size_t total = 0;
    char bytes[4096];

    while (!pty->closed && seconds() < end) {
        struct pollfd source = {pty->descriptor, POLLIN, 0};
        ssize_t size;

        if (poll(&source, 1, 10) <= 0)
            continue;
        size = read(pty->descriptor, bytes, sizeof bytes);
        if (size <= 0) {
            pty->closed = true;
            break;
        }
        vterm_input_write(pty->terminal, bytes, (size_t)size);
        keep_tail(pty, bytes, (size_t)size);
        total += (size_t)size;
    }
    pty->bytes += total;
    return total;
}

void pty_type(struct pty *pty, const char *keys)
{
    if (write(pty->descriptor, keys, strlen(keys)) < 0)
        pty->closed = true;
}

void pty_resize(struct pty *pty, int columns, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

    pty->columns = columns;
    pty->rows = rows;
    vterm_set_size(pty->terminal, rows, columns);
    ioctl(pty->descriptor, TIOCSWINSZ, &size);
}

/* UTF-8 of one character, enough for the tests. */
static size_t encode(unsigned character, char *out)
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xc0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | character >> 12);
    out[1] = (char)(0x80 | (character >> 6 & 0x3f));
    out[2] = (char)(0x80 | (character & 0x3f));
    return 3;
}

void pty_screen(struct pty *pty, char *text, size_t size)
{
    size_t used = 0;

    for (int row = 0; row < pty->rows; row++) {
        for (int column = 0; column < pty->columns && used + 8 < size; column++) {
            VTermScreenCell cell;

            vterm_screen_get_cell(pty->screen, (VTermPos){row, column}, &cell);
            used += encode(cell.chars[0] && cell.chars[0] != (uint32_t)-1 ? cell.chars[0] : ' ', text + used);
        }
        if (used + 8 < size)
            text[used++] = '\n';
    }
    text[used] = '\0';
}

bool pty_shows(struct pty *pty, const char *text)
{
    static char screen[300 * 100 * 4];
    double end = seconds() + 10;

    do {
        pty_read(pty, 30);
        pty_screen(pty, screen, sizeof screen);
        if (strstr(screen, text))
            return true;
    } while (seconds() < end && !pty->closed);
    fprintf(stderr, "no '%s' on this screen:\n%s\n", text, screen);
    return false;
}

int pty_wait(struct pty *pty)
{
    double end = seconds() + 5;
    int status;

    while (seconds() < end) {
        if (waitpid(pty->pid, &status, WNOHANG) == pty->pid) {
            pty_read(pty, 50);
            pty->pid = 0;
            return status;
        }
        pty_read(pty, 20);
        if (pty->closed)
            usleep(20000);
    }
    return -1;
}

void pty_drop(struct pty *pty)
{
    close(pty->descriptor);
    pty->descriptor = -1;
    pty->closed = true;
}

void pty_end(struct pty *pty)
{
    if (pty->pid > 0) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, NULL, 0);
    }
    if (pty->descriptor >= 0)
        close(pty->descriptor);
    vterm_free(pty->terminal);
}

static long wakes_of(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[200];
    long wakes = 0;

    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "voluntary_ctxt_switches: %ld", &wakes) == 1)
            break;
    if (file)
        fclose(file);
    return wakes;
}

long pty_wakes(const struct pty *pty)
{
    char path[300];
    struct dirent *entry;
    long wakes = 0;
    DIR *folder;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pty->pid);
    folder = opendir(path);
    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.') {
            snprintf(path, sizeof path, "/proc/%d/task/%s/status", (int)pty->pid, entry->d_name);
            wakes += wakes_of(path);
        }
    if (folder)
        closedir(folder);
    return wakes;
}
