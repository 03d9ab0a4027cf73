/* The reference cases: arrays with exact expected values, beside expected.json. */
#ifndef TESTS_ENGINE_REFERENCE_H
#define TESTS_ENGINE_REFERENCE_H

#include <jansson.h>
#include <stdbool.h>

/* Calls `check` for every case of this kind in folder/expected.json, and returns how many there were; -1 when the file is
 * not there. */
int reference_each(const char *folder, const char *kind, void (*check)(const char *folder, const json_t *reference));

/* The folders that hold cases: the copy in tests/data, and the larger original where it is. */
extern const char *const reference_folders[2];

/* Whether |actual - expected| is within `tolerance`; null and NaN agree. */
bool reference_near(double actual, const json_t *expected, double tolerance);

#endif
