/* Lists of a container's arrays, and what is said of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/format.h"

#define NAMED 5 /* members that a message names */

bool array_list_add(struct cca_array_list *list, const char *member, const struct cca_array_info *info,
                    struct cca_error *error)
{
    struct cca_array_entry entry = {.info = *info};

    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 8;
        struct cca_array_entry *entries = realloc(list->entries, room * sizeof *entries);

        if (!entries)
            return cca_fail_memory(error, "a list of arrays", (double)(room * sizeof *entries));
        list->entries = entries;
        list->room = room;
    }
    if (member && !(entry.member = strdup(member)))
        return cca_fail_memory(error, "a list of arrays", (double)strlen(member));
    list->entries[list->count++] = entry;
    return true;
}

void cca_array_list_free(struct cca_array_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->entries[i].member);
    free(list->entries);
    *list = (struct cca_array_list){0};
}

static void name_members(const struct cca_array_list *list, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < list->count && i < NAMED && used < size; i++) {
        char shape[200];

        cca_array_shape(&list->entries[i].info, shape, sizeof shape);
        used += (size_t)snprintf(text + used, size - used, "%s%.60s (%s)", i ? ", " : "",
                                 list->entries[i].member, shape);
    }
    if (list->count > NAMED && used < size)
        snprintf(text + used, size - used, " and %zu more", list->count - NAMED);
}

bool array_list_refuse(const struct cca_array_list *list, const char *name, struct cca_error *error)
{
    char members[600];

    name_members(list, members, sizeof members);
    return cca_fail(error, CCA_REFUSED, "%s: holds %zu arrays: %s; name one after a #, as in %s#%.60s", name,
                    list->count, members, name, list->entries[0].member);
}

bool array_list_miss(const struct cca_array_list *list, const char *name, struct cca_error *error)
{
    char members[600];

    if (list->count == 1 && !list->entries[0].member)
        return cca_fail(error, CCA_REFUSED,
                        "%s: the file holds one array and has no members; leave out the # part", name);
    name_members(list, members, sizeof members);
    return cca_fail(error, CCA_MISSING, "%s: no array of that name; the file holds %s", name, members);
}
