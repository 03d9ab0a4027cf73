#include "tui/draw_status.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/number.h"
#include "tui/style.h"
#include "tui/text.h"

#define BAR 20

void format_duration(double seconds, char *text, size_t size)
{
    long whole = lround(fmin(seconds, 359999));

    if (whole >= 3600)
        snprintf(text, size, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        snprintf(text, size, "%ld:%02ld", whole / 60, whole % 60);
}

static int draw_work(struct canvas *canvas, const struct look *look, struct rectangle line,
                     const struct cca_progress *progress)
{
    int filled = (int)((double)BAR * (double)progress->done / (double)progress->total), x = line.x;
    char rate[NUMBER_SIZE], left[32];

    for (int i = 0; i < BAR; i++)
        canvas_put(canvas, x + i, line.y,
                   look->unicode ? (i < filled ? U'▆' : U'▁')
                   : i < filled  ? U'#'
                                 : U'.',
                   i < filled ? STYLE_KEY : STYLE_DIM);
    x += BAR + 2;
    x += canvas_textf(canvas, x, line.y, line.width - BAR - 2, STYLE_PLAIN, "%zu/%zu", progress->done,
                      progress->total);
    if (progress->rate > 0 && progress->seconds_left >= 0) {
        number_compact(rate, progress->rate);
        format_duration(progress->seconds_left, left, sizeof left);
        x += canvas_textf(canvas, x, line.y, line.x + line.width - x, STYLE_DIM, "   %s/s   %s left", rate,
                          left);
    }
    return x;
}

static void count_problems(struct cca_study *study, size_t *missing, size_t *broken)
{
    const struct cca_problem *problems;
    size_t count = cca_study_problems(study, &problems);

    *missing = *broken = 0;
    for (size_t i = 0; i < count; i++)
        ++*(problems[i].failure == CCA_MISSING ? missing : broken);
}

void draw_status(struct canvas *canvas, const struct look *look, struct rectangle line,
                 struct cca_study *study)
{
    struct cca_progress progress = cca_study_progress(study);
    size_t missing, broken;
    int x = line.x;

    if (progress.done < progress.total)
        x = draw_work(canvas, look, line, &progress) + 3;
    else
        x += canvas_textf(canvas, x, line.y, line.width, STYLE_DIM, "%zu comparisons", progress.total) + 3;
    count_problems(study, &missing, &broken);
    if (missing)
        x += canvas_textf(canvas, x, line.y, line.x + line.width - x, STYLE_WARNING, "%zu missing (e)",
                          missing) +
             3;
    if (broken)
        canvas_textf(canvas, x, line.y, line.x + line.width - x, STYLE_ERROR, "%zu failed (e)", broken);
}

void draw_keys(struct canvas *canvas, const struct look *look, struct rectangle line,
               const struct keymap *keymap)
{
    int x = line.x, end = line.x + line.width;
    char keys[64];

    x += canvas_text(canvas, x, line.y, end - x, STYLE_KEY, look->unicode ? "←↓↑→" : "hjkl");
    x += canvas_text(canvas, x, line.y, end - x, STYLE_DIM, " move");
    for (int action = 0; action < ACTION_COUNT; action++) {
        const char *hint = actions[action].hint;

        keymap_keys(keymap, action, look->unicode, keys, sizeof keys);
        if (!*hint || !*keys || x + 4 + text_columns(hint) + text_columns(keys) > end)
            continue;
        x += 2;
        if (hint[0] == keys[0] && hint[1] == ' ' && hint[3] == ' ') { /* "[ ] step" names both its keys */
            x += canvas_textf(canvas, x, line.y, end - x, STYLE_KEY, "%.3s", hint);
            hint += 3;
        } else {
            keys[strcspn(keys, " ")] = '\0'; /* the first key is enough here */
            x += canvas_text(canvas, x, line.y, end - x, STYLE_KEY, keys) + 1;
        }
        x += canvas_text(canvas, x, line.y, end - x, STYLE_DIM, hint);
    }
}
