#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "tui/colour.h"
#include "tui/keymap.h"
#include "tui/terminal_answers.h"
#include "tui/terminal_capability.h"
#include "tui/terminal_mouse.h"
#include "tui/terminal_passes.h"
#include "tui/terminal_signals.h"
#include "tui/text.h"

/* ncurses keeps no more of them. */
#define GESTURES 8

struct terminal {
    SCREEN *screen;
    struct canvas *shown; /* what the terminal has; NULL: unknown */
    int signals;          /* descriptor on which they arrive */
    enum colour_depth depth;
    bool unicode;
    bool mouse;
    struct event gestures[GESTURES]; /* that have been read, but not returned; the next one at the end */
    int gesture_count;
    struct terminal_answers answers;
    int silences; /* times the input was readable and had no key: it is gone */
};

/* Sends what ncurses does not know of, at once. */
static void send(const char *sequence)
{
    fputs(sequence, stdout);
    fflush(stdout);
}

static void set_modes(void)
{
    if (capability_xterm())
        send(DIRECTION_EXPLICIT);
    cbreak();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    curs_set(0);
    set_escdelay(25);
}

/* Whoever calls exit() while the screen is up (when memory has run out, say) leaves a usable terminal behind.
 */
static void leave_screen(void)
{
    if (isendwin())
        return;
    mouse_use(false);
    if (capability_xterm())
        send(DIRECTION_IMPLICIT);
    endwin();
}

struct terminal *terminal_open(bool coloured, char *advice, size_t advice_size)
{
    const char *unfit = capability_unfit();
    struct terminal *terminal = calloc(1, sizeof *terminal);

    signals_note_modes();
    /* ncurses must not catch signals of its own; and it leaves SIGTSTP alone while it draws (or the key would
     * be lost) only where somebody else caught it first. */
    signals_catch(NULL);
    if (unfit || !terminal || !(terminal->screen = newterm(NULL, stdout, stdin))) {
        signals_release();
        free(terminal);
        snprintf(advice, advice_size,
                 "%s; set TERM to what the terminal is (TERM=xterm-256color ccascope ...), "
                 "or print the views with: ccascope show MANIFEST",
                 unfit ? unfit : "the terminal cannot be used");
        return NULL;
    }
    terminal->signals = signals_catch(capability_restore());
    set_modes();
    atexit(leave_screen);
    terminal_ask(&terminal->answers);
    if (coloured && has_colors()) {
        start_color(); /* COLORS is known only after it */
        use_default_colors();
        terminal->depth = capability_depth(COLORS);
    }
    terminal->unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return terminal;
}

void terminal_close(struct terminal *terminal)
{
    if (!terminal)
        return;
    terminal_use_mouse(terminal, false);
    terminal_drain_answers(&terminal->answers);
    leave_screen();
    signals_release();
    delscreen(terminal->screen);
    canvas_free(terminal->shown);
    free(terminal);
}

void terminal_size(const struct terminal *terminal, int *columns, int *rows)
{
    (void)terminal;
    *columns = COLS;
    *rows = LINES;
}

void terminal_look(const struct terminal *terminal, struct look *look)
{
    enum background said = terminal->answers.said.background;

    look->depth = terminal->depth;
    look->unicode = terminal->unicode;
    look->light_background =
        (said != BACKGROUND_AUTO ? said : background_of_numbers(getenv("COLORFGBG"))) == BACKGROUND_LIGHT;
    look->glyphs = capability_glyphs(terminal->unicode);
    look->whole_blocks = capability_console();
}

/* ncurses' number of a colour at the terminal's depth; -1 is the default. */
static int colour_number(const struct terminal *terminal, colour ink)
{
    if (ink == COLOUR_DEFAULT)
        return -1;
    if (terminal->depth == DEPTH_DIRECT)
        return COLOUR_IS_RGB(ink) ? (int)(ink & 0xffffff) : (int)(ink & 7);
    if (terminal->depth == DEPTH_256)
        return colour_to_256(ink);
    return terminal->depth == DEPTH_16 ? colour_to_16(ink) : colour_to_16(ink) & 7;
}

static attr_t attributes_of(struct style style)
{
    return (style.attributes & ATTRIBUTE_BOLD ? A_BOLD : 0) | (style.attributes & ATTRIBUTE_DIM ? A_DIM : 0) |
           (style.attributes & ATTRIBUTE_UNDERLINE ? A_UNDERLINE : 0) |
           (style.attributes & ATTRIBUTE_REVERSE ? A_REVERSE : 0);
}

/* Whether ncurses, which asks the C library, gives a glyph the same width as the canvas. */
static bool fits(char32_t glyph)
{
    return glyph < 0x80 || wcwidth((wchar_t)glyph) == text_width(glyph);
}

static void put_cell(const struct terminal *terminal, int x, int y, const struct cell *cell)
{
    wchar_t text[3] = {(wchar_t)cell->glyph, fits(cell->mark) ? (wchar_t)cell->mark : 0, 0};
    int pair = 0;
    cchar_t character;

    if (cell->glyph == 0 && fits(cell[-1].glyph)) /* the right half of what ncurses draws with the left one */
        return;
    if (cell->glyph == 0)
        text[0] = ' ';
    else if (!fits(cell->glyph))
        text[0] = TEXT_REPLACEMENT;
    if (terminal->depth != DEPTH_NONE)
        pair = alloc_pair(colour_number(terminal, cell->style.foreground),
                          colour_number(terminal, cell->style.background));
    if (pair < 0)
        pair = 0;
    setcchar(&character, text, attributes_of(cell->style), 0, &pair);
    mvadd_wch(y, x, &character);
}

static void remember(struct terminal *terminal, const struct canvas *canvas)
{
    size_t bytes = (size_t)canvas->columns * (size_t)canvas->rows * sizeof *canvas->cells;

    if (!terminal->shown || terminal->shown->columns != canvas->columns ||
        terminal->shown->rows != canvas->rows) {
        canvas_free(terminal->shown);
        terminal->shown = canvas_create(canvas->columns, canvas->rows);
    }
    if (terminal->shown)
        memcpy(terminal->shown->cells, canvas->cells, bytes);
}

void terminal_show(struct terminal *terminal, const struct canvas *canvas, bool redraw)
{
    const struct canvas *shown = terminal->shown;
    bool known = shown && !redraw && shown->columns == canvas->columns && shown->rows == canvas->rows;
    size_t cells = (size_t)canvas->columns * (size_t)canvas->rows;
    unsigned char *passes = malloc(cells);
    int count = passes ? terminal_passes(known ? shown : NULL, canvas, passes) : 1;

    if (!known)
        erase();
    if (redraw)
        clearok(curscr, TRUE);
    if (terminal->answers.said.synchronized && count > 0)
        send(SYNCHRONIZED_BEGIN);
    for (int pass = 1; pass <= count; pass++) {
        for (size_t i = 0; i < cells; i++)
            if (!passes || passes[i] == pass)
                put_cell(terminal, (int)(i % (size_t)canvas->columns), (int)(i / (size_t)canvas->columns),
                         &canvas->cells[i]);
        refresh();
    }
    if (terminal->answers.said.synchronized && count > 0)
        send(SYNCHRONIZED_END);
    free(passes);
    remember(terminal, canvas);
}

bool terminal_use_mouse(struct terminal *terminal, bool on)
{
    if (on == terminal->mouse)
        return true;
    terminal->mouse = mouse_use(on) && on;
    return terminal->mouse == on;
}

bool terminal_send(struct terminal *terminal, const char *sequence, size_t length)
{
    (void)terminal;
    if (!capability_clipboard())
        return false;
    return fwrite(sequence, 1, length, stdout) == length && fflush(stdout) == 0;
}

static const struct {
    int curses, key;
} special_keys[] = {
    {KEY_UP, INPUT_UP},
    {KEY_DOWN, INPUT_DOWN},
    {KEY_LEFT, INPUT_LEFT},
    {KEY_RIGHT, INPUT_RIGHT},
    {KEY_SR, INPUT_SHIFT_UP},
    {KEY_SF, INPUT_SHIFT_DOWN},
    {KEY_SLEFT, INPUT_SHIFT_LEFT},
    {KEY_SRIGHT, INPUT_SHIFT_RIGHT},
    {KEY_PPAGE, INPUT_PAGE_UP},
    {KEY_NPAGE, INPUT_PAGE_DOWN},
    {KEY_HOME, INPUT_HOME},
    {KEY_END, INPUT_END},
    {KEY_ENTER, INPUT_ENTER},
    {KEY_BTAB, INPUT_BACK_TAB},
    {KEY_BACKSPACE, INPUT_BACKSPACE},
    {KEY_DC, INPUT_DELETE},
};

static int translate(int result, wint_t character)
{
    if (result == KEY_CODE_YES) {
        for (size_t i = 0; i < sizeof special_keys / sizeof *special_keys; i++)
            if (special_keys[i].curses == (int)character)
                return special_keys[i].key;
        return 0;
    }
    switch (character) {
    case '\r':
    case '\n':
        return INPUT_ENTER;
    case '\t':
        return INPUT_TAB;
    case 27:
        return INPUT_ESCAPE;
    case 127:
    case 8:
        return INPUT_BACKSPACE;
    default:
        return (int)character;
    }
}

/* The next of the mouse's gestures that have been read; false when there is none. */
static bool next_gesture(struct terminal *terminal, struct event *event)
{
    if (terminal->gesture_count == 0)
        return false;
    *event = terminal->gestures[--terminal->gesture_count];
    return true;
}

static bool read_key(struct terminal *terminal, struct event *event)
{
    wint_t character;
    bool complete = false;
    int result;

    while (!next_gesture(terminal, event)) {
        if ((result = get_wch(&character)) == ERR)
            return false;
        *event = (struct event){.kind = EVENT_ANSWER};
        if (terminal_take_answer(&terminal->answers, result, character, &complete)) {
            if (complete)
                return true;
        } else if (result == KEY_CODE_YES && character == KEY_MOUSE) {
            terminal->gesture_count = mouse_read(terminal->gestures, GESTURES);
        } else {
            *event = (struct event){.kind = EVENT_KEY, .key = translate(result, character)};
            return true;
        }
    }
    return true;
}

/* Adapts ncurses to the terminal's present size. */
static void follow_size(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

static struct event suspend(struct terminal *terminal)
{
    bool mouse = terminal->mouse;

    terminal_use_mouse(terminal, false);
    leave_screen();
    signals_suspend();
    follow_size();
    set_modes();
    terminal_use_mouse(terminal, mouse);
    canvas_free(terminal->shown);
    terminal->shown = NULL;
    return (struct event){.kind = EVENT_RESIZE};
}

/* The most important of the signals that have come. */
static struct event read_signals(struct terminal *terminal)
{
    unsigned char number;
    bool stop = false, quit = false;

    while (read(terminal->signals, &number, 1) == 1) {
        stop = stop || number == SIGTSTP;
        quit = quit || number == SIGTERM || number == SIGHUP || number == SIGINT;
    }
    if (quit)
        return (struct event){.kind = EVENT_QUIT};
    if (stop)
        return suspend(terminal);
    follow_size();
    return (struct event){.kind = EVENT_RESIZE};
}

/* Readable input without a key: part of a sequence, or the end. A terminal that is gone says so for ever. */
static struct event no_key(struct terminal *terminal, short events)
{
    bool gone = (events & (POLLHUP | POLLERR | POLLNVAL)) || ++terminal->silences > 16;

    return (struct event){.kind = gone ? EVENT_QUIT : EVENT_TIMEOUT};
}

struct event terminal_wait(struct terminal *terminal, int descriptor, int milliseconds)
{
    struct pollfd sources[3] = {
        {STDIN_FILENO, POLLIN, 0}, {terminal->signals, POLLIN, 0}, {descriptor, POLLIN, 0}};
    struct event event;

    if (read_key(terminal, &event)) /* ncurses may have read ahead */
        return event;
    if (poll(sources, 3, milliseconds) <= 0 && !sources[1].revents)
        return (struct event){.kind = EVENT_TIMEOUT};
    if (sources[1].revents)
        return read_signals(terminal);
    if (sources[0].revents) {
        if (!read_key(terminal, &event))
            return no_key(terminal, sources[0].revents);
        terminal->silences = 0;
        return event;
    }
    return (struct event){.kind = sources[2].revents ? EVENT_READY : EVENT_TIMEOUT};
}
