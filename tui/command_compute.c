/* `compute`: a view's numbers. */
#include "tui/commands.h"
#include "tui/output.h"
#include "tui/rows.h"
#include "tui/session.h"
#include "tui/wide.h"

static int write_rows(const struct session *session, const struct options *options)
{
    enum table_id table = options->has_table ? options->table : rows_usual(session->scene.view);
    struct output output;
    bool good;

    if (!rows_has(session->scene.view, table))
        return complain(2, "the view %s has no table '%s'; ccascope compute --help tells which have",
                        views[session->scene.view].title, table_names[table]);
    if (!output_open(&output, options->output))
        return 1;
    if (options->shape == SHAPE_WIDE)
        good = wide_write(&session->scene, options->format == FORMAT_JSON, output.terminal, output.stream);
    else
        good = rows_write(&session->scene, table, options->format == FORMAT_JSON, output.terminal,
                          output.stream);
    return output_close(&output, good) ? session_status(session) : 1;
}

int command_compute(const struct options *options)
{
    struct session session;
    int status;

    if (options->watch)
        return command_watch(options);
    status = session_open(&session, options);

    if (status == 0) {
        session_finish(&session, true);
        status = write_rows(&session, options);
    }
    if (session.study)
        session_tell_problems(&session);
    session_close(&session);
    return status;
}
