/* stats/methods/share.h: a proportion and its interval.
 *
 *     nh_estimate far = nh_share(37, 212, 0.95);      value 0.1745, lower 0.1294, upper 0.2313, n 212
 */
#ifndef NH_METHODS_SHARE_H
#define NH_METHODS_SHARE_H

#include <stddef.h>

typedef struct nh_estimate {
    double value, lower, upper;
    size_t n; /* 0: there is nothing to estimate from, and the numbers are NaN */
} nh_estimate;

/* `hits` of `n` with Wilson's interval at `level` (0.95); always within 0 and 1, also for 0 or n hits. */
nh_estimate nh_share(double hits, double n, double level);

/* The two-sided normal quantile: 1.959964 for 0.95. */
double nh_normal_quantile(double level);

#endif
