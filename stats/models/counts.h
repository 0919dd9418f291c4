/* stats/models/counts.h: counts that vary more than Poisson's: the negative binomial of the second kind.
 *
 * Var(y) = mean + alpha mean^2, log mean = X b + offset. b and ln(alpha) are found together by maximum likelihood
 * (Cameron and Trivedi 2013, 3.3). Errors come from the observed information of (b, ln alpha), as in Stata's nbreg;
 * or, `expected`, from the expected information of b with alpha as it is, as in R's MASS::glm.nb. The last
 * coefficient is ln(alpha); robust and clustered errors use the scores of all of them.
 *
 *     nh_fit *fit = nh_negbin_fit(design, NH_OBSERVED, err);                 takes over the design
 *     double alpha = exp(fit->coefficient[fit->k - 1]);
 */
#ifndef NH_MODELS_COUNTS_H
#define NH_MODELS_COUNTS_H

#include "stats/models/fit.h"

typedef enum nh_information { NH_OBSERVED, NH_EXPECTED } nh_information;

/* Outcomes are whole numbers from 0 to 1,000,000. Fails where the counts do not vary more than Poisson's. */
nh_fit *nh_negbin_fit(nh_design *design, nh_information information, nh_error *err);

#endif
