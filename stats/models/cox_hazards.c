/* stats/models/cox_hazards.c: whether hazards are proportional, and the baseline they are proportional to.
 *
 * The test is the score test of a column times a function g of time being added, at the fitted coefficients
 * (Therneau and Grambsch 2000, section 6.2; R: cox.zph of survival 3.0 on). g is about its mean over events. By
 * default g is 1 less the Kaplan-Meier curve of all rows just before the time. */
#include "stats/models/cox.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Average ranks of the event times among the exits of all rows. */
static void rank_times(const nh_fit *fit, double *g)
{
    size_t n = fit->design->n;
    const nh_risk_sets *sets = fit->cox->sets;
    double *exits = nh_zeroed(n + 1, sizeof *exits);
    memcpy(exits, fit->design->exit, n * sizeof *exits);
    qsort(exits, n, sizeof *exits, compare);
    for (size_t s = 0; s < sets->n_strata; s++)
        for (size_t t = sets->from[s], below = 0; t < sets->from[s + 1]; t++) {
            while (below < n && exits[below] < sets->time[t]) below++;
            size_t end = below;
            while (end < n && exits[end] == sets->time[t]) end++;
            g[t] = ((double)below + (double)end + 1) / 2;
        }
    free(exits);
}

/* The curve of all rows, whatever their stratum and weight, just before each of its times. */
static double *curve_of(const nh_design *design, const nh_risk_sets *all)
{
    double *at_risk = nh_zeroed(all->n_times + 1, sizeof *at_risk);
    double *events = nh_zeroed(all->n_times + 1, sizeof *events);
    for (size_t i = 0; i < design->n; i++) {
        size_t enter = all->enter_at[i], leave = all->leave_at[i];
        if (leave <= enter) continue;
        at_risk[leave - 1]++;
        if (enter > 0) at_risk[enter - 1]--;
        events[leave - 1] += design->outcome[i] == 1;
    }
    for (size_t t = all->n_times; t-- > 1;) at_risk[t - 1] += at_risk[t];
    double before = 1;
    for (size_t t = 0; t < all->n_times; t++) {
        double after = before * (1 - events[t] / at_risk[t]);
        events[t] = before;
        before = after;
    }
    free(at_risk);
    return events;
}

static void curve_times(const nh_fit *fit, double *g)
{
    nh_risk_sets *all = nh_risk_sets_new(fit->design, NULL, 1);
    double *curve = curve_of(fit->design, all);
    const nh_risk_sets *sets = fit->cox->sets;
    for (size_t s = 0; s < sets->n_strata; s++)
        for (size_t t = sets->from[s], a = 0; t < sets->from[s + 1]; t++) {
            while (all->time[a] < sets->time[t]) a++;
            g[t] = 1 - curve[a];
        }
    free(curve);
    nh_risk_sets_free(all);
}

/* g at each event time, about its mean over events. */
static double *scaled_times(const nh_fit *fit, nh_time_scale scale)
{
    const nh_cox *cox = fit->cox;
    double *g = nh_zeroed(cox->sets->n_times + 1, sizeof *g), sum = 0;
    if (scale == NH_TIME_KM) curve_times(fit, g);
    if (scale == NH_TIME_RANK) rank_times(fit, g);
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        if (scale == NH_TIME_IDENTITY) g[t] = cox->sets->time[t];
        if (scale == NH_TIME_LOG) g[t] = log(cox->sets->time[t]);
        sum += g[t] * cox->tie[t].events;
    }
    for (size_t t = 0; t < cox->sets->n_times; t++) g[t] -= sum / (double)cox->n_events;
    return g;
}

/* Information of the columns, of the columns with their products by g, and of the products; and the products' score. */
typedef struct doubled {
    size_t k;
    double *plain, *crossed, *squared, *score;
} doubled;

static doubled find_doubled(const nh_fit *fit, const double *g)
{
    size_t k = fit->k, n_times = fit->cox->sets->n_times;
    double *squares = nh_zeroed(n_times + 1, sizeof *squares);
    doubled d = { .k = k };
    double **const parts[] = { &d.plain, &d.crossed, &d.squared };
    for (size_t p = 0; p < 3; p++) *parts[p] = nh_zeroed(k * k + 1, sizeof **parts[p]);
    d.score = nh_zeroed(k + 1, sizeof *d.score);
    for (size_t t = 0; t < n_times; t++) squares[t] = g[t] * g[t];
    nh_cox_information(fit->cox, fit->design, NULL, d.plain, NULL);
    nh_cox_information(fit->cox, fit->design, g, d.crossed, NULL);
    nh_cox_information(fit->cox, fit->design, squares, d.squared, NULL);
    nh_cox_score(fit->cox, fit->design, g, d.score);
    free(squares);
    return d;
}

static void free_doubled(doubled *d)
{
    free(d->plain);
    free(d->crossed);
    free(d->squared);
    free(d->score);
}

/* u' V^-1 u for the products of columns from .. from + n, V with what the columns take of it gone. */
static double chi_squared(const doubled *d, size_t from, size_t n)
{
    size_t k = d->k, m = k + n;
    double *information = nh_zeroed(m * m + 1, sizeof *information), *score = nh_zeroed(m + 1, sizeof *score);
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++) information[a * m + b] = d->plain[a * k + b];
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < n; b++) information[a * m + k + b] = d->crossed[a * k + from + b];
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) information[(k + a) * m + k + b] = d->squared[(from + a) * k + from + b];
    for (size_t a = 0; a < n; a++) score[k + a] = d->score[from + a];
    nh_solution solution;
    bool is_found = nh_solve_system(&(nh_system){ .k = m, .information = information, .score = score }, &solution);
    double sum = 0;
    for (size_t a = 0; a < n && is_found; a++) sum += score[k + a] * nh_precise_round(solution.coefficient[k + a]);
    nh_solution_clear(&solution);
    free(information);
    free(score);
    return is_found ? sum : NAN;
}

static void add_test(nh_hazard_tests *tests, const doubled *d, const nh_fit *fit, size_t from, size_t n)
{
    double behind = INFINITY;
    for (size_t j = from; j < from + n; j++) behind = fmin(behind, nh_kept_column(fit->design, j)->support.behind);
    tests->item[tests->n++] =
        (nh_hazard_test){ nh_kept_column(fit->design, from)->term, chi_squared(d, from, n), (double)n, behind };
}

nh_hazard_tests nh_cox_hazard_tests(const nh_fit *fit, nh_time_scale scale)
{
    nh_hazard_tests tests = { nh_zeroed(fit->k + 1, sizeof *tests.item), 0 };
    double *g = scaled_times(fit, scale);
    doubled d = find_doubled(fit, g);
    for (size_t from = 0, n; from < fit->k; from += n) {
        for (n = 1; from + n < fit->k; n++)
            if (strcmp(nh_kept_column(fit->design, from)->term, nh_kept_column(fit->design, from + n)->term) != 0)
                break;
        add_test(&tests, &d, fit, from, n);
    }
    add_test(&tests, &d, fit, 0, fit->k);
    tests.item[tests.n - 1].term = NULL;
    free_doubled(&d);
    free(g);
    return tests;
}

/* The variance of the steps, and of the means of the risk sets less the row's own columns. */
static double variance_at(const nh_fit *fit, double steps, const double *distance)
{
    double sum = steps;
    for (size_t a = 0; a < fit->k; a++)
        for (size_t b = 0; b < fit->k; b++) sum += distance[a] * fit->inverse[a * fit->k + b] * distance[b];
    return sum;
}

/* The rate of a row with these columns, against a row at the columns' origins. */
static double rate_at(const nh_fit *fit, const double *at)
{
    double eta = -fit->cox->shift;
    for (size_t j = 0; j < fit->k && at; j++) eta += fit->coefficient[j] * at[j];
    return exp(eta);
}

nh_baseline *nh_cox_baseline(const nh_fit *fit, const double *at)
{
    const nh_cox *cox = fit->cox;
    size_t k = fit->k, n_times = cox->sets->n_times;
    nh_baseline *baseline = nh_zeroed(n_times + 1, sizeof *baseline);
    double *distance = nh_zeroed(k + 1, sizeof *distance), scale = rate_at(fit, at), hazard = 0, steps = 0;
    for (size_t t = 0; t < n_times; t++) {
        if (cox->sets->is_first[t]) {
            hazard = steps = 0;
            memset(distance, 0, k * sizeof *distance);
        }
        const nh_tie *tie = &cox->tie[t];
        hazard += scale * tie->rate;
        steps += scale * scale * tie->square * (tie->events / tie->weight);
        for (size_t j = 0; j < k; j++) {
            const double *means = cox->means + j * (n_times + 1);
            double from = cox->origin[j] - (at ? at[j] : 0);
            distance[j] += scale * (means[t + 1] - means[t] + from * tie->rate);
        }
        baseline[t] = (nh_baseline){ hazard, variance_at(fit, steps, distance) };
    }
    free(distance);
    return baseline;
}
