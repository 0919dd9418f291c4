/* datasets/simulate/life.h: one invented child's time in care, told backwards from its last day that is known.
 *
 * What is fixed first is what was published: where the last placement is and what kind it is. The placements before
 * it, legal statuses and temporary absences follow by assumption. Nothing is taken from any record of a child.
 */
#ifndef NH_SIMULATE_LIFE_H
#define NH_SIMULATE_LIFE_H

#include "datasets/simulate/stays.h"

enum { NH_MOST_LEGAL = 4, NH_MOST_ABSENCES = 2 };

typedef struct nh_legal {
    int32_t from;
    const char *status;
} nh_legal;

/* A temporary placement, strictly within one stay. */
typedef struct nh_absence {
    int32_t from, to;
    const char *placement;
} nh_absence;

typedef struct nh_life {
    int number;
    bool is_male, is_uasc, is_mother;
    int32_t born, start, end; /* end: the day care ended, or the last day that is known while it goes on */
    bool is_open;
    const char *need, *ethnicity, *end_code;
    nh_stays stays;
    nh_legal legal[NH_MOST_LEGAL];
    nh_absence absences[NH_MOST_ABSENCES];
    int n_legal, n_absences;
    int32_t home;   /* an address, where there are any */
    double trouble; /* a trait that lasts: mean 0, variance 1 */
} nh_life;

/* A child in care on the last day, placed inside (place < 0) or in a district (their number: outside England). */
void nh_life_in_care(const nh_setting *setting, int place, nh_life *life);

/* A child who left care on the day. */
void nh_life_that_left(const nh_setting *setting, int32_t day, nh_life *life);

/* The stay that covers a day of the period. */
const nh_stay *nh_life_stay_on(const nh_life *life, int32_t day);

#endif
