/* stats/models/mixed.h: a random intercept: rows of an authority share a constant that is drawn, not estimated.
 *
 *     outcome ~ terms + (1 | authority)
 *
 * Linear models by restricted or full maximum likelihood: with phi the variance of the constants over that of the
 * rows, everything else has a closed form, and phi is where the derivative of the likelihood is 0 (Laird and Ware
 * 1982; R: lme4::lmer(..., REML = TRUE)); or with phi from regressions within and between groups (swamy_arora.h), and
 * Hausman's test beside. Logit models by adaptive Gauss-Hermite quadrature (Pinheiro and Bates
 * 1995), score and information from the same quadrature (Louis 1982), by Newton's steps; R: lme4::glmer(..., nAGQ =
 * 25). Errors are the model's, and the reference is the normal distribution, as in Stata's mixed and melogit.
 * Intervals of variances are Wald's on the logarithm, of the intraclass correlation on its logit, from the observed
 * information.
 *
 *     nh_fit *fit = nh_mixed_fit(design, NH_REML, err);                  takes over the design
 *     use(fit->mixed->variance, fit->mixed->residual, fit->mixed->effect[g]);
 */
#ifndef NH_MODELS_MIXED_H
#define NH_MODELS_MIXED_H

#include "stats/models/fit.h"

typedef enum nh_likelihood { NH_REML, NH_ML, NH_SWAMY_ARORA } nh_likelihood; /* the last needs none */

struct nh_mixed {
    const char *name;          /* of the column whose levels have a constant each */
    uint32_t *group;           /* of each row */
    size_t n_groups;
    double variance, residual; /* of the constants and of the rows; of a logit the latter is pi^2 / 3 */
    double *effect;            /* the constants as the rows have them (best linear unbiased; of a logit, modes) */
};

/* Fails where there are fewer than two groups, or weights. A variance of 0 is a result like any other. */
nh_fit *nh_mixed_fit(nh_design *design, nh_likelihood likelihood, nh_error *err);
nh_fit *nh_mixed_logit_fit(nh_design *design, size_t n_points, nh_error *err);

void nh_mixed_free(nh_mixed *mixed); /* NULL is allowed */

/* Parts of both: the groups of the design's random intercept; what is said of the variances, given the variance of
 * the logarithm of phi (variance over residual), of that of the residual, and their covariance (NAN where unknown). */
nh_mixed *nh_mixed_groups(const nh_design *design, nh_error *err);
void nh_mixed_say(nh_fit *fit, double of_phi, double of_residual, double shared);
void nh_mixed_say_test(nh_fit *fit, double log_lik_without);

#endif
