/* Loading what the user names, with its errors on standard error. */
#ifndef CCASCOPE_TUI_LOAD_H
#define CCASCOPE_TUI_LOAD_H

#include "config/diagnostics.h"
#include "config/experiment.h"
#include "tui/options.h"

/* The experiment of a manifest; the caller frees it. NULL: wrong, and every error is printed (exit status 2).
 */
struct experiment *load_manifest(const char *path);
/* Fills in what neither the command line nor the manifest says from the user's settings. Errors in them are
 * printed and end nothing. */
void adopt_settings(struct options *options, const struct experiment *experiment);
/* A line each, `FILE:LINE:COLUMN: error: …`, sanitised. */
void print_diagnostics(const char *path, const struct diagnostics *diagnostics);

#endif
