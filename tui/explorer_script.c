/* The explorer without a terminal: what a file says is done line by line, and screens are written to files.
 * Nothing in it depends on time: before each line all that is wanted has been computed. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/nearest.h"
#include "config/number.h"
#include "tui/canvas_print.h"
#include "tui/canvas_svg.h"
#include "tui/explorer_private.h"
#include "tui/output.h"
#include "tui/text.h"

#define BLANKS      " \t\r\n"
#define USUAL_WIDTH 80
#define USUAL_ROWS  24

struct script {
    struct explorer *explorer;
    const struct options *options;
    int columns, rows;
    size_t line;
    int status;
};

static bool tell(struct script *script, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints "FILE:LINE: " and the text; false. A status above the present one becomes that of the program. */
static bool tell(struct script *script, int status, const char *format, ...)
{
    va_list arguments;

    text_print(stderr, script->options->script);
    fprintf(stderr, ":%zu: %s", script->line, status ? "error: " : "");
    va_start(arguments, format);
    text_print_formatted(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    script->status = status > script->status ? status : script->status;
    return false;
}

void explorer_await_pair(struct explorer *explorer)
{
    const struct view_state *state = explorer_state(explorer);
    struct pollfd wake = {cca_study_descriptor(explorer->study), POLLIN, 0};
    struct cca_pair pair;

    if (explorer_screen(explorer) != SCREEN_PAIR ||
        !scene_pair(&explorer->scene, state->row, state->column, &pair))
        return;
    explorer_want_pair(explorer);
    while (!cca_study_detail(explorer->study, pair)) {
        poll(&wake, 1, -1);
        cca_study_collect(explorer->study);
    }
}

/* Waits for all that the screen shows, and draws it: what keys do depends on what is in view. */
static bool settle(struct script *script)
{
    struct explorer *explorer = script->explorer;

    if (!explorer->canvas || explorer->canvas->columns != script->columns ||
        explorer->canvas->rows != script->rows) {
        canvas_free(explorer->canvas);
        explorer->canvas = canvas_create(script->columns, script->rows);
    }
    if (!explorer->canvas)
        return tell(script, 1, "not enough memory for a screen");
    do {
        explorer_want(explorer);
        cca_study_finish(explorer->study, NULL, NULL);
        explorer_await_pair(explorer);
        explorer->canvas->ascii = !explorer->look.unicode;
        explorer_draw(explorer, explorer->canvas);
        grid_sweep(&explorer->cache.grid, -1);
    } while (explorer->unread);
    explorer_clamp_cursor(explorer);
    explorer_draw(explorer, explorer->canvas);
    return true;
}

static bool ends_in(const char *text, const char *ending)
{
    size_t length = strlen(text), size = strlen(ending);

    return length > size && strcmp(text + length - size, ending) == 0;
}

/* A picture has all colours and glyphs. */
static bool write_picture(struct script *script, FILE *out)
{
    struct explorer *explorer = script->explorer;
    struct look usual = explorer->look;
    bool good;

    explorer->look.depth = DEPTH_DIRECT;
    explorer->look.unicode = !script->options->ascii;
    if (explorer->look.unicode && !usual.unicode)
        explorer->look.glyphs = GLYPHS_BRAILLE;
    explorer->canvas->fine = !script->options->ascii && !script->options->has_glyphs;
    good = settle(script) && canvas_svg(explorer->canvas, explorer->look.light_background,
                                        explorer->scene.experiment->title, out);
    explorer->canvas->fine = false;
    explorer->look = usual;
    return good;
}

/* "FILE.svg", "FILE.txt"; nothing: text to standard output. */
static bool dump(struct script *script, char *path)
{
    bool picture = ends_in(path, ".svg"), good;
    struct output output;

    if (*path && !picture && !ends_in(path, ".txt"))
        return tell(script, 2, "a dump to '%s'; end it in .svg or .txt, or leave it out for standard output",
                    path);
    if (!output_open(&output, *path ? path : NULL))
        return tell(script, 1, "'%s' cannot be written", path);
    good = picture ? write_picture(script, output.stream)
                   : canvas_print(script->explorer->canvas, &script->explorer->look, output.stream);
    return output_close(&output, good) || tell(script, 1, "'%s' was not written", *path ? path : "-");
}

static bool resize(struct script *script, char *size)
{
    int columns, rows;

    if (!options_parse_size(size, &columns, &rows))
        return tell(script, 2, "a size of '%s'; it is COLUMNSxROWS, such as 100x40", size);
    script->columns = columns;
    script->rows = rows ? rows : USUAL_ROWS;
    return settle(script);
}

static bool press(struct script *script, char *words)
{
    for (char *word = strtok(words, BLANKS); word; word = strtok(NULL, BLANKS)) {
        int key = key_parse(word);

        if (!key)
            return tell(script, 2, "no key '%s'; a character, Ctrl-A or a name as Enter", word);
        explorer_key(script->explorer, key);
        if (!settle(script))
            return false;
    }
    return true;
}

/* Takes a number from the end, "down 3": how often. 1 where there is none. */
static uint64_t take_count(char *text)
{
    char *blank = strrchr(text, ' ');
    uint64_t count = 1;

    if (blank && number_parse_unsigned(blank + 1, &count) && count > 0)
        *blank = '\0';
    return count ? count : 1;
}

static bool unknown(struct script *script, const char *text)
{
    struct nearest nearest = nearest_to(text);

    for (int action = 0; action < ACTION_COUNT; action++)
        nearest_offer(&nearest, actions[action].name);
    if (nearest.found)
        return tell(script, 2, "no '%s'; did you mean '%s'?", text, nearest.found);
    return tell(script, 2,
                "no '%s'; there are size, press, dump, and what the explorer takes behind a colon (:)", text);
}

/* What the explorer takes behind a colon. Names may end in a number: they come first. */
static bool command(struct script *script, char *text)
{
    struct explorer *explorer = script->explorer;
    uint64_t count;

    if (strncmp(text, "save ", 5) == 0) /* a script that runs again replaces what it saved */
        prompt_copy(explorer->saved, text + 5);
    if (explorer_command(explorer, text))
        return settle(script);
    count = take_count(text);
    for (uint64_t i = 0; i < count; i++) {
        if (!explorer_command(explorer, text))
            return unknown(script, text);
        if (!settle(script))
            return false;
    }
    return true;
}

static char *trimmed(char *text)
{
    size_t length;

    text += strspn(text, BLANKS);
    for (length = strlen(text); length > 0 && strchr(BLANKS, text[length - 1]); length--)
        ;
    text[length] = '\0';
    return text;
}

/* Does one line, which is no comment. */
static bool run_line(struct script *script, char *text)
{
    static const struct {
        const char *word;
        bool (*run)(struct script *script, char *rest);
    } words[] = {{"size", resize}, {"press", press}, {"dump", dump}};
    size_t length = strcspn(text, BLANKS);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == length && strncmp(text, words[i].word, length) == 0)
            return words[i].run(script, trimmed(text + length));
    return command(script, text);
}

/* What the explorer would say to a user; warnings count as errors. */
static void tell_message(struct script *script)
{
    struct explorer *explorer = script->explorer;

    if (*explorer->message && (explorer->message_warns || !script->options->quiet))
        tell(script, explorer->message_warns, "%s", explorer->message);
    *explorer->message = '\0';
}

static void run_lines(struct script *script, FILE *in)
{
    char *line = NULL, *text;
    size_t room = 0;
    bool good = settle(script);

    while (good && !script->explorer->quit && getline(&line, &room, in) >= 0) {
        script->line++;
        text = trimmed(line);
        good = !*text || *text == '#' || run_line(script, text);
        tell_message(script);
    }
    free(line);
}

int explorer_run_script(struct explorer *explorer, const struct options *options)
{
    struct script script = {explorer, options, USUAL_WIDTH, USUAL_ROWS, 0, 0};
    FILE *in = strcmp(options->script, "-") == 0 ? stdin : fopen(options->script, "re");

    if (!in)
        return complain(2, "the script %s cannot be read: %s; check its path", options->script,
                        strerror(errno));
    explorer->look = options_look(options, explorer->scene.experiment, false);
    for (int view = 0; view < VIEW_COUNT; view++)
        explorer->states[view] = options_view_state(options, true);
    run_lines(&script, in);
    if (in != stdin)
        fclose(in);
    return script.status;
}
