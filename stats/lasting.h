/* stats/lasting.h: how long placements last and how they end, as tables on the monthly grid.
 *
 *     nh_lasting *lasting = nh_lasting_new(&(nh_lasting_request){ .placements = p, .by = "placement_group" }, &err);
 *     nh_frame *survival = nh_survival_table(lasting);
 *     nh_lasting_free(lasting);
 */
#ifndef NH_STATS_LASTING_H
#define NH_STATS_LASTING_H

#include "datasets/frame/frame.h"

typedef struct nh_lasting_request {
    const nh_frame *placements;
    const uint8_t *keep;    /* a truth a row, or NULL */
    const char *by;         /* COL[,COL] of placements */
    int32_t watched_from;   /* the first day of the history */
    int32_t watched_to;     /* what ends after this day is censored on it; 0: nothing is */
    bool late_entry;        /* curves: count a placement only from that day on, when it began before */
    int months;             /* the last month shown */
} nh_lasting_request;

typedef struct nh_lasting nh_lasting;

nh_lasting *nh_lasting_new(const nh_lasting_request *request, nh_error *err); /* NULL and an error */
void nh_lasting_free(nh_lasting *lasting);                                    /* NULL is allowed */

nh_frame *nh_survival_table(const nh_lasting *lasting);  /* Kaplan-Meier, a row per group and month */
nh_frame *nh_incidence_table(const nh_lasting *lasting); /* Aalen-Johansen, a row per group, month and cause */
nh_frame *
nh_durations_table(const nh_lasting *lasting); /* medians with limits, both ways of counting, a row per group */

#endif
