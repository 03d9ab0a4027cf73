/* The interactive explorer. */
#ifndef CCASCOPE_TUI_EXPLORER_H
#define CCASCOPE_TUI_EXPLORER_H

#include "config/settings.h"
#include "tui/view.h"
#include "tui/options.h"

/* Explores an experiment on the terminal until the user leaves. Returns the exit status. */
int explorer_run(const struct experiment *experiment, const struct options *options);

#endif
