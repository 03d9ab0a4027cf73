/* Arrays in pickles, as numpy.ndarray.__reduce__ writes them. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_NUMPY_H
#define CCASCOPE_ENGINE_PICKLE_NUMPY_H

#include "engine/pickle_value.h"

/* numpy.core.multiarray._reconstruct: an array that is still to be set. */
pickle_maker pickle_make_array;
/* numpy.core.numeric._frombuffer, as of protocol 5: bytes, type, shape, order. */
pickle_maker pickle_make_array_of_buffer;
/* numpy.dtype: a type whose order is still to be set. */
pickle_maker pickle_make_dtype;

/* The state of an array: version, shape, type, whether in Fortran order, bytes. */
bool pickle_set_array(struct pickle *pickle, struct pickle_array *array, const struct pickle_value *state);
/* The state of a type: version, order of bytes ... */
bool pickle_set_dtype(struct pickle *pickle, struct pickle_dtype *dtype, const struct pickle_value *state);

/* A new array; NULL with the error filled when there is no memory. */
struct pickle_value *pickle_new_array(struct pickle *pickle);
/* Sets array->dimensions and shape from a tuple of whole numbers. */
bool pickle_set_shape(struct pickle_array *array, const struct pickle_value *shape);

#endif
