/* datasets/simulate/stays.h: the placements of one time in care, told backwards from the last one.
 *
 * What is fixed is what was published: where and in what group the last placement is, how many placements the year
 * saw. How long the ones before it lasted, of what group they were and why they ended is drawn from published totals.
 *
 *     nh_stays stays;
 *     nh_tell_stays(setting, &(nh_stays_plan){ .end = day, .days = 800, .class = NH_YEAR_2, .last = last }, &stays);
 *     stays.all[0].start                              the day care started
 */
#ifndef NH_SIMULATE_STAYS_H
#define NH_SIMULATE_STAYS_H

#include "datasets/simulate/spots.h"

enum { NH_MOST_STAYS = 16 };

/* One placement. It ends on the day the next one begins, or with the period. */
typedef struct nh_stay {
    int32_t start;
    nh_placement_group group;
    const char *placement, *provider;
    char urn[10];
    nh_spot spot;
    const char *end_reason;
    bool same_carer; /* as the stay before: a change of status only */
} nh_stay;

typedef struct nh_stays {
    nh_stay all[NH_MOST_STAYS];
    int n;
} nh_stays;

typedef struct nh_stays_plan {
    int32_t born, end; /* end: of care, or of what is known */
    int days;          /* in care until then */
    bool is_uasc, goes_on;
    int last_days;       /* of the last placement of care that ended */
    nh_care_class class; /* of care that goes on */
    int n_in_year;       /* of a class with three or more placements */
    nh_stay last;        /* its group and spot */
    int32_t home;        /* an address, where there are any */
} nh_stays_plan;

/* The effect of a mile on the log-odds that a placement which ends by a move ends by breakdown. */
extern const double nh_breakdown_effect;

void nh_tell_stays(const nh_setting *setting, const nh_stays_plan *plan, nh_stays *stays);

#endif
