/* The arrays in a pickle: their names, and where their values are. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_MEMBERS_H
#define CCASCOPE_ENGINE_PICKLE_MEMBERS_H

#include "engine/pickle_value.h"

struct pickle_member {
    const char *name; /* keys and places of lists, joined by /; NULL: the pickle is nothing but this array */
    const struct pickle_array *array;
};

struct pickle_members {
    struct pickle_member *list; /* of the pickle's memory */
    size_t count, room;
};

/* Finds all arrays under a value. */
bool pickle_find_members(struct pickle *pickle, const struct pickle_value *root,
                         struct pickle_members *members);
/* The array of that name (the last, where keys repeat, as for Python); NULL when there is none. */
const struct pickle_array *pickle_member(const struct pickle_members *members, const char *name);

/* What an array is, and how its values lie in its text or its storage; sets all of the placement but its
 * bytes, and checks that the values can be there. */
bool pickle_place(const struct pickle_array *array, const char *name, struct cca_array_info *info,
                  struct placement *placement, struct cca_error *error);
/* For array_format.list. */
bool pickle_list(const struct pickle_members *members, const char *name, struct cca_array_list *list,
                 struct cca_error *error);

#endif
