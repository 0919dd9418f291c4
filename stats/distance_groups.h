/* stats/distance_groups.h: the groups of placement that DfE's tables of distance have.
 *
 * Residential settings, schools and other placements are one group there.
 *
 *     nh_distance_group_number("school")     6
 *     nh_distance_group_word(6)              "other placements"
 */
#ifndef NH_STATS_DISTANCE_GROUPS_H
#define NH_STATS_DISTANCE_GROUPS_H

#include <stddef.h>

enum { NH_DISTANCE_GROUPS = 7 }; /* 0: all placements */

/* 0 where a placement is of no group. */
size_t nh_distance_group_number(const char *placement_group);
const char *nh_distance_group_word(size_t number);

#endif
