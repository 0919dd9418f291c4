/* stats/models/families.c: binomial with logit, Poisson with logarithm, and their quasi-likelihoods. */
#include "stats/models/families.h"

#include "stats/models/gsl.h"

#include <math.h>
#include <string.h>

static double logistic(double eta) { return eta >= 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta)); }

static double logistic_slope(double eta)
{
    double small = exp(-fabs(eta));
    return small / ((1 + small) * (1 + small));
}

static double logistic_curve(double eta) { return logistic_slope(eta) * (1 - 2 * logistic(eta)); }
static double binomial_variance(double mean) { return mean * (1 - mean); }
static double logit(double mean) { return log(mean / (1 - mean)); }
static double binomial_start(double y, double n) { return (n * y + 0.5) / (n + 1); }
static double times_log(double y, double ratio) { return y > 0 ? y * log(ratio) : 0; }

static double binomial_deviance(double y, double mean)
{
    if (y == 0) return -2 * log1p(-mean);
    if (y == 1) return -2 * log(mean);
    return 2 * (times_log(y, y / mean) + times_log(1 - y, (1 - y) / (1 - mean)));
}

/* Whole numbers of successes and trials have their binomial coefficient; a fraction has none. */
static double binomial_log_lik(double y, double mean, double n)
{
    double successes = n * y, whole = round(successes);
    bool is_count = n == round(n) && fabs(successes - whole) < 1e-7;
    double coefficient = is_count && n > 1 ? nh_log_choose(n, whole) : 0;
    return coefficient + n * (times_log(y, mean) + times_log(1 - y, 1 - mean));
}

static double poisson_variance(double mean) { return mean; }
static double poisson_start(double y, double n) { return n > 0 ? y + 0.1 : y; }
static double poisson_deviance(double y, double mean) { return 2 * (times_log(y, y / mean) - (y - mean)); }

static double poisson_log_lik(double y, double mean, double n)
{
    return n * (times_log(y, mean) - mean - nh_log_factorial(y));
}

static const nh_family families[] = {
    { "binomial", logistic, logistic_slope, logistic_curve, binomial_variance, logit, binomial_start,
      binomial_deviance, binomial_log_lik, true, false, 0, 1,
      "0, 1 or shares between; counts go in as cbind(successes, failures)" },
    { "quasibinomial", logistic, logistic_slope, logistic_curve, binomial_variance, logit, binomial_start,
      binomial_deviance, NULL, true, true, 0, 1, "0, 1 or shares between; counts go in as cbind(successes, failures)" },
    { "poisson", exp, exp, exp, poisson_variance, log, poisson_start, poisson_deviance, poisson_log_lik, true, false, 0,
      INFINITY, "counts of 0 or more" },
    { "quasipoisson", exp, exp, exp, poisson_variance, log, poisson_start, poisson_deviance, NULL, true, true, 0, INFINITY,
      "counts of 0 or more" },
};

const nh_family *nh_family_named(const char *name)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strcmp(families[i].name, name) == 0) return &families[i];
    return NULL;
}
