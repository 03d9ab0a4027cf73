/* What is wanted, on its way into the queue: each pair once, in an order that memory likes, with the effort
 * that it takes, and without what is known already. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PLAN_H
#define CCASCOPE_ENGINE_PLAN_H

#include "engine/study_private.h"

/* So few pairs are planned at once by whoever wants them. */
#define PLAN_AT_ONCE 4096

/* What reading a dropped basis again costs beside making it. */
#define PLAN_RELOAD_SHARE 0.5

/* Makes these pairs what is wanted, unless something else has been wanted since study->generation was
 * `generation`; takes and returns without the lock. False when memory gives out: then nothing is wanted. */
bool plan_pairs(struct cca_study *study, const struct cca_pair *pairs, size_t count, unsigned generation);
/* Sums up the effort that the wanted pairs and looks take; with the lock. Again once the sizes of layers are known. */
void plan_effort(struct cca_study *study);
/* The same after other looks are wanted. */
void plan_looks(struct cca_study *study);
/* Of one comparison, of one look, and of loading one basis; 0 where its layer's size is unknown. */
double plan_pair_effort(const struct cca_study *study, struct pair_key key);
double plan_look_effort(const struct cca_study *study, const struct cca_look *look);
double plan_load_effort(const struct cca_study *study, cell_key cell);
/* Whether something wanted has not been looked for among what is known already; with the lock. */
bool plan_has_unknown(const struct cca_study *study);
/* Looks for some of it; with the lock, which it gives back meanwhile. One worker at a time. */
void plan_look_up(struct cca_study *study);

#endif
