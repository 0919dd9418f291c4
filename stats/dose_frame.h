/* stats/dose_frame.h: the rows that outcomes along distance are fitted on, with distance in each of its forms.
 *
 * A copy of a frame with a column `miles`, and beside it
 *     over_20             1 over 20 miles, where the frame has none
 *     miles_band          up to 5, over 5 to 10, over 10 to 20, over 20 to 50, over 50
 *     unknown_as_near, unknown_as_far    over_20 with unknown distances counted as 0, and as 1
 *     not_uasc            1, or 0 of an unaccompanied asylum-seeking child; only where the frame has uasc
 *
 *     nh_frame *rows = nh_dose_frame(children, err);             NULL and an error without a column of miles
 */
#ifndef NH_STATS_DOSE_FRAME_H
#define NH_STATS_DOSE_FRAME_H

#include "datasets/frame/frame.h"

/* The bands from the nearest to the farthest; NULL behind the last. */
const char *nh_dose_band(size_t i);

nh_frame *nh_dose_frame(const nh_frame *from, nh_error *err);

#endif
