/* datasets/simulate/draws.c: weights, days and truths from one stream of random numbers. */
#include "datasets/simulate/draws.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

int nh_draw(gsl_rng *rng, const double *weights, int n)
{
    double total = 0;
    for (int i = 0; i < n; i++) total += weights[i];
    double at = gsl_rng_uniform(rng) * total;
    for (int i = 0; i < n - 1; i++) {
        if (at < weights[i]) return i;
        at -= weights[i];
    }
    return n - 1;
}

const char *nh_choose(gsl_rng *rng, const nh_choices *choices)
{
    return choices->code[nh_draw(rng, choices->weight, choices->n)];
}

bool nh_happens(gsl_rng *rng, double probability)
{
    return gsl_rng_uniform(rng) < probability;
}

int nh_whole(gsl_rng *rng, int from, int to)
{
    return from >= to ? from : from + (int)gsl_rng_uniform_int(rng, (unsigned long)(to - from) + 1);
}

double nh_between(gsl_rng *rng, double from, double to)
{
    return from + (to - from) * gsl_rng_uniform(rng);
}

double nh_bell(gsl_rng *rng)
{
    return gsl_ran_ugaussian(rng);
}

double nh_logistic(double log_odds)
{
    return 1 / (1 + exp(-log_odds));
}

/* A Gaussian copula: the mixture of two bells is a bell, whatever the bond. */
bool nh_happens_to(gsl_rng *rng, double probability, double trait, double bond)
{
    double mixed = bond * trait + sqrt(1 - bond * bond) * nh_bell(rng);
    return gsl_cdf_ugaussian_Q(mixed) < probability;
}
