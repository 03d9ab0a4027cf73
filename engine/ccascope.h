/* libccascope: how alike are two representations of neural networks?
 *
 * Two ways in:
 * - Two arrays. cca_representation_read makes a matrix of an array on disk, or fill a struct cca_matrix
 * yourself; cca_basis_create decomposes it; cca_compare compares two of these by every measure, and
 * cca_similarity and cca_distance read one of them. samples/library/compare.c does all of it.
 * - A whole experiment. manifest_load reads what ccascope-manifest(5) describes; cca_study_open starts a pool
 * of threads that computes what cca_study_want asks for, and cca_study_result tells what is known.
 *
 * Each header says what a function takes, who owns what, and how it fails: a struct cca_error has the reason
 * in words. What has a `create`, `read` or `open` has a `free` or `close`. Nothing is printed. Only reading a
 * manifest may end the program, when memory for it gives out. Bases, comparisons and experiments are never
 * changed once made, and may be read by any number of threads. The definitions behind the numbers are in
 * ccascope(1), MEASURES.
 *
 * Until version 1 every minor version may change the interface; then the library's name changes with it. */
#ifndef CCASCOPE_CCASCOPE_H
#define CCASCOPE_CCASCOPE_H

#include "config/manifest.h"
#include "engine/array.h"
#include "engine/bootstrap.h"
#include "engine/comparison.h"
#include "engine/look.h"
#include "engine/study.h"

#endif
