/* The headless commands. Each does its work from checked options and returns the exit status of ccascope(1).
 */
#ifndef CCASCOPE_TUI_COMMANDS_H
#define CCASCOPE_TUI_COMMANDS_H

#include "tui/options.h"

int command_show(const struct options *options);
int command_compute(const struct options *options);
int command_watch(const struct options *options); /* compute --watch */
int command_compare(const struct options *options);
int command_check(const struct options *options);
int command_init(const struct options *options);
int command_config(const struct options *options);
int command_doctor(const struct options *options);

#endif
