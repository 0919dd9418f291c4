/* stats/methods/share.c: Wilson's score interval.
 *
 * Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.
 * R: prop.test(hits, n, correct = FALSE)$conf.int */
#include "stats/methods/share.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double nh_normal_quantile(double level)
{
    return gsl_cdf_ugaussian_Pinv(0.5 + level / 2);
}

nh_estimate nh_share(double hits, double n, double level)
{
    if (!(n > 0)) return (nh_estimate){ NAN, NAN, NAN, 0 };
    double z = nh_normal_quantile(level), share = hits / n;
    double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    /* Without hits the lower bound is 0, with nothing else the upper is 1, whatever the last digit says. */
    double lower = hits > 0 ? centre - half : 0, upper = hits < n ? centre + half : 1;
    return (nh_estimate){ share, lower, upper, (size_t)n };
}
