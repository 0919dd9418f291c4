/* stats/models/risk_sets.h: who was at risk when events came.
 *
 * The different times of events, stratum after stratum, ascending within each; and of every row between which of them
 * it was at risk. Intervals are half open: a row is at risk at t when entry < t <= exit. Whole days are counted off
 * in a table; other times are sorted.
 *
 *     nh_risk_sets *sets = nh_risk_sets_new(design, strata, n_strata);         strata NULL: one of all rows
 *     row i is at risk at times sets->enter_at[i] <= j < sets->leave_at[i]; its event, if any, is at leave_at[i] - 1
 *     nh_risk_sets_free(sets);
 */
#ifndef NH_MODELS_RISK_SETS_H
#define NH_MODELS_RISK_SETS_H

#include "stats/models/design_matrix.h"

typedef struct nh_risk_sets {
    size_t n_strata, n_times;
    double *time;         /* of all strata, one after the other */
    size_t *from;         /* stratum s has times from[s] .. from[s + 1] */
    bool *is_first;       /* of each time: the first of its stratum */
    uint32_t *enter_at, *leave_at; /* of each row */
} nh_risk_sets;

nh_risk_sets *nh_risk_sets_new(const nh_design *design, const uint32_t *strata, size_t n_strata);
void nh_risk_sets_free(nh_risk_sets *sets); /* NULL is allowed */

#endif
