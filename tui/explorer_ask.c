/* What the last line asks for: a name to look for, a filter, a file, a choice from a list, a command. */
#include <stdlib.h>
#include <string.h>

#include "tui/explorer_private.h"
#include "tui/style.h"

/* A list takes no more rows than this: one still sees what one chooses for. */
#define LIST_ROWS 12

/* What is asked, by question. */
static const struct {
    enum action action;
    const char *label, *title; /* with a title there is a list */
    const char *hint;
} questions[] = {
    [ASK_FIND] = {ACTION_FIND, "/", NULL, "words, a|b, !not, *; then n and N go on"},
    [ASK_FILTER] = {ACTION_FILTER, "show only ", NULL, "words, a|b, !not, *; nothing shows all"},
    [ASK_SAVE] = {ACTION_SAVE, "save as ", NULL, "ends in .svg, .csv or .txt"},
    [ASK_COMMAND] = {ACTION_COMMAND, ":", "commands", ""},
    [ASK_NETWORK_A] = {ACTION_CHOOSE_A, "A ", "network A", ""},
    [ASK_NETWORK_B] = {ACTION_CHOOSE_B, "B ", "network B", ""},
    [ASK_TARGET] = {ACTION_CHOOSE_B, "target ", "targets", ""}, /* where B is one */
};
#define QUESTIONS (sizeof questions / sizeof *questions)

static const char *item_text(void *context, size_t item, char *buffer, size_t size)
{
    struct explorer *explorer = context;

    return explorer_choice_text(explorer, explorer->asking.choices[item],
                                explorer->asking.question == ASK_COMMAND, buffer, size);
}

static const char *item_note(void *context, size_t item, char *buffer, size_t size)
{
    struct explorer *explorer = context;

    return explorer_choice_note(explorer, explorer->asking.choices[item], buffer, size);
}

static struct picker_source source_of(struct explorer *explorer)
{
    return (struct picker_source){explorer->asking.choice_count, item_text, item_note, explorer};
}

static void close_question(struct explorer *explorer)
{
    picker_close(&explorer->asking.picker);
    free(explorer->asking.choices);
    explorer->asking = (struct asking){0};
}

/* The file saved last, or "layers-pwcca.svg". */
static void propose_file(struct explorer *explorer)
{
    char name[PROMPT_SIZE];

    if (*explorer->saved) {
        prompt_set(&explorer->asking.picker.prompt, explorer->saved);
        return;
    }
    snprintf(name, sizeof name, "%s-%s.svg", views[explorer->scene.view].name,
             measure_name(explorer->scene.measure));
    prompt_set(&explorer->asking.picker.prompt, name);
}

static void open_question(struct explorer *explorer, enum question question)
{
    const struct view_state *state = explorer_state(explorer);
    struct asking *asking = &explorer->asking;
    struct picker_source source;
    size_t selected = SIZE_MAX;

    close_question(explorer);
    asking->question = question;
    asking->row = state->row;
    asking->column = state->column;
    if (questions[question].title)
        asking->choices = explorer_choices(explorer, question, &asking->choice_count, &selected);
    source = source_of(explorer);
    picker_open(&asking->picker, &source, selected);
    if (question == ASK_FILTER) {
        strcpy(asking->before, explorer->filters[explorer->scene.view]);
        prompt_set(&asking->picker.prompt, asking->before);
    } else if (question == ASK_SAVE) {
        propose_file(explorer);
    }
}

bool explorer_ask(struct explorer *explorer, enum action action)
{
    if (action == ACTION_CHOOSE_B && views[explorer->scene.view].end == END_TARGET) {
        open_question(explorer, ASK_TARGET);
        return true;
    }
    for (size_t i = ASK_FIND; i < QUESTIONS; i++)
        if (questions[i].action == action) {
            open_question(explorer, (enum question)i);
            return true;
        }
    return false;
}

/* Told while one types, and gone with the next key: no message to keep. */
static void tell_no_match(struct explorer *explorer, const char *pattern)
{
    snprintf(explorer->message, sizeof explorer->message, "no name here matches %s", pattern);
    explorer->message_warns = true;
}

/* From where one was: the first name that matches so far, or all that do. */
static void edited(struct explorer *explorer)
{
    struct view_state *state = explorer_state(explorer);
    const struct asking *asking = &explorer->asking;
    const char *pattern = asking->picker.prompt.text;
    bool found = true;

    if (asking->question != ASK_FIND && asking->question != ASK_FILTER)
        return;
    state->row = asking->row;
    state->column = asking->column;
    if (asking->question == ASK_FILTER)
        found = explorer_filter(explorer, pattern);
    else if (*pattern)
        found = explorer_find_name(explorer, pattern, 0, true);
    if (!found) { /* what matched before is still shown */
        explorer_clamp_cursor(explorer);
        tell_no_match(explorer, pattern);
    }
}

/* As it was before the question. */
static void leave(struct explorer *explorer)
{
    struct view_state *state = explorer_state(explorer);

    if (explorer->asking.question == ASK_FILTER)
        explorer_filter(explorer, explorer->asking.before);
    if (explorer->asking.question == ASK_FILTER || explorer->asking.question == ASK_FIND) {
        state->row = explorer->asking.row;
        state->column = explorer->asking.column;
        explorer_clamp_cursor(explorer);
    }
    close_question(explorer);
}

/* Looks for what was typed; nothing: for the same as the last time. */
static void look_for(struct explorer *explorer, const char *typed)
{
    if (*typed)
        prompt_copy(explorer->pattern, typed);
    if (!*explorer->pattern)
        return;
    if (!explorer_find_name(explorer, explorer->pattern, *typed ? 0 : 1, false))
        explorer_warn(explorer, "no name here matches %s", explorer->pattern);
}

static void show_only(struct explorer *explorer, const char *typed)
{
    char *filter = explorer->filters[explorer->scene.view];

    if (explorer_filter(explorer, typed)) {
        prompt_copy(filter, typed);
        return;
    }
    explorer_filter(explorer, filter);
    explorer_warn(explorer, "no name here matches %s", typed);
}

/* Commands that a text follows. */
static bool command_with_text(struct explorer *explorer, const char *typed)
{
    static const struct {
        const char *word;
        void (*run)(struct explorer *explorer, const char *text);
    } commands[] = {{"find ", look_for}, {"filter ", show_only}, {"save ", explorer_save}};

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strncmp(typed, commands[i].word, strlen(commands[i].word)) == 0) {
            commands[i].run(explorer, typed + strlen(commands[i].word));
            return true;
        }
    return false;
}

bool explorer_command(struct explorer *explorer, const char *text)
{
    size_t count, selected;
    struct choice *choices = explorer_choices(explorer, ASK_COMMAND, &count, &selected);
    bool found = command_with_text(explorer, text);
    char buffer[300];

    for (size_t i = 0; choices && !found && i < count; i++)
        if (strcmp(explorer_choice_text(explorer, choices[i], true, buffer, sizeof buffer), text) == 0) {
            explorer_choose(explorer, choices[i]);
            found = true;
        }
    free(choices);
    return found;
}

void explorer_conclude(struct explorer *explorer)
{
    const struct asking *asking = &explorer->asking;
    enum question question = asking->question;
    size_t item = picker_item(&asking->picker);
    struct choice choice = item < asking->choice_count ? asking->choices[item] : (struct choice){0};
    bool chosen = item < asking->choice_count;
    char typed[PROMPT_SIZE];

    strcpy(typed, asking->picker.prompt.text);
    if (question == ASK_FIND) { /* from where one was, as while typing */
        explorer_state(explorer)->row = asking->row;
        explorer_state(explorer)->column = asking->column;
    }
    close_question(explorer); /* first: a command may ask another */
    if (question == ASK_FIND)
        look_for(explorer, typed);
    else if (question == ASK_FILTER)
        show_only(explorer, typed);
    else if (question == ASK_SAVE)
        explorer_save(explorer, typed);
    else if (question == ASK_COMMAND && command_with_text(explorer, typed))
        return;
    else if (chosen)
        explorer_choose(explorer, choice);
    else
        explorer_warn(explorer, "there is no %s", typed);
}

void explorer_answer(struct explorer *explorer, int key)
{
    struct picker_source source = source_of(explorer);

    if (questions[explorer->asking.question].title) {
        switch (picker_key(&explorer->asking.picker, &source, key)) {
        case PICKER_CHOSEN:
            explorer_conclude(explorer);
            break;
        case PICKER_LEFT:
            leave(explorer);
            break;
        default:
            break;
        }
        return;
    }
    switch (prompt_key(&explorer->asking.picker.prompt, key)) {
    case PROMPT_ENTERED:
        explorer_conclude(explorer);
        break;
    case PROMPT_LEFT:
        leave(explorer);
        break;
    case PROMPT_EDITED:
        edited(explorer);
        break;
    default:
        break;
    }
}

void explorer_draw_question(struct explorer *explorer, struct canvas *canvas)
{
    struct asking *asking = &explorer->asking;
    struct picker_source source = source_of(explorer);
    int rows = canvas->rows - 2 < LIST_ROWS + 2 ? canvas->rows - 2 : LIST_ROWS + 2;
    struct rectangle area = {1, canvas->rows - rows, canvas->columns - 2, rows};
    struct rectangle line = {1, canvas->rows - 1, canvas->columns - 2, 1};

    if (questions[asking->question].title)
        asking->list = picker_draw(canvas, &explorer->look, area, questions[asking->question].title,
                                   questions[asking->question].label, &asking->picker, &source);
    else
        prompt_draw(canvas, line, questions[asking->question].label, &asking->picker.prompt,
                    questions[asking->question].hint);
}
