/* Views whose numbers come from looks: one look for each checkpoint of A, of which places show a number each. And the
 * intervals of pairs, which are looks too. */
#include <math.h>
#include <stdlib.h>

#include "engine/chance.h"
#include "tui/view.h"

bool scene_has_looks(const struct scene *scene)
{
    enum view_set set = views[scene->view].set;

    return set == SET_CORRELATIONS || set == SET_STABILITY;
}

/* The one nearest to a share of training. There is one. */
static size_t checkpoint_after(const struct network *network, double share)
{
    double first = (double)network->checkpoints[0].step;
    double last = (double)network->checkpoints[network->checkpoint_count - 1].step;
    double step = (1 - share) * first + share * last;

    return network_nearest_checkpoint(network, (int64_t)fmax(-9e18, fmin(9e18, step)));
}

size_t scene_halfway(const struct scene *scene)
{
    const struct network *network = scene_network(scene, &scene->a);
    size_t count = network->checkpoint_count, at;

    if (count == 0)
        return 0;
    if (scene->halfway != SCENE_USUAL)
        return network_nearest_checkpoint(network, scene->halfway);
    at = checkpoint_after(network, 0.5);
    at = at + 1 < count ? at : count - (count > 1 ? 2 : 1);
    return at > 0 || count < 3 ? at : 1;
}

size_t scene_early(const struct scene *scene)
{
    const struct network *network = scene_network(scene, &scene->a);
    size_t count = network->checkpoint_count, halfway = scene_halfway(scene), at;

    if (count == 0)
        return 0;
    if (scene->early != SCENE_USUAL)
        return network_nearest_checkpoint(network, scene->early);
    at = checkpoint_after(network, 0.1);
    return at < halfway ? at : halfway > 0 ? halfway - 1 : 0;
}

/* Which checkpoint of A a place is of, and which number of its look. */
static size_t checkpoint_at(const struct scene *scene, size_t row, size_t column)
{
    return views[scene->view].down == AXIS_CHECKPOINT ? row : column;
}

static size_t number_at(const struct scene *scene, size_t row, size_t column)
{
    return views[scene->view].down == AXIS_CHECKPOINT ? column : row;
}

static bool look_of(const struct scene *scene, size_t checkpoint, struct cca_look *look)
{
    bool down = views[scene->view].down == AXIS_CHECKPOINT;
    struct cca_pair pair;

    if (!scene_pair(scene, down ? checkpoint : 0, down ? 0 : checkpoint, &pair))
        return false;
    *look = (struct cca_look){.kind = CCA_LOOK_CORRELATIONS, .cells = {pair.a, pair.b}};
    if (views[scene->view].set == SET_CORRELATIONS)
        return true;
    *look = (struct cca_look){
        .kind = CCA_LOOK_STABILITY, .cells = {pair.a, pair.a, pair.b}, .count = scene->directions};
    look->cells[1].checkpoint = (uint16_t)scene_halfway(scene);
    return true;
}

bool scene_look(const struct scene *scene, size_t row, size_t column, struct cca_look *look)
{
    return scene_has_looks(scene) && look_of(scene, checkpoint_at(scene, row, column), look);
}

static size_t checkpoint_count(const struct scene *scene)
{
    return scene_network(scene, &scene->a)->checkpoint_count;
}

bool scene_has_intervals(const struct scene *scene)
{
    return scene->resamples > 0 && views[scene->view].set == SET_PAIR;
}

enum cca_state scene_interval(const struct scene *scene, size_t row, size_t column, double *low, double *high)
{
    struct cca_pair pair;

    *low = *high = NAN;
    if (!scene_has_intervals(scene) || !scene_pair(scene, row, column, &pair))
        return CCA_STATE_HOLE;
    return cca_study_interval(scene->study, pair, scene->resamples, scene_measure(scene, row), scene_side(scene), low,
                              high);
}

struct cca_look *scene_interval_looks(const struct scene *scene, const struct cca_pair *pairs, size_t count)
{
    struct cca_look *looks = malloc((count + 1) * sizeof *looks);

    for (size_t i = 0; looks && i < count; i++)
        looks[i] = cca_interval_look(pairs[i], scene->resamples);
    return looks;
}

static struct cca_look *looks_of_pairs(const struct scene *scene, size_t *count)
{
    struct cca_pair *pairs = scene_pairs(scene, count);
    struct cca_look *looks = pairs ? scene_interval_looks(scene, pairs, *count) : NULL;

    free(pairs);
    return looks;
}

struct cca_look *scene_looks(const struct scene *scene, size_t *count)
{
    size_t checkpoints = scene_has_looks(scene) ? checkpoint_count(scene) : 0;
    struct cca_look *looks;

    if (scene->resamples > 0 && !scene_has_looks(scene))
        return looks_of_pairs(scene, count);
    looks = malloc((checkpoints + 1) * sizeof *looks);

    *count = 0;
    for (size_t i = checkpoints;
         looks && i-- > 0;) /* the last first: it tells how many numbers there can be */
        *count += look_of(scene, i, &looks[*count]);
    return looks;
}

const struct cca_looked **scene_looked(const struct scene *scene)
{
    size_t count = checkpoint_count(scene);
    const struct cca_looked **looked = scene_has_looks(scene) ? calloc(count + 1, sizeof *looked) : NULL;
    struct cca_look look;

    for (size_t i = 0; looked && i < count; i++)
        if (look_of(scene, i, &look))
            looked[i] = cca_study_look(scene->study, &look);
    return looked;
}

size_t scene_directions(const struct scene *scene)
{
    struct cca_look look;

    for (size_t i = checkpoint_count(scene); views[scene->view].set == SET_STABILITY && i-- > 0;) {
        const struct cca_looked *looked =
            look_of(scene, i, &look) ? cca_study_look(scene->study, &look) : NULL;

        if (looked && looked->state == CCA_DONE && looked->count > 0)
            return looked->count;
    }
    return scene->directions;
}

/* All of B's directions: a checkpoint of A may have fewer. Any look that is known tells. */
size_t scene_indices(const struct scene *scene)
{
    struct cca_look look;

    for (size_t i = checkpoint_count(scene); i-- > 0;) {
        const struct cca_looked *looked =
            look_of(scene, i, &look) ? cca_study_look(scene->study, &look) : NULL;

        if (looked && looked->state == CCA_DONE)
            return looked->rank[1];
    }
    return 0;
}

/* What independent data would have: the largest correlation, or the distance of so many directions. */
static double chance_of(const struct scene *scene, const struct cca_looked *looked, size_t number)
{
    if (views[scene->view].set == SET_CORRELATIONS)
        return cca_chance_largest(looked->n, looked->rank[0], looked->rank[1]);
    return 1 - cca_chance_mean(looked->n, number == CCA_ALL_DIRECTIONS ? looked->rank[0] : looked->count,
                               looked->rank[2]);
}

static struct scene_value value_of(const struct scene *scene, const struct cca_looked *looked, size_t number)
{
    struct scene_value value = {
        .state = looked ? looked->state : CCA_STATE_HOLE, .mean = NAN, .deviation = NAN, .chance = NAN};

    if (value.state != CCA_DONE || number >= looked->number_count)
        return value;
    value.mean = looked->numbers[number];
    value.chance = chance_of(scene, looked, number);
    value.pairs = 1;
    return value;
}

struct scene_value scene_value_of(const struct scene *scene, const struct cca_looked *const *looked,
                                  size_t row, size_t column)
{
    struct cca_look look;

    if (!scene_has_looks(scene))
        return scene_value(scene, row, column);
    if (looked)
        return value_of(scene, looked[checkpoint_at(scene, row, column)], number_at(scene, row, column));
    return value_of(scene, scene_look(scene, row, column, &look) ? cca_study_look(scene->study, &look) : NULL,
                    number_at(scene, row, column));
}
