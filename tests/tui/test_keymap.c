/* Keys: the table of actions, names of keys, and the user's settings. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tui/keymap.h"
#include "tui/view.h"

static struct keymap defaults(void)
{
    struct keymap keymap;

    keymap_init(&keymap, NULL, NULL);
    return keymap;
}

Test(keymap, every_action_has_its_keys_a_name_and_help)
{
    struct keymap keymap = defaults();
    char keys[64];

    for (int action = 0; action < ACTION_COUNT; action++) {
        keymap_keys(&keymap, (enum action)action, false, keys, sizeof keys);
        cr_expect_str_eq(keys, actions[action].keys);
        cr_expect_str_neq(actions[action].help, "");
        for (int other = 0; other < action; other++)
            cr_expect_str_neq(actions[action].name, actions[other].name);
    }
}

Test(keymap, no_two_actions_share_a_key)
{
    struct keymap keymap = defaults();

    for (size_t i = 0; i < keymap.count; i++) {
        cr_expect_neq(keymap.bindings[i].key, 0, "a key of %s", actions[keymap.bindings[i].action].name);
        cr_expect_eq(keymap_find(&keymap, keymap.bindings[i].key), keymap.bindings[i].action);
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(keymap.bindings[i].key, keymap.bindings[j].key, "%s and %s",
                          actions[keymap.bindings[i].action].name, actions[keymap.bindings[j].action].name);
    }
    cr_expect_eq(keymap_find(&keymap, 'Q'), ACTION_NONE);
    cr_expect_eq(keymap_find(&keymap, 0), ACTION_NONE);
}

Test(keymap, every_view_has_its_number)
{
    struct keymap keymap = defaults();

    int number = 0;

    for (int view = 0; view < VIEW_COUNT; view++) {
        enum action action = (enum action)(ACTION_VIEW_1 + number);

        if (!view_is_usual((enum view_id)view))
            continue;
        if (number < 9) /* there are no more digits: others are chosen by name */
            cr_assert_eq(keymap_find(&keymap, '1' + number), action);
        cr_expect_str_eq(actions[action].help, views[view].name);
        number++;
    }
}

Test(keymap, words_name_keys)
{
    static const struct {
        const char *word;
        int key;
    } cases[] = {
        {"j", 'j'},
        {"?", '?'},
        {"é", 0xe9},
        {"層", 0x5c64},
        {"Up", INPUT_UP},
        {"Space", ' '},
        {" ", ' '},
        {"Ctrl-A", 1},
        {"Ctrl-Z", 26},
        {"Ctrl-L", 12},
        {"", 0},
        {"jj", 0},
        {"up", 0},
        {"Ctrl-", 0},
        {"Ctrl-a", 0},
        {"Ctrl-AB", 0},
        {"Ctrl-1", 0},
        {"F1", 0},
        {"BackTab", INPUT_BACK_TAB},
        {"\x01", 0},
        {"\033", 0},
        {"\x7f", 0},
        {"é ", 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(key_parse(cases[i].word), cases[i].key, "'%s' is %x", cases[i].word,
                     (unsigned)key_parse(cases[i].word));
}

/* What the help calls a key is how the settings call it. */
Test(keymap, names_of_keys_come_back)
{
    static const int keys[] = {
#define KEY_ITEM(constant, name) constant,
        KEYS(KEY_ITEM)
#undef KEY_ITEM
            'a',
        '~',
        1,
        2,
        7,
        11,
        12,
        26,
        0xe9,
        0x5c64};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct keymap keymap = {.bindings = {{keys[i], ACTION_QUIT}}, .count = 1};
        int expected = keys[i] == INPUT_SPACE ? ' ' : keys[i];
        char text[64];

        keymap_keys(&keymap, ACTION_QUIT, false, text, sizeof text);
        cr_expect_eq(key_parse(text), expected, "%x is '%s'", (unsigned)keys[i], text);
    }
}

Test(keymap, a_bound_blank_can_be_seen)
{
    struct keymap keymap = {.bindings = {{' ', ACTION_OPEN}}, .count = 1};
    char text[64];

    keymap_keys(&keymap, ACTION_OPEN, true, text, sizeof text);
    cr_expect_str_eq(text, "Space");
}

static struct keymap with_settings(const char *text, struct diagnostics *diagnostics)
{
    struct settings settings;
    struct keymap keymap;

    settings_parse(text, strlen(text), &settings, diagnostics);
    cr_expect_eq(diagnostics->count, 0, "%s", text);
    keymap_init(&keymap, &settings, diagnostics);
    settings_free(&settings);
    return keymap;
}

Test(keymap, settings_replace_an_actions_keys)
{
    struct diagnostics diagnostics = {0};
    struct keymap keymap = with_settings("keys: {quit: Q, down: [n, Ctrl-N]}\n", &diagnostics);
    char keys[64];

    cr_expect_eq(diagnostics.count, 0);
    cr_expect_eq(keymap_find(&keymap, 'Q'), ACTION_QUIT);
    cr_expect_eq(keymap_find(&keymap, 'q'), ACTION_NONE);
    cr_expect_eq(keymap_find(&keymap, 'n'), ACTION_DOWN);
    cr_expect_eq(keymap_find(&keymap, 14), ACTION_DOWN);
    cr_expect_eq(keymap_find(&keymap, 'j'), ACTION_NONE);
    cr_expect_eq(keymap_find(&keymap, 'k'), ACTION_UP);
    keymap_keys(&keymap, ACTION_DOWN, false, keys, sizeof keys);
    cr_expect_str_eq(keys, "n Ctrl-N");
}

/* A key taken from another action is its no longer, and the help does not say so either. */
Test(keymap, a_key_of_the_users_is_taken_from_its_former_action)
{
    struct diagnostics diagnostics = {0};
    struct keymap keymap = with_settings("keys: {quit: m}\n", &diagnostics);
    char keys[64];

    cr_expect_eq(keymap_find(&keymap, 'm'), ACTION_QUIT);
    keymap_keys(&keymap, ACTION_NEXT_MEASURE, false, keys, sizeof keys);
    cr_expect_str_eq(keys, "");
}

Test(keymap, errors_name_what_is_wrong_and_keep_the_rest)
{
    struct diagnostics diagnostics = {0};
    struct keymap keymap = with_settings("keys: {quiet: x, down: NoKey, up: u}\n", &diagnostics);

    cr_assert_eq(diagnostics.count, 2);
    cr_expect_str_eq(diagnostics.list[0].text, "no action 'quiet'; did you mean 'quit'?");
    cr_expect(strstr(diagnostics.list[1].text, "no key 'NoKey'"));
    cr_expect_eq(diagnostics.list[1].place.line, 1);
    cr_expect_eq(keymap_find(&keymap, 'u'), ACTION_UP);
    cr_expect_eq(keymap_find(&keymap, 'j'), ACTION_DOWN, "an unknown key takes nothing away");
    diagnostics_free(&diagnostics);
}

Test(keymap, more_keys_than_there_is_room_for_do_no_harm)
{
    char text[4000] = "keys: {quit: [a";
    struct diagnostics diagnostics = {0};
    struct keymap keymap;

    for (int i = 0; i < 400; i++)
        strcat(text, ", b");
    strcat(text, "]}\n");
    keymap = with_settings(text, &diagnostics);
    cr_expect_leq(keymap.count, KEYMAP_MAX);
    cr_expect_eq(keymap_find(&keymap, 'a'), ACTION_QUIT);
    diagnostics_free(&diagnostics);
}

Test(keymap, a_short_buffer_is_not_overrun)
{
    struct keymap keymap = defaults();
    char text[8] = "xxxxxxx";

    for (size_t size = 1; size < sizeof text; size++) {
        keymap_keys(&keymap, ACTION_PAGE_DOWN, false, text, size);
        cr_expect_eq(strlen(text), size - 1);
    }
}
