/* Bringing bases into memory, for the pool. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_LOAD_H
#define CCASCOPE_ENGINE_LOAD_H

#include "engine/study_private.h"

/* Loads a basis that the caller has claimed, within the study's budget, and publishes it. Takes and returns
 * without the lock. */
void load_basis(struct cca_study *study, struct store_entry *entry);
/* Asks the system to read a representation's file in the background. */
void load_ahead(const struct experiment *experiment, cell_key key);

#endif
