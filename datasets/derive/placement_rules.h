/* datasets/derive/placement_rules.h: a child's rows folded into placements, and how each of those ended (4.3, 4.4).
 *
 *     nh_find_placements(histories, problems);                       fills histories->placement
 *     for (p = first; p < first + n; p++)
 *         if (histories->placement[p].ended_by == NH_ENDED_BY_MOVE && nh_breakdown_at(histories, p) == ...) ...
 */
#ifndef NH_DERIVE_PLACEMENT_RULES_H
#define NH_DERIVE_PLACEMENT_RULES_H

#include "datasets/derive/histories.h"

void nh_find_placements(nh_histories *histories, nh_problems *problems);

/* Its last row: its end, or where it is censored. */
const nh_row *nh_placement_end(const nh_histories *histories, const nh_placement *placement);

/* The code of REASON_PLACE_CHANGE that it ended with, -1 where there is none or it is open (decision 27). */
int32_t nh_end_reason(const nh_histories *histories, const nh_placement *placement);

/* The narrowest breakdown set that its end belongs to: by the reason alone, and E4B in the wider (decision 34). */
nh_breakdown nh_breakdown_at(const nh_histories *histories, const nh_placement *placement);

/* The placement that the row lies in, or NULL: a period of temporary rows only has none. */
const nh_placement *nh_placement_of_row(const nh_histories *histories, uint32_t child, uint32_t row);

/* Alive at some time from 1 April `first` to 31 March `last` (decision 35); where it is censored, that day stands in
 * for its end: a placement last heard of years ago is not alive. */
bool nh_placement_touches(const nh_histories *histories, const nh_placement *placement, int32_t first, int32_t last);

#endif
