/* What only the whole of a manifest can tell: which checkpoints each network has, and whether the templates
 * give every cell of the experiment an array of its own. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config/discover.h"
#include "config/manifest_draft.h"
#include "config/memory.h"
#include "config/template.h"

/* Networks times layers. */
#define AUTOMATIC_MOST 1000000

static bool sees_checkpoints(const char *template)
{
    return template_path_has(template, TEMPLATE_CHECKPOINT) || template_path_has(template, TEMPLATE_STEP);
}

static bool has_checkpoints(const char *template)
{
    return template_has(template, TEMPLATE_CHECKPOINT) || template_has(template, TEMPLATE_STEP);
}

/* Why `checkpoints: auto` cannot look; NULL when it can. Silent about templates that are wrong already. */
static const char *find_automatic_fault(const struct draft *draft)
{
    bool in_member = false;

    if (draft->network_count && draft->layer_count > AUTOMATIC_MOST / draft->network_count)
        return "auto would look for too many files; list the checkpoints";
    for (size_t i = 0; i < draft->layer_count; i++) {
        const char *template = draft->layers[i].layer.activations;

        if (!template || sees_checkpoints(template))
            return NULL;
        in_member = in_member || has_checkpoints(template);
    }
    if (in_member)
        return "auto looks at file names, and the template names the checkpoint only after its #; list the "
               "checkpoints";
    return "auto looks for {checkpoint} or {step} in file names, and no template has them; put one in, or "
           "list the "
           "checkpoints";
}

static void find_checkpoints(const struct draft *draft, struct network_record *record, struct place place,
                             struct diagnostics *diagnostics)
{
    struct layer *layers = memory_allocate(draft->layer_count, sizeof(*layers));
    struct checkpoint_list *list = &record->checkpoints;

    for (size_t i = 0; i < draft->layer_count; i++)
        layers[i] = draft->layers[i].layer;
    list->list = discover_checkpoints(draft->experiment.directory, record->network.name, layers,
                                      draft->layer_count, place, diagnostics, &list->count);
    free(layers);
}

static void copy_checkpoints(const struct checkpoint_list *from, struct checkpoint_list *to)
{
    to->list = memory_copy(from->list, from->count, sizeof(*from->list));
    to->count = from->count;
    for (size_t i = 0; i < to->count; i++)
        to->list[i].name = memory_duplicate(to->list[i].name);
}

static bool is_too_much(const struct draft *draft, struct diagnostics *diagnostics)
{
    size_t each = 0;

    for (size_t i = 0; i < draft->checkpoints.count; i++) {
        const char *name = draft->checkpoints.list[i].name;

        each += sizeof(struct checkpoint) + (name ? strlen(name) : 0);
    }
    if (!each || draft->network_count <= INHERITED_BYTES_MOST / each)
        return false;
    diagnostics_add(diagnostics, draft->checkpoints.place,
                    "%zu checkpoints for each of %zu networks; list fewer", draft->checkpoints.count,
                    draft->network_count);
    return true;
}

/* Looks on disk only for a manifest in which nothing is wrong so far. */
static void complete_checkpoints(struct draft *draft, struct diagnostics *diagnostics)
{
    bool right = diagnostics->count + diagnostics->dropped == draft->errors_before;
    bool too_much = is_too_much(draft, diagnostics);
    const char *fault = draft->layer_count ? find_automatic_fault(draft) : NULL;

    for (size_t i = 0; i < draft->network_count; i++) {
        struct checkpoint_list *own = &draft->networks[i].checkpoints;
        const struct checkpoint_list *source = own->place.line ? own : &draft->checkpoints;

        if (source->automatic) {
            draft->experiment.checkpoints_follow = true;
            if (fault)
                diagnostics_add(diagnostics, source->place, "%s", fault);
            else if (right)
                find_checkpoints(draft, &draft->networks[i], source->place, diagnostics);
        } else if (source != own && !too_much) {
            copy_checkpoints(source, own);
        }
    }
}

/* Activations and checkpoints may be given once for all, or by each that needs them. Where the list of those
 * is missing too, so is the key: more is said than an empty table would. */
static void check_given(const struct draft *draft, struct diagnostics *diagnostics)
{
    bool activations = draft->layers_given || draft->defaults.activations.line;
    bool checkpoints = draft->networks_given || draft->checkpoints.place.line;

    for (size_t i = 0; i < draft->layer_count && activations; i++)
        activations = draft->layers[i].activations.line;
    for (size_t i = 0; i < draft->network_count && checkpoints; i++)
        checkpoints = draft->checkpoints.place.line || draft->networks[i].checkpoints.place.line;
    if (!activations)
        diagnostics_add(diagnostics, draft->place,
                        "missing key 'activations'; add the path of the arrays, such as "
                        "\"{network}/{checkpoint}/{layer}.npy\"");
    if (!checkpoints)
        diagnostics_add(diagnostics, draft->place,
                        "missing key 'checkpoints'; add the steps, such as [0, 100], or auto");
}

static int compare_timesteps(const struct treatment *a, const struct treatment *b)
{
    if (a->timesteps != b->timesteps)
        return a->timesteps < b->timesteps ? -1 : 1;
    if (a->timestep_count != b->timestep_count)
        return a->timestep_count < b->timestep_count ? -1 : 1;
    for (size_t i = 0; i < a->timestep_count; i++)
        if (a->timestep_list[i] != b->timestep_list[i])
            return a->timestep_list[i] < b->timestep_list[i] ? -1 : 1;
    return 0;
}

/* 0 when two layers make the same of the same array. What is said about axes that it does not have makes no
 * difference. */
static int compare_treatments(const struct treatment *a, const struct treatment *b)
{
    int order = strcmp(a->axes, b->axes);

    if (order == 0 && strpbrk(a->axes, "hw"))
        order = (a->positions > b->positions) - (a->positions < b->positions);
    if (order == 0 && strchr(a->axes, 't'))
        order = compare_timesteps(a, b);
    if (order == 0 && strchr(a->axes, 'l'))
        order = (a->index > b->index) - (a->index < b->index);
    return order;
}

static int compare_places(struct place a, struct place b)
{
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return (a.column > b.column) - (a.column < b.column);
}

static int compare_layers(const void *left, const void *right)
{
    const struct layer_record *a = *(const struct layer_record *const *)left;
    const struct layer_record *b = *(const struct layer_record *const *)right;
    int order = strcmp(a->layer.activations, b->layer.activations);

    if (order == 0)
        order = compare_treatments(&a->layer.treatment, &b->layer.treatment);
    return order ? order : compare_places(a->place, b->place);
}

static void check_network_told(const struct draft *draft, const struct layer_record *record,
                               struct diagnostics *diagnostics)
{
    if (draft->network_count > 1 && !template_has(record->layer.activations, TEMPLATE_NETWORK))
        diagnostics_add(diagnostics, record->activations,
                        "the template has no {network}, so all %zu networks would read the same array; put "
                        "{network} in it",
                        draft->network_count);
}

/* One error for a template is enough, whatever number of networks it fails. */
static void check_checkpoints_told(const struct draft *draft, const struct layer_record *record,
                                   struct diagnostics *diagnostics)
{
    const char *template = record->layer.activations;

    if (template_has(template, TEMPLATE_CHECKPOINT))
        return;
    for (size_t i = 0; i < draft->network_count; i++) {
        const struct network_record *network = &draft->networks[i];
        const struct checkpoint *list = network->checkpoints.list;
        const char *name = network->network.name ? network->network.name : "";

        if (network->checkpoints.count > 1 && !template_has(template, TEMPLATE_STEP)) {
            diagnostics_add(diagnostics, record->activations,
                            "the template has neither {checkpoint} nor {step}, so all %zu checkpoints of the "
                            "network '%.60s' would read the same array; put one of them in it",
                            network->checkpoints.count, name);
            return;
        }
        for (size_t j = 1; j < network->checkpoints.count; j++) {
            if (list[j - 1].step != list[j].step || !list[j - 1].name || !list[j].name)
                continue;
            diagnostics_add(
                diagnostics, record->activations,
                "the template has {step} only, and the checkpoints '%.60s' and '%.60s' of the network "
                "'%.60s' are both step %" PRId64 "; put {checkpoint} in it",
                list[j - 1].name, list[j].name, name, list[j].step);
            return;
        }
    }
}

/* `layers` share a template without {layer} and are sorted; those who make the same of its array are
 * neighbours. */
static void check_layers_told(const struct layer_record **layers, size_t count,
                              struct diagnostics *diagnostics)
{
    for (size_t first = 0, next; first < count; first = next) {
        const struct layer_record *one = layers[first];
        const struct treatment *treatment = &one->layer.treatment;

        next = first + 1;
        while (next < count && compare_treatments(treatment, &layers[next]->layer.treatment) == 0)
            next++;
        if (next - first < 2 || !treatment->axes[0] || !one->layer.name || !layers[first + 1]->layer.name)
            continue;
        if (strchr(treatment->axes, 'l'))
            diagnostics_add(
                diagnostics, layers[first + 1]->place,
                "the layers '%.60s' and '%.60s' have the same index %zu in the same array; give each "
                "its own",
                one->layer.name, layers[first + 1]->layer.name, treatment->index);
        else
            diagnostics_add(
                diagnostics, layers[first + 1]->activations,
                "the template has no {layer}, so %zu layers ('%.60s', '%.60s' ...) would read the same "
                "array; put {layer} in it, or an l into axes when one array holds all layers",
                next - first, one->layer.name, layers[first + 1]->layer.name);
    }
}

static void check_templates(const struct draft *draft, struct diagnostics *diagnostics)
{
    const struct layer_record **sorted = memory_allocate(draft->layer_count, sizeof(*sorted));
    size_t count = 0;

    for (size_t i = 0; i < draft->layer_count; i++)
        if (draft->layers[i].layer.activations)
            sorted[count++] = &draft->layers[i];
    if (count)
        qsort(sorted, count, sizeof(*sorted), compare_layers);
    for (size_t first = 0, next; first < count; first = next) {
        const char *template = sorted[first]->layer.activations;

        for (next = first + 1; next < count && strcmp(sorted[next]->layer.activations, template) == 0;)
            next++;
        check_network_told(draft, sorted[first], diagnostics);
        check_checkpoints_told(draft, sorted[first], diagnostics);
        if (!template_has(template, TEMPLATE_LAYER))
            check_layers_told(sorted + first, next - first, diagnostics);
    }
    free(sorted);
}

static void check_curves(const struct draft *draft, struct diagnostics *diagnostics)
{
    const char *curves = draft->experiment.curves;

    if (curves && draft->network_count > 1 && !template_has(curves, TEMPLATE_NETWORK))
        diagnostics_add(diagnostics, draft->curves,
                        "the template has no {network}, so all %zu networks would read the same file; put "
                        "{network} in it",
                        draft->network_count);
}

void complete_draft(struct draft *draft, struct diagnostics *diagnostics)
{
    check_given(draft, diagnostics);
    complete_checkpoints(draft, diagnostics);
    check_templates(draft, diagnostics);
    check_curves(draft, diagnostics);
}
