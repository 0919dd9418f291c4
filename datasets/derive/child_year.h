/* datasets/derive/child_year.h: what a child's history says about one return year (domain rules 5).
 *
 *     nh_child_year y = nh_child_in_year(histories, child, 2024);
 *     if (y.in_care && y.on_31_march) use(y.on_31_march->source, y.placement);
 */
#ifndef NH_DERIVE_CHILD_YEAR_H
#define NH_DERIVE_CHILD_YEAR_H

#include "datasets/derive/histories.h"

typedef struct nh_child_year {
    bool in_care;                  /* looked after at any time in the year */
    const nh_row *on_31_march;     /* the row that covers it; NULL: not looked after on that day */
    const nh_placement *placement; /* of that row; NULL: temporary rows only */
    unsigned placements, carers;   /* alive at any time in the year */
    bool oc2_cohort;               /* looked after continuously for 12 months, by the tests on rows (decision 37) */
} nh_child_year;

nh_child_year nh_child_in_year(const nh_histories *histories, uint32_t child, int year);

/* Only the row that covers 31 March, or NULL. */
const nh_row *nh_row_on_31_march(const nh_histories *histories, uint32_t child, int year);

/* Only whether the child was looked after in the year. */
bool nh_in_care_in_year(const nh_histories *histories, uint32_t child, int year);

#endif
