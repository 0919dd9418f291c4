/* stats/models/firth.h: logit and Poisson models with Firth's penalty: finite estimates where outcomes are separated.
 *
 * The likelihood is multiplied by the root of the information's determinant (Firth 1993; Heinze and Schemper 2002),
 * which takes the first-order bias off the estimates. Errors come from the information at the estimates.
 * R: logistf::logistf(y ~ x, pl = FALSE). Of a table of two by two it is as if half a row were added to each cell.
 *
 *     nh_fit *fit = nh_firth_fit(design, nh_family_named("binomial"), err);           takes over the design
 */
#ifndef NH_MODELS_FIRTH_H
#define NH_MODELS_FIRTH_H

#include "stats/models/fit.h"

nh_fit *nh_firth_fit(nh_design *design, const nh_family *family, nh_error *err);

#endif
