/* Whether a terminal's background is light or dark, as far as words tell. */
#ifndef CCASCOPE_CONFIG_BACKGROUND_H
#define CCASCOPE_CONFIG_BACKGROUND_H

#define BACKGROUNDS(X)                                                                                       \
    X(BACKGROUND_AUTO, "auto") /* not known, or not chosen */                                                \
    X(BACKGROUND_DARK, "dark")                                                                               \
    X(BACKGROUND_LIGHT, "light")

#define BACKGROUND_CONSTANT(constant, name) constant,
enum background { BACKGROUNDS(BACKGROUND_CONSTANT) BACKGROUND_COUNT };
#undef BACKGROUND_CONSTANT

const char *background_name(enum background background);
/* By the value of COLORFGBG, "15;0" or "0;default;15": the last number is the background, among 16 colours. NULL and
 * anything else: BACKGROUND_AUTO. */
enum background background_of_numbers(const char *colorfgbg);
/* By a colour as X writes it, "rgb:ffff/fff/ff" with one to four hexadecimal digits each, or "rgba:" with an opacity at
 * the end; what may follow is not looked at. Anything else: BACKGROUND_AUTO. */
enum background background_of_colour(const char *colour);

#endif
