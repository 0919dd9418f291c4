/* datasets/derive/outcomes.h: the OC2 row and the missing incidents of a child in a return year.
 *
 *     nh_outcomes *outcomes = nh_outcomes_of(inputs, histories);
 *     size_t oc2 = nh_oc2_row(outcomes, child, 2024);                NH_NO_ROW when there is none
 *     nh_incidents away = nh_incidents_of(outcomes, child, 2024);
 */
#ifndef NH_DERIVE_OUTCOMES_H
#define NH_DERIVE_OUTCOMES_H

#include "datasets/derive/histories.h"

#define NH_NO_ROW SIZE_MAX

typedef struct nh_incidents {
    unsigned missing, away;
    unsigned missing_on_31_march, away_on_31_march;
} nh_incidents;

typedef struct nh_outcomes nh_outcomes;

nh_outcomes *nh_outcomes_of(const nh_inputs *inputs, const nh_histories *histories);
void nh_outcomes_free(nh_outcomes *outcomes); /* NULL is allowed */

const nh_frame *nh_oc2_table(const nh_outcomes *outcomes); /* NULL when none was loaded */
size_t nh_oc2_row(const nh_outcomes *outcomes, uint32_t child, int year);

/* Incidents of that year's own table that overlap the year (decision 38). */
nh_incidents nh_incidents_of(const nh_outcomes *outcomes, uint32_t child, int year);

#endif
