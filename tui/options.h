/* The command line. One table of options (options.c) feeds the parser, --help of the program and of each
 * command, and whatever else describes them. */
#ifndef CCASCOPE_TUI_OPTIONS_H
#define CCASCOPE_TUI_OPTIONS_H

#include "config/background.h"
#include "tui/draw.h"
#include "tui/look.h"
#include "tui/rows.h"
#include "tui/view.h"

/* X(constant, word, what follows it, what it does); the first has no word of its own. */
#define COMMANDS(X)                                                                                          \
    X(COMMAND_EXPLORE, "", "MANIFEST [VIEW]", "the explorer")                                                \
    X(COMMAND_SHOW, "show", "MANIFEST [VIEW]", "a view once, as text or as a picture")                       \
    X(COMMAND_COMPUTE, "compute", "MANIFEST [VIEW]", "a view's numbers as CSV or JSON")                      \
    X(COMMAND_COMPARE, "compare", "X Y", "two arrays by every measure")                                      \
    X(COMMAND_CHECK, "check", "MANIFEST", "what is missing or looks wrong; no numbers")                      \
    X(COMMAND_INIT, "init", "DIRECTORY", "a manifest for the arrays in a directory")                         \
    X(COMMAND_CONFIG, "config", "", "the settings file, with all that could be set")                         \
    X(COMMAND_DOCTOR, "doctor", "", "terminal, libraries and files as found")

#define COMMAND_CONSTANT(constant, ...) constant,
enum command { COMMANDS(COMMAND_CONSTANT) COMMAND_COUNT };
#undef COMMAND_CONSTANT

enum output_format { FORMAT_DEFAULT, FORMAT_CSV, FORMAT_JSON, FORMAT_TEXT };
enum table_shape { SHAPE_LONG, SHAPE_WIDE };
enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum step_axis { STEP_AXIS_DEFAULT, STEP_AXIS_LOG, STEP_AXIS_LINEAR };

/* How `compare` reads the array of one side. */
struct side_options {
    const char *axes;     /* NULL: nc */
    const char *timestep; /* NULL: the last */
    enum positions positions;
    enum timesteps timesteps;
    size_t index; /* along the axis l */
};

/* What the user asked for. A plain value; strings are borrowed from argv. Words and numbers are checked
 * already, the names of selectors only when a scene is at hand. */
struct options {
    enum command command;
    bool help, version;
    const char *manifest;  /* all commands but compare and init */
    const char *arrays[2]; /* compare: X and Y */
    const char *directory; /* init */

    bool has_view; /* a view was named */
    enum view_id view;

    /* Selectors, NULL when not given: names as typed. */
    const char *network, *against, *checkpoint, *against_checkpoint, *layer, *timestep;
    const char *form, *target, *group, *curve, *against_curve, *overlay, *attribute;
    bool has_tolerance;
    double tolerance;
    enum order order;
    size_t clusters; /* 0: not given */
    const char *early, *halfway;
    size_t directions; /* of stability; 0: not given */
    bool has_measure;
    enum measure measure;
    bool has_pwcca;
    enum pwcca_side pwcca;
    size_t resamples; /* for intervals; 0: none */

    int threads;       /* 0: all processors */
    uint64_t memory;   /* 0: half of the machine's */
    const char *cache; /* NULL: the usual place */
    bool no_cache;
    bool quiet;

    enum colour_choice color;
    bool ascii;
    const char *script; /* the explorer without a terminal; NULL: with one */
    bool fresh;                 /* not where one was */
    bool mouse;                 /* of the settings: on from the beginning */
    enum background background; /* BACKGROUND_AUTO: as the settings or the terminal say */
    bool has_palette;
    enum palette palette;
    bool has_glyphs;
    enum plot_glyphs glyphs;
    enum step_axis step_axis;
    int columns, rows; /* --size; 0: not given */

    bool has_table;
    enum table_id table; /* compute */
    enum output_format format;
    const char *output; /* -o; NULL: standard output */
    bool svg;
    bool write; /* config: to the usual place */
    bool watch;             /* compute */
    enum table_shape shape; /* compute */

    struct side_options sides[2];    /* compare: X and Y */
    struct measure_options measures; /* compare: the usual defaults where not given */
};

/* Reads the command line. Negative: go on with `options`. Else the exit status: 0 when it was --help or
 * --version, which are printed; 2 when something is wrong, of which one line on standard error tells. */
int options_parse(int argc, char **argv, struct options *options);

/* Applies selectors, measure and pwcca side to a scene whose study is open; the view when one was named.
 * Timesteps are checked against the files only when the study is surveyed. False when a name is unknown: one
 * line on standard error tells, the exit status is 2. */
bool options_apply_scene(const struct options *options, struct scene *scene);

/* How things are to look on standard output or another file: colours only for a terminal (or when asked for),
 * characters as the locale has them. The palette is the option's, else the manifest's (experiment may be
 * NULL), else viridis. The background is the option's, else for a terminal what COLORFGBG says, else dark. */
struct look options_look(const struct options *options, const struct experiment *experiment,
                         bool to_terminal);
/* Whether the user wants colours where there are any: --color, NO_COLOR. */
bool options_colour(const struct options *options);
/* Whether more than ASCII may be printed: the locale has UTF-8, and --ascii was not given. */
bool options_unicode(const struct options *options);
/* "100x40", or "100", with 0 rows then. */
bool options_parse_size(const char *text, int *columns, int *rows);
/* The state in which a view starts: --log and --linear. */
struct view_state options_view_state(const struct options *options, bool has_cursor);

/* The file of earlier results; malloc'ed, NULL for none. */
char *options_cache_path(const struct options *options);
/* What a study of the headless commands is opened with, but for the cache. */
struct cca_study_options options_study(const struct options *options, const struct experiment *experiment);

/* Prints "ccascope: " and the text, sanitised, as a line on standard error. Returns the status: `return
 * complain(2, …)`. */
int complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
