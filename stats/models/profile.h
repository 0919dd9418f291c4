/* stats/models/profile.h: intervals from the likelihood itself, where Wald's symmetric ones mislead.
 *
 * A coefficient's profile is the highest (penalised) likelihood with that coefficient held at a value. Its interval
 * has every value whose likelihood ratio against the estimates is below the quantile of chi-squared (1); the p-value
 * is that of the ratio at 0. Of logit and Poisson models, with Firth's penalty or without (Heinze and Schemper 2002:
 * of separated outcomes Wald's are no guide at all). R: logistf::logistf(y ~ x), stats::confint(glm(...)).
 *
 *     nh_profile *profile = nh_profile_find(fit, 0.95, err);               NULL and an error where one has no end
 *     use(profile[j].low, profile[j].high, profile[j].statistic, profile[j].p_value);
 *     free(profile);
 */
#ifndef NH_MODELS_PROFILE_H
#define NH_MODELS_PROFILE_H

#include "stats/models/fit.h"

typedef struct nh_profile {
    double low, high;
    double statistic; /* the signed root of the likelihood ratio against 0 */
    double p_value;
} nh_profile;

/* One for each coefficient; those of hidden columns are left at 0. */
nh_profile *nh_profile_find(nh_fit *fit, double level, nh_error *err);

#endif
