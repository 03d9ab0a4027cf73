/* `init`: a manifest for the arrays below a directory. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/manifest.h"
#include "config/memory.h"
#include "config/number.h"
#include "config/text_file.h"
#include "guess/guess.h"
#include "tui/commands.h"
#include "tui/load.h"
#include "tui/manifest_place.h"
#include "tui/manifest_text.h"
#include "tui/output.h"
#include "tui/text.h"

#define BLANKS " \t\r\n"

struct init {
    const struct options *options;
    char *title, *folder, *prefix; /* see manifest_place.h */
    struct cca_catalog catalog;
    struct guess guess;
    size_t unanswered; /* questions that nobody was there to answer */
};

/* Somebody to ask: standard output may well go to a file. */
static bool can_ask(const struct init *init)
{
    return !init->options->quiet && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static void print_question(const struct question *question)
{
    text_print(stderr, question->about);
    fputc('\n', stderr);
    for (size_t i = 0; i < question->count; i++) {
        fprintf(stderr, "  %zu  ", i + 1);
        text_print(stderr, question->answers[i].value);
        fputs("\n       ", stderr);
        text_print(stderr, question->answers[i].meaning);
        fputc('\n', stderr);
    }
}

/* Asks until the answer is one of those offered; Enter, or the end of input, is the first. */
static void ask(struct question *question)
{
    char *line = NULL, *word;
    size_t room = 0;
    uint64_t number;

    print_question(question);
    for (;;) {
        fprintf(stderr, "1 to %zu, Enter for 1: ", question->count);
        if (getline(&line, &room, stdin) <= 0 || !*(word = line + strspn(line, BLANKS)))
            break;
        word[strcspn(word, BLANKS)] = '\0';
        if (number_parse_unsigned(word, &number) && number >= 1 && number <= question->count) {
            question->chosen = (size_t)number - 1;
            break;
        }
    }
    if (feof(stdin))
        fputc('\n', stderr);
    free(line);
}

static void settle(struct init *init, struct question *question)
{
    if (question->certain || question->count < 2)
        return;
    if (!can_ask(init)) {
        init->unanswered++;
        return;
    }
    ask(question);
    question->certain = true;
}

static bool guess_all(struct init *init)
{
    struct guess *guess = &init->guess;
    size_t described = 0;

    if (!guess_names(init->catalog.entries, init->catalog.count, init->title, guess))
        return false;
    settle(init, &guess->reading);
    guess_experiment(guess);
    guess_samples(guess);
    settle(init, &guess->samples);
    guess_axes(guess);
    for (int dimensions = 0; dimensions <= MAX_DIMENSIONS; dimensions++)
        settle(init, &guess->axes[dimensions]);
    guess_layers(guess);
    for (size_t i = 0; i < guess->layer_count; i++)
        described += guess->layers[i].axes[0] != '\0';
    return described > 0;
}

/* The manifest as text; malloc'ed. */
static char *make_text(const struct init *init, bool automatic, size_t *size)
{
    const struct manifest_text text = {&init->guess, init->options->directory, init->prefix, automatic};
    char *made = NULL;
    FILE *out = open_memstream(&made, size);

    if (!out)
        return NULL;
    manifest_text_write(&text, out);
    if (fclose(out) == 0)
        return made;
    free(made);
    return NULL;
}

/* Whether an experiment has the networks' checkpoints that were found. */
static bool has_checkpoints(const struct experiment *experiment, const struct guess *guess)
{
    for (size_t i = 0; i < guess->network_count; i++) {
        const struct network *read = &experiment->networks[i], *found = &guess->networks[i];

        if (read->checkpoint_count != found->checkpoint_count)
            return false;
        for (size_t j = 0; j < found->checkpoint_count; j++)
            if (read->checkpoints[j].step != found->checkpoints[j].step ||
                strcmp(read->checkpoints[j].name, found->checkpoints[j].name) != 0)
                return false;
    }
    return true;
}

/* Reads a text as the manifest that it is going to be. */
static bool check_text(const struct init *init, const char *text, size_t size,
                       struct diagnostics *diagnostics)
{
    char *path = memory_format("%s/ccascope.yaml", strcmp(init->folder, "/") == 0 ? "" : init->folder);
    struct experiment *experiment = manifest_parse(text, size, path, diagnostics);
    bool good = experiment && has_checkpoints(experiment, &init->guess);

    experiment_free(experiment);
    free(path);
    return good;
}

/* With `checkpoints: auto` where that finds what was found here, else with lists. NULL, with errors printed,
 * when the program would refuse what it has written. */
static char *make_checked_text(const struct init *init, size_t *size)
{
    struct diagnostics diagnostics = {0};
    char *text = make_text(init, true, size);

    if (text && check_text(init, text, *size, &diagnostics)) {
        diagnostics_free(&diagnostics);
        return text;
    }
    diagnostics_free(&diagnostics);
    free(text);
    text = make_text(init, false, size);
    if (text && check_text(init, text, *size, &diagnostics))
        return text;
    if (!text)
        complain(1, "not enough memory for the manifest; name a folder with fewer arrays");
    else
        complain(1, "no manifest can say this; names of files may have to be changed:");
    print_diagnostics("manifest", &diagnostics);
    diagnostics_free(&diagnostics);
    free(text);
    return NULL;
}

static int write_text(const struct init *init)
{
    struct output output;
    size_t size;
    char *text = make_checked_text(init, &size);
    bool written;

    if (!text)
        return 1;
    written = output_open(&output, init->options->output);
    if (written) {
        fwrite(text, 1, size, output.stream);
        written = output_close(&output, true);
    }
    free(text);
    return written && init->catalog.refusal_count == 0 ? 0 : 1;
}

/* What the comments in the manifest say too, in short. */
static void tell(const struct init *init)
{
    const struct cca_catalog *catalog = &init->catalog;
    const struct guess *guess = &init->guess;
    size_t unused = guess->strays.count + guess->flat.count + guess->unnamed.count;

    for (size_t i = 0; i < catalog->refusal_count && i < CATALOG_TOLD; i++)
        complain(1, "%s", catalog->refusals[i]);
    if (catalog->refusal_count > CATALOG_TOLD)
        complain(1, "and %zu more that cannot be read", catalog->refusal_count - CATALOG_TOLD);
    if (init->options->quiet || guess->named.count == 0)
        return;
    if (unused > 0)
        complain(0, "%zu of %zu arrays are left out; the manifest's first lines say why", unused,
                 catalog->count);
    if (init->unanswered > 0)
        complain(0, "%zu guess%s uncertain: look for 'or' in the manifest's comments", init->unanswered,
                 init->unanswered > 1 ? "es are" : " is");
}

static int describe(struct init *init)
{
    const char *directory = init->options->directory;
    struct cca_error error;
    int status;

    if (!cca_catalog_read(directory, &init->catalog, &error))
        return complain(error.failure == CCA_RESOURCES ? 1 : 2, "%s", error.text);
    status = guess_all(init) ? write_text(init) : 1;
    tell(init);
    if (init->guess.named.count == 0 && init->catalog.count == 0)
        complain(1, "%s: no arrays among %zu files; ccascope-manifest(5) says how to save some", directory,
                 init->catalog.others + init->catalog.refusal_count);
    else if (init->guess.named.count == 0)
        complain(1, "%s: none of the %zu arrays has two dimensions and a name that a manifest can say",
                 directory, init->catalog.count);
    return status;
}

/* What a template cannot say: it has no way to write a #, and YAML none for bytes that are not UTF-8. */
static bool check_prefix(const char *prefix)
{
    uint32_t character;
    size_t left = strlen(prefix), size;

    for (const char *at = prefix; left > 0; at += size, left -= size)
        if (!(size = utf8_decode(at, left, &character)) || character == '#') {
            complain(2, "%s: a manifest cannot say a path with %s; put the manifest into the directory: -o",
                     prefix, size ? "a #" : "bytes that are not UTF-8");
            return false;
        }
    return true;
}

int command_init(const struct options *options)
{
    struct init init = {.options = options};
    int status = 2;

    init.title = directory_title(options->directory);
    if (init.title && !guess_can_say(init.title, strlen(init.title)))
        strcpy(init.title, "?");
    init.folder = manifest_folder(options->output);
    if (init.folder)
        init.prefix = manifest_prefix(init.folder, options->directory);
    if (!init.folder)
        complain(2, "'%s' cannot be written: there is no such directory; make it first", options->output);
    else if (!init.prefix || !init.title)
        complain(2, "%s: no such directory; name the one that holds the arrays", options->directory);
    else if (check_prefix(init.prefix))
        status = describe(&init);
    guess_free(&init.guess);
    cca_catalog_free(&init.catalog);
    free(init.title);
    free(init.folder);
    free(init.prefix);
    return status;
}
