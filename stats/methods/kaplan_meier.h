/* stats/methods/kaplan_meier.h: how many spells last longer than t days, the open ones counted as long as seen.
 *
 *     nh_days days = nh_days_of_all(counts);
 *     nh_curve *curve = nh_kaplan_meier(&days, NH_ANY_END, NH_LOG_LOG, 0.95);
 *     curve->survival[365]                             the share that lasts longer than a year
 *     nh_estimate median = nh_curve_quantile(curve, 0.5);
 *     nh_curve_free(curve);
 */
#ifndef NH_METHODS_KAPLAN_MEIER_H
#define NH_METHODS_KAPLAN_MEIER_H

#include "stats/methods/day_counts.h"
#include "stats/methods/share.h"

/* The scale on which the interval is symmetric (R's conf.type). */
typedef enum nh_interval { NH_PLAIN_INTERVAL, NH_LOG, NH_LOG_LOG } nh_interval;

enum { NH_ANY_END = 0 }; /* every ending is an event; else only that one is, and the others are censored */

typedef struct nh_curve {
    size_t n_days, n;   /* days 0 .. n_days - 1; spells */
    double *at_risk;    /* just before the day */
    double *events;     /* on the day */
    double *survival;   /* after it */
    double *std_error;  /* Greenwood's, of survival */
    double *lower, *upper;  /* NaN where survival is 0, and so is std_error */
} nh_curve;

nh_curve *nh_kaplan_meier(const nh_days *days, size_t end, nh_interval interval, double level);
void nh_curve_free(nh_curve *curve); /* NULL is allowed */

/* The day by which a share p has ended, and the days at which its limits cross; NaN where they never do. A
 * survival that stays at exactly 1 - p gives the middle of that stretch (as R's quantile.survfit). */
nh_estimate nh_curve_quantile(const nh_curve *curve, double p);

/* How many are at risk just before each day: those watched since an earlier day (or from day 0) who have not
 * left; `at_risk` has room for days->n_days. */
void nh_numbers_at_risk(const nh_days *days, double *at_risk);

#endif
