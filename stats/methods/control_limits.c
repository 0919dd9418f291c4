/* stats/methods/control_limits.c: exact binomial limits, and limits widened for overdispersion. */
#include "stats/methods/control_limits.h"

#include "datasets/frame/arena.h"
#include "stats/methods/quantile.h"
#include "stats/methods/share.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static double at_most(double count, double overall, double n)
{
    return count < 0 ? 0 : gsl_cdf_binomial_P((unsigned)count, overall, (unsigned)n);
}

/* The smallest count with more than `probability` at or below it. R: qbinom(probability, n, overall), but where the
 * distribution function meets the probability exactly. */
static double quantile_count(double probability, double overall, double n)
{
    double low = -1, high = n; /* at_most(low) <= probability < at_most(high) */
    while (high - low > 1) {
        double middle = floor((low + high) / 2);
        if (at_most(middle, overall, n) > probability) high = middle;
        else low = middle;
    }
    return high;
}

/* Spiegelhalter 2005, appendix A.1.1. R: r <- qbinom(p, n, t0); (r - (pbinom(r, n, t0) - p) / dbinom(r, n, t0)) / n */
static double exact_limit(double probability, double overall, double n)
{
    double count = quantile_count(probability, overall, n), up_to = at_most(count, overall, n);
    double share = (count - (up_to - probability) / (up_to - at_most(count - 1, overall, n))) / n;
    return fmin(fmax(share, 0), 1);
}

nh_limits nh_exact_limits(double overall, double n, double level)
{
    double tail = (1 - level) / 2;
    return (nh_limits){ exact_limit(tail, overall, n), exact_limit(1 - tail, overall, n) };
}

nh_limits nh_widened_limits(double overall, double n, double level, double phi)
{
    double half = nh_normal_quantile(level) * sqrt(phi * overall * (1 - overall) / n);
    return (nh_limits){ fmax(overall - half, 0), fmin(overall + half, 1) };
}

double nh_overdispersion(const nh_proportion *all, size_t count, double overall, double tails)
{
    double *residual = nh_zeroed(count + 1, sizeof *residual), sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].n > 0)
            residual[n++] = (all[i].hits / all[i].n - overall) / sqrt(overall * (1 - overall) / all[i].n);
    if (n > 0 && overall > 0 && overall < 1) {
        nh_sort_numbers(residual, n);
        double low = nh_quantile_of_sorted(residual, n, tails),
               high = nh_quantile_of_sorted(residual, n, 1 - tails);
        for (size_t i = 0; i < n; i++) {
            double drawn_in = fmin(fmax(residual[i], low), high);
            sum += drawn_in * drawn_in;
        }
        sum /= (double)n;
    }
    free(residual);
    return sum > 1 ? sum : 1;
}
