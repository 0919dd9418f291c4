/* stats/disclosure_repeats.h: a cell that one table hides is hidden in the next one that has it too.
 *
 * `distance` has a row of all groups of each area and `distance_by` has it again, where the level is the area's own
 * name: the same children in columns of the same names. What was hidden beside a small number in the first would
 * otherwise be read off the second. Both are frames as they leave; `earlier` may be any table, or NULL.
 */
#ifndef NH_STATS_DISCLOSURE_REPEATS_H
#define NH_STATS_DISCLOSURE_REPEATS_H

#include "datasets/frame/frame.h"

void nh_hide_repeats(const nh_frame *earlier, nh_frame *released);

#endif
