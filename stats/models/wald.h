/* stats/models/wald.h: whether several coefficients are 0 together.
 *
 * W = b' V^-1 b over the chosen coefficients, V the covariance asked for. Of models with Student's t it is given as
 * F = W / df with the residual degrees of freedom (clusters less one where errors are clustered), else as
 * chi-squared. R: car::linearHypothesis(fit, c("a", "b"), vcov. = V). With CR2 errors it is the approximate Hotelling
 * test: with n the degrees of freedom of V as a Wishart matrix and q coefficients, F = (n - q + 1) / (n q) W on q and
 * n - q + 1. R: clubSandwich::Wald_test(fit, constrain_zero(...), vcov = "CR2", cluster = g, test = "HTZ").
 *
 *     nh_wald w = nh_wald_test(fit, &covariance, (const size_t[]){ 1, 2, 3 }, 3);
 *     use(w.statistic, w.df, w.df_residual, w.p_value);                    NAN where it is not defined
 */
#ifndef NH_MODELS_WALD_H
#define NH_MODELS_WALD_H

#include "stats/models/covariance.h"

typedef struct nh_wald {
    double statistic, df, df_residual, p_value; /* df_residual INFINITY: chi-squared */
} nh_wald;

/* `which`: numbers of coefficients. Combinations that the covariance leaves without variance (fewer clusters than
 * coefficients) do not count into df. */
nh_wald nh_wald_test(const nh_fit *fit, const nh_covariance *covariance, const size_t *which, size_t n);

#endif
