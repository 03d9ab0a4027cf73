/* What lists offer, from the tables that name things; and what choosing it does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/explorer_private.h"

static const char *const pwcca_words[] = {[PWCCA_X] = "x", [PWCCA_Y] = "y", [PWCCA_MEAN] = "mean"};
static const char *const glyph_words[] = {
    [GLYPHS_BRAILLE] = "braille", [GLYPHS_BLOCK] = "block", [GLYPHS_ASCII] = "ascii"};
static const char *const background_words[] = {"dark", "light"}, *const step_words[] = {"linear", "logarithmic"};
static const char *const switch_words[] = {"off", "on"};

static const char *const order_words[] = {
#define ORDER_WORD(constant, name) name,
    ORDERS(ORDER_WORD)
#undef ORDER_WORD
};

/* Views by their usual forms: the `index`-th, and how many names there are in front of that of a view. */
static enum view_id nth_view(size_t index)
{
    return view_step((enum view_id)0, (int)index);
}

static size_t view_number(int view)
{
    size_t number = 0;

    for (int i = 1; i < VIEW_COUNT && i <= view; i++)
        number += view_is_usual((enum view_id)i);
    return number + (view == VIEW_COUNT);
}

/* How many forms a view has; none that could be named when it is one. */
static size_t form_count(enum view_id view)
{
    size_t first = view_step(view, 0), count = 1;

    while (first + count < VIEW_COUNT && !view_is_usual((enum view_id)(first + count)))
        count++;
    return count > 1 ? count : 0;
}

#define FIRST_FORM (size_t)view_step(scene->view, 0)
#define A_SIDE scene_network(scene, &scene->a)
#define B_SIDE scene_network(scene, &scene->b)
#define HAS_STAGES (views[scene->view].set == SET_STABILITY)

/* X(constant, word in front of the name on the command line, how many there are, the name of `i`, the one in force,
 * what choosing `i` does), in terms of `explorer`, `scene` and `state`. Words are those of options where there is one. */
#define CHOICES(X)                                                                                           \
    X(CHOICE_ACTION, "", ACTION_COUNT, actions[i].name, SIZE_MAX, explorer_act(explorer, (enum action)i))    \
    X(CHOICE_VIEW, "view", view_number(VIEW_COUNT), views[nth_view(i)].name, view_number(scene->view),       \
      explorer_choose_view(explorer, (int)nth_view(i)))                                                      \
    X(CHOICE_FORM, "form", form_count(scene->view), views[FIRST_FORM + i].form, scene->view - FIRST_FORM,    \
      explorer_choose_view(explorer, (int)(FIRST_FORM + i)))                                                 \
    X(CHOICE_GROUP, "group", scene->experiment->group_count, scene->experiment->groups[i].name,              \
      scene->group, scene->group = i)                                                                        \
    X(CHOICE_ATTRIBUTE, "attribute", scene->experiment->attribute_count, scene->experiment->attributes[i],   \
      scene->attribute, scene->attribute = i)                                                                \
    X(CHOICE_ORDER, "order", ORDER_COUNT, order_words[i], scene->order, scene->order = (enum order)i)        \
    X(CHOICE_MEASURE, "measure", MEASURE_COUNT, measure_name((enum measure)i), scene->measure,               \
      scene->measure = (enum measure)i)                                                                      \
    X(CHOICE_NETWORK_A, "network", scene->experiment->network_count, scene->experiment->networks[i].name,    \
      scene->a.network, explorer_choose_network(explorer, SIDE_A, i))                                        \
    X(CHOICE_NETWORK_B, "against", scene->experiment->network_count, scene->experiment->networks[i].name,    \
      scene->b.network, explorer_choose_network(explorer, SIDE_B, i))                                        \
    X(CHOICE_LAYER, "layer", scene->experiment->layer_count, scene->experiment->layers[i].name,              \
      scene->layer, scene->layer = i)                                                                        \
    X(CHOICE_CHECKPOINT_A, "checkpoint", A_SIDE->checkpoint_count, A_SIDE->checkpoints[i].name,              \
      scene->a.checkpoint, explorer_choose_checkpoint(explorer, SIDE_A, i))                                  \
    X(CHOICE_CHECKPOINT_B, "against-checkpoint", B_SIDE->checkpoint_count, B_SIDE->checkpoints[i].name,      \
      scene->b.checkpoint, explorer_choose_checkpoint(explorer, SIDE_B, i))                                  \
    X(CHOICE_EARLY, "early", HAS_STAGES ? A_SIDE->checkpoint_count : 0, A_SIDE->checkpoints[i].name,         \
      scene_early(scene), scene->early = A_SIDE->checkpoints[i].step)                                        \
    X(CHOICE_HALFWAY, "halfway", HAS_STAGES ? A_SIDE->checkpoint_count : 0, A_SIDE->checkpoints[i].name,     \
      scene_halfway(scene), scene->halfway = A_SIDE->checkpoints[i].step)                                    \
    X(CHOICE_TARGET, "target", scene->experiment->target_count, scene->experiment->targets[i].name,          \
      scene->target, explorer_choose_target(explorer, i))                                                    \
    X(CHOICE_PALETTE, "palette", PALETTE_COUNT, palette_name((enum palette)i), explorer->look.palette,       \
      explorer->look.palette = (enum palette)i)                                                              \
    X(CHOICE_PWCCA, "set pwcca", 3, pwcca_words[i], scene->side, scene->side = (enum pwcca_side)i)           \
    X(CHOICE_POOL, "set pool", POOLING_COUNT, pooling_name((enum pooling)i), state->pooling,                 \
      state->pooling = (enum pooling)i)                                                                      \
    X(CHOICE_STEPS, "set steps", 2, step_words[i], state->log_x, state->log_x = i == 1)                      \
    X(CHOICE_GLYPHS, "set glyphs", 3, glyph_words[i], explorer->look.glyphs,                                 \
      explorer->look.glyphs = (enum plot_glyphs)i)                                                           \
    X(CHOICE_BACKGROUND, "set background", 2, background_words[i], explorer->look.light_background,          \
      explorer->look.light_background = i == 1)                                                              \
    X(CHOICE_MOUSE, "set mouse", 2, switch_words[i], explorer->mouse, explorer_use_mouse(explorer, i == 1))

#define CHOICE_CONSTANT(constant, ...) constant,
enum choice_kind { CHOICES(CHOICE_CONSTANT) CHOICE_KINDS };
#undef CHOICE_CONSTANT

static const char *const kind_words[] = {
#define CHOICE_WORD(constant, word, ...) [constant] = word,
    CHOICES(CHOICE_WORD)
#undef CHOICE_WORD
};

static size_t count_of(struct explorer *explorer, unsigned kind)
{
    const struct scene *scene = &explorer->scene;

    switch (kind) {
#define CHOICE_COUNT(constant, word, count, ...) \
    case constant:                               \
        return count;
        CHOICES(CHOICE_COUNT)
#undef CHOICE_COUNT
    default:
        return 0;
    }
}

static const char *name_of(struct explorer *explorer, struct choice choice)
{
    const struct scene *scene = &explorer->scene;
    size_t i = choice.index;

    switch (choice.kind) {
#define CHOICE_NAME(constant, word, count, name, ...) \
    case constant:                                    \
        return name;
        CHOICES(CHOICE_NAME)
#undef CHOICE_NAME
    default:
        return "";
    }
}

static size_t present(struct explorer *explorer, unsigned kind)
{
    const struct scene *scene = &explorer->scene;
    const struct view_state *state = explorer_state(explorer);

    switch (kind) {
#define CHOICE_PRESENT(constant, word, count, name, now, choose) \
    case constant:                                               \
        return (size_t)(now);
        CHOICES(CHOICE_PRESENT)
#undef CHOICE_PRESENT
    default:
        return SIZE_MAX;
    }
}

void explorer_choose(struct explorer *explorer, struct choice choice)
{
    struct scene *scene = &explorer->scene;
    struct view_state *state = explorer_state(explorer);
    size_t i = choice.index;

    switch (choice.kind) {
#define CHOICE_CHOOSE(constant, word, count, name, now, choose) \
    case constant:                                              \
        choose;                                                 \
        break;
        CHOICES(CHOICE_CHOOSE)
#undef CHOICE_CHOOSE
    default:
        return;
    }
    explorer_follow_scene(explorer);
}

const char *explorer_choice_text(struct explorer *explorer, struct choice choice, bool with_word, char *text,
                                 size_t size)
{
    const char *word = kind_words[choice.kind], *name = name_of(explorer, choice);

    if (!with_word || !*word)
        return name;
    snprintf(text, size, "%s %s", word, name);
    return text;
}

/* Its group, its attributes, how many checkpoints it has. */
static void describe_network(const struct network *network, char *text, size_t size)
{
    size_t used = network->group ? (size_t)snprintf(text, size, "%s   ", network->group) : 0;

    for (size_t i = 0; i < network->attribute_count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s %g   ", network->attributes[i].name,
                                 network->attributes[i].value);
    if (used < size)
        snprintf(text + used, size - used, "%zu checkpoint%s", network->checkpoint_count,
                 network->checkpoint_count == 1 ? "" : "s");
}

const char *explorer_choice_note(struct explorer *explorer, struct choice choice, char *text, size_t size)
{
    char keys[64];

    *text = '\0';
    if (choice.kind == CHOICE_VIEW)
        return views[nth_view(choice.index)].about;
    if (choice.kind == CHOICE_FORM)
        return views[view_step(explorer->scene.view, 0) + choice.index].about;
    if (choice.kind == CHOICE_MEASURE)
        return measure_title((enum measure)choice.index);
    if (choice.kind == CHOICE_NETWORK_A || choice.kind == CHOICE_NETWORK_B)
        describe_network(&explorer->scene.experiment->networks[choice.index], text, size);
    if (choice.kind == CHOICE_ACTION) {
        keymap_keys(&explorer->keymap, (enum action)choice.index, explorer->look.unicode, keys, sizeof keys);
        snprintf(text, size, "%s%s%s", actions[choice.index].help, *keys ? "   " : "", keys);
    }
    return text;
}

struct choice *explorer_choices(struct explorer *explorer, enum question question, size_t *count, size_t *selected)
{
    unsigned from = question == ASK_NETWORK_A   ? CHOICE_NETWORK_A
                    : question == ASK_NETWORK_B ? CHOICE_NETWORK_B
                    : question == ASK_TARGET    ? CHOICE_TARGET
                                                : 0;
    unsigned to = question == ASK_COMMAND ? CHOICE_KINDS : from + 1;
    struct choice *choices;
    size_t room = 0;

    for (unsigned kind = from; kind < to; kind++)
        room += count_of(explorer, kind);
    choices = malloc((room + 1) * sizeof *choices);
    *count = 0;
    for (unsigned kind = from; choices && kind < to; kind++)
        for (size_t i = 0; i < count_of(explorer, kind); i++)
            choices[(*count)++] = (struct choice){kind, i};
    *selected = question == ASK_COMMAND ? 0 : present(explorer, from);
    return choices;
}
