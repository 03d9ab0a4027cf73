/* Loading what the user names, with its errors on standard error. */
#ifndef CCASCOPE_TUI_LOAD_H
#define CCASCOPE_TUI_LOAD_H

#include "config/diagnostics.h"
#include "config/experiment.h"
#include "config/settings.h"
#include "tui/keymap.h"
#include "tui/options.h"

/* The experiment of a manifest; the caller frees it. NULL: wrong, and every error is printed (exit status 2).
 */
struct experiment *load_manifest(const char *path);
/* The user's settings, which the caller frees, and the keys that they make (NULL: not asked for). Errors in
 * them are printed and end nothing. */
void load_settings(struct settings *settings, struct keymap *keymap);
/* Fills in what neither the command line nor the manifest (NULL: there is none) says from settings, or from
 * the user's. */
void adopt(struct options *options, const struct settings *settings, const struct experiment *experiment);
void adopt_settings(struct options *options, const struct experiment *experiment);
/* A line each, `FILE:LINE:COLUMN: error: …`, sanitised. */
void print_diagnostics(const char *path, const struct diagnostics *diagnostics);

#endif
