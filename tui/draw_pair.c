/* The screen of one pair. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/draw_cell.h"
#include "tui/number.h"
#include "tui/palette.h"
#include "tui/plot.h"
#include "tui/style.h"
#include "tui/text.h"

/* Below so many columns there is room for numbers only: they would cover one another beside a plot. */
#define NARROW 58

/* A plot of values by rank, with an optional level across. */
struct ranked {
    const char *title;
    const double *values[2]; /* one or two series */
    size_t counts[2];
    struct style styles[2];
    double level; /* NaN: none */
    double high;
};

/* 1, 2, … for the horizontal axis; the caller frees it. */
static double *ranks(size_t count)
{
    double *x = malloc((count + 1) * sizeof *x);

    for (size_t i = 0; x && i < count; i++)
        x[i] = (double)(i + 1);
    return x;
}

static void draw_ranked(struct canvas *canvas, const struct look *look, struct rectangle area,
                        const struct ranked *ranked)
{
    size_t longest = ranked->counts[0] > ranked->counts[1] ? ranked->counts[0] : ranked->counts[1];
    double *x = ranks(longest), level_x[2] = {1, (double)(longest > 1 ? longest : 2)};
    double level_y[2] = {ranked->level, ranked->level};
    struct curve curves[3];
    struct plot plot = {.curves = curves,
                        .x_low = 1,
                        .x_high = level_x[1],
                        .x_whole = true,
                        .y_high = ranked->high,
                        .without_legend = true};

    canvas_text(canvas, area.x, area.y, area.width, STYLE_DIM, ranked->title);
    if (!isnan(ranked->level))
        curves[plot.curve_count++] = (struct curve){
            .name = "chance", .x = level_x, .y = level_y, .count = 2, .style = STYLE_DIM, .faint = true};
    for (int i = 0; i < 2 && x; i++)
        if (ranked->counts[i])
            curves[plot.curve_count++] = (struct curve){
                .x = x, .y = ranked->values[i], .count = ranked->counts[i], .style = ranked->styles[i]};
    plot.highlight = plot.curve_count;
    plot_draw(canvas, look, (struct rectangle){area.x, area.y + 1, area.width, area.height - 1}, &plot);
    free(x);
}

static double largest(const double *values, size_t count)
{
    double high = 0;

    for (size_t i = 0; i < count; i++)
        high = fmax(high, values[i]);
    return high > 0 ? high : 1;
}

static void draw_correlations(struct canvas *canvas, const struct look *look, struct rectangle area,
                              const struct cca_detail *detail)
{
    const struct cca_comparison *comparison = &detail->comparison;
    struct ranked ranked = {.title = "canonical correlations (dotted: chance)",
                            .values = {comparison->correlations},
                            .counts = {comparison->count},
                            .styles = {palette_curve(look, 0, 1)},
                            .level = comparison->summary.chance[MEASURE_CCA],
                            .high = 1};

    draw_ranked(canvas, look, area, &ranked);
}

static void draw_weights(struct canvas *canvas, const struct look *look, struct rectangle area,
                         const struct cca_detail *detail)
{
    const struct cca_comparison *comparison = &detail->comparison;
    double high = fmax(largest(comparison->weights_x, comparison->weight_count),
                       largest(comparison->weights_y, comparison->weight_count));
    struct ranked ranked = {.title = "PWCCA weights",
                            .values = {comparison->weights_x, comparison->weights_y},
                            .counts = {comparison->weight_count, comparison->weight_count},
                            .styles = {palette_curve(look, 0, 2), palette_curve(look, 1, 2)},
                            .level = NAN,
                            .high = high};

    draw_ranked(canvas, look, area, &ranked);
}

static void draw_spectra(struct canvas *canvas, const struct look *look, struct rectangle area,
                         const struct cca_detail *detail)
{
    struct ranked ranked = {.title = "singular values, share of the first",
                            .values = {detail->spectrum_x, detail->spectrum_y},
                            .counts = {detail->spectrum_x_count, detail->spectrum_y_count},
                            .styles = {palette_curve(look, 0, 2), palette_curve(look, 1, 2)},
                            .level = NAN,
                            .high = 1};

    draw_ranked(canvas, look, area, &ranked);
}

/* Warnings in words, a line each; returns the lines used. */
static int draw_notes(struct canvas *canvas, const struct look *look, struct rectangle area,
                      const struct cca_summary *summary)
{
    char note[200];
    int y = area.y;

    for (int i = 0; i < CCA_NOTE_COUNT && y < area.y + area.height; i++)
        if (summary->notes & 1u << i) {
            cca_note_text(summary, 1u << i, note, sizeof note);
            canvas_textf(canvas, area.x, y++, area.width, STYLE_WARNING, "%s %s", look->unicode ? "•" : "*",
                         note);
        }
    return y - area.y;
}

static int count_notes(const struct cca_summary *summary)
{
    int count = 0;

    for (int i = 0; i < CCA_NOTE_COUNT; i++)
        count += summary->notes >> i & 1;
    return count;
}

/* One side in a line, its letter in the colour of its curves. */
static void describe_side(struct canvas *canvas, const struct look *look, struct rectangle line,
                          const struct scene *scene, int side, struct cca_cell cell)
{
    struct style style = palette_curve(look, (size_t)side, 2);
    char text[300];

    if (line.width < 2)
        return;
    style.attributes |= ATTRIBUTE_BOLD;
    canvas_text(canvas, line.x, line.y, 1, style, side == 0 ? "A" : "B");
    describe_cell(scene, cell, text, sizeof text);
    canvas_text(canvas, line.x + 2, line.y, line.width - 2, STYLE_BOLD, text);
}

/* The leading weights of one side, as many as the line holds: where their plot has no room, they are still
 * there. */
static void list_weights(struct canvas *canvas, struct rectangle line, char side, const double *weights,
                         size_t count)
{
    char number[NUMBER_SIZE];
    int x = line.x + canvas_textf(canvas, line.x, line.y, line.width, STYLE_DIM, "weights by %c", side);

    for (size_t i = 0; i < count && x + 4 <= line.x + line.width; i++) {
        number_fraction(number, weights[i], 2);
        x += 1 + canvas_text(canvas, x + 1, line.y, 3, STYLE_PLAIN, number);
    }
}

/* `interval` of the distance by the scene's measure, in words; empty: none is asked for. */
static void draw_numbers(struct canvas *canvas, const struct look *look, struct rectangle area,
                         const struct scene *scene, struct cca_pair pair,
                         const struct cca_comparison *comparison, const char *interval)
{
    const struct cca_summary *summary = &comparison->summary;
    char fraction[NUMBER_SIZE];
    int y = area.y + 3;

    describe_side(canvas, look, (struct rectangle){area.x, area.y, columns_at(area, area.y), 1}, scene, 0,
                  pair.a);
    describe_side(canvas, look, (struct rectangle){area.x, area.y + 1, columns_at(area, area.y + 1), 1},
                  scene, 1, pair.b);
    y += draw_measures(canvas, look, (struct rectangle){area.x, y, area.width, area.y + area.height - y},
                       summary, scene->measure, scene_side(scene));
    number_fixed(fraction, cca_distance(summary, MEASURE_PWCCA, PWCCA_Y), 3);
    y++; /* a blank line below the measures */
    if (*interval) {
        canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, "%s by %s", interval,
                     measure_name(scene->measure));
        y++;
    }
    canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, "pwcca by B's neurons %s", fraction);
    y++;
    canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, "svcca keeps %zu and %zu directions",
                 summary->kept_x, summary->kept_y);
    y++;
    canvas_textf(canvas, area.x, y, columns_at(area, y), STYLE_PLAIN, "n %zu, ranks %zu of %zu, %zu of %zu",
                 summary->n, summary->rank_x, summary->d_x, summary->rank_y, summary->d_y);
    y++;
    list_weights(canvas, (struct rectangle){area.x, y, columns_at(area, y), 1}, 'A', comparison->weights_x,
                 comparison->weight_count);
    y++;
    list_weights(canvas, (struct rectangle){area.x, y, columns_at(area, y), 1}, 'B', comparison->weights_y,
                 comparison->weight_count);
}

/* Two plots below one another, or three where there is room: beside or below. */
static void draw_plots(struct canvas *canvas, const struct look *look, struct rectangle area,
                       const struct cca_detail *detail)
{
    static void (*const plots[])(struct canvas *, const struct look *, struct rectangle,
                                 const struct cca_detail *) = {draw_correlations, draw_weights, draw_spectra};
    int count = area.height >= 18 ? 3 : area.height >= 12 ? 2 : 1, height = area.height / count;

    for (int i = 0; i < count; i++) /* where only two fit: correlations and spectra */
        plots[count == 2 && i == 1 ? 2 : i](
            canvas, look,
            (struct rectangle){area.x, area.y + i * height, area.width, height - (i + 1 < count)}, detail);
}

void draw_pair(struct canvas *canvas, const struct look *look, struct rectangle area,
               const struct scene *scene, size_t row, size_t column)
{
    const struct cca_detail *detail;
    const struct cca_summary *summary;
    struct cca_pair pair;
    char interval[80];
    int notes, left = area.width >= 130 ? 52 : area.width < NARROW ? area.width + 2 : area.width * 45 / 100;
    struct cca_result result = {.state = CCA_STATE_HOLE, .reason = "this network has no such checkpoint"};

    if (scene_pair(scene, row, column, &pair))
        cca_study_result(scene->study, pair, &result);
    detail = result.state == CCA_STATE_HOLE ? NULL : cca_study_detail(scene->study, pair);
    if (!detail || detail->failed) {
        canvas_text(canvas, area.x, area.y, area.width, result.reason ? STYLE_WARNING : STYLE_DIM,
                    result.reason ? result.reason : "computing…");
        return;
    }
    summary = &detail->comparison.summary;
    notes = count_notes(summary);
    notes = notes < area.height / 3 ? notes : area.height / 3;
    describe_interval(scene, row, column, interval, sizeof interval);
    draw_numbers(canvas, look, (struct rectangle){area.x, area.y, left - 2, area.height - notes}, scene, pair,
                 &detail->comparison, interval);
    if (detail->comparison.count && area.width >= NARROW)
        draw_plots(
            canvas, look,
            (struct rectangle){area.x + left, area.y, area.width - left, area.height - notes - (notes > 0)},
            detail);
    draw_notes(canvas, look, (struct rectangle){area.x, area.y + area.height - notes, area.width, notes},
               summary);
}
