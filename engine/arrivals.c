#include "engine/arrivals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config/memory.h"
#include "engine/representation.h"
#include "engine/study_private.h"

/* A file that had changed so shortly before the first look may have been read half by then. */
#define RECENT_NS 2000000000

/* The state of a file. */
struct file {
    bool there;
    struct cca_identity identity; /* only if it is there */
};

/* The file of a checkpoint's layer. */
struct sighting {
    struct file file;
    double since;   /* when it was first seen in this state */
    bool settled;   /* and looked at: */
    bool whole;     /* its header is satisfied */
    bool told;      /* those who see it know of it as it was, ... */
    struct file as; /* ... which was so */
};

/* A checkpoint as of the last look. */
struct candidate {
    bool shown;
    struct sighting *layers; /* one for each; owned */
};

/* Those of a network. */
struct candidates {
    struct network names; /* their names and steps; nothing else of it is used */
    struct candidate *list;
    size_t count;
};

struct arrivals {
    size_t network_count, layer_count, target_count;
    struct candidates *networks;
    struct sighting *targets; /* owned */
    bool first; /* no look was taken yet */
};

static void free_candidates(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        free(candidates->list[i].layers);
    free(candidates->list);
    network_free(&candidates->names);
}

/* What is on disk now, not looked at yet. */
static struct candidates list_candidates(const struct network *network, size_t layer_count)
{
    struct candidates candidates = {.count = network->checkpoint_count};

    candidates.names.checkpoints =
        memory_copy(network->checkpoints, candidates.count, sizeof *network->checkpoints);
    candidates.names.checkpoint_count = candidates.count;
    candidates.list = memory_allocate(candidates.count, sizeof *candidates.list);
    for (size_t i = 0; i < candidates.count; i++) {
        candidates.names.checkpoints[i].name = memory_duplicate(network->checkpoints[i].name);
        candidates.list[i].layers = memory_allocate(layer_count, sizeof(struct sighting));
    }
    return candidates;
}

struct arrivals *arrivals_create(const struct experiment *shown)
{
    struct arrivals *arrivals = memory_allocate(1, sizeof *arrivals);

    *arrivals = (struct arrivals){.network_count = shown->network_count,
                                  .layer_count = shown->layer_count,
                                  .target_count = shown->target_count,
                                  .first = true};
    arrivals->targets = memory_allocate(shown->target_count, sizeof *arrivals->targets);
    arrivals->networks = memory_allocate(shown->network_count, sizeof *arrivals->networks);
    for (size_t i = 0; i < shown->network_count; i++) {
        arrivals->networks[i] = list_candidates(&shown->networks[i], shown->layer_count);
        for (size_t j = 0; j < arrivals->networks[i].count; j++)
            arrivals->networks[i].list[j].shown = true;
    }
    return arrivals;
}

void arrivals_free(struct arrivals *arrivals)
{
    for (size_t i = 0; i < arrivals->network_count; i++)
        free_candidates(&arrivals->networks[i]);
    free(arrivals->networks);
    free(arrivals->targets);
    free(arrivals);
}

static bool same_file(const struct file *a, const struct file *b)
{
    return a->there == b->there && (!a->there || cca_identity_same(&a->identity, &b->identity));
}

static bool is_recent(const struct file *file)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return file->there &&
           (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - file->identity.modified < RECENT_NS;
}

static void look_at(const struct experiment *found, struct cca_cell cell, double now, bool first,
                    struct sighting *sighting)
{
    char *path, *member;
    struct cca_source source = source_of(found, cell, &path, &member);
    struct file file = {0};
    struct cca_outline outline;
    struct cca_error error;

    file.there = cca_file_identity(path, &file.identity);
    if (first || !same_file(&file, &sighting->file)) {
        sighting->file = file;
        sighting->since = now;
        sighting->settled = sighting->whole = false;
    }
    if (first) {
        sighting->as = file;
        sighting->told = !is_recent(&file);
    }
    if (!sighting->settled && now - sighting->since >= ARRIVALS_SETTLED) {
        sighting->settled = true;
        sighting->whole = file.there && cca_representation_outline(&source, &outline, &error);
    }
    free(path);
    free(member);
}

static void look_at_network(struct arrivals *arrivals, const struct experiment *found, size_t network,
                            double now)
{
    struct candidates *known = &arrivals->networks[network];
    struct candidates next = list_candidates(&found->networks[network], arrivals->layer_count);
    size_t hint = 0;

    for (size_t i = 0; i < next.count; i++) {
        struct candidate *candidate = &next.list[i];
        size_t before = network_find_checkpoint(&known->names, &next.names.checkpoints[i], hint);
        bool first = before == SIZE_MAX || arrivals->first;

        if (before != SIZE_MAX) {
            candidate->shown = known->list[before].shown;
            memcpy(candidate->layers, known->list[before].layers,
                   arrivals->layer_count * sizeof *candidate->layers);
            hint = before + 1; /* both lists are sorted alike */
        }
        for (size_t layer = 0; layer < arrivals->layer_count; layer++)
            look_at(found,
                    (struct cca_cell){(uint16_t)network, (uint16_t)i, (uint16_t)layer, CCA_LAST_TIMESTEP},
                    now, first, &candidate->layers[layer]);
    }
    free_candidates(known);
    *known = next;
}

/* What the layers of a checkpoint say of it. */
struct state {
    size_t whole;
    bool unsettled, broken, lacking; /* lacking: what the model has is not there */
    double since;                    /* when something changed last */
};

static struct state state_of(const struct arrivals *arrivals, const struct candidate *candidate,
                             const struct candidate *model)
{
    struct state state = {.since = -INFINITY};

    for (size_t layer = 0; layer < arrivals->layer_count; layer++) {
        const struct sighting *sighting = &candidate->layers[layer];

        state.whole += sighting->whole;
        state.unsettled |= sighting->file.there && !sighting->settled;
        state.broken |= sighting->file.there && sighting->settled && !sighting->whole;
        state.lacking |= !sighting->file.there && (!model || model->layers[layer].whole);
        state.since = fmax(state.since, sighting->since);
    }
    return state;
}

static void look_sooner(struct arrivals_news *news, double seconds)
{
    seconds = fmax(seconds, 0);
    if (news->again < 0 || seconds < news->again)
        news->again = seconds;
}

/* The latest checkpoint before this one that is seen. */
static const struct candidate *model_for(const struct candidates *candidates, size_t at)
{
    while (at > 0)
        if (candidates->list[--at].shown)
            return &candidates->list[at];
    return NULL;
}

/* Decides on new checkpoints, the last first: it tells whether the trainer has gone on. */
static void show_new(const struct arrivals *arrivals, struct candidates *candidates, double now,
                     struct arrivals_news *news)
{
    bool gone_on = false;

    for (size_t i = candidates->count; i-- > 0;) {
        struct candidate *candidate = &candidates->list[i];
        struct state state;

        if (candidate->shown)
            continue;
        state = state_of(arrivals, candidate, model_for(candidates, i));
        if (state.unsettled || state.whole == 0)
            continue;
        if (gone_on || (!state.broken && (!state.lacking || now - state.since >= ARRIVALS_PATIENCE))) {
            candidate->shown = news->any = gone_on = true;
            for (size_t layer = 0; layer < arrivals->layer_count; layer++) {
                candidate->layers[layer].as = candidate->layers[layer].file;
                candidate->layers[layer].told = true;
            }
        } else if (!state.broken) {
            look_sooner(news, ARRIVALS_PATIENCE - (now - state.since));
        }
    }
}

static void add_changed(struct arrivals_news *news, struct cca_cell cell)
{
    news->changed =
        memory_reserve(news->changed, &news->changed_room, news->changed_count + 1, sizeof *news->changed);
    news->changed[news->changed_count++] = cell;
    news->any = true;
}

/* A change of a file that is seen already. */
static void tell_change(struct sighting *sighting, struct cca_cell cell, double now, bool shown,
                        struct arrivals_news *news)
{
    if (!sighting->settled)
        look_sooner(news, ARRIVALS_SETTLED - (now - sighting->since));
    if (!shown || !sighting->settled || (sighting->told && same_file(&sighting->file, &sighting->as)))
        return;
    sighting->told = true;
    sighting->as = sighting->file;
    add_changed(news, cell);
}

/* Changes of what is seen already; `place` is where the checkpoint stands among those to be seen. */
static void tell_changes(const struct arrivals *arrivals, struct candidate *candidate, size_t network,
                         size_t place, double now, struct arrivals_news *news)
{
    for (size_t layer = 0; layer < arrivals->layer_count; layer++)
        tell_change(&candidate->layers[layer],
                    (struct cca_cell){(uint16_t)network, (uint16_t)place, (uint16_t)layer, CCA_LAST_TIMESTEP},
                    now, candidate->shown, news);
}

/* Targets are seen from the beginning, whether they are there or not. */
static void look_at_targets(struct arrivals *arrivals, const struct experiment *found, double now,
                            struct arrivals_news *news)
{
    for (size_t i = 0; i < arrivals->target_count; i++) {
        struct cca_cell cell = cca_target_cell(found, i);

        look_at(found, cell, now, arrivals->first, &arrivals->targets[i]);
        tell_change(&arrivals->targets[i], cell, now, true, news);
    }
}

/* Leaves in the network what is to be seen. */
static void filter(struct network *network, const struct candidates *candidates)
{
    size_t kept = 0;

    for (size_t i = 0; i < network->checkpoint_count; i++)
        if (candidates->list[i].shown)
            network->checkpoints[kept++] = network->checkpoints[i];
        else
            free(network->checkpoints[i].name);
    network->checkpoint_count = kept;
}

static size_t count_shown(const struct candidates *candidates)
{
    size_t shown = 0;

    for (size_t i = 0; i < candidates->count; i++)
        shown += candidates->list[i].shown;
    return shown;
}

struct arrivals_news arrivals_look(struct arrivals *arrivals, struct experiment *found, double now)
{
    struct arrivals_news news = {.again = -1};

    for (size_t i = 0; i < arrivals->network_count; i++) {
        struct candidates *candidates = &arrivals->networks[i];
        size_t shown = count_shown(candidates), place = 0;

        look_at_network(arrivals, found, i, now);
        news.any = news.any || count_shown(candidates) < shown; /* one that was seen has gone */
        show_new(arrivals, candidates, now, &news);
        for (size_t j = 0; j < candidates->count; j++) {
            tell_changes(arrivals, &candidates->list[j], i, place, now, &news);
            place += candidates->list[j].shown;
        }
        filter(&found->networks[i], candidates);
    }
    look_at_targets(arrivals, found, now, &news);
    arrivals->first = false;
    return news;
}
