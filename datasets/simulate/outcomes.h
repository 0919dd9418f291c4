/* datasets/simulate/outcomes.h: what became of a child in a year, with known effects of the distance from home.
 *
 * nh_effects says what is built in; docs/synthetic.md tells it to readers. Every effect is exact given the age, sex,
 * placement group and UASC status that the model in outcomes.c names; a trait of the child ("trouble") makes one
 * child's outcomes go together without changing any of them.
 *
 *     nh_outcomes outcomes = nh_draw_outcomes(setting, life, nh_date(2024, 3, 31));
 */
#ifndef NH_SIMULATE_OUTCOMES_H
#define NH_SIMULATE_OUTCOMES_H

#include "datasets/simulate/life.h"

/* For every mile: points of the SDQ score, and log-odds of the others. */
typedef struct nh_distance_effects {
    double sdq, health_assessment, immunisations, teeth, misuse, missing;
} nh_distance_effects;

extern const nh_distance_effects nh_effects;

enum { NH_NO_SCORE = -1 };

typedef struct nh_outcomes {
    int sdq; /* NH_NO_SCORE */
    const char *no_sdq; /* why not, "" where there is a score */
    bool convicted, development, immunisations, teeth, health_assessment, misuse, received, offered;
} nh_outcomes;

/* On 31 March, for a child in care for the twelve months before. */
nh_outcomes nh_draw_outcomes(const nh_setting *setting, const nh_life *life, int32_t on);

/* How often the child went missing, and was away without permission, in a year that ends (or care with it) on a day. */
typedef struct nh_times {
    int missing, away;
} nh_times;

nh_times nh_draw_times(const nh_setting *setting, const nh_life *life, int32_t last_day);

#endif
