/* datasets/simulate/durations.h: how many days placements last, from the published bands of those that ended.
 *
 * Within a band days are spread evenly on a logarithmic scale, which gives the published means and medians of the
 * groups to a few days.
 *
 *     const nh_duration_bands *foster = &figures->duration[NH_GROUP_FOSTER];
 *     nh_days_between(rng, foster, 1, 365)            a placement that ends within the year
 *     nh_days_so_far(rng, foster, 1, 6000)            of a placement that goes on: how long it has lasted already
 */
#ifndef NH_SIMULATE_DURATIONS_H
#define NH_SIMULATE_DURATIONS_H

#include <gsl/gsl_rng.h>

enum { NH_DURATION_BANDS = 8 };

typedef struct nh_duration_bands {
    double weight[NH_DURATION_BANDS]; /* from 1, 8, 30, 91, 182, 365, 730, 1826 days */
} nh_duration_bands;

/* At least `from` and at most `to` days; evenly spread where the bands know no such duration. */
int nh_days_between(gsl_rng *rng, const nh_duration_bands *bands, int from, int to);

/* The age of a placement met on a day at random: long ones are met more often, and at any moment of theirs. */
int nh_days_so_far(gsl_rng *rng, const nh_duration_bands *bands, int from, int to);

#endif
