/* What the places of a scene's grid say: a pair its distance, a set of pairs their mean and spread. */
#include <math.h>
#include <stdlib.h>

#include "tui/view.h"

/* What is known of the members of a set so far. */
struct reduction {
    struct moments distances, chances;
    size_t failed, compared;
    bool pending;
};

static void reduce(struct reduction *reduction, const struct scene *scene, enum measure measure,
                   struct cca_pair pair)
{
    struct cca_result result;
    double distance, chance;

    cca_study_result(scene->study, pair, &result);
    reduction->pending |= !cca_result_known(&result, measure);
    reduction->failed += result.state == CCA_STATE_FAILED;
    if (result.state != CCA_DONE)
        return;
    reduction->compared++;
    distance = cca_distance(&result.summary, measure, scene_side(scene));
    chance = 1 - result.summary.chance[measure];
    if (!isnan(distance))
        moments_add(&reduction->distances, distance);
    if (!isnan(chance))
        moments_add(&reduction->chances, chance);
}

static struct scene_value conclude(const struct reduction *reduction)
{
    const struct moments *distances = &reduction->distances;
    struct scene_value value = {.state = reduction->compared ? CCA_DONE
                                         : reduction->failed ? CCA_STATE_FAILED
                                                             : CCA_STATE_HOLE,
                                .moments = *distances,
                                .pairs = distances->count,
                                .mean = distances->count ? distances->mean : NAN,
                                .deviation = moments_deviation(distances),
                                .chance = reduction->chances.count ? reduction->chances.mean : NAN};

    return reduction->pending
               ? (struct scene_value){.state = CCA_PENDING, .mean = NAN, .deviation = NAN, .chance = NAN}
               : value;
}

/* A mean of half the pairs would jump with every result: it is pending as long as one of them is. */
struct scene_value scene_value(const struct scene *scene, size_t row, size_t column)
{
    size_t members = scene_members(scene, row, column);
    enum measure measure = scene_measure(scene, row);
    struct reduction reduction = {0};
    struct cca_pair pair;

    if (scene_has_looks(scene))
        return scene_value_of(scene, NULL, row, column);
    for (size_t i = 0; i < members && !reduction.pending; i++)
        if (scene_member(scene, row, column, i, &pair))
            reduce(&reduction, scene, measure, pair);
    return conclude(&reduction);
}

struct cca_pair *scene_pairs(const struct scene *scene, size_t *count)
{
    size_t rows = scene_rows(scene), columns = scene_columns(scene), room = 0;
    struct cca_pair *pairs;

    *count = 0;
    rows = scene_has_looks(scene) ? 0 : rows;
    for (size_t row = 0; row < rows; row++)
        room += columns ? columns * scene_members(scene, row, 0) : 0;
    pairs = malloc((room + 1) * sizeof *pairs);
    for (size_t row = 0; pairs && row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            for (size_t i = 0; i < scene_members(scene, row, column); i++)
                *count += scene_member(scene, row, column, i, &pairs[*count]);
    return pairs;
}
