/* stats/methods/kaplan_meier.c: the product-limit estimate on counts by day.
 *
 * Kaplan and Meier (1958); Greenwood's variance: S^2 x sum of d / (n (n - d)). Intervals on the plain, log and
 * log-log scale (Kalbfleisch and Prentice 2002, 1.4). R: survival::survfit(Surv(entry, days, end) ~ 1,
 * conf.type = "log-log"). Spells are at risk in (entry, days]. */
#include "stats/methods/kaplan_meier.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

void nh_numbers_at_risk(const nh_days *days, double *at_risk)
{
    double n = days->entered[0];
    for (size_t day = 0; day < days->n_days; day++) {
        at_risk[day] = n;
        if (day > 0) n += days->entered[day];
        for (size_t end = 0; end <= days->n_ends; end++) n -= days->left[end * days->n_days + day];
    }
}

static double events_on(const nh_days *days, size_t end, size_t day)
{
    if (end != NH_ANY_END) return days->left[end * days->n_days + day];
    double events = 0;
    for (size_t e = 1; e <= days->n_ends; e++) events += days->left[e * days->n_days + day];
    return events;
}

static nh_curve *new_curve(const nh_days *days)
{
    nh_curve *curve = nh_zeroed(1, sizeof *curve);
    *curve = (nh_curve){ .n_days = days->n_days, .n = nh_days_spells(days) };
    double **const columns[] = { &curve->at_risk, &curve->events, &curve->survival, &curve->std_error,
                                 &curve->lower, &curve->upper };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        *columns[i] = nh_zeroed(days->n_days, sizeof(double));
    return curve;
}

void nh_curve_free(nh_curve *curve)
{
    if (!curve) return;
    free(curve->at_risk);
    free(curve->events);
    free(curve->survival);
    free(curve->std_error);
    free(curve->lower);
    free(curve->upper);
    free(curve);
}

/* Limits from survival s and the error of its logarithm, both ends by the sign of z. */
static double limit(double s, double log_error, double z, nh_interval interval)
{
    if (s == 0) return NAN;
    if (interval == NH_PLAIN_INTERVAL) return s + z * s * log_error;
    if (interval == NH_LOG) return s * exp(z * log_error);
    return s == 1 ? 1 : exp(-exp(log(-log(s)) + z * log_error / log(s)));
}

static double within_0_and_1(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

nh_curve *nh_kaplan_meier(const nh_days *days, size_t end, nh_interval interval, double level)
{
    nh_curve *curve = new_curve(days);
    double survival = 1, greenwood = 0, z = nh_normal_quantile(level);
    nh_numbers_at_risk(days, curve->at_risk);
    for (size_t day = 0; day < curve->n_days; day++) {
        double n = curve->at_risk[day], d = events_on(days, end, day);
        if (d > 0) {
            survival = d < n ? survival * (1 - d / n) : 0;
            greenwood += d < n ? d / (n * (n - d)) : 0;
        }
        double error = sqrt(greenwood);
        curve->events[day] = d;
        curve->survival[day] = survival;
        curve->std_error[day] = survival > 0 ? survival * error : NAN;
        curve->lower[day] = within_0_and_1(limit(survival, error, -z, interval));
        curve->upper[day] = within_0_and_1(limit(survival, error, z, interval));
    }
    return curve;
}

static const double tolerance = 1.5e-8; /* R's: the square root of the machine epsilon */

/* The first day from `day` on, with events, on which `line` is at or below `level`; n_days when none is. */
static size_t first_at_or_below(const nh_curve *curve, const double *line, double level, size_t day)
{
    while (day < curve->n_days && !(curve->events[day] > 0 && line[day] <= level)) day++;
    return day;
}

static double crossing(const nh_curve *curve, const double *line, double level)
{
    size_t day = first_at_or_below(curve, line, level + tolerance, 0);
    if (day == curve->n_days) return NAN;
    if (line[day] < level - tolerance) return (double)day;
    size_t next = first_at_or_below(curve, line, level - tolerance, day + 1);
    return next < curve->n_days ? (double)(day + next) / 2 : (double)day;
}

nh_estimate nh_curve_quantile(const nh_curve *curve, double p)
{
    return (nh_estimate){ crossing(curve, curve->survival, 1 - p), crossing(curve, curve->lower, 1 - p),
                          crossing(curve, curve->upper, 1 - p), curve->n };
}
