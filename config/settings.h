/* The user's settings file: $XDG_CONFIG_HOME/ccascope/config.yaml. */
#ifndef CCASCOPE_CONFIG_SETTINGS_H
#define CCASCOPE_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/background.h"
#include "config/diagnostics.h"
#include "config/palette.h"

enum glyph_setting { GLYPH_SETTING_BRAILLE, GLYPH_SETTING_BLOCK, GLYPH_SETTING_ASCII };
/* As it stands in the file. */
const char *glyph_setting_name(enum glyph_setting glyphs);

/* One key of an action. Neither is checked here: the explorer knows its actions and how keys are written. */
struct key_setting {
    char *action;
    char *key;
    struct place place; /* of the key, for errors */
};

struct settings {
    bool has_palette;
    enum palette palette;
    bool has_glyphs;
    enum glyph_setting glyphs;
    enum background background; /* BACKGROUND_AUTO: as the terminal says */
    size_t threads;  /* 0: not set, all of them */
    uint64_t memory; /* bytes; 0: not set */
    bool mouse;      /* false unless the file says otherwise: the terminal's own selection goes first */
    struct key_setting *keys;
    size_t key_count;
};

/* Reads a settings file; NULL: the user's own. One that does not exist, or sets nothing, leaves the defaults
 * and is no error. False with errors sorted by place when something in it is wrong; the rest of it still
 * counts. `out` is always valid afterwards and needs settings_free. */
bool settings_load(const char *path, struct settings *out, struct diagnostics *diagnostics);
/* The same for a text in memory. */
bool settings_parse(const char *text, size_t length, struct settings *out, struct diagnostics *diagnostics);
/* Where the user's own file is, malloc'ed; NULL when neither XDG_CONFIG_HOME nor HOME says. */
char *settings_path(void);
/* Where results are kept, likewise: $XDG_CACHE_HOME/ccascope/results.db or ~/.cache/ccascope/results.db. */
char *settings_cache_path(void);
/* Where a file of the program's own is kept from run to run: $XDG_STATE_HOME/ccascope or ~/.local/state/ccascope. */
char *settings_state_path(const char *file);
void settings_free(struct settings *settings);

/* "512M", "4G", "1.5G" or a number of bytes: K, M, G and T, in either case, are powers of 1024. False when it
 * is none of these, nothing, or more than 64 bits hold. */
bool size_parse(const char *text, uint64_t *bytes);

#endif
