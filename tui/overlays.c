#include "tui/overlays.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/memory.h"
#include "engine/rate.h"

bool overlays_wants(const struct scene *scene, size_t network)
{
    switch (scene->view) {
    case VIEW_CONVERGENCE:
        return network == scene->a.network;
    case VIEW_CONVERGENCE_GROUP:
        return scene->experiment->networks[network].in_group == scene->group;
    case VIEW_CONVERGENCE_NETWORKS:
        return true;
    default:
        return false;
    }
}

/* Takes the text over. */
static void add_problem(struct overlays *overlays, char *text)
{
    size_t room = overlays->problem_count;

    overlays->problems =
        memory_reserve(overlays->problems, &room, overlays->problem_count + 1, sizeof *overlays->problems);
    overlays->problems[overlays->problem_count++] = text;
}

static void add_problems(struct overlays *overlays, const char *path, const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->list[i];

        if (diagnostic->place.line)
            add_problem(overlays, memory_format("%s:%zu:%zu: %s", path, diagnostic->place.line,
                                                diagnostic->place.column, diagnostic->text));
        else
            add_problem(overlays, memory_format("%s: %s", path, diagnostic->text));
    }
}

static void read_one(struct overlays *overlays, size_t network)
{
    struct diagnostics diagnostics = {0};
    char *path = experiment_curves(overlays->experiment, network);

    performance_load(path, &overlays->list[network], &diagnostics);
    add_problems(overlays, path, &diagnostics);
    overlays->read[network] = true;
    diagnostics_free(&diagnostics);
    free(path);
}

bool overlays_read(struct overlays *overlays, const struct scene *scene, double seconds)
{
    const struct experiment *experiment = scene->experiment;
    double end = rate_clock() + seconds;

    if (!experiment->curves)
        return false;
    if (overlays->experiment != experiment) {
        overlays_free(overlays);
        overlays->experiment = experiment;
        overlays->list = memory_allocate(experiment->network_count, sizeof *overlays->list);
        overlays->read = memory_allocate(experiment->network_count, sizeof *overlays->read);
    }
    for (size_t i = 0; i < experiment->network_count; i++) {
        if (overlays->read[i] || !overlays_wants(scene, i))
            continue;
        if (seconds >= 0 && rate_clock() > end)
            return true;
        read_one(overlays, i);
    }
    return false;
}

static const struct performance *performance_of(const struct scene *scene, size_t network)
{
    const struct overlays *overlays = scene->overlays;

    return overlays && overlays->list && overlays_wants(scene, network) && overlays->list[network].curve_count
               ? &overlays->list[network]
               : NULL;
}

/* That of the first network that has one. */
static const struct performance *first_performance(const struct scene *scene)
{
    const struct performance *found = NULL;

    for (size_t i = 0; i < scene->experiment->network_count && !found; i++)
        found = performance_of(scene, i);
    return found;
}

const char *overlays_name(const struct scene *scene)
{
    const struct performance *performance = first_performance(scene);

    if (scene->overlay)
        return scene->overlay;
    if (!performance)
        return "";
    for (size_t i = 0; i < performance->curve_count; i++)
        if (strcasestr(performance->names[i], "acc"))
            return performance->names[i];
    return performance->names[0];
}

/* Which of its curves has this name; curve_count: none. */
static size_t find_curve(const struct performance *performance, const char *name)
{
    size_t i = 0;

    while (i < performance->curve_count && strcmp(performance->names[i], name) != 0)
        i++;
    return i;
}

const char *overlays_next(const struct scene *scene)
{
    const struct performance *performance = first_performance(scene);
    const char *name = overlays_name(scene);
    size_t at;

    if (!performance)
        return scene->overlay;
    at = *name ? find_curve(performance, name) + 1 : 0;
    return at < performance->curve_count ? performance->names[at] : "";
}

const double *overlays_values(const struct scene *scene, size_t network,
                              const struct performance **performance)
{
    size_t curve;

    *performance = performance_of(scene, network);
    if (!*performance)
        return NULL;
    curve = find_curve(*performance, overlays_name(scene));
    return curve < (*performance)->curve_count ? (*performance)->values + curve * (*performance)->step_count
                                               : NULL;
}

void overlays_check_choice(struct overlays *overlays, const struct scene *scene)
{
    const struct performance *performance;
    bool found = !scene->overlay || !*scene->overlay;

    for (size_t i = 0; i < scene->experiment->network_count && !found; i++)
        found = overlays_values(scene, i, &performance);
    if (found)
        return;
    performance = first_performance(scene);
    if (performance)
        add_problem(overlays, memory_format("no curve '%s' in the logs; the first is '%s'", scene->overlay,
                                            performance->names[0]));
    else
        add_problem(overlays,
                    memory_format("no curve '%s': no log of this view was found (the manifest's key curves)",
                                  scene->overlay));
}

void overlays_free(struct overlays *overlays)
{
    for (size_t i = 0; overlays->list && i < overlays->experiment->network_count; i++)
        performance_free(&overlays->list[i]);
    for (size_t i = 0; i < overlays->problem_count; i++)
        free(overlays->problems[i]);
    free(overlays->list);
    free(overlays->read);
    free(overlays->problems);
    *overlays = (struct overlays){0};
}
