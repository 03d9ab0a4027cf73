#include "tui/draw_words.h"

#include <math.h>
#include <stdio.h>

#include "engine/chance.h"
#include "tui/number.h"
#include "tui/style.h"
#include "tui/text.h"

/* Of the name of the curve that others are tested against: the numbers behind it matter more. */
#define OTHER_WIDTH 32

int words_lines(const struct scene *scene, int height)
{
    int most = height >= 12 ? 2 : 1;

    switch (scene->view) {
    case VIEW_CONVERGENCE:
    case VIEW_CONVERGENCE_GROUP:
    case VIEW_GROUPS:
    case VIEW_STABILITY:
        return height < 1 ? 0 : most;
    case VIEW_SPECTRUM:
        return height > 0;
    case VIEW_TARGETS:
        return height >= 8;
    default:
        return 0;
    }
}

const char *words_nothing(const struct scene *scene)
{
    const struct view *view = &views[scene->view];

    if (view->end == END_TARGET && scene->experiment->target_count == 0)
        return "no targets: the manifest lists them, such as labels, under targets:";
    if (scene_has_looks(scene) &&
        (view->drawing == DRAW_MATRIX || scene_network(scene, &scene->a)->checkpoint_count > 0))
        return "no correlations are known yet";
    if (view->drawing != DRAW_MATRIX && view->across != AXIS_TIMESTEP && view->down != AXIS_TIMESTEP)
        return "this network has no checkpoints";
    return cca_study_surveyed(scene->study) ? "nothing to show: no array of this layer could be read"
                                            : "reading the first headers…";
}

/* "bottom-up: conv1 settles at 100, conv2 200, ...", or why nothing can be said yet. */
static void describe_settling(const struct curves *curves, char *text, size_t size)
{
    double before = -INFINITY, first = 0;
    char list[900] = "", step[NUMBER_SIZE];
    bool ordered = true;
    size_t used = 0;

    for (size_t row = 0; row < curves->rows && used < sizeof list; row++) {
        size_t settled = curves_settle(curves, row);

        if (settled == SIZE_MAX) {
            snprintf(text, size, "which layer settles first is known when all distances are");
            return;
        }
        ordered = ordered && curves->x[settled] >= before;
        before = curves->x[settled];
        first = row ? first : before;
        number_compact(step, before);
        used += (size_t)snprintf(list + used, sizeof list - used, row ? ", %s %s" : "%s settles at %s",
                                 curves->scene.experiment->layers[row].name, step);
    }
    snprintf(text, size, "%s%s (within 10 %% of its range)",
             curves->rows < 2  ? ""
             : !ordered        ? "not bottom-up: "
             : first == before ? "together: "
                               : "bottom-up: ",
             list);
}

/* How many targets a layer is nearer to than halfway from chance: where sensitivity to them emerges. */
static size_t count_near(const struct curves *curves, size_t column)
{
    size_t near = 0;

    for (size_t row = 0; row < curves->rows; row++) {
        const struct scene_value *value = curves_value(curves, row, column);

        near += value->mean < value->chance / 2; /* false where either is unknown */
    }
    return near;
}

static void describe_emergence(const struct curves *curves, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "within half of chance:");

    for (size_t column = 0; column < curves->columns && used < size; column++)
        used += (size_t)snprintf(text + used, size - used, "%s %s %zu", column ? "," : "",
                                 curves->scene.experiment->layers[column].name, count_near(curves, column));
    if (used < size)
        snprintf(text + used, size - used, " of %zu", curves->rows);
    if (!curves->complete || isnan(curves_chance(curves, 0)))
        *text = '\0';
}

/* What freeze training would have saved. */
static void describe_freezing(const struct scene *scene, double saved, char *text, size_t size)
{
    char tolerance[NUMBER_SIZE];

    *text = '\0';
    number_compact(tolerance, scene->tolerance);
    if (!isnan(saved))
        snprintf(text, size, "frozen bottom-up once within %s: %.0f %% of backward work saved (layers alike)",
                 tolerance, 100 * saved);
}

/* Whether two chosen curves differ at a place: the one under the cursor, which the next line names with the
 * place, or the one that was asked for. */
static void describe_test(const struct legend *legend, const struct look *look, char *text, size_t size)
{
    const struct scene *scene = legend->scene;
    size_t rows[2] = {legend->row, scene->curve[1]};
    char name[SCENE_NAME], other[SCENE_NAME], t[NUMBER_SIZE], freedom[NUMBER_SIZE], p[NUMBER_SIZE];
    struct test test = welch_test(&curves_value(legend->curves, rows[0], legend->column)->moments,
                                  &curves_value(legend->curves, rows[1], legend->column)->moments);
    size_t used = 0;

    if (!legend->has_cursor) {
        legend_name(scene, look, rows[0], name, sizeof name);
        used =
            (size_t)snprintf(text, size, "at %s, %s ", scene->experiment->layers[legend->column].name, name);
    }
    used = used < size ? used : size;
    legend_name(scene, look, rows[1], name, sizeof name);
    text_abbreviate(other, sizeof other, name, OTHER_WIDTH, look->unicode ? "…" : "~");
    number_fixed(t, test.statistic, 2);
    number_fixed(freedom, test.freedom, 1);
    snprintf(p, sizeof p, test.p < 0.0001 ? "< 0.0001" : "%.2g", test.p);
    if (rows[0] == rows[1])
        snprintf(text + used, size - used, "against %s: itself%s", other,
                 legend->has_cursor ? " (b: another)" : "");
    else if (isnan(test.p))
        snprintf(text + used, size - used, "against %s: Welch's t needs two pairs of each", other);
    else
        snprintf(text + used, size - used, "against %s: Welch's t %s, df %s, p %s", other, t, freedom, p);
}

static const char *step_name(const struct scene *scene, struct cca_cell cell)
{
    return scene->experiment->networks[cell.network].checkpoints[cell.checkpoint].name;
}

/* Of a checkpoint: how much of its correlations independent data would have, too. */
static void describe_spectrum(const struct scene *scene, size_t row, char *text, size_t size)
{
    struct cca_look look;
    const struct cca_looked *looked =
        scene_look(scene, row, 0, &look) ? cca_study_look(scene->study, &look) : NULL;
    double chance, sum = 0;
    size_t above = 0;

    if (!looked || looked->state != CCA_DONE || looked->number_count == 0)
        return;
    chance = cca_chance_largest(looked->n, looked->rank[0], looked->rank[1]);
    for (size_t i = 0; i < looked->number_count; i++) {
        above += looked->numbers[i] > chance;
        sum += looked->numbers[i];
    }
    snprintf(text, size, "@%s: %zu of %zu correlations exceed %.3f, the largest by chance; mean %.3f",
             step_name(scene, look.cells[0]), above, looked->number_count, chance,
             sum / (double)looked->number_count);
}

/* Which directions are followed; the last checkpoint tells as well as any. */
static void describe_stability(const struct scene *scene, char *first, char *second, size_t size)
{
    struct cca_look look;
    const struct cca_looked *looked =
        scene_look(scene, 0, scene_columns(scene) - 1, &look) ? cca_study_look(scene->study, &look) : NULL;

    if (!looked || looked->state != CCA_DONE || looked->count == 0) {
        snprintf(first, size, "directions of the early checkpoint are followed at every later one");
        return;
    }
    snprintf(first, size, "the %zu of %zu directions of @%s that agree the most, and the least, with @%s",
             looked->count, looked->rank[0] < looked->rank[1] ? looked->rank[0] : looked->rank[1],
             step_name(scene, look.cells[0]), step_name(scene, look.cells[1]));
    if (looked->ambiguous)
        snprintf(second, size, "equal correlations leave open which directions these are");
}

void draw_words(struct canvas *canvas, const struct look *look, struct rectangle area,
                const struct legend *legend, double saved)
{
    const struct scene *scene = legend->scene;
    char first[1000] = "", second[300] = "";

    switch (scene->view) {
    case VIEW_CONVERGENCE:
    case VIEW_CONVERGENCE_GROUP:
        describe_settling(legend->curves, first, sizeof first);
        describe_freezing(scene, saved, second, sizeof second);
        break;
    case VIEW_TARGETS:
        describe_emergence(legend->curves, first, sizeof first);
        break;
    case VIEW_GROUPS:
        if (legend->curves->rows < 2 || scene->curve[1] >= legend->curves->rows)
            break;
        describe_test(legend, look, first, sizeof first);
        snprintf(second, sizeof second, "pairs that share a network are not independent: p is a lower bound");
        break;
    case VIEW_SPECTRUM:
        describe_spectrum(scene, legend->row, first, sizeof first);
        break;
    case VIEW_STABILITY:
        describe_stability(scene, first, second, sizeof second);
        break;
    default:
        return;
    }
    if (area.height > 0)
        canvas_text(canvas, area.x, area.y, area.width, STYLE_PLAIN, first);
    if (area.height > 1)
        canvas_text(canvas, area.x, area.y + 1, area.width,
                    scene->view == VIEW_CONVERGENCE || scene->view == VIEW_CONVERGENCE_GROUP ? STYLE_PLAIN
                                                                                             : STYLE_DIM,
                    second);
}
