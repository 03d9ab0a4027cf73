/* What options there are, and how the value of each is read. */
#include "tui/options_table.h"

#include <stddef.h>
#include <string.h>

#include "config/nearest.h"
#include "config/number.h"
#include "config/settings.h"

/* The words that a value may be, as constants that count from `first`. */
struct words {
    int first, count;
    const char *const *list;
};
#define WORDS(first, ...)                                                                                    \
    &(const struct words)                                                                                    \
    {                                                                                                        \
        first, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), (const char *const[])            \
        {                                                                                                    \
            __VA_ARGS__                                                                                      \
        }                                                                                                    \
    }

/* The range of a number. */
struct range {
    double low, high;
    bool above; /* low itself is outside */
    const char *expected;
};

static void *place_of(struct options *options, size_t offset)
{
    return (char *)options + offset;
}

static bool refuse(const struct option_row *row, const char *value, const char *expected)
{
    complain(2, "--%s is '%s'; expected %s", row->name, value, expected);
    return false;
}

static bool set_text(const struct option_row *row, const char *value, struct options *options)
{
    if (!*value)
        return refuse(row, value, row->argument);
    *(const char **)place_of(options, row->offset) = value;
    return true;
}

static bool set_flag(const struct option_row *row, const char *value, struct options *options)
{
    (void)value;
    *(bool *)place_of(options, row->offset) = true;
    return true;
}

/* An option that stands for one value of an enum: its rule. */
static bool set_constant(const struct option_row *row, const char *value, struct options *options)
{
    (void)value;
    memcpy(place_of(options, row->offset), row->rule, sizeof(int));
    return true;
}

static void list_words(const struct words *words, char *text, size_t size)
{
    size_t used = 0;

    for (int i = 0; i < words->count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s",
                                 i == 0                  ? ""
                                 : i + 1 == words->count ? " or "
                                                         : ", ",
                                 words->list[i]);
}

static bool set_word(const struct option_row *row, const char *value, struct options *options)
{
    const struct words *words = row->rule;
    struct nearest nearest = nearest_to(value);
    char list[200];

    for (int i = 0; i < words->count; i++) {
        int constant = words->first + i;

        nearest_offer(&nearest, words->list[i]);
        if (strcmp(value, words->list[i]) != 0)
            continue;
        memcpy(place_of(options, row->offset), &constant, sizeof constant);
        return true;
    }
    list_words(words, list, sizeof list);
    if (nearest.found)
        complain(2, "--%s is '%s'; did you mean %s? It is %s", row->name, value, nearest.found, list);
    else
        complain(2, "--%s is '%s'; it is %s", row->name, value, list);
    return false;
}

size_t option_words(const struct option_row *row, const char *const **words)
{
    const struct words *rule = row->rule;

    if (row->set != set_word)
        return 0;
    *words = rule->list;
    return (size_t)rule->count;
}

static bool set_double(const struct option_row *row, const char *value, struct options *options)
{
    const struct range *range = row->rule;
    double number;

    if (!number_parse_double(value, &number) || number < range->low || number > range->high ||
        (range->above && number == range->low))
        return refuse(row, value, range->expected);
    *(double *)place_of(options, row->offset) = number;
    return true;
}

static bool parse_whole(const struct option_row *row, const char *value, uint64_t *number)
{
    const struct range *range = row->rule;

    if (number_parse_unsigned(value, number) && (double)*number >= range->low &&
        (double)*number <= range->high)
        return true;
    return refuse(row, value, range->expected);
}

static bool set_int(const struct option_row *row, const char *value, struct options *options)
{
    uint64_t number;

    if (!parse_whole(row, value, &number))
        return false;
    *(int *)place_of(options, row->offset) = (int)number;
    return true;
}

static bool set_size(const struct option_row *row, const char *value, struct options *options)
{
    uint64_t number;

    if (!parse_whole(row, value, &number))
        return false;
    *(size_t *)place_of(options, row->offset) = (size_t)number;
    return true;
}

static bool set_bytes(const struct option_row *row, const char *value, struct options *options)
{
    if (size_parse(value, place_of(options, row->offset)))
        return true;
    return refuse(row, value, "a number of bytes such as 512M or 4G");
}

static bool set_timestep(const struct option_row *row, const char *value, struct options *options)
{
    uint64_t number;

    if (strcmp(value, "last") != 0 && (!number_parse_unsigned(value, &number) || number > INT16_MAX))
        return refuse(row, value, "a timestep counted from 0, or last");
    *(const char **)place_of(options, row->offset) = value;
    return true;
}

bool options_parse_size(const char *text, int *columns, int *rows)
{
    const char *cross = strchr(text, 'x');
    char digits[16] = "";
    uint64_t width = 0, height = 0;
    size_t length = cross ? (size_t)(cross - text) : strlen(text);

    if (length < sizeof digits)
        memcpy(digits, text, length);
    if (!number_parse_unsigned(digits, &width) || (cross && !number_parse_unsigned(cross + 1, &height)) ||
        width < 20 || width > CANVAS_MAX || (cross && (height < 5 || height > CANVAS_MAX)))
        return false;
    *columns = (int)width;
    *rows = (int)height;
    return true;
}

static bool set_dimensions(const struct option_row *row, const char *value, struct options *options)
{
    return options_parse_size(value, &options->columns, &options->rows) ||
           refuse(row, value, "COLUMNSxROWS, at least 20x5 and at most 4096x4096, such as 100x40");
}

/* The letters of axes: each at most once, the samples exactly once. */
static bool set_axes(const struct option_row *row, const char *value, struct options *options)
{
    size_t length = strlen(value);

    if (length == 0 || length > MAX_DIMENSIONS || strspn(value, "ncthwl") != length || !strchr(value, 'n'))
        return refuse(row, value,
                      "a letter of n c t h w l for each axis of the array, n among them, such as nchw");
    for (const char *letter = value; *letter; letter++)
        if (strchr(letter + 1, *letter))
            return refuse(row, value, "each letter only once");
    *(const char **)place_of(options, row->offset) = value;
    return true;
}

#define SIDE(member, side)                                                                                   \
    (offsetof(struct options, sides) + (side) * sizeof(struct side_options) +                                \
     offsetof(struct side_options, member))
#define AT(member) offsetof(struct options, member)

enum {
    EXPLORE = 1 << COMMAND_EXPLORE,
    SHOW = 1 << COMMAND_SHOW,
    COMPUTE = 1 << COMMAND_COMPUTE,
    COMPARE = 1 << COMMAND_COMPARE,
    CHECK = 1 << COMMAND_CHECK,
    INIT = 1 << COMMAND_INIT,
    CONFIG = 1 << COMMAND_CONFIG,
    DOCTOR = 1 << COMMAND_DOCTOR,
    SCENES = EXPLORE | SHOW | COMPUTE,
    PICTURES = EXPLORE | SHOW,
    LOOKS = PICTURES | DOCTOR,
    ALL = SCENES | COMPARE | CHECK | INIT | CONFIG | DOCTOR,
};

#define NAME_OF_MEASURE(constant, name, title) name,
#define NAME_OF_PALETTE(constant, name)        name,
#define MEASURE_NAMES                          MEASURES(NAME_OF_MEASURE)
#define PALETTE_NAMES                          PALETTES(NAME_OF_PALETTE)
#define NAME_OF_ORDER(constant, name)          name,
#define ORDER_NAMES                            ORDERS(NAME_OF_ORDER)
#define NAME_OF_TABLE(constant, name, row)     name,
#define TABLE_NAMES                            TABLES(NAME_OF_TABLE)

static const struct words measure_words = {0, MEASURE_COUNT, (const char *const[]){MEASURE_NAMES}};
static const struct words order_words = {0, ORDER_COUNT, (const char *const[]){ORDER_NAMES}};
static const struct words table_words = {0, TABLE_COUNT, (const char *const[]){TABLE_NAMES}};
static const struct words palette_words = {0, PALETTE_COUNT, (const char *const[]){PALETTE_NAMES}};
static const struct range threads_range = {1, 4096, false, "a whole number from 1 to 4096"};
static const struct range index_range = {0, 1e9, false, "a place along the axis l, counted from 0"};
static const struct range share_range = {0, 1, true, "a share above 0 and at most 1, such as 0.99"};
static const struct range directions_range = {1, 1e9, false, "a number of directions from 1"};
static const struct range tolerance_range = {0, 0.999999, true, "a number above 0 and below 1, such as 1e-6"};
static const int long_shape = SHAPE_LONG, wide_shape = SHAPE_WIDE;
static const struct range distance_range = {0, 1e300, true, "a distance above 0, such as 0.1"};
static const struct range clusters_range = {1, 1e6, false, "a number of clusters from 1"};
static const struct range resamples_range = {20, 100000, false, "a number of resamples from 20 to 100000"};
static const int dark = BACKGROUND_DARK, light = BACKGROUND_LIGHT;
static const int log_axis = STEP_AXIS_LOG, linear_axis = STEP_AXIS_LINEAR;

#define POSITION_WORDS WORDS(POSITIONS_AVERAGE, "average", "samples", "features", "dft")
#define TIMESTEP_WORDS WORDS(TIMESTEPS_LAST, "last", "average", "samples")

const struct option_row option_rows[] = {
    {"network", 0, "A", "network A (default: the first)", SECTION_WHAT, SCENES, set_text, AT(network), 0,
     NULL},
    {"against", 0, "B", "network B (default: A)", SECTION_WHAT, SCENES, set_text, AT(against), 0, NULL},
    {"checkpoint", 0, "S", "checkpoint of A, by name or step (default: the last)", SECTION_WHAT, SCENES,
     set_text, AT(checkpoint), 0, NULL},
    {"against-checkpoint", 0, "S", "checkpoint of B; convergence is to it (last)", SECTION_WHAT, SCENES, set_text,
     AT(against_checkpoint), 0, NULL},
    {"layer", 0, "L", "layer (default: the last)", SECTION_WHAT, SCENES, set_text, AT(layer), 0, NULL},
    {"timestep", 0, "T", "timestep, counted from 0, or last (default)", SECTION_WHAT, SCENES, set_timestep,
     AT(timestep), 0, NULL},
    {"measure", 0, "M", "cca svcca pwcca r2cca cka procrustes ... cca-held-out", SECTION_WHAT, SCENES,
     set_word, AT(measure), AT(has_measure), &measure_words},
    {"pwcca", 0, "SIDE", "whose neurons weigh in pwcca: x (A), y (B) or mean", SECTION_WHAT, SCENES, set_word,
     AT(pwcca), AT(has_pwcca), WORDS(PWCCA_X, "x", "y", "mean")},
    {"bootstrap", 0, "B", "95 % intervals of distances, from B resamples", SECTION_WHAT, SCENES | COMPARE,
     set_size, AT(resamples), 0, &resamples_range},
    {"form", 0, "F", "form of the view, where it has several", SECTION_WHAT, SCENES, set_text, AT(form),
     0, NULL},
    {"target", 0, "NAME", "target that layers are compared with (the first)", SECTION_WHAT, SCENES, set_text,
     AT(target), 0, NULL},
    {"group", 0, "G", "group whose mean convergence shows (default: A's)", SECTION_WHAT, SCENES, set_text,
     AT(group), 0, NULL},
    {"curve", 0, "C", "groups: G or G/H, tested (default: the first)", SECTION_WHAT, SCENES, set_text,
     AT(curve), 0, NULL},
    {"against-curve", 0, "C", "groups: against this one (default: the second)", SECTION_WHAT, SCENES, set_text,
     AT(against_curve), 0, NULL},
    {"tolerance", 0, "D", "a layer has converged this near to its end (0.1)", SECTION_WHAT, SCENES, set_double,
     AT(tolerance), AT(has_tolerance), &distance_range},
    {"attribute", 0, "NAME", "what scatter draws distances against", SECTION_WHAT, SCENES, set_text,
     AT(attribute), 0, NULL},
    {"overlay", 0, "NAME", "curve of the logs over convergence, or none", SECTION_WHAT, SCENES, set_text,
     AT(overlay), 0, NULL},
    {"order", 0, "O", "networks as listed (default), by group or cluster", SECTION_WHAT, SCENES, set_word,
     AT(order), 0, &order_words},
    {"clusters", 0, "K", "networks in K clusters (default: 2)", SECTION_WHAT, SCENES, set_size, AT(clusters), 0,
     &clusters_range},
    {"early", 0, "S", "stability: whose directions are followed", SECTION_WHAT, SCENES, set_text, AT(early), 0,
     NULL},
    {"halfway", 0, "S", "stability: they are sorted by agreement with this one", SECTION_WHAT, SCENES, set_text,
     AT(halfway), 0, NULL},
    {"directions", 0, "K", "stability: so many of the most and least stable", SECTION_WHAT, SCENES, set_size,
     AT(directions), 0, &directions_range},

    {"color", 0, "WHEN", "auto (default; honours NO_COLOR), always or never", SECTION_HOW, LOOKS, set_word,
     AT(color), 0, WORDS(COLOUR_AUTO, "auto", "always", "never")},
    {"palette", 0, "P", "viridis, cividis, magma or grey", SECTION_HOW, LOOKS, set_word, AT(palette),
     AT(has_palette), &palette_words},
    {"light", 0, NULL, "for a light background (default: as the terminal says)", SECTION_HOW, LOOKS,
     set_constant, AT(background), 0, &light},
    {"dark", 0, NULL, "for a dark background", SECTION_HOW, LOOKS, set_constant, AT(background), 0, &dark},
    {"ascii", 0, NULL, "ASCII characters only", SECTION_HOW, LOOKS, set_flag, AT(ascii), 0, NULL},
    {"glyphs", 0, "G", "curves of braille, block or ascii characters", SECTION_HOW, LOOKS, set_word,
     AT(glyphs), AT(has_glyphs), WORDS(GLYPHS_BRAILLE, "braille", "block", "ascii")},
    {"log", 0, NULL, "steps on a logarithmic axis", SECTION_HOW, PICTURES, set_constant, AT(step_axis), 0,
     &log_axis},
    {"linear", 0, NULL, "steps on a linear axis (default)", SECTION_HOW, PICTURES, set_constant,
     AT(step_axis), 0, &linear_axis},
    {"size", 0, "COLSxROWS", "size of a view in characters", SECTION_HOW, SHOW, set_dimensions, 0, 0, NULL},

    {"output", 'o', "FILE", "write to FILE: all of it, or nothing", SECTION_OUTPUT,
     SHOW | COMPUTE | COMPARE | INIT | CONFIG, set_text, AT(output), 0, NULL},
    {"write", 0, NULL, "write it where it is looked for, if there is none", SECTION_OUTPUT, CONFIG, set_flag,
     AT(write), 0, NULL},
    {"svg", 0, NULL, "a picture in SVG", SECTION_OUTPUT, SHOW, set_flag, AT(svg), 0, NULL},
    {"long", 0, NULL, "a row for each comparison (default)", SECTION_OUTPUT, COMPUTE, set_constant, AT(shape),
     0, &long_shape},
    {"wide", 0, NULL, "a matrix of distances with names of rows and columns", SECTION_OUTPUT, COMPUTE,
     set_constant, AT(shape), 0, &wide_shape},
    {"watch", 0, NULL, "go on while training runs: new rows as they come", SECTION_OUTPUT, COMPUTE, set_flag,
     AT(watch), 0, NULL},
    {"table", 0, "T", "which of the view's tables, see below", SECTION_OUTPUT, COMPUTE, set_word, AT(table),
     AT(has_table), &table_words},
    {"format", 0, "F", "csv (default) or json", SECTION_OUTPUT, COMPUTE, set_word, AT(format), 0,
     WORDS(FORMAT_CSV, "csv", "json")},
    {"format", 0, "F", "json or text (default)", SECTION_OUTPUT, COMPARE, set_word, AT(format), 0,
     WORDS(FORMAT_JSON, "json", "text")},

    {"axes", 0, "AXES", "a letter of nchwtl for each axis (default: nc)", SECTION_ARRAYS, COMPARE, set_axes,
     SIDE(axes, 0), 0, NULL},
    {"axes-y", 0, "AXES", "of Y alone, as all options that end in -y", SECTION_ARRAYS, COMPARE, set_axes,
     SIDE(axes, 1), 0, NULL},
    {"positions", 0, "WHAT", "h and w become average (default), samples or features", SECTION_ARRAYS, COMPARE,
     set_word, SIDE(positions, 0), 0, POSITION_WORDS},
    {"positions-y", 0, "WHAT", NULL, SECTION_ARRAYS, COMPARE, set_word, SIDE(positions, 1), 0,
     POSITION_WORDS},
    {"timesteps", 0, "WHAT", "of t is left last (default), average or samples", SECTION_ARRAYS, COMPARE,
     set_word, SIDE(timesteps, 0), 0, TIMESTEP_WORDS},
    {"timesteps-y", 0, "WHAT", NULL, SECTION_ARRAYS, COMPARE, set_word, SIDE(timesteps, 1), 0,
     TIMESTEP_WORDS},
    {"timestep", 0, "T", "one timestep, counted from 0, or last", SECTION_ARRAYS, COMPARE, set_timestep,
     SIDE(timestep, 0), 0, NULL},
    {"timestep-y", 0, "T", NULL, SECTION_ARRAYS, COMPARE, set_timestep, SIDE(timestep, 1), 0, NULL},
    {"index", 0, "I", "place along the axis l, counted from 0 (default: 0)", SECTION_ARRAYS, COMPARE,
     set_size, SIDE(index, 0), 0, &index_range},
    {"index-y", 0, "I", NULL, SECTION_ARRAYS, COMPARE, set_size, SIDE(index, 1), 0, &index_range},
    {"variance", 0, "SHARE", "share of the variance that svcca keeps (default: 0.99)", SECTION_ARRAYS,
     COMPARE, set_double, AT(measures.svcca_variance), 0, &share_range},
    {"directions", 0, "K", "svcca keeps K directions instead", SECTION_ARRAYS, COMPARE, set_size,
     AT(measures.svcca_directions), 0, &directions_range},
    {"rank-tolerance", 0, "R", "a direction counts above R times the first one", SECTION_ARRAYS, COMPARE,
     set_double, AT(measures.rank_tolerance), 0, &tolerance_range},

    {"threads", 0, "N", "threads to compute with (default: all processors)", SECTION_WORK, SCENES | COMPARE,
     set_int, AT(threads), 0, &threads_range},
    {"memory", 0, "SIZE", "memory for representations, such as 4G (default: half)", SECTION_WORK, SCENES,
     set_bytes, AT(memory), 0, NULL},
    {"cache", 0, "FILE", "where results are kept between runs", SECTION_WORK, SCENES, set_text,
     AT(cache), 0, NULL},
    {"no-cache", 0, NULL, "keep no results, and use none", SECTION_WORK, SCENES, set_flag, AT(no_cache), 0, NULL},
    {"fresh", 0, NULL, "begin anew, not where the manifest was left", SECTION_WORK, EXPLORE, set_flag, AT(fresh), 0,
     NULL},
    {"script", 0, "FILE", "do what FILE says, without a terminal", SECTION_WORK, EXPLORE, set_text, AT(script), 0,
     NULL},
    {"quiet", 'q', NULL, "no progress bar on standard error", SECTION_WORK, ALL, set_flag, AT(quiet), 0,
     NULL},
    {"help", 'h', NULL, "this help", SECTION_WORK, ALL, set_flag, AT(help), 0, NULL},
    {"version", 'V', NULL, "the program's version", SECTION_WORK, ALL, set_flag, AT(version), 0, NULL},
};
const size_t option_row_count = sizeof option_rows / sizeof *option_rows;

const char *const option_sections[SECTION_COUNT] = {[SECTION_WHAT] = "What to look at",
                                                    [SECTION_HOW] = "How it looks",
                                                    [SECTION_OUTPUT] = "Where it goes",
                                                    [SECTION_ARRAYS] = "How arrays are read and compared",
                                                    [SECTION_WORK] = "The rest"};

const struct command_row command_rows[COMMAND_COUNT] = {
#define COMMAND_ROW(constant, word, operands, about) {word, operands, about},
    COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};
