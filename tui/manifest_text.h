/* A guess as a manifest, with comments that say what was guessed and why. */
#ifndef CCASCOPE_TUI_MANIFEST_TEXT_H
#define CCASCOPE_TUI_MANIFEST_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "guess/guess.h"

struct manifest_text {
    const struct guess *guess;
    const char *directory; /* as the user named it */
    const char *prefix;    /* what templates begin with: "", or a path that ends in / */
    bool automatic;        /* `checkpoints: auto` rather than lists */
};

/* Writes the manifest. Nothing in the names of files can break it, or act on a terminal. */
void manifest_text_write(const struct manifest_text *text, FILE *out);

#endif
