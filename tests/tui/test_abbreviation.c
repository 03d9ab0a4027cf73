/* Names of an axis in little room. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tui/abbreviation.h"
#include "tui/text.h"

struct names {
    const char *const *list;
};

static const char *listed(const void *context, size_t index)
{
    return ((const struct names *)context)->list[index];
}

static void expect(const char *const *names, size_t count, int width, bool unicode,
                   const char *const *expected)
{
    struct names context = {names};
    struct abbreviation abbreviation = abbreviation_for(listed, &context, count, width, unicode);

    for (size_t i = 0; i < count; i++) {
        char text[200];
        int columns = abbreviate(text, sizeof text, names[i], &abbreviation);

        cr_expect_str_eq(text, expected[i], "'%s' for '%s', not '%s'", text, names[i], expected[i]);
        cr_expect_leq(columns, width);
        cr_expect_eq(columns, text_columns(text));
    }
}

Test(abbreviation, short_names_stay)
{
    static const char *const names[] = {"conv1", "fc", ""};

    expect(names, 3, 5, true, names);
}

Test(abbreviation, cuts_in_the_middle)
{
    static const char *const names[] = {"generalizing-network-7", "generalizing-network-8", "short"};
    static const char *const cut[] = {"gener…rk-7", "gener…rk-8", "short"};

    expect(names, 3, 10, true, cut);
}

/* Where the middle is what differs, the ends give way. */
Test(abbreviation, keeps_what_differs)
{
    static const char *const middle[] = {"encoder.block.3.attention.query.weight",
                                         "encoder.block.4.attention.query.weight",
                                         "encoder.block.4.attention.value.weight"};
    static const char *const kept[] = {"…3.attention.query…", "…4.attention.query…", "…4.attention.value…"};
    static const char *const ascii[] = {"~3.attention.query~", "~4.attention.query~", "~4.attention.value~"};
    static const char *const narrow[] = {"…3.a…ery…", "…4.a…ery…", "…4.a…lue…"};
    static const char *const head[] = {"layer.norm.1.before", "layer.norm.2.before", "layer.norm.3.before"};
    static const char *const tail[] = {"…1…", "…2…", "…3…"};

    expect(middle, 3, 19, true, kept);
    expect(middle, 3, 19, false, ascii);
    expect(middle, 3, 9, true, narrow);
    expect(head, 3, 6, true, tail);
}

Test(abbreviation, wide_and_hostile_names_stay_whole)
{
    static const char *const names[] = {"層層層一層層層層", "層層層二層層層層", "\033[2Jx"};
    static const char *const cut[] = {"…一…", "…二…", "^[[2Jx"};

    expect(names, 3, 6, true, cut);
}

/* A thousand names at any width: never wider, never harmful, and as many different ones as there can be. */
static const char *numbered(const void *context, size_t index)
{
    static char text[2][60];
    static int turn;

    turn = !turn;
    snprintf(text[turn], sizeof text[turn], "%s%zu.weight", (const char *)context, index);
    return text[turn];
}

Test(abbreviation, tells_a_thousand_apart)
{
    for (int width = 0; width < 30; width++) {
        struct abbreviation abbreviation = abbreviation_for(numbered, "model.layers.", 1000, width, true);
        char text[200], last[200] = "";

        for (size_t i = 0; i < 1000; i++) {
            int columns = abbreviate(text, sizeof text, numbered("model.layers.", i), &abbreviation);

            cr_assert_leq(columns, width);
            if (width >= 6 && i > 0)
                cr_assert_str_neq(text, last, "at %d: %s", width, text);
            strcpy(last, text);
        }
    }
}
