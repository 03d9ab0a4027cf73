/* compare: two arrays by every measure. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "tests/engine/reference.h"

#define GOOD      REFERENCE "/bad/good.npy"
#define TOLERANCE 1e-6

TestSuite(compare, .fini = folder_remove, .timeout = 300);

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static json_t *compare(int status, const char *arguments)
{
    struct run result = run("compare --format json %s", arguments);
    json_error_t error;
    json_t *object = json_loads(result.out, JSON_REJECT_DUPLICATES, &error);

    cr_expect_eq(result.status, status, "%s: %d, %s", arguments, result.status, result.error);
    cr_assert(object, "%s: %s", arguments, error.text);
    run_free(&result);
    return object;
}

static void expect_pair(const char *name, const char *key, const json_t *forms, const json_t *expected)
{
    double similarity = json_number_value(json_object_get(forms, "similarity"));
    double distance = json_number_value(json_object_get(forms, "distance"));

    cr_expect_eq(json_object_size(forms) >= 2, true);
    cr_expect(reference_near(similarity, expected, TOLERANCE), "%s: %s is %.12g, expected %.12g", name, key,
              similarity, json_number_value(expected));
    cr_expect_float_eq(distance, fmax(0, 1 - similarity), 1e-15, "%s: distance by %s", name, key);
}

static void expect_undefined(const char *name, const json_t *object)
{
    static const char *const keys[] = {"cca", "svcca", "r2cca", "cka", "procrustes"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_t *forms = json_object_get(object, keys[i]);

        cr_expect(json_is_null(json_object_get(forms, "similarity")), "%s: %s", name, keys[i]);
        cr_expect(json_is_null(json_object_get(forms, "distance")), "%s: %s", name, keys[i]);
    }
    cr_expect(json_is_null(json_object_get(object, "chance")));
    cr_expect(json_is_null(json_object_get(object, "cosine")));
    cr_expect(strstr(json_string_value(json_array_get(json_object_get(object, "notes"), 0)), "rank 0"), "%s",
              name);
}

static void expect_correlations(const char *name, const json_t *correlations, const json_t *expected)
{
    const json_t *value;
    size_t i;

    cr_expect_eq(json_array_size(correlations), json_array_size(expected), "%s", name);
    json_array_foreach((json_t *)expected, i, value)
        cr_expect(reference_near(json_number_value(json_array_get(correlations, i)), value, TOLERANCE),
                  "%s: %zu", name, i);
}

static void expect_reference(const char *folder, const json_t *reference)
{
    const char *name = text_of(reference, "name");
    const json_t *expected = json_object_get(reference, "expected"), *pwcca,
                 *svcca = json_object_get(expected, "svcca");
    bool undefined = json_is_true(json_object_get(expected, "undefined"));
    char arguments[2400];
    json_t *object;

    snprintf(arguments, sizeof arguments, "'%s/%s' '%s/%s'", folder, text_of(reference, "x"), folder,
             text_of(reference, "y"));
    object = compare(undefined ? 1 : 0, arguments);
    cr_expect_eq(json_object_size(object), 20, "%s: %zu keys", name, json_object_size(object));
    for (size_t i = 0; i < 3; i++) {
        static const char *const keys[] = {"rank_x", "rank_y", "by_construction"};

        cr_expect_eq(json_integer_value(json_object_get(object, keys[i])),
                     json_integer_value(json_object_get(expected, keys[i])), "%s: %s", name, keys[i]);
    }
    cr_expect_eq(json_integer_value(json_object_get(object, "n")),
                 json_integer_value(json_object_get(reference, "n")));
    cr_expect_eq(json_integer_value(json_object_get(object, "d_x")),
                 json_integer_value(json_object_get(reference, "d1")), "%s", name);
    if (undefined) {
        expect_undefined(name, object);
        json_decref(object);
        return;
    }
    expect_correlations(name, json_object_get(object, "correlations"),
                        json_object_get(expected, "correlations"));
    expect_pair(name, "cca", json_object_get(object, "cca"), json_object_get(expected, "cca"));
    expect_pair(name, "r2cca", json_object_get(object, "r2cca"), json_object_get(expected, "r2cca"));
    expect_pair(name, "cka", json_object_get(object, "cka"), json_object_get(expected, "cka"));
    expect_pair(name, "procrustes", json_object_get(object, "procrustes"),
                json_object_get(expected, "procrustes"));
    expect_pair(name, "svcca", json_object_get(object, "svcca"), json_object_get(svcca, "similarity"));
    cr_expect_eq(json_integer_value(json_object_get(json_object_get(object, "svcca"), "kept_x")),
                 json_integer_value(json_object_get(svcca, "kept_x")), "%s", name);
    pwcca = json_object_get(object, "pwcca");
    if (!json_is_true(json_object_get(expected, "pwcca_ambiguous"))) {
        expect_pair(name, "pwcca by x", json_object_get(pwcca, "x"), json_object_get(expected, "pwcca_x"));
        expect_pair(name, "pwcca by y", json_object_get(pwcca, "y"), json_object_get(expected, "pwcca_y"));
    }
    cr_expect_float_eq(json_number_value(json_object_get(json_object_get(pwcca, "mean"), "similarity")),
                       (json_number_value(json_object_get(json_object_get(pwcca, "x"), "similarity")) +
                        json_number_value(json_object_get(json_object_get(pwcca, "y"), "similarity"))) /
                           2,
                       1e-15);
    json_decref(object);
}

Test(compare, agrees_with_the_reference)
{
    cr_expect_gt(reference_each(REFERENCE, "synthetic", expect_reference), 50);
    cr_expect_gt(reference_each(REFERENCE, "signal_noise", expect_reference), 5);
    cr_expect_gt(reference_each(REFERENCE, "dynamics", expect_reference), 5);
}

Test(compare, reads_arrays_as_its_options_say)
{
    char arguments[1200];
    json_t *object;

    snprintf(arguments, sizeof arguments,
             "%s/digits_cnn/gen0_conv2.npy %s/digits_cnn/gen1_fc.npy --axes nchw --axes-y nc", REFERENCE,
             REFERENCE);
    object = compare(0, arguments);
    cr_expect_eq(json_integer_value(json_object_get(object, "d_x")), 16);
    json_decref(object);
    snprintf(arguments, sizeof arguments,
             "%s/digits_cnn/gen0_conv2.npy %s/digits_cnn/gen1_conv2.npy --axes nchw --positions samples",
             REFERENCE, REFERENCE);
    object = compare(0, arguments);
    cr_expect_eq(json_integer_value(json_object_get(object, "n")), 520 * 4);
    json_decref(object);
    snprintf(arguments, sizeof arguments,
             "%s/lstm/final_layer1.npy %s/lstm/final_layer1.npy --axes ntc --timestep 15 --timestep-y 3",
             REFERENCE, REFERENCE);
    object = compare(0, arguments);
    cr_expect_gt(json_number_value(json_object_get(json_object_get(object, "cca"), "distance")), 0.3);
    json_decref(object);
    snprintf(arguments, sizeof arguments,
             "%s/lstm/final_layer1.npy %s/lstm/final_layer1.npy --axes ntc --timestep-y 15", REFERENCE,
             REFERENCE);
    object = compare(0, arguments);
    cr_expect_lt(json_number_value(json_object_get(json_object_get(object, "cca"), "distance")), 1e-6);
    json_decref(object);
}

Test(compare, keeps_as_many_directions_as_asked)
{
    json_t *object = compare(0, GOOD " " GOOD " --directions 2");
    const json_t *svcca = json_object_get(object, "svcca");

    cr_expect_eq(json_integer_value(json_object_get(svcca, "kept_x")), 2);
    cr_expect_eq(json_integer_value(json_object_get(svcca, "kept_y")), 2);
    json_decref(object);
}

Test(compare, gives_intervals_where_they_are_asked_for)
{
    static const char *const keys[] = {"cca", "svcca", "r2cca", "cka", "procrustes"};
    json_t *object = compare(0, REFERENCE "/digits_cnn/gen0_conv3.npy " REFERENCE
                                          "/digits_cnn/gen1_conv3.npy --axes nchw --bootstrap 60");
    json_t *held_out = json_object_get(object, "cca_held_out");

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *forms = json_object_get(object, keys[i]);

        cr_expect_lt(json_number_value(json_object_get(forms, "lo")), json_number_value(json_object_get(forms, "hi")),
                     "%s", keys[i]);
    }
    cr_expect(json_is_real(json_object_get(json_object_get(json_object_get(object, "pwcca"), "mean"), "lo")));
    cr_expect(json_is_null(json_object_get(held_out, "lo")));
    cr_expect_gt(json_number_value(json_object_get(held_out, "distance")),
                 json_number_value(json_object_get(json_object_get(object, "cca"), "distance")));
    json_decref(object);
    object = compare(0, GOOD " " GOOD);
    cr_expect_eq(json_object_size(json_object_get(object, "cca")), 2u);
    json_decref(object);
}

Test(compare, prints_text_for_people)
{
    static const char *const parts[] = {"rank",       "cca",        "svcca",  "pwcca by x",
                                        "pwcca by y", "pwcca mean", "r2cca",  "procrustes",
                                        "cosine",     "euclidean",  "chance", "correlations"};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        expect_run(0, parts[i], "compare " GOOD " " GOOD);
    expect_run(0, "1 by construction",
               "compare " REFERENCE "/synthetic/n_lt_d1_plus_d2_x.npy " REFERENCE
               "/synthetic/n_lt_d1_plus_d2_y.npy");
    expect_run(1, "undefined: the first side has rank 0",
               "compare " REFERENCE "/synthetic/all_dead_x.npy " REFERENCE "/synthetic/all_dead_y.npy");
}

Test(compare, says_what_to_do_about_axes_and_samples)
{
    expect_run(1, "perhaps axes: nchw", "compare " REFERENCE "/digits_cnn/gen0_conv2.npy " GOOD);
    expect_run(1, "timestep 16 of an array with 16",
               "compare --axes ntc --timestep 16 " REFERENCE "/lstm/final_layer1.npy " REFERENCE
               "/lstm/final_layer1.npy");
    expect_run(1, "n_mismatch.npy has", "compare " GOOD " " REFERENCE "/bad/n_mismatch.npy");
    expect_run(1, "good.npy has", "compare " GOOD " " REFERENCE "/bad/n_mismatch.npy");
}

static int refused;

static void check_refusal(const char *folder, const json_t *reference)
{
    const char *file = json_string_value(json_object_get(reference, "x"));
    const char *member = json_string_value(json_object_get(reference, "member"));

    if (json_is_true(json_object_get(reference, "good")) || json_is_true(json_object_get(reference, "optional")))
        return;
    expect_run(1, strchr(file, '/') + 1, "compare " GOOD " '%s/%s%s%s'", folder, file, member ? "#" : "",
               member ? member : "");
    refused++;
}

Test(compare, refuses_every_bad_file_by_name)
{
    reference_each(REFERENCE, "bad", check_refusal);
    cr_expect_gt(refused, 95);
}

Test(compare, takes_a_number_sign_in_a_name)
{
    const char *folder = folder_make();

    folder_link(folder, "a#b.npy", GOOD);
    expect_run(0, "a#b.npy", "compare '%s/a#b.npy' " GOOD, folder);
    expect_run(1, "c: no such file", "compare '%s/c#d' " GOOD, folder);
    expect_run(1, "no such file", "compare '%s/none.npy' " GOOD, folder);
}

Test(compare, keeps_hostile_names_from_the_terminal)
{
    static const char hostile[] = "x\033[31m\302\233\177\342\200\256.npy";
    const char *folder = folder_make();
    struct run result;

    folder_link(folder, hostile, GOOD);
    expect_run(0, "^[", "compare '%s/%s' " GOOD, folder, hostile);
    expect_run(1, "^[", "compare '%s/no%s' " GOOD, folder, hostile);
    result = run_on_terminal("compare '%s/%s' " GOOD " --format json", folder, hostile);
    cr_expect_eq(result.status, 0);
    expect_harmless(result.out, result.out_size, true);
    cr_expect(strstr(result.out, "\\u001b[31m\\u009B") || strstr(result.out, "\\u001B[31m\\u009B") ||
                  strstr(result.out, "\\u001b[31m\\u009b"),
              "%s", result.out);
    run_free(&result);
    folder_link(folder, "\377.npy", GOOD); /* no UTF-8 */
    result = run("compare '%s/\377.npy' " GOOD " --format json", folder);
    cr_expect_eq(result.status, 0);
    cr_expect(strstr(result.out, "\357\277\275.npy"), "%s", result.out);
    run_free(&result);
}

Test(compare, writes_to_a_file)
{
    const char *folder = folder_make();

    expect_run(0, NULL, "compare " GOOD " " GOOD " -o %s/result.txt", folder);
    cr_expect_eq(folder_count(folder), 1);
    expect_run(1, "cannot be written", "compare " GOOD " " GOOD " -o %s/no/result.txt", folder);
    expect_run(1, "cannot be written", "compare " GOOD " " GOOD " >/dev/full");
}
