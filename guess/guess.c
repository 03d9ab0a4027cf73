#include "guess/guess.h"

#include <stdlib.h>
#include <string.h>

#include "config/memory.h"
#include "config/text_file.h"
#include "guess/question.h"

/* Readings closer than this are both worth a question. */
#define CERTAIN_BY 3
/* Readings further behind are worth none. */
#define LIKELY_BY 10

void question_add(struct question *question, char *value, char *meaning)
{
    bool known = question->count == ANSWERS_MOST;

    for (size_t i = 0; i < question->count && !known; i++)
        known = strcmp(question->answers[i].value, value) == 0;
    if (known) {
        free(value);
        free(meaning);
    } else {
        question->answers[question->count++] = (struct answer){value, meaning};
    }
}

void question_free(struct question *question)
{
    for (size_t i = 0; i < question->count; i++) {
        free(question->answers[i].value);
        free(question->answers[i].meaning);
    }
    free(question->about);
    *question = (struct question){0};
}

static void leave_out(struct unused *unused, const struct cca_entry *entry)
{
    unused->first = unused->first ? unused->first : entry;
    unused->count++;
}

bool guess_can_say(const char *text, size_t left)
{
    size_t size;
    bool visible = false;
    uint32_t character;

    for (; left > 0; text += size, left -= size) {
        if (!(size = utf8_decode(text, left, &character)) || (*text == '/' && !visible))
            return false;
        visible = *text != '/' && (visible || !strchr(" \t\r\n", *text));
    }
    return visible;
}

/* The entries that can be described, malloc'ed. */
static const struct cca_entry **choose_entries(const struct cca_entry *entries, size_t count,
                                               struct guess *guess, size_t *chosen)
{
    const struct cca_entry **list = memory_allocate(count, sizeof *list);

    *chosen = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].info.dimensions < 2)
            leave_out(&guess->flat, &entries[i]);
        else if (!guess_can_say(entries[i].path, cca_array_stem(entries[i].path)) ||
                 (entries[i].member && !guess_can_say(entries[i].member, strlen(entries[i].member))))
            leave_out(&guess->unnamed, &entries[i]);
        else
            list[(*chosen)++] = &entries[i];
    return list;
}

/* What is named in another way than those that were chosen. Both lists are in the same order. */
static void find_strays(const struct cca_entry *const *entries, size_t count, struct guess *guess)
{
    size_t at = 0;

    for (size_t i = 0; i < count; i++)
        if (at < guess->named.count && guess->named.entries[at] == entries[i])
            at++;
        else
            leave_out(&guess->strays, entries[i]);
}

/* "gen-1/step100/conv1.npy: network gen-1, checkpoint 100, layer conv1" */
static char *describe_reading(const struct named *named, const struct reading *reading)
{
    static const char *const roles[] = {"network", "checkpoint", "layer"};
    struct text_buffer text = {0};
    const struct cca_entry *entry = named->entries[0];

    text_buffer_append(&text, entry->path, strlen(entry->path));
    if (entry->member) {
        text_buffer_append(&text, "#", 1);
        text_buffer_append(&text, entry->member, strlen(entry->member));
    }
    for (int role = 0, said = 0; role < ROLE_COUNT; role++) {
        struct span span = role_span(&named->names, reading, (enum role)role, 0);
        char *part;

        if (span.start == span.end)
            continue;
        part = memory_format("%s%s %.*s", said++ ? ", " : ": ", roles[role], (int)(span.end - span.start),
                             named->list[0].text + span.start);
        text_buffer_append(&text, part, strlen(part));
        free(part);
    }
    return text.text;
}

bool guess_names(const struct cca_entry *entries, size_t count, const char *title, struct guess *guess)
{
    size_t usable;
    const struct cca_entry **list = choose_entries(entries, count, guess, &usable);
    struct named *named = &guess->named;

    guess->title = title;
    named_choose(list, usable, named);
    find_strays(list, usable, guess);
    free(list);
    guess->reading.about = memory_duplicate("What do the names stand for?");
    for (size_t i = 0; i < named->reading_count; i++) {
        size_t before = guess->reading.count;

        if (named->readings[0].points - named->readings[i].points > LIKELY_BY)
            break;
        question_add(&guess->reading, role_template(&named->names, &named->readings[i], named->suffix),
                     describe_reading(named, &named->readings[i]));
        if (guess->reading.count > before) /* else two readings come to the same template */
            named->readings[before] = named->readings[i];
    }
    named->reading_count = guess->reading.count;
    guess->reading.certain =
        named->reading_count < 2 || named->readings[0].points - named->readings[1].points >= CERTAIN_BY;
    return named->reading_count > 0;
}

void guess_free(struct guess *guess)
{
    for (size_t i = 0; i < guess->network_count; i++)
        network_free(&guess->networks[i]);
    for (size_t i = 0; i < guess->layer_count; i++)
        free(guess->layers[i].name);
    for (int i = 0; i <= MAX_DIMENSIONS; i++)
        question_free(&guess->axes[i]);
    question_free(&guess->samples);
    question_free(&guess->reading);
    free(guess->networks);
    free(guess->layers);
    named_free(&guess->named);
    *guess = (struct guess){0};
}
