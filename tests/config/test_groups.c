/* What networks have in common. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/manifest.h"

static struct experiment *load(const char *networks)
{
    struct diagnostics diagnostics = {0};
    struct experiment *experiment;
    char *text = NULL;

    cr_assert_geq(asprintf(&text, VERSION ACTIVATIONS LAYERS "checkpoints: [0, 10]\nnetworks:\n%s", networks),
                  0);
    experiment = manifest_parse(text, strlen(text), "m.yaml", &diagnostics);
    cr_assert_not_null(experiment);
    diagnostics_free(&diagnostics);
    free(text);
    return experiment;
}

static void expect_group(const struct group *group, const char *name, const char *networks, const char *steps)
{
    char text[200] = "";
    size_t used = 0;

    cr_expect_str_eq(group->name, name);
    for (size_t i = 0; i < group->network_count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%zu ", group->networks[i]);
    cr_expect_str_eq(text, networks, "%s has %s", name, text);
    text[0] = '\0';
    used = 0;
    for (size_t i = 0; i < group->step_count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%lld ", (long long)group->steps[i]);
    cr_expect_str_eq(text, steps, "%s has the steps %s", name, text);
}

Test(groups, come_in_the_order_of_their_first_network)
{
    struct experiment *experiment = load("  - {name: a, group: z}\n"
                                         "  - {name: b}\n"
                                         "  - {name: c, group: m, checkpoints: [5, 20]}\n"
                                         "  - {name: d, group: z, checkpoints: [0, 7, 10]}\n"
                                         "  - {name: e, group: m, checkpoints: [20]}\n");

    cr_assert_eq(experiment->group_count, 2);
    expect_group(&experiment->groups[0], "z", "0 3 ", "0 7 10 ");
    expect_group(&experiment->groups[1], "m", "2 4 ", "5 20 ");
    expect_group(&experiment->everyone, "all networks", "0 1 2 3 4 ", "0 5 7 10 20 ");
    cr_expect_eq(experiment->networks[0].in_group, 0);
    cr_expect_eq(experiment->networks[1].in_group, SIZE_MAX);
    cr_expect_eq(experiment->networks[4].in_group, 1);
    experiment_free(experiment);
}

Test(groups, where_there_are_none_all_networks_are_one)
{
    struct experiment *experiment = load("  - {name: a}\n  - {name: b, checkpoints: [3]}\n");

    cr_assert_eq(experiment->group_count, 1);
    expect_group(&experiment->groups[0], "all networks", "0 1 ", "0 3 10 ");
    cr_expect_eq(experiment->networks[1].in_group, 0);
    experiment_free(experiment);
}

Test(groups, list_attributes_once)
{
    struct experiment *experiment = load("  - {name: a, attributes: {width: 8, accuracy: 0.5}}\n"
                                         "  - {name: b}\n"
                                         "  - {name: c, attributes: {rate: 1e-3, width: 16}}\n");

    cr_assert_eq(experiment->attribute_count, 3);
    cr_expect_str_eq(experiment->attributes[0], "width");
    cr_expect_str_eq(experiment->attributes[1], "accuracy");
    cr_expect_str_eq(experiment->attributes[2], "rate");
    cr_expect_eq(network_attribute(&experiment->networks[2], "width"), 16);
    cr_expect(isnan(network_attribute(&experiment->networks[1], "width")));
    experiment_free(experiment);
}

Test(groups, checkpoints_are_found_by_step)
{
    struct experiment *experiment =
        load("  - {name: a, checkpoints: [1, 4, {name: best, step: 9}, {name: end, step: 9}, 20]}\n");
    const struct network *network = &experiment->networks[0];

    cr_expect_eq(network_checkpoint_at(network, 0), SIZE_MAX);
    cr_expect_eq(network_checkpoint_at(network, INT64_MAX), SIZE_MAX);
    cr_expect_eq(network_checkpoint_at(network, 1), 0);
    cr_expect_eq(network_checkpoint_at(network, 5), SIZE_MAX);
    cr_expect_eq(network_checkpoint_at(network, 9), 3, "the last of several");
    cr_expect_eq(network_checkpoint_at(network, 20), 4);
    cr_expect_eq(network_checkpoint_at(network, 21), SIZE_MAX);
    cr_expect_eq(network_nearest_checkpoint(network, -7), 0);
    cr_expect_eq(network_nearest_checkpoint(network, 2), 0);
    cr_expect_eq(network_nearest_checkpoint(network, 3), 1);
    cr_expect_eq(network_nearest_checkpoint(network, 8), 2);
    cr_expect_eq(network_nearest_checkpoint(network, 12), 2, "the first of several");
    cr_expect_eq(network_nearest_checkpoint(network, 1000), 4);
    experiment_free(experiment);
}
