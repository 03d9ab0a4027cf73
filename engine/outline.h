/* What a treatment makes of an array, from its header alone. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_OUTLINE_H
#define CCASCOPE_ENGINE_OUTLINE_H

#include "engine/array.h"
#include "engine/representation.h"

/* Length of the axis of that letter; 1 without one. */
size_t treatment_axis_length(const struct treatment *treatment, const struct cca_array_info *info,
                             char letter);
/* Whether each timestep is a representation of its own. */
bool treatment_keeps_timesteps(const struct treatment *treatment);
/* Checks the array against the treatment: as many axes as it has dimensions, an index and timesteps that
 * exist. Fills the outline and which timestep the source means. */
bool representation_fits(const struct cca_source *source, const struct cca_array *array,
                         struct cca_outline *outline, size_t *timestep, struct cca_error *error);

#endif
