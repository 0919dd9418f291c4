/* stats/models/separation.h: outcomes that the columns tell apart completely, so that no estimate is finite.
 *
 *     if (!nh_levels_vary(design, true, err)) ...                    before any step is taken
 *     if (!nh_means_are_inside(fit, err)) ...                               after the last
 *
 * All are false with an error that names the column (Albert and Anderson 1984).
 */
#ifndef NH_MODELS_SEPARATION_H
#define NH_MODELS_SEPARATION_H

#include "stats/models/fit.h"

/* Whether every column of 0 and 1 has rows with the outcome and, if it can go both ways, rows without. */
bool nh_levels_vary(const nh_design *design, bool both_ways, nh_error *err);

/* Always false: names the column whose coefficient, by its last step, grows fastest for its size. */
bool nh_runs_away(const nh_fit *fit, const double *step, nh_error *err);

bool nh_means_are_inside(const nh_fit *fit, nh_error *err);

#endif
