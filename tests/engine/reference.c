#include "reference.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const reference_folders[2] = {TEST_DATA "/reference", SHARED_REFERENCE};

int reference_each(const char *folder, const char *kind, void (*check)(const char *folder, const json_t *reference))
{
    char path[1024];
    json_t *root, *item;
    json_error_t error;
    size_t index;
    int count = 0;

    snprintf(path, sizeof path, "%s/expected.json", folder);
    if (!(root = json_load_file(path, 0, &error)))
        return -1;
    json_array_foreach(json_object_get(root, "cases"), index, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "kind")), kind) != 0)
            continue;
        check(folder, item);
        count++;
    }
    json_decref(root);
    return count;
}

bool reference_near(double actual, const json_t *expected, double tolerance)
{
    if (!json_is_number(expected))
        return isnan(actual);
    return fabs(actual - json_number_value(expected)) <= tolerance;
}
