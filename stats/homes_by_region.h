/* stats/homes_by_region.h: each region's share of England's children's homes beside its share of the children.
 *
 *     nh_frame *table = nh_homes_by_region(balance, homes);      NULL where England or its regions are not whole
 */
#ifndef NH_STATS_HOMES_BY_REGION_H
#define NH_STATS_HOMES_BY_REGION_H

#include "datasets/frame/frame.h"

/* From the derived frames of these names: the latest year of each. */
nh_frame *nh_homes_by_region(const nh_frame *balance, const nh_frame *homes);

#endif
