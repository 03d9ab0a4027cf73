/* What the headless commands that compute share: a manifest, its study and a scene, worked off to the end. */
#ifndef CCASCOPE_TUI_SESSION_H
#define CCASCOPE_TUI_SESSION_H

#include "tui/arrangement.h"
#include "tui/options.h"
#include "tui/overlays.h"

struct session {
    struct options options; /* the user's, with what the settings add */
    struct experiment *experiment;
    struct cca_study *study;
    struct scene scene;
    struct overlays overlays;       /* performance over training; the scene borrows it */
    struct arrangement arrangement; /* of a matrix of networks; the scene borrows it */
};

/* Loads the manifest, starts the study, waits for its first look at the files and applies the selectors. 0,
 * or the exit status when something is wrong, of which standard error tells; session_close is due in both
 * cases. */
int session_open(struct session *session, const struct options *options);
/* Computes all that the scene's view shows, with a progress bar on standard error when that is a terminal.
 * `last`: nothing will be computed after it. */
void session_finish(struct session *session, bool last);
/* 1 when a comparison of the scene's view has failed, misses a file or is undefined, or there is none; else
 * 0. */
int session_status(const struct session *session);
/* Names the files that could not be used on standard error, the first of many. */
void session_tell_problems(const struct session *session);
void session_close(struct session *session);

#endif
