/* stats/models/margins.h: average marginal effects: how much the mean outcome differs, on its own scale.
 *
 * Of a number, the average slope of the mean; of a number that is only 0 or 1, the average difference between 1 and
 * 0 for everyone; of a category, that between each level and the reference. Errors by the delta method from
 * the given covariance. Rows count by their trials and weights unless `is_unweighted`.
 * R: marginaleffects::avg_slopes, margins::margins; Stata: margins, dydx(*).
 *
 *     nh_margins margins = nh_margins_find(fit, covariance.matrix, false);
 *     use(margins.item[0].term, margins.item[0].level, margins.item[0].effect, margins.item[0].std_error);
 *     nh_margins_clear(&margins);
 */
#ifndef NH_MODELS_MARGINS_H
#define NH_MODELS_MARGINS_H

#include "stats/models/fit.h"

typedef struct nh_margin {
    const char *term, *level; /* the column of the frame; a level, "1 - 0", or "" for a slope */
    double effect, std_error;
    double behind;            /* the least support of what it is made from */
} nh_margin;

typedef struct nh_margins {
    nh_margin *item;
    size_t n;
} nh_margins;

nh_margins nh_margins_find(const nh_fit *fit, const double *covariance, bool is_unweighted);
void nh_margins_clear(nh_margins *margins);

#endif
