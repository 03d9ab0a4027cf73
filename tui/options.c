/* Parsing the command line. Options are collected first and read when the command is known: one name may mean
 * different things to different commands. */
#include "tui/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/memory.h"
#include "config/nearest.h"
#include "engine/array.h"
#include "tui/options_table.h"
#include "tui/text.h"

int complain(int status, const char *format, ...)
{
    va_list arguments;

    fputs("ccascope: ", stderr);
    va_start(arguments, format);
    text_print_formatted(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return status;
}

/* An option as typed, its name completed. */
struct given {
    const char *name, *value;
};

struct line {
    int argc;
    char **argv;
    struct given *given;
    char **words;
    int given_count, word_count;
};

static int unknown_option(const char *name, size_t length)
{
    char *typed = memory_duplicate_span(name, length);
    struct nearest nearest = nearest_to(typed);

    for (size_t i = 0; i < option_row_count; i++)
        nearest_offer(&nearest, option_rows[i].name);
    if (nearest.found)
        complain(2, "no option --%s; did you mean --%s?", typed, nearest.found);
    else
        complain(2, "no option --%s; ccascope --help lists them", typed);
    free(typed);
    return 2;
}

/* The option of this name, or the only one whose name begins so; NULL with a line on standard error. */
static const struct option_row *find_long(const char *name, size_t length)
{
    const struct option_row *found = NULL, *other = NULL;

    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];

        if (strncmp(row->name, name, length) != 0)
            continue;
        if (row->name[length] == '\0')
            return row;
        if (found && strcmp(found->name, row->name) != 0)
            other = row;
        found = found ? found : row;
    }
    if (found && !other && length > 0)
        return found;
    if (other && length > 0)
        complain(2, "--%.*s may be --%s or --%s; write more of it", (int)length, name, found->name,
                 other->name);
    else
        unknown_option(name, length);
    return NULL;
}

static const struct option_row *find_short(char letter)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (letter && option_rows[i].letter == letter)
            return &option_rows[i];
    return NULL;
}

static void add_given(struct line *line, const struct option_row *row, const char *value)
{
    line->given[line->given_count++] = (struct given){row->name, value};
}

/* --name, --name=value or --name value. */
static bool collect_long(struct line *line, int *at)
{
    const char *name = line->argv[*at] + 2, *equals = strchr(name, '=');
    const struct option_row *row = find_long(name, equals ? (size_t)(equals - name) : strlen(name));

    if (!row)
        return false;
    if (!row->argument && equals)
        return complain(2, "--%s takes no value; write it alone", row->name) == 0;
    if (row->argument && !equals && *at + 1 >= line->argc)
        return complain(2, "--%s needs a value: %s", row->name, row->argument) == 0;
    add_given(line, row, !row->argument ? NULL : equals ? equals + 1 : line->argv[++*at]);
    return true;
}

/* -q, -qo FILE, -oFILE. */
static bool collect_short(struct line *line, int *at)
{
    for (const char *letter = line->argv[*at] + 1; *letter; letter++) {
        const struct option_row *row = find_short(*letter);

        if (!row)
            return complain(2, "no option -%c; ccascope --help lists them", *letter) == 0;
        if (row->argument && !letter[1] && *at + 1 >= line->argc)
            return complain(2, "-%c needs a value: %s", *letter, row->argument) == 0;
        add_given(line, row, !row->argument ? NULL : letter[1] ? letter + 1 : line->argv[++*at]);
        if (row->argument)
            break;
    }
    return true;
}

static bool collect(struct line *line)
{
    bool options_end = false;

    for (int at = 1; at < line->argc; at++) {
        const char *argument = line->argv[at];

        if (options_end || argument[0] != '-' || argument[1] == '\0')
            line->words[line->word_count++] = line->argv[at];
        else if (strcmp(argument, "--") == 0)
            options_end = true;
        else if (argument[1] == '-' ? !collect_long(line, &at) : !collect_short(line, &at))
            return false;
    }
    return true;
}

/* Takes the command's word off the words. */
static void find_command(struct line *line, struct options *options)
{
    for (int i = COMMAND_EXPLORE + 1; i < COMMAND_COUNT && line->word_count > 0; i++)
        if (strcmp(line->words[0], command_rows[i].word) == 0) {
            options->command = (enum command)i;
            line->words++;
            line->word_count--;
            return;
        }
}

static const struct option_row *row_for(const char *name, enum command command)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].commands & 1u << command && strcmp(option_rows[i].name, name) == 0)
            return &option_rows[i];
    return NULL;
}

/* An option that only other commands take: says which. */
static bool misplaced(const char *name, enum command command)
{
    char takers[100] = "";
    size_t used = 0;

    for (int i = 0; i < COMMAND_COUNT; i++)
        if (row_for(name, (enum command)i) && used < sizeof takers)
            used += (size_t)snprintf(takers + used, sizeof takers - used, "%s%s", used ? ", " : "",
                                     i == COMMAND_EXPLORE ? "the explorer" : command_rows[i].word);
    complain(2, "%s takes no --%s; it is for: %s",
             command == COMMAND_EXPLORE ? "the explorer" : command_rows[command].word, name, takers);
    return false;
}

/* -y: the second side of `compare`, which is like the first where nothing else is said. */
static bool of_second_side(const struct option_row *row)
{
    return row->offset >= offsetof(struct options, sides[1]) &&
           row->offset < offsetof(struct options, measures);
}

static bool apply(const struct line *line, struct options *options, bool second_side)
{
    for (int i = 0; i < line->given_count; i++) {
        const struct option_row *row = row_for(line->given[i].name, options->command);

        if (!row)
            return misplaced(line->given[i].name, options->command);
        if (of_second_side(row) != second_side)
            continue;
        if (!row->set(row, line->given[i].value, options))
            return false;
        if (row->given)
            *(bool *)((char *)options + row->given) = true;
    }
    return true;
}

static int unknown_view(const char *word)
{
    struct nearest nearest = nearest_to(word);
    char names[200] = "";
    size_t used = 0;

    for (int i = 0; i < VIEW_COUNT; i++) {
        if (!view_is_usual((enum view_id)i))
            continue;
        nearest_offer(&nearest, views[i].name);
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", views[i].name);
    }
    if (nearest.found)
        return complain(2, "no view '%s'; did you mean %s? There are %s", word, nearest.found, names);
    return complain(2, "no view '%s'; there are %s", word, names);
}

/* More words than a command takes; the first is then most likely a command misspelt. */
static int surplus(const struct line *line, const struct options *options, int operands)
{
    struct nearest nearest = nearest_to(line->words[0]);

    for (int i = COMMAND_EXPLORE + 1; i < COMMAND_COUNT; i++)
        nearest_offer(&nearest, command_rows[i].word);
    if (options->command == COMMAND_EXPLORE && nearest.found)
        return complain(2, "no command '%s'; did you mean %s?", line->words[0], nearest.found);
    if (options->command == COMMAND_EXPLORE)
        return complain(2, "no command '%s'; ccascope --help lists them", line->words[0]);
    return complain(2, "one word too many: '%s'; ccascope %s takes %s", line->words[operands],
                    command_rows[options->command].word,
                    operands ? command_rows[options->command].operands : "none");
}

/* A single word that is no file and nearly a command. */
static const char *command_meant(const char *word)
{
    struct nearest nearest = nearest_to(word);

    for (int i = COMMAND_EXPLORE + 1; i < COMMAND_COUNT; i++)
        nearest_offer(&nearest, command_rows[i].word);
    return access(word, F_OK) == 0 ? NULL : nearest.found;
}

/* "MANIFEST [VIEW]": one to two. */
static void count_operands(const char *operands, int *least, int *most)
{
    *least = *most = 0;
    for (const char *word = operands; *word; word += strcspn(word, " "), word += *word == ' ') {
        *least += *word != '[';
        ++*most;
    }
}

static int take_words(const struct line *line, struct options *options)
{
    const struct command_row *command = &command_rows[options->command];
    bool compare = options->command == COMMAND_COMPARE;
    int least, most;

    count_operands(command->operands, &least, &most);
    if (line->word_count < least)
        return complain(2, "what to %s is missing: ccascope %s%s%s; ccascope --help tells more",
                        *command->word ? command->word : "explore", command->word, *command->word ? " " : "",
                        command->operands);
    if (line->word_count > most)
        return surplus(line, options, most);
    if (most == 0)
        return -1;
    if (compare) {
        options->arrays[0] = line->words[0];
        options->arrays[1] = line->words[1];
        return -1;
    }
    if (options->command == COMMAND_EXPLORE && command_meant(line->words[0]))
        return complain(2, "no manifest '%s' and no such command; did you mean %s?", line->words[0],
                        command_meant(line->words[0]));
    if (options->command == COMMAND_INIT) {
        options->directory = line->words[0];
        return -1;
    }
    options->manifest = line->words[0];
    options->has_view = line->word_count > 1;
    if (options->has_view && !view_parse(line->words[1], &options->view))
        return options->command == COMMAND_EXPLORE && access(line->words[0], F_OK) != 0
                   ? surplus(line, options, most)
                   : unknown_view(line->words[1]);
    return -1;
}

static void print_version(void)
{
    puts("ccascope " CCASCOPE_VERSION);
    fputs("reads", stdout);
    for (size_t i = 0; cca_array_format(i); i++)
        printf(" %s", cca_array_format(i));
    putchar('\n');
}

/* Help of the last word where that is a view, else of the command. */
static void print_help(const struct line *line, const struct options *options)
{
    enum view_id view;

    if (line->word_count > 0 && view_parse(line->words[line->word_count - 1], &view))
        options_help_view(view, stdout);
    else
        options_help(options->command, stdout);
}

static int interpret(struct line *line, struct options *options)
{
    if (!collect(line))
        return 2;
    find_command(line, options);
    if (!apply(line, options, false))
        return 2;
    options->sides[1] = options->sides[0];
    if (!apply(line, options, true))
        return 2;
    if (options->help)
        print_help(line, options);
    else if (options->version)
        print_version();
    else
        return take_words(line, options);
    return fflush(stdout) == 0 ? 0 : complain(1, "standard output cannot be written; is the disk full?");
}

int options_parse(int argc, char **argv, struct options *options)
{
    struct line line = {.argc = argc, .argv = argv};
    char **words;
    size_t letters = 1; /* of -abc there are as many options */
    int status;

    *options = (struct options){.measures = measure_options_default()};
    for (int side = 0; side < 2; side++)
        options->sides[side] = (struct side_options){.timesteps = TIMESTEPS_LAST};
    for (int i = 1; i < argc; i++)
        letters += strlen(argv[i]) + 1;
    line.given = memory_allocate(letters, sizeof *line.given);
    line.words = words = memory_allocate((size_t)argc + 1, sizeof *words);
    status = interpret(&line, options);
    free(line.given);
    free(words);
    return status;
}
