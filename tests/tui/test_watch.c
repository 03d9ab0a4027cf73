/* `compute --watch`: rows that come while training runs. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"
#include "training.h"

#define PATIENCE_MS 20000

/* The program at work, and the file that it writes to. */
struct watching {
    struct training training;
    pid_t pid;
    char log[80];
};

static struct watching watch(const char *format)
{
    struct watching watching = {.training = training_begin()};

    training_save_all(&watching.training, 0);
    training_save_all(&watching.training, 100);
    snprintf(watching.log, sizeof watching.log, "%s/log", watching.training.laboratory.directory);
    watching.pid = fork();
    if (watching.pid == 0) {
        int log = open(watching.log, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        dup2(log, STDOUT_FILENO);
        execl(CCASCOPE_PROGRAM, CCASCOPE_PROGRAM, "compute", watching.training.manifest, "convergence",
              "--watch", "--no-cache", "--format", format, "--against-checkpoint", "100", NULL);
        _exit(127);
    }
    return watching;
}

/* Waits until so many lines are in the log; malloc'ed. */
static char *await_lines(const struct watching *watching, size_t wanted)
{
    char *text = calloc(1, 1 << 16);
    size_t lines = 0;

    for (int waited = 0; lines < wanted; waited += 20) {
        FILE *in = fopen(watching->log, "r");

        cr_assert_lt(waited, PATIENCE_MS, "%zu lines, not %zu:\n%s", lines, wanted, text);
        usleep(20000);
        lines = 0;
        if (!in)
            continue;
        text[fread(text, 1, (1 << 16) - 1, in)] = '\0';
        fclose(in);
        for (const char *at = text; (at = strchr(at, '\n')); at++)
            lines++;
    }
    cr_expect_eq(lines, wanted, "%zu lines:\n%s", lines, text);
    return text;
}

static void end(struct watching *watching)
{
    int status;

    kill(watching->pid, SIGINT);
    cr_assert_eq(waitpid(watching->pid, &status, 0), watching->pid);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", (unsigned)status);
    laboratory_destroy(&watching->training.laboratory);
}

Test(watch, rows_come_as_training_goes_on)
{
    struct watching watching = watch("csv");
    struct table table;
    char *text;

    free(await_lines(&watching, 5)); /* the header and four */
    training_save_slowly(&watching.training, 200, 0, 3, 3);
    training_save_slowly(&watching.training, 200, 1, 3, 1);
    free(await_lines(&watching, 5)); /* the trainer died */
    training_save(&watching.training, 200, 1);
    text = await_lines(&watching, 7);
    table = table_parse(text);
    cr_expect_str_eq(table_cell(&table, 4, "checkpoint_a"), "200");
    cr_expect_str_eq(table_cell(&table, 4, "checkpoint_b"), "100");
    cr_expect_str_eq(table_cell(&table, 5, "layer_a"), "l1");
    for (size_t row = 0; row < table.rows; row++)
        cr_expect(*table_cell(&table, row, "distance"), "row %zu has no number", row);
    table_free(&table);
    free(text);
    end(&watching);
}

Test(watch, json_is_an_object_a_line)
{
    struct watching watching = watch("json");
    char *text, *next;

    free(await_lines(&watching, 4));
    training_save_all(&watching.training, 200);
    text = await_lines(&watching, 6);
    for (char *line = text; *line; line = next) {
        json_t *object;

        next = strchr(line, '\n') + 1;
        next[-1] = '\0';
        object = json_loads(line, 0, NULL);
        cr_expect(json_is_number(json_object_get(object, "distance")), "%s", line);
        json_decref(object);
    }
    free(text);
    end(&watching);
}

Test(watch, an_array_written_again_is_a_new_row)
{
    struct watching watching = watch("csv");

    free(await_lines(&watching, 5));
    sleep(1);
    laboratory_array(&watching.training.laboratory, "run/a/0000/l0.npy", 1234, 60, 0, 6);
    free(await_lines(&watching, 6));
    end(&watching);
}

Test(watch, says_when_there_is_nothing_to_watch)
{
    expect_run(2, "lists its checkpoints", "compute " DIGITS_MANIFEST " --watch");
    expect_run(2, "leave out -o", "compute " DIGITS_MANIFEST " --watch -o x.csv");
}
