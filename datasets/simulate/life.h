/* datasets/simulate/life.h: one invented child's time in care, told backwards from its last day that is known.
 *
 * What is fixed first is what was published: where the last placement is and what kind it is. The placements before
 * it, legal statuses and temporary absences follow by assumption. Nothing is taken from any record of a child.
 */
#ifndef NH_SIMULATE_LIFE_H
#define NH_SIMULATE_LIFE_H

#include "datasets/simulate/england.h"
#include "datasets/simulate/figures.h"

#include <stdbool.h>
#include <stdint.h>

enum { NH_MOST_STAYS = 16, NH_MOST_LEGAL = 4, NH_MOST_ABSENCES = 2, NH_UNKNOWN_MILES = -1 };

/* Where a placement is. */
typedef struct nh_spot {
    int place;        /* in nh_england's districts; their number: outside England */
    const char *code; /* as PL_LA has it: three digits, WAL, SCO, NIR, NUK */
    double miles;     /* NH_UNKNOWN_MILES */
    bool inside;
} nh_spot;

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
    nh_stay stays[NH_MOST_STAYS];
    nh_legal legal[NH_MOST_LEGAL];
    nh_absence absences[NH_MOST_ABSENCES];
    int n_stays, n_legal, n_absences;
    double trouble; /* a trait that lasts: mean 0, variance 1 */
} nh_life;

/* What a life is made from. */
typedef struct nh_setting {
    gsl_rng *rng;
    const nh_figures *figures;
    const nh_england *england;
    size_t home; /* the responsible authority's place among the districts */
    int32_t last_day;
} nh_setting;

/* A child in care on the last day, placed inside (place < 0) or in a district (their number: outside England). */
void nh_life_in_care(const nh_setting *setting, int place, nh_life *life);

/* A child who left care on the day. */
void nh_life_that_left(const nh_setting *setting, int32_t day, nh_life *life);

/* The stay that covers a day of the period. */
const nh_stay *nh_life_stay_on(const nh_life *life, int32_t day);

#endif
