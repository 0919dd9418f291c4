/* stats/first_placements.h: the ways children go through their first four placements.
 *
 *     nh_first_request request = { .placements = placements, .history_from = 2023, .last_year = 2024 };
 *     nh_frame *ways = nh_first_placements(&request, &err);
 */
#ifndef NH_STATS_FIRST_PLACEMENTS_H
#define NH_STATS_FIRST_PLACEMENTS_H

#include "datasets/frame/frame.h"

typedef struct nh_first_request {
    const nh_frame *placements; /* rows of a child together and in order */
    const uint8_t *keep;        /* a truth a row: children whose first placement is kept; NULL: all */
    int history_from, last_year; /* first and last return year of the history */
} nh_first_request;

/* placement_1 .. placement_4 children all_children share since year: a row for each way that ten children or more
 * went. */
nh_frame *nh_first_placements(const nh_first_request *request, nh_error *err);

#endif
