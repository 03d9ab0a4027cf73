/* What independent data would give: the level that a similarity must be read against (ccascope(1), MEASURES).
 */
#ifndef CCASCOPE_ENGINE_CHANCE_H
#define CCASCOPE_ENGINE_CHANCE_H

#include <stddef.h>

/* Mean of the squared canonical correlations of independent data of these ranks: exactly max(p, q) / (n - 1).
 */
double cca_chance_squared(size_t n, size_t rank_x, size_t rank_y);
/* Mean of the canonical correlations themselves, by Wachter's law (Wachter 1980, "The limiting empirical
 * measure of multiple discriminant ratios"; density and mass as in ccascope(1), MEASURES). In [0, 1]; NaN for
 * a rank of 0. */
double cca_chance_mean(size_t n, size_t rank_x, size_t rank_y);
/* The largest canonical correlation that independent data would have: the upper end of the law's support, λ₊,
 * below which that of finite data lies on average, the less the more directions there are. 1 where
 * correlations are 1 whatever the data. In [0, 1]; NaN for a rank of 0. */
double cca_chance_largest(size_t n, size_t rank_x, size_t rank_y);
/* How many canonical correlations are 1 whatever the data: max(0, p + q - (n - 1)). */
size_t cca_by_construction(size_t n, size_t rank_x, size_t rank_y);

#endif
