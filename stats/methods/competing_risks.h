/* stats/methods/competing_risks.h: the share of spells that have ended in each way by t days.
 *
 * Ways of ending compete: one that ends with a move can no longer end with leaving care. The shares of all ways and
 * the survival of Kaplan and Meier add up to 1.
 *
 *     nh_incidence *moves = nh_incidence_new(&days, 1, 0.95);       way 1 of nh_spells.end
 *     moves->value[365]
 *     nh_incidence_free(moves);
 */
#ifndef NH_METHODS_COMPETING_RISKS_H
#define NH_METHODS_COMPETING_RISKS_H

#include "stats/methods/day_counts.h"

typedef struct nh_incidence {
    size_t n_days;
    double *at_risk, *events; /* just before the day; of this way, on the day */
    double *value, *std_error, *lower, *upper;
} nh_incidence;

nh_incidence *nh_incidence_new(const nh_days *days, size_t end, double level);
void nh_incidence_free(nh_incidence *incidence); /* NULL is allowed */

#endif
