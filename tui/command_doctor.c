/* `doctor`: what was found of terminal, libraries and files, with advice, and a test card. */
#include <inttypes.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/memory.h"
#include "config/settings.h"
#include "config/yaml_tree.h"
#include "engine/libraries.h"
#include "engine/study.h"
#include "tui/canvas_print.h"
#include "tui/commands.h"
#include "tui/load.h"
#include "tui/terminal_facts.h"
#include "tui/test_card.h"
#include "tui/text.h"

#define ADVICE_MOST 8

struct doctor {
    const struct options *options;
    struct terminal_facts facts;
    struct look look;
    char *advice[ADVICE_MOST]; /* what could be better, and how; owned */
    size_t advice_count;
};

/* A line "  name          text": the text may name the user's files. */
static void tell(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void tell(const char *name, const char *format, ...)
{
    va_list arguments;

    printf("  %-13s ", name);
    va_start(arguments, format);
    text_print_formatted(stdout, format, arguments);
    va_end(arguments);
    putchar('\n');
}

static void advise(struct doctor *doctor, const char *text)
{
    if (doctor->advice_count < ADVICE_MOST)
        doctor->advice[doctor->advice_count++] = memory_duplicate(text);
}

static void tell_type(struct doctor *doctor)
{
    const struct terminal_facts *facts = &doctor->facts;

    if (!facts->type || !*facts->type)
        tell("type", "TERM is not set");
    else
        tell("type", "%s%s", facts->type, facts->described ? "" : ", which terminfo does not know");
    if (!facts->described)
        advise(
            doctor,
            "set TERM to what the terminal is, such as xterm-256color: without it the explorer cannot run");
    if (facts->output)
        tell("size", "%d columns, %d rows", facts->columns, facts->rows);
    if (!facts->input || !facts->output)
        tell("connection", "standard %s is not a terminal: it is asked nothing, and views are printed",
             facts->output ? "input" : "output");
}

static void tell_colours(struct doctor *doctor)
{
    static const char *const depths[] = {[DEPTH_NONE] = "none: shades are made of characters",
                                         [DEPTH_8] = "8",
                                         [DEPTH_16] = "16",
                                         [DEPTH_256] = "256",
                                         [DEPTH_DIRECT] = "24-bit"};
    const struct terminal_facts *facts = &doctor->facts;
    const char *colorterm = getenv("COLORTERM");

    tell("colours", "%s%s", depths[facts->depth],
         options_colour(doctor->options) ? "" : "; switched off by NO_COLOR or --color");
    if (facts->depth < DEPTH_256 && facts->type && strncmp(facts->type, "screen", 6) == 0)
        advise(doctor,
               "TERM=screen has 8 colours; in tmux, 'set -g default-terminal tmux-256color' brings 256");
    if (facts->depth == DEPTH_256 && colorterm && strcmp(colorterm, "truecolor") == 0)
        advise(doctor, "the terminal may have 24-bit colours: a TERM whose description says so, such as "
                       "xterm-direct (in Debian's ncurses-term), makes gradients smooth");
}

static void tell_background(const struct doctor *doctor)
{
    const struct answers *said = &doctor->facts.said;
    enum background variable = background_of_numbers(getenv("COLORFGBG"));
    const char *shown = doctor->look.light_background ? "light" : "dark";

    if (doctor->options->background != BACKGROUND_AUTO)
        tell("background", "%s, as an option or the settings say", shown);
    else if (said->background != BACKGROUND_AUTO)
        tell("background", "%s: the terminal says %s", shown, said->colour);
    else if (variable != BACKGROUND_AUTO)
        tell("background", "%s: COLORFGBG says %s", shown, getenv("COLORFGBG"));
    else
        tell("background", "%s, as nothing is known; --light, or 'background: light' in the settings", shown);
}

static void tell_characters(struct doctor *doctor)
{
    static const char *const glyphs[] = {"braille", "block characters", "ASCII"};
    const struct terminal_facts *facts = &doctor->facts;

    tell("characters", "%s, by the locale %s", facts->unicode ? "UTF-8" : "ASCII only",
         setlocale(LC_CTYPE, NULL));
    if (!facts->unicode)
        advise(doctor, "the locale has ASCII only; LC_ALL=C.UTF-8 brings lines, blocks and braille");
    tell("curves", "%s", glyphs[doctor->look.glyphs]);
}

static void tell_terminal(struct doctor *doctor)
{
    const struct terminal_facts *facts = &doctor->facts;

    puts("Terminal");
    tell_type(doctor);
    tell_colours(doctor);
    tell_background(doctor);
    tell_characters(doctor);
    tell("mouse", "%s", facts->mouse ? "yes" : "none");
    tell("frames", "%s",
         facts->said.synchronized ? "shown at once (synchronized output)"
         : facts->responded       ? "shown as they come (no synchronized output)"
         : facts->asked           ? "shown as they come (the terminal answers no question)"
                                  : "shown as they come (the terminal was not asked)");
}

static void tell_computing(const struct doctor *doctor)
{
    struct cca_blas blas = cca_blas();
    int threads = doctor->options->threads ? doctor->options->threads : cca_default_threads();
    uint64_t memory = doctor->options->memory ? doctor->options->memory : cca_default_memory();

    puts("\nComputing");
    tell("threads", "%d, of %d processors", threads, cca_default_threads());
    tell("memory", "%.1f GB for representations", (double)memory / (1 << 30));
    tell("BLAS", "kernels for %s, parallel by %s", blas.core, blas.parallel);
}

/* Whether a file could be made at a path: its folder, or the nearest one above it that is there, can be
 * written. */
static bool can_make(const char *path)
{
    char *folder = memory_duplicate(path), *slash;
    struct stat status = {0};
    bool can;

    do {
        slash = strrchr(folder, '/');
        *(slash > folder ? slash : slash + 1) = '\0';
    } while (stat(folder, &status) != 0 && slash > folder);
    can = S_ISDIR(status.st_mode) && access(folder, W_OK | X_OK) == 0;
    free(folder);
    return can;
}

static void tell_cache(struct doctor *doctor)
{
    char *path = settings_cache_path();
    struct cca_cache_facts facts;

    if (!path) {
        tell("cache", "none: neither XDG_CACHE_HOME nor HOME says where");
        return;
    }
    facts = cca_cache_facts(path);
    if (!can_make(path) || (facts.exists && access(path, W_OK) != 0)) {
        tell("cache", "%s cannot be written", path);
        advise(doctor,
               "the cache cannot be written: results are computed again every time; --cache names another "
               "file");
    } else if (facts.exists && facts.results >= 0)
        tell("cache", "%s, %" PRId64 " results, %.1f MB", path, facts.results,
             (double)facts.bytes / (1 << 20));
    else
        tell("cache", "%s%s", path, facts.exists ? ", of another version" : ", not there yet");
    free(path);
}

static void tell_files(struct doctor *doctor)
{
    char *settings = settings_path(), *state = settings_state_path("");

    puts("\nFiles");
    if (settings)
        tell("settings", "%s%s", settings, access(settings, F_OK) == 0 ? "" : ", not there");
    tell_cache(doctor);
    if (state)
        tell("state", "%s", state);
    free(state);
    free(settings);
}

static void tell_libraries(void)
{
    struct cca_library libraries[CCA_LIBRARIES_MOST];
    size_t count = cca_libraries(libraries);

    puts("\nLibraries");
    for (size_t i = 0; i < count; i++)
        tell(libraries[i].name, "%s", libraries[i].version);
    tell("libyaml", "%s", yaml_tree_version());
    tell("ncurses", "%s", terminal_library());
}

static int print_card(const struct doctor *doctor)
{
    struct canvas *canvas = canvas_create(TEST_CARD_COLUMNS, TEST_CARD_ROWS);

    if (!canvas)
        return complain(1, "not enough memory for the test card");
    canvas->ascii = !doctor->look.unicode;
    test_card_draw(canvas, &doctor->look);
    puts("\nTest card: the digits should be legible, lightness go one way, the bars line up\n");
    canvas_print(canvas, &doctor->look, stdout);
    canvas_free(canvas);
    return 0;
}

static void choose_look(struct doctor *doctor, const struct options *options)
{
    doctor->look = options_look(options, NULL, doctor->facts.output);
    if (options->color == COLOUR_AUTO && options_colour(options) && doctor->facts.output)
        doctor->look.depth = doctor->facts.depth;
    if (options->background == BACKGROUND_AUTO && doctor->facts.said.background != BACKGROUND_AUTO)
        doctor->look.light_background = doctor->facts.said.background == BACKGROUND_LIGHT;
    if (!options->has_glyphs && doctor->look.unicode)
        doctor->look.glyphs = doctor->facts.glyphs;
}

int command_doctor(const struct options *options)
{
    struct options adopted = *options;
    struct doctor doctor = {.options = &adopted, .facts = terminal_facts()};
    int status;

    adopt_settings(&adopted, NULL);
    choose_look(&doctor, &adopted);
    puts("ccascope " CCASCOPE_VERSION "\n");
    tell_terminal(&doctor);
    tell_computing(&doctor);
    tell_files(&doctor);
    tell_libraries();
    status = print_card(&doctor);
    if (doctor.advice_count > 0)
        puts("\nAdvice");
    for (size_t i = 0; i < doctor.advice_count; i++) {
        printf("  %s\n", doctor.advice[i]);
        free(doctor.advice[i]);
    }
    return status;
}
