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
                   look_has_parts(look) ? (i < filled ? U'▆' : U'▁')
                   : look->unicode      ? (i < filled ? U'█' : U'░')
                   : i < filled         ? U'#'
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
                 struct cca_study *study, const char *notes)
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
        x += canvas_textf(canvas, x, line.y, line.x + line.width - x, STYLE_ERROR, "%zu failed (e)", broken) +
             3;
    canvas_text(canvas, x, line.y, line.x + line.width - x, STYLE_KEY, notes);
}

/* The first key of an action: enough for a hint. */
static void first_key(const struct keymap *keymap, const struct look *look, int action, char *text,
                      size_t size)
{
    keymap_keys(keymap, (enum action)action, look->unicode, text, size);
    text[strcspn(text, " ")] = '\0';
}

/* Draws a hint from x on where it ends before `end`; returns where the next one may begin. Without a canvas
 * it only tells. */
static int draw_hint(struct canvas *canvas, const struct look *look, int x, int y, int end,
                     const struct keymap *keymap, int action)
{
    const char *hint = actions[action].hint;
    bool pair = *hint == '&';
    char keys[80], second[40] = "";
    int after;

    hint += *hint == '&' || *hint == '+';
    first_key(keymap, look, action, keys, sizeof keys / 2);
    if (pair)
        first_key(keymap, look, action + 1, second, sizeof second);
    if (*second) {
        strcat(keys, " ");
        strcat(keys, second);
    }
    after = x + text_columns(keys) + 1 + text_columns(hint);
    if (!*keys || after > end)
        return x;
    if (canvas) {
        x += canvas_text(canvas, x, y, end - x, STYLE_KEY, keys) + 1;
        canvas_text(canvas, x, y, end - x, STYLE_DIM, hint);
    }
    return after + 2;
}

/* Whether to hint at an action: it applies, and to what its hint says. */
static bool hints_at(enum action action, unsigned here)
{
    return action_applies(action, here) && !(actions[action].where & FIXED_NETWORKS && here & OF_GROUPS);
}

/* Which hints there is room for: those that matter most first, and always help. */
static void choose_hints(bool chosen[ACTION_COUNT], const struct look *look, int width,
                         const struct keymap *keymap, unsigned here)
{
    int x = draw_hint(NULL, look, 0, 0, width, keymap, ACTION_HELP);

    for (int action = 0; action < ACTION_COUNT; action++)
        chosen[action] = action == ACTION_HELP;
    for (int pass = 0; pass < 2; pass++)
        for (int action = 0; action < ACTION_COUNT; action++) {
            int after;

            if (!*actions[action].hint || (*actions[action].hint == '+') != (pass == 1) || chosen[action] ||
                !hints_at((enum action)action, here))
                continue;
            after = draw_hint(NULL, look, x, 0, width, keymap, action);
            chosen[action] = after > x;
            x = after;
        }
}

void draw_keys(struct canvas *canvas, const struct look *look, struct rectangle line,
               const struct keymap *keymap, unsigned here)
{
    int x = line.x, end = line.x + line.width;
    bool chosen[ACTION_COUNT];

    x += canvas_text(canvas, x, line.y, end - x, STYLE_KEY, look->unicode ? "←↓↑→" : "arrows");
    x += canvas_text(canvas, x, line.y, end - x, STYLE_DIM, line.width < 100 ? "" : " move") + 2;
    choose_hints(chosen, look, end - x, keymap, here);
    for (int action = 0; action < ACTION_COUNT; action++)
        if (chosen[action])
            x = draw_hint(canvas, look, x, line.y, end, keymap, action);
}
