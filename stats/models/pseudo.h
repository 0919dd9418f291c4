/* stats/models/pseudo.h: how much better a model of 0 and 1, shares or counts fits than its mean alone.
 *
 * McFadden 1974: 1 less the ratio of the log likelihoods. R: 1 - logLik(glm(y ~ x)) / logLik(glm(y ~ 1)).
 */
#ifndef NH_MODELS_PSEUDO_H
#define NH_MODELS_PSEUDO_H

#include "stats/models/fit.h"

/* NAN of models without a likelihood, an intercept or a mean in closed form, and of penalised ones. */
double nh_pseudo_r_squared(const nh_fit *fit);

#endif
