/* stats/transitions.h: from which group of placement children move to which.
 *
 *     nh_frame *moves = nh_transitions(placements, NULL, &err);
 */
#ifndef NH_STATS_TRANSITIONS_H
#define NH_STATS_TRANSITIONS_H

#include "datasets/frame/frame.h"

/* from_group to_group moves: placements ended by a move, by the group of the next placement; endings of care go to
 * `exit`. Rows of a child stand together and in order; `keep` has a truth a row, NULL: all are counted. */
nh_frame *nh_transitions(const nh_frame *placements, const uint8_t *keep, nh_error *err);

/* The eight groups of placements as tables order them, then "not known"; NULL-ended. */
extern const char *const nh_placement_group_words[];

#endif
