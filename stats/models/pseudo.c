/* stats/models/pseudo.c: McFadden's R squared. */
#include "stats/models/pseudo.h"

#include <math.h>
#include <string.h>

static double prior_of(const nh_design *design, size_t i)
{
    return (design->weight ? design->weight[i] : 1) * (design->trials ? design->trials[i] : 1);
}

/* What an offset multiplies the mean by; 1 without one. */
static double factor_of(const nh_design *design, size_t i) { return design->offset ? exp(design->offset[i]) : 1; }

static bool has_a_mean(const nh_fit *fit)
{
    const nh_design *design = fit->design;
    bool has_likelihood = fit->family && fit->family->log_lik && !fit->is_penalised && !fit->n_extra && !fit->mixed;
    bool is_closed = has_likelihood && (!design->offset || strcmp(fit->family->name, "poisson") == 0);
    return is_closed && design->has_intercept;
}

/* Rows that are 0 or 1 and count alike are two groups. */
static double log_lik_of_truths(const nh_fit *fit, double ones)
{
    double n = (double)fit->design->n, mean = ones / n;
    return ones * fit->family->log_lik(1, mean, 1) + (n - ones) * fit->family->log_lik(0, mean, 1);
}

/* With the mean alone. */
static double log_lik_alone(const nh_fit *fit)
{
    const nh_design *design = fit->design;
    double outcomes = 0, exposures = 0, sum = 0;
    for (size_t i = 0; i < design->n; i++) outcomes += prior_of(design, i) * design->outcome[i];
    if (design->outcome_is_truth && !design->weight && !design->trials && !design->offset)
        return log_lik_of_truths(fit, outcomes);
    for (size_t i = 0; i < design->n; i++) exposures += prior_of(design, i) * factor_of(design, i);
    for (size_t i = 0; i < design->n; i++) {
        double mean = outcomes / exposures * factor_of(design, i);
        sum += fit->family->log_lik(design->outcome[i], mean, prior_of(design, i));
    }
    return sum;
}

double nh_pseudo_r_squared(const nh_fit *fit)
{
    if (!has_a_mean(fit)) return NAN;
    double alone = log_lik_alone(fit);
    return alone < 0 ? 1 - fit->log_lik / alone : NAN;
}
