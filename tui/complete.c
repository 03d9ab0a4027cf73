#include "tui/complete.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config/manifest.h"
#include "config/memory.h"
#include "config/performance.h"
#include "tui/options_table.h"
#include "tui/text.h"

/* What completes the value of an option that is not one of a few words. */
enum values {
    VALUES_NONE,
    VALUES_NETWORKS,
    VALUES_LAYERS,
    VALUES_TARGETS,
    VALUES_CHECKPOINTS,
    VALUES_GROUPS,
    VALUES_CURVES,
    VALUES_ATTRIBUTES,
    VALUES_LOGS,
    VALUES_FORMS,
    VALUES_FILES,
    VALUES_AXES
};

static const struct {
    const char *option;
    enum values values;
} option_values[] = {
    {"network", VALUES_NETWORKS},
    {"against", VALUES_NETWORKS},
    {"checkpoint", VALUES_CHECKPOINTS},
    {"against-checkpoint", VALUES_CHECKPOINTS},
    {"early", VALUES_CHECKPOINTS},
    {"halfway", VALUES_CHECKPOINTS},
    {"layer", VALUES_LAYERS},
    {"target", VALUES_TARGETS},
    {"group", VALUES_GROUPS},
    {"curve", VALUES_CURVES},
    {"against-curve", VALUES_CURVES},
    {"attribute", VALUES_ATTRIBUTES},
    {"overlay", VALUES_LOGS},
    {"form", VALUES_FORMS},
    {"output", VALUES_FILES},
    {"cache", VALUES_FILES},
    {"script", VALUES_FILES},
    {"axes", VALUES_AXES},
    {"axes-y", VALUES_AXES},
};

/* The words so far, understood. */
struct typed {
    enum command command;
    bool has_command;     /* a word of its own said which */
    const char *manifest; /* the first operand; NULL: none */
    const char *view;     /* the second */
    int operand_count;
    const char *network, *against; /* values of these options; NULL: not given */
    const struct option_row *open; /* the last word is the value of this option */
    bool options_end;
    const char *last; /* what is to be completed ... */
    const char *lead; /* ... behind this part of the last word: "--measure=" */
    FILE *out;
};

/* Whether a word can be shown as it is; the shell would show it so. */
static bool is_showable(const char *word)
{
    char *shown = text_sanitised(word);
    bool same = shown && strcmp(shown, word) == 0;

    free(shown);
    return same;
}

/* Offers a word when it goes on from what was typed. */
static void offer(const struct typed *typed, const char *word, const char *about)
{
    if (strncmp(word, typed->last, strlen(typed->last)) != 0 || !is_showable(word))
        return;
    if (typed->lead)
        fprintf(typed->out, "%.*s", (int)(typed->last - typed->lead), typed->lead);
    fprintf(typed->out, "%s\t", word);
    text_print(typed->out, about ? about : "");
    fputc('\n', typed->out);
}

/* The option of this name as the command takes it; else as any does. */
static const struct option_row *find_option(const struct typed *typed, const char *name, size_t length)
{
    const struct option_row *found = NULL;

    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];

        if (strncmp(row->name, name, length) != 0 || row->name[length] != '\0')
            continue;
        if (!found || row->commands & 1u << typed->command)
            found = row;
    }
    return found;
}

static const struct option_row *find_letter(char letter)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].letter == letter)
            return &option_rows[i];
    return NULL;
}

static void note_value(struct typed *typed, const struct option_row *row, const char *value)
{
    if (strcmp(row->name, "network") == 0)
        typed->network = value;
    else if (strcmp(row->name, "against") == 0)
        typed->against = value;
}

/* --name, --name=value; -o, -qo and -ofile. What still waits for its value is left open. */
static void read_option(struct typed *typed, const char *word)
{
    const char *equals = strchr(word, '=');
    const struct option_row *row = NULL;

    if (word[1] == '-') {
        row = find_option(typed, word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2));
        if (row && row->argument && equals)
            note_value(typed, row, equals + 1);
        else if (row && row->argument)
            typed->open = row;
        return;
    }
    for (const char *letter = word + 1; *letter && !(row && row->argument); letter++)
        if ((row = find_letter(*letter)) && row->argument && !letter[1])
            typed->open = row;
}

static void read_operand(struct typed *typed, const char *word)
{
    for (int i = COMMAND_EXPLORE + 1; i < COMMAND_COUNT; i++)
        if (typed->operand_count == 0 && !typed->has_command && strcmp(word, command_rows[i].word) == 0) {
            typed->command = (enum command)i;
            typed->has_command = true;
            return;
        }
    if (typed->operand_count == 0)
        typed->manifest = word;
    if (typed->operand_count++ == 1)
        typed->view = word;
}

static void read_word(struct typed *typed, const char *word)
{
    if (typed->open) {
        note_value(typed, typed->open, word);
        typed->open = NULL;
    } else if (!typed->options_end && strcmp(word, "--") == 0) {
        typed->options_end = true;
    } else if (!typed->options_end && word[0] == '-' && word[1]) {
        read_option(typed, word);
    } else {
        read_operand(typed, word);
    }
}

static struct typed read_words(int count, char *const *words, FILE *out)
{
    struct typed typed = {.last = count > 0 ? words[count - 1] : "", .out = out};

    for (int at = 0; at + 1 < count; at++)
        read_word(&typed, words[at]);
    if (typed.open) /* what it means may depend on a command that came later */
        typed.open = find_option(&typed, typed.open->name, strlen(typed.open->name));
    return typed;
}

static void offer_options(const struct typed *typed)
{
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        char name[80];

        if (!(row->commands & 1u << typed->command))
            continue;
        snprintf(name, sizeof name, "--%s", row->name);
        offer(typed, name, row->help);
    }
}

static void offer_commands(const struct typed *typed)
{
    for (int i = COMMAND_EXPLORE + 1; i < COMMAND_COUNT; i++)
        offer(typed, command_rows[i].word, command_rows[i].about);
}

static void offer_views(const struct typed *typed)
{
    for (int i = 0; i < VIEW_COUNT; i++)
        if (view_is_usual((enum view_id)i))
            offer(typed, views[i].name, views[i].about);
}

/* Of the view on the line; of all where there is none yet. */
static void offer_forms(const struct typed *typed)
{
    for (int i = 0; i < VIEW_COUNT; i++)
        if (*views[i].form && (!typed->view || strcmp(typed->view, views[i].name) == 0))
            offer(typed, views[i].form, views[i].about);
}

static void offer_groups(const struct typed *typed, const struct experiment *experiment)
{
    char about[40];

    for (size_t i = 0; i < experiment->group_count; i++) {
        snprintf(about, sizeof about, "%zu networks", experiment->groups[i].network_count);
        offer(typed, experiment->groups[i].name, about);
    }
}

static void offer_curves(const struct typed *typed, const struct experiment *experiment)
{
    offer_groups(typed, experiment);
    for (size_t i = 0; i < experiment->group_count; i++)
        for (size_t j = i + 1; j < experiment->group_count; j++) {
            char *both = memory_format("%s/%s", experiment->groups[i].name, experiment->groups[j].name);

            offer(typed, both, "between them");
            free(both);
        }
}

static void offer_attributes(const struct typed *typed, const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->attribute_count; i++)
        offer(typed, experiment->attributes[i], NULL);
}

/* The columns of the first log. */
static void offer_logs(const struct typed *typed, const struct experiment *experiment)
{
    struct diagnostics diagnostics = {0};
    struct performance performance = {0};
    char *path = experiment_curves(experiment, 0);

    offer(typed, "none", "no log over convergence");
    if (path)
        performance_load(path, &performance, &diagnostics);
    for (size_t i = 0; i < performance.curve_count; i++)
        offer(typed, performance.names[i], NULL);
    performance_free(&performance);
    diagnostics_free(&diagnostics);
    free(path);
}

static void offer_networks(const struct typed *typed, const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->network_count; i++)
        offer(typed, experiment->networks[i].name, experiment->networks[i].group);
}

static void offer_layers(const struct typed *typed, const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->layer_count; i++)
        offer(typed, experiment->layers[i].name, experiment->layers[i].treatment.axes);
}

static void offer_targets(const struct typed *typed, const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->target_count; i++)
        offer(typed, experiment->targets[i].name, experiment->targets[i].activations);
}

/* Of the network that the line names for that side, else of the first. */
static void offer_checkpoints(const struct typed *typed, const struct experiment *experiment,
                              const struct option_row *row)
{
    const char *name =
        strcmp(row->name, "against-checkpoint") == 0 && typed->against ? typed->against : typed->network;
    const struct network *network = experiment->networks;

    for (size_t i = 0; name && i < experiment->network_count; i++)
        if (strcmp(experiment->networks[i].name, name) == 0)
            network = &experiment->networks[i];
    for (size_t i = 0; i < network->checkpoint_count; i++) {
        char about[40];

        snprintf(about, sizeof about, "step %" PRId64, network->checkpoints[i].step);
        offer(typed, network->checkpoints[i].name, about);
    }
}

static void offer_from_manifest(const struct typed *typed, const struct option_row *row, enum values values)
{
    static void (*const offers[])(const struct typed *, const struct experiment *) = {
        [VALUES_NETWORKS] = offer_networks, [VALUES_LAYERS] = offer_layers,
        [VALUES_GROUPS] = offer_groups,     [VALUES_CURVES] = offer_curves,
        [VALUES_LOGS] = offer_logs,         [VALUES_ATTRIBUTES] = offer_attributes,
        [VALUES_TARGETS] = offer_targets,
    };
    struct diagnostics diagnostics = {0};
    struct experiment *experiment = typed->manifest ? manifest_load(typed->manifest, &diagnostics) : NULL;

    if (experiment && values == VALUES_CHECKPOINTS)
        offer_checkpoints(typed, experiment, row);
    else if (experiment)
        offers[values](typed, experiment);
    experiment_free(experiment);
    diagnostics_free(&diagnostics);
}

static void offer_axes(const struct typed *typed)
{
    static const char *const usual[] = {"nc", "cn", "ntc", "tnc", "nchw", "nhwc", "nlc", "nltc"};

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        offer(typed, usual[i], NULL);
}

static void offer_values(const struct typed *typed, const struct option_row *row)
{
    const char *const *words;
    size_t count = option_words(row, &words);
    enum values values = VALUES_NONE;

    for (size_t i = 0; i < count; i++)
        offer(typed, words[i], NULL);
    for (size_t i = 0; i < sizeof option_values / sizeof *option_values; i++)
        if (strcmp(option_values[i].option, row->name) == 0)
            values = option_values[i].values;
    if (values == VALUES_AXES)
        offer_axes(typed);
    else if (values == VALUES_FORMS)
        offer_forms(typed);
    else if (values == VALUES_FILES)
        fputs(":files\n", typed->out);
    else if (values != VALUES_NONE)
        offer_from_manifest(typed, row, values);
}

static void offer_operands(const struct typed *typed)
{
    bool takes_view = typed->command == COMMAND_SHOW || typed->command == COMMAND_COMPUTE;

    if (typed->operand_count == 0 && !typed->has_command)
        offer_commands(typed);
    if (typed->operand_count == 0 && *command_rows[typed->command].operands)
        fputs(typed->command == COMMAND_INIT ? ":folders\n" : ":files\n", typed->out);
    else if (typed->operand_count == 1 && takes_view)
        offer_views(typed);
    else if (typed->operand_count == 1 && typed->command == COMMAND_COMPARE)
        fputs(":files\n", typed->out);
}

/* "--measure=ck": the value is what is behind the equals sign. */
static const struct option_row *split_last(struct typed *typed)
{
    const char *equals = strchr(typed->last, '=');
    const struct option_row *row;

    if (!equals || !(row = find_option(typed, typed->last + 2, (size_t)(equals - typed->last - 2))) ||
        !row->argument)
        return NULL;
    typed->lead = typed->last;
    typed->last = equals + 1;
    return row;
}

int complete(int count, char *const *words, FILE *out)
{
    struct typed typed = read_words(count, words, out);
    const struct option_row *row = typed.open;
    bool dashed = !typed.options_end && typed.last[0] == '-';

    if (!row && dashed && typed.last[1] == '-')
        row = split_last(&typed);
    if (row)
        offer_values(&typed, row);
    else if (dashed)
        offer_options(&typed);
    else
        offer_operands(&typed);
    return 0;
}
