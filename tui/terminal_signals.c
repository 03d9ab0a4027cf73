#include "tui/terminal_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tui/terminal_capture.h"

/* Handlers can reach nothing but globals; these are the only ones of the program. A pipe, as the threads of
 * BLAS may take a signal too: masks and signalfd would not hold. */
static int signal_pipe[2] = {-1, -1};
static struct termios saved_modes;
static bool modes_saved;
static const char *restore_text;

static const int caught[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

static void note_signal(int number)
{
    int error = errno;
    unsigned char byte = (unsigned char)number;

    if (write(signal_pipe[1], &byte, 1) != 1)
        errno = error; /* the pipe is full: enough of the same is in it */
    errno = error;
}

/* Only calls that are safe in a handler. SA_RESETHAND has put the default back: raising it again dies as
 * usual. */
static void die(int number)
{
    if (restore_text && write(STDOUT_FILENO, restore_text, strlen(restore_text)) < 0)
        restore_text = NULL;
    if (modes_saved)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
    capture_end();
    raise(number);
}

static void install(const int *numbers, size_t count, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaction(numbers[i], &action, NULL);
}

void signals_note_modes(void)
{
    modes_saved = tcgetattr(STDIN_FILENO, &saved_modes) == 0;
}

int signals_catch(const char *restore)
{
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_NONBLOCK | O_CLOEXEC) != 0)
        return -1;
    restore_text = restore;
    install(caught, sizeof caught / sizeof *caught, note_signal, SA_RESTART);
    install(fatal, sizeof fatal / sizeof *fatal, die, (int)SA_RESETHAND | SA_NODEFER);
    return signal_pipe[0];
}

void signals_release(void)
{
    install(caught, sizeof caught / sizeof *caught, SIG_DFL, 0);
    install(fatal, sizeof fatal / sizeof *fatal, SIG_DFL, 0);
}

void signals_suspend(void)
{
    static const int stop = SIGTSTP;

    install(&stop, 1, SIG_DFL, 0);
    raise(SIGTSTP);
    install(&stop, 1, note_signal, SA_RESTART);
}
