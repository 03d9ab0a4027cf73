/* Numbers, near misses, names of measures and palettes, lists of errors. */
#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/diagnostics.h"
#include "config/measure.h"
#include "config/memory.h"
#include "config/names.h"
#include "config/nearest.h"
#include "config/number.h"
#include "config/palette.h"

Test(number, whole)
{
    static const char *const refused[] = {
        "", " 1", "1 ", "1.0", "0x1", "1_0", "one", "9223372036854775808", "--1", "-", "+"};
    int64_t value = 7;

    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        cr_expect_not(number_parse_integer(refused[i], &value), "%s", refused[i]);
    cr_expect_eq(value, 7);
    cr_expect(number_parse_integer("9223372036854775807", &value) && value == INT64_MAX);
    cr_expect(number_parse_integer("-9223372036854775808", &value) && value == INT64_MIN);
    cr_expect_not(number_parse_integer("-9223372036854775809", &value));
    cr_expect(number_parse_integer("-0", &value) && value == 0);
    cr_expect(number_parse_integer("+12", &value) && value == 12);
}

Test(number, without_sign)
{
    uint64_t value = 7;

    cr_expect(number_parse_unsigned("18446744073709551615", &value) && value == UINT64_MAX);
    cr_expect_not(number_parse_unsigned("18446744073709551616", &value));
    cr_expect_not(number_parse_unsigned("28446744073709551615", &value));
    cr_expect_not(number_parse_unsigned("-1", &value));
    cr_expect(number_parse_unsigned("007", &value) && value == 7);
}

Test(number, with_fraction)
{
    static const char *const refused[] = {"",   ".",  "nan", ".nan", "inf", "1e999", "-1e999", "0x1p3",
                                          " 1", "1 ", "1,5", "1e",   "1e+", "1.2.3", "1f",     "-"};
    double value = 7;

    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        cr_expect_not(number_parse_double(refused[i], &value), "%s", refused[i]);
    cr_expect_eq(value, 7);
    cr_expect(number_parse_double("-.5", &value) && value == -0.5);
    cr_expect(number_parse_double("5.", &value) && value == 5);
    cr_expect(number_parse_double("+1e-3", &value) && value == 1e-3);
    cr_expect(number_parse_double("1e-999", &value) && value == 0);
}

/* The program sets the user's locale; where that has a decimal comma, numbers are still written with a point.
 */
Test(number, the_locale_does_not_matter)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    double value;

    for (size_t i = 0; i < sizeof(locales) / sizeof(*locales); i++) {
        setlocale(LC_ALL, locales[i]);
        cr_expect(number_parse_double("0.5", &value) && value == 0.5);
        cr_expect_not(number_parse_double("0,5", &value));
    }
    setlocale(LC_ALL, "C");
}

static const char *find(const char *typed)
{
    static const char *const words[] = {"title", "measure", "palette", "networks", "on", "x"};
    struct nearest nearest = nearest_to(typed);

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        nearest_offer(&nearest, words[i]);
    return nearest.found;
}

Test(nearest, words)
{
    static const char *const pairs[][2] = {
        {"mesure", "measure"}, {"MEASURE", "measure"}, {"maesure", "measure"},
        {"palet", "palette"},  {"titel", "title"},     {"network", "networks"},
        {"no", "on"},          {"axes", NULL},         {"", NULL},
        {"y", NULL},           {"colour", NULL},
    };
    char *endless = memory_allocate(100001, 1);

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        const char *found = find(pairs[i][0]);

        if (pairs[i][1])
            cr_expect(found && strcmp(found, pairs[i][1]) == 0, "%s: %s", pairs[i][0],
                      found ? found : "nothing");
        else
            cr_expect_null(found, "%s: %s", pairs[i][0], found ? found : "");
    }
    memset(endless, 'x', 100000);
    cr_expect_null(find(endless));
    free(endless);
}

Test(words, measures_and_palettes)
{
    enum measure measure;
    enum palette palette;

    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        cr_expect(measure_parse(measure_name((enum measure)i), &measure) && measure == (enum measure)i);
        cr_expect(*measure_title((enum measure)i));
    }
    for (unsigned i = 0; i < PALETTE_COUNT; i++)
        cr_expect(palette_parse(palette_name((enum palette)i), &palette) && palette == (enum palette)i);
    cr_expect_not(measure_parse("CCA", &measure));
    cr_expect_not(palette_parse("", &palette));
}

Test(diagnostics, sorting_keeps_the_order_of_a_place)
{
    struct diagnostics diagnostics = {0};
    static const char *const sorted[] = {"none", "first", "second", "same", "last"};

    diagnostics_add(&diagnostics, (struct place){2, 5}, "same");
    diagnostics_add(&diagnostics, (struct place){9, 1}, "last");
    diagnostics_add(&diagnostics, (struct place){2, 1}, "%s", "first");
    diagnostics_add(&diagnostics, (struct place){2, 1}, "second");
    diagnostics_add(&diagnostics, (struct place){2, 1}, "first");
    diagnostics_add(&diagnostics, (struct place){0, 0}, "none");
    diagnostics_add(&diagnostics, (struct place){2, 5}, "same");
    diagnostics_sort(&diagnostics);
    cr_assert_eq(diagnostics.count, 5);
    for (size_t i = 0; i < 5; i++)
        cr_expect_str_eq(diagnostics.list[i].text, sorted[i]);
    diagnostics_free(&diagnostics);
    cr_expect_eq(diagnostics.count, 0);
}

Test(names, every_repetition_is_an_error)
{
    struct named names[] = {{"b", {3, 1}}, {"a", {2, 1}},  {NULL, {1, 1}},
                            {"b", {1, 1}}, {NULL, {5, 1}}, {"b", {4, 1}}};
    struct diagnostics diagnostics = {0};

    names_distinct(names, 6, "thing", "rename it", &diagnostics);
    cr_assert_eq(diagnostics.count, 2);
    cr_expect_str_eq(diagnostics.list[0].text, "duplicate thing 'b', first at line 1; rename it");
    cr_expect_eq(diagnostics.list[1].place.line, 4);
    diagnostics_free(&diagnostics);
    names_distinct(names, 0, "thing", "rename it", &diagnostics);
    cr_expect_eq(diagnostics.count, 0);
}
