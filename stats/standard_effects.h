/* stats/standard_effects.h: of the standard models the few that answer the question, in a reader's units.
 *
 * For areas, between authorities of a year and within an authority over the years: what 10 percentage points more of
 * new placements far from home go with. For children, within authority and year, with age, sex and kind of placement:
 * what living over 20 miles from home goes with.
 *
 *     nh_results_add(results, nh_standard_effects(estimates, panel, false));
 */
#ifndef NH_STATS_STANDARD_EFFECTS_H
#define NH_STATS_STANDARD_EFFECTS_H

#include "datasets/frame/frame.h"

/* outcome comparison per unit estimate conf_low conf_high conf_level p_value n first_year year model p_holm p_bh;
 * from exact estimates of models on that frame. The last two are over the outcomes of a comparison. */
nh_frame *nh_standard_effects(const nh_frame *estimates, const nh_frame *fitted_on, bool of_children);

/* The empty table itself, and the years of the rows that were fitted put into every row of it. */
nh_frame *nh_effects_table(const char *title, const nh_frame *like);
void nh_effects_put_years(const nh_frame *fitted_on, nh_frame *effects);

#endif
