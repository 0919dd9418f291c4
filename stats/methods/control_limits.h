/* stats/methods/control_limits.h: where a share of n should lie if it differed from the overall share by chance
 * alone.
 *
 * The limits of a funnel plot; Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics
 * in Medicine 24, 1185-1202. All shares are between 0 and 1.
 *
 *     double phi = nh_overdispersion(authorities, n, 0.104, 0.1);
 *     nh_limits plain = nh_exact_limits(0.104, 334, 0.95), wide = nh_widened_limits(0.104, 334, 0.95, phi);
 */
#ifndef NH_METHODS_CONTROL_LIMITS_H
#define NH_METHODS_CONTROL_LIMITS_H

#include <stddef.h>

typedef struct nh_limits {
    double lower, upper;
} nh_limits;

typedef struct nh_proportion {
    double hits, n;
} nh_proportion;

/* Quantiles of the binomial distribution over n, interpolated between counts so that they narrow without steps. */
nh_limits nh_exact_limits(double overall, double n, double level);

/* By the normal curve, with a variance `phi` times the binomial one. */
nh_limits nh_widened_limits(double overall, double n, double level, double phi);

/* The mean square of standardised residuals, the most extreme `tails` (0.1) of them at either end drawn in to the
 * quantile there; 1 at the least: limits are widened, never narrowed. Those with n = 0 are left out. */
double nh_overdispersion(const nh_proportion *all, size_t count, double overall, double tails);

#endif
