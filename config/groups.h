/* What networks have in common: the groups that they name, and the names of their attributes. */
#ifndef CCASCOPE_CONFIG_GROUPS_H
#define CCASCOPE_CONFIG_GROUPS_H

#include "config/experiment.h"

/* What the group is called that stands in where no network is in one. */
#define GROUP_OF_ALL "all networks"

/* Fills everyone, groups and attributes of an experiment whose networks are complete. */
void collect_groups(struct experiment *experiment);
/* Frees what collect_groups has filled. */
void free_groups(struct experiment *experiment);

#endif
