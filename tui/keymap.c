#include "tui/keymap.h"

#include <stdio.h>
#include <string.h>

#include "config/nearest.h"
#include "tui/text.h"

static const struct {
    int key;
    const char *name;
} names[] = {
#define KEY_ROW(constant, name) {constant, name},
    KEYS(KEY_ROW)
#undef KEY_ROW
};

int key_parse(const char *word)
{
    struct text_reader reader = {.next = word};
    char32_t character;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(word, names[i].name) == 0)
            return names[i].key == INPUT_SPACE ? ' ' : names[i].key;
    if (strncmp(word, "Ctrl-", 5) == 0 && word[5] >= 'A' && word[5] <= 'Z' && !word[6])
        return word[5] - 'A' + 1;
    character = text_next(&reader);
    return *reader.next == '\0' && !reader.held ? (int)character : 0;
}

static void unbind(struct keymap *keymap, enum action action)
{
    size_t kept = 0;

    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->bindings[i].action != action)
            keymap->bindings[kept++] = keymap->bindings[i];
    keymap->count = kept;
}

/* A key stands for one action: the latest, so that the user's win over the table's and the help does not say
 * otherwise. */
static void bind(struct keymap *keymap, int key, enum action action)
{
    size_t kept = 0;

    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->bindings[i].key != key)
            keymap->bindings[kept++] = keymap->bindings[i];
    keymap->count = kept;
    if (keymap->count == KEYMAP_MAX)
        return;
    keymap->bindings[keymap->count].key = key;
    keymap->bindings[keymap->count++].action = action;
}

/* Binds the words of a list of keys. */
static void bind_words(struct keymap *keymap, const char *words, enum action action)
{
    char word[32];

    while (*words) {
        size_t length = strcspn(words, " ");

        if (length > 0 && length < sizeof word) {
            memcpy(word, words, length);
            word[length] = '\0';
            bind(keymap, key_parse(word), action);
        }
        words += length + (words[length] == ' ');
    }
}

static enum action action_named(const char *name, struct place place, struct diagnostics *diagnostics)
{
    struct nearest nearest = nearest_to(name);

    for (int action = 0; action < ACTION_COUNT; action++) {
        if (strcmp(name, actions[action].name) == 0)
            return action;
        nearest_offer(&nearest, actions[action].name);
    }
    if (nearest.found)
        diagnostics_add(diagnostics, place, "no action '%s'; did you mean '%s'?", name, nearest.found);
    else
        diagnostics_add(diagnostics, place, "no action '%s'; the help screen (?) lists them", name);
    return ACTION_NONE;
}

static void apply_settings(struct keymap *keymap, const struct settings *settings,
                           struct diagnostics *diagnostics)
{
    bool replaced[ACTION_COUNT] = {false};

    for (size_t i = 0; i < settings->key_count; i++) {
        const struct key_setting *setting = &settings->keys[i];
        enum action action = action_named(setting->action, setting->place, diagnostics);
        int key = key_parse(setting->key);

        if (action == ACTION_NONE)
            continue;
        if (key == 0) {
            diagnostics_add(diagnostics, setting->place,
                            "no key '%s'; write a character, Ctrl-A or a name as Up", setting->key);
            continue;
        }
        if (!replaced[action])
            unbind(keymap, action);
        replaced[action] = true;
        bind(keymap, key, action);
    }
}

void keymap_init(struct keymap *keymap, const struct settings *settings, struct diagnostics *diagnostics)
{
    keymap->count = 0;
    for (int action = 0; action < ACTION_COUNT; action++)
        bind_words(keymap, actions[action].keys, action);
    if (settings)
        apply_settings(keymap, settings, diagnostics);
}

enum action keymap_find(const struct keymap *keymap, int key)
{
    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->bindings[i].key == key)
            return keymap->bindings[i].action;
    return ACTION_NONE;
}

static void key_name(int key, bool unicode, char *text, size_t size)
{
    static const char *const arrows[] = {"↑", "↓", "←", "→", "Shift-↑", "Shift-↓", "Shift-←", "Shift-→"};
    char character[8];

    if (unicode && key >= INPUT_UP && key <= INPUT_SHIFT_RIGHT) {
        snprintf(text, size, "%s", arrows[key - INPUT_UP]);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].key == (key == ' ' ? INPUT_SPACE : key)) {
            snprintf(text, size, "%s", names[i].name);
            return;
        }
    if (key > 0 && key <= 26) {
        snprintf(text, size, "Ctrl-%c", 'A' + key - 1);
        return;
    }
    text_encode((char32_t)key, character);
    snprintf(text, size, "%s", character);
}

void keymap_keys(const struct keymap *keymap, enum action action, bool unicode, char *text, size_t size)
{
    size_t used = 0;
    char name[32];

    text[0] = '\0';
    for (size_t i = 0; i < keymap->count && used < size; i++)
        if (keymap->bindings[i].action == action) {
            key_name(keymap->bindings[i].key, unicode, name, sizeof name);
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "", name);
        }
}
