/* stats/dose_frame.h: the rows that outcomes along distance are fitted on, with distance in each of its forms.
 *
 * A copy of a frame, and beside its own columns, of children with `miles`:
 *     over_20             1 over 20 miles, where the frame has none
 *     miles_band          up to 5, over 5 to 10, over 10 to 20, over 20 to 50, over 50
 *     unknown_as_near, unknown_as_far    over_20 with unknown distances counted as 0, and as 1
 *     not_uasc            1, or 0 of an unaccompanied asylum-seeking child; only where the frame has uasc
 * and of areas with a share of new placements:
 *     over_median         1 over the median of the areas of its year
 *     quarter             lowest quarter to highest quarter of the areas of its year
 *     unknown_as_far      the share outside and over 20 miles, unknown distances counted there, where they are known
 *
 *     nh_frame *rows = nh_dose_frame(children, &measure);
 */
#ifndef NH_STATS_DOSE_FRAME_H
#define NH_STATS_DOSE_FRAME_H

#include "stats/dose_measure.h"

nh_frame *nh_dose_frame(const nh_frame *from, const nh_dose_measure *measure);

#endif
