/* stats/breakdown_rates.h: placements that broke down, in three nested senses.
 *
 *     nh_breakdown_request request = { .placements = placements, .first_year = 2023, .last_year = 2024 };
 *     nh_frame *breakdowns = nh_breakdowns(&request, &err);
 */
#ifndef NH_STATS_BREAKDOWN_RATES_H
#define NH_STATS_BREAKDOWN_RATES_H

#include "datasets/frame/frame.h"

typedef struct nh_breakdown_request {
    const nh_frame *placements;
    const uint8_t *keep;       /* a truth a row, or NULL */
    int first_year, last_year; /* return years in which a placement must have ended */
} nh_breakdown_request;

nh_frame *nh_breakdowns(const nh_breakdown_request *request, nh_error *err);

#endif
