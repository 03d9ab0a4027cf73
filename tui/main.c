/* ccascope: an explorer of representational similarity. */
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/libraries.h"
#include "tui/commands.h"
#include "tui/complete.h"
#include "tui/explorer.h"
#include "tui/load.h"

/* Without a terminal there is nobody to explore: the views are printed instead. */
static int explore(const struct options *options)
{
    struct experiment *experiment;
    int status;

    if (!options->script && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
        return command_show(options);
    if (!(experiment = load_manifest(options->manifest)))
        return 2;
    status = explorer_run(experiment, options);
    experiment_free(experiment);
    return status;
}

/* What a comparison or a basis of middling size takes stays at hand for the next one: taking it from the
 * system each time and giving it back costs a page fault for every 4 kB. Larger arrays go back at once. */
static void tune_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

int main(int argc, char **argv)
{
    static int (*const commands[COMMAND_COUNT])(const struct options *) = {
        [COMMAND_EXPLORE] = explore,         [COMMAND_SHOW] = command_show,
        [COMMAND_COMPUTE] = command_compute, [COMMAND_COMPARE] = command_compare,
        [COMMAND_CHECK] = command_check,     [COMMAND_INIT] = command_init,
        [COMMAND_CONFIG] = command_config,   [COMMAND_DOCTOR] = command_doctor,
    };
    struct options options;
    int status;

    if (argc > 1 && strcmp(argv[1], COMPLETE_WORD) == 0)
        return complete(argc - 2, argv + 2, stdout);
    tune_memory();
    cca_blas_end_threads();
    setlocale(LC_CTYPE, ""); /* characters are the user's; numbers are written alike everywhere */
    status = options_parse(argc, argv, &options);
    if (status < 0)
        status = commands[options.command](&options);
    if (status == 0 && (ferror(stdout) || fflush(stdout) != 0))
        return complain(1, "standard output cannot be written; is the disk full?");
    return status;
}
