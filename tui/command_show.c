/* `show`: a view drawn once, as text or as a picture. */
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tui/canvas_print.h"
#include "tui/canvas_svg.h"
#include "tui/commands.h"
#include "tui/draw.h"
#include "tui/output.h"
#include "tui/session.h"

/* The size asked for, else one that shows the view well, as wide as the terminal at the most. */
static void choose_size(const struct options *options, const struct scene *scene, int *columns, int *rows)
{
    struct winsize window;

    draw_view_size(scene, columns, rows);
    if (options->columns > 0)
        *columns = options->columns;
    else if (!options->svg && !options->output && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 &&
             window.ws_col >= 40)
        *columns = *columns < window.ws_col ? *columns : window.ws_col;
    if (options->rows > 0)
        *rows = options->rows;
}

static struct canvas *draw(const struct options *options, const struct look *look, const struct scene *scene)
{
    struct view_state state = options_view_state(options, false);
    int columns, rows;
    struct canvas *canvas;

    choose_size(options, scene, &columns, &rows);
    if (!(canvas = canvas_create(columns, rows)))
        return NULL;
    canvas->ascii = !look->unicode;
    canvas->fine = options->svg && !options->ascii && !options->has_glyphs;
    draw_heading(canvas, look, (struct rectangle){1, 0, columns - 2, 1}, scene);
    draw_view(canvas, look, (struct rectangle){1, 2, columns - 2, rows - 2}, scene, &state);
    view_state_release(&state);
    return canvas;
}

/* A picture has all colours and glyphs, whatever the terminal can show. */
static struct look picture_look(const struct options *options, const struct scene *scene)
{
    struct look look = options_look(options, scene->experiment, false);

    look.depth = DEPTH_DIRECT;
    look.unicode = !options->ascii;
    look.glyphs = options->ascii ? GLYPHS_ASCII : options->has_glyphs ? options->glyphs : GLYPHS_BRAILLE;
    return look;
}

static bool show_view(const struct options *options, const struct scene *scene, const struct output *output)
{
    struct look look = options->svg ? picture_look(options, scene)
                                    : options_look(options, scene->experiment, output->terminal);
    struct canvas *canvas = draw(options, &look, scene);
    bool good;

    if (!canvas)
        return complain(1, "no memory for the picture; give it a smaller --size") == 0;
    good = options->svg ? canvas_svg(canvas, look.light_background, scene->experiment->title, output->stream)
                        : canvas_print(canvas, &look, output->stream);
    canvas_free(canvas);
    return good;
}

/* The view that was named; without one, layers and convergence. A picture holds one view. */
static int show_views(struct session *session, const struct options *options, struct output *output)
{
    const enum view_id usual[] = {VIEW_LAYERS, VIEW_CONVERGENCE};
    size_t count = options->has_view || options->svg ? 1 : 2;
    bool good = true;
    int status = 0;

    for (size_t i = 0; i < count && good; i++) {
        if (!options->has_view)
            session->scene.view = usual[i];
        session_finish(session, i + 1 == count);
        if (i > 0)
            fputc('\n', output->stream);
        good = show_view(&session->options, &session->scene, output);
        status |= session_status(session);
    }
    return output_close(output, good) ? status : 1;
}

int command_show(const struct options *options)
{
    struct session session;
    struct output output;
    int status = session_open(&session, options);

    if (status == 0)
        status = output_open(&output, options->output) ? show_views(&session, options, &output) : 1;
    if (session.study)
        session_tell_problems(&session);
    session_close(&session);
    return status;
}
