/* Stored number types and their conversion to float64. */
#ifndef CCASCOPE_ENGINE_ELEMENT_H
#define CCASCOPE_ENGINE_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

enum cca_type {
    CCA_BOOL,
    CCA_I8,
    CCA_U8,
    CCA_I16,
    CCA_U16,
    CCA_I32,
    CCA_U32,
    CCA_I64,
    CCA_U64,
    CCA_F16,
    CCA_BF16,
    CCA_F32,
    CCA_F64,
    CCA_TYPE_COUNT
};

/* "float32" and the like. */
const char *cca_type_name(enum cca_type type);
/* Bytes of one stored value. */
size_t cca_type_size(enum cca_type type);
/* What can be told from rounding in values of this type, relative to them (ccascope(1), Numerical rank). */
double cca_type_resolution(enum cca_type type);
/* Converts `count` stored values at `bytes` (no alignment needed) to float64; `swap`: their bytes are in the
 * other order than this machine's. */
void cca_element_decode(enum cca_type type, bool swap, const void *bytes, size_t count, double *values);

/* Between float32 and float64. */
void element_widen(const float *from, size_t count, double *to);
void element_narrow(const double *from, size_t count, float *to);

#endif
