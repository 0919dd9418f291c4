/* stats/models/risk_sets.c: event times by stratum, and each row's place among them. */
#include "stats/models/risk_sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table of days may have this many places for each row. */
enum { PLACES_A_ROW = 4, LEAST_PLACES = 4096 };

static uint32_t stratum_of(const uint32_t *strata, size_t row) { return strata ? strata[row] : 0; }

/* Whole days from `least` on, `width` of them; 0: times are not whole, or too far apart for a table. */
typedef struct day_range {
    double least;
    size_t width;
} day_range;

static day_range range_of(const nh_design *design, size_t n_strata)
{
    double least = INFINITY, most = -INFINITY, most_places = (double)design->n * PLACES_A_ROW + LEAST_PLACES;
    for (size_t i = 0; i < design->n; i++) {
        double exit = design->exit[i];
        if (!(fabs(exit) < 2e9) || exit != (double)(int32_t)exit) return (day_range){ 0, 0 };
        if (exit < least) least = exit;
        if (exit > most) most = exit;
    }
    double width = most - least + 1;
    if (!(width * (double)n_strata <= most_places)) return (day_range){ 0, 0 };
    return (day_range){ least, (size_t)width };
}

/* One event time in its stratum. */
typedef struct moment {
    uint32_t stratum;
    double time;
} moment;

static int compare(const void *a, const void *b)
{
    const moment *x = a, *y = b;
    if (x->stratum != y->stratum) return x->stratum < y->stratum ? -1 : 1;
    return (x->time > y->time) - (x->time < y->time);
}

/* Appends a time in order; the first of a stratum opens it. */
static void add_time(nh_risk_sets *sets, uint32_t stratum, double time)
{
    sets->time[sets->n_times++] = time;
    sets->from[stratum + 1] = sets->n_times;
}

/* Strata without events begin and end where the one before ends. */
static void close_gaps(nh_risk_sets *sets)
{
    for (size_t s = 0; s < sets->n_strata; s++)
        if (sets->from[s + 1] < sets->from[s]) sets->from[s + 1] = sets->from[s];
}

static void sort_times(nh_risk_sets *sets, const nh_design *design, const uint32_t *strata)
{
    moment *all = nh_zeroed(design->n + 1, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < design->n; i++)
        if (design->outcome[i] == 1) all[n++] = (moment){ stratum_of(strata, i), design->exit[i] };
    qsort(all, n, sizeof *all, compare);
    sets->time = nh_zeroed(n + 1, sizeof *sets->time);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare(&all[i], &all[i - 1]) != 0) add_time(sets, all[i].stratum, all[i].time);
    close_gaps(sets);
    free(all);
}

/* How many event times of the stratum are at most `time`, counted over all strata before it. */
static uint32_t place_of(const nh_risk_sets *sets, uint32_t stratum, double time)
{
    size_t low = sets->from[stratum], high = sets->from[stratum + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sets->time[middle] <= time) low = middle + 1;
        else high = middle;
    }
    return (uint32_t)low;
}

static void place_rows(nh_risk_sets *sets, const nh_design *design, const uint32_t *strata)
{
    for (size_t i = 0; i < design->n; i++) {
        uint32_t stratum = stratum_of(strata, i);
        sets->leave_at[i] = place_of(sets, stratum, design->exit[i]);
        sets->enter_at[i] = design->entry ? place_of(sets, stratum, design->entry[i]) : (uint32_t)sets->from[stratum];
    }
}

/* By stratum and day, first whether an event came, then how many event times there are up to it. */
static uint32_t *count_days(nh_risk_sets *sets, const nh_design *design, const uint32_t *strata, day_range days)
{
    uint32_t *up_to = nh_zeroed(sets->n_strata * days.width + 1, sizeof *up_to);
    size_t n = 0;
    for (size_t i = 0; i < design->n; i++) {
        size_t place = stratum_of(strata, i) * days.width + (size_t)(design->exit[i] - days.least);
        if (design->outcome[i] == 1) up_to[place] = 1;
    }
    for (size_t p = 0; p < sets->n_strata * days.width; p++) n += up_to[p];
    sets->time = nh_zeroed(n + 1, sizeof *sets->time);
    for (size_t p = 0; p < sets->n_strata * days.width; p++) {
        if (up_to[p]) add_time(sets, (uint32_t)(p / days.width), days.least + (double)(p % days.width));
        up_to[p] = (uint32_t)sets->n_times;
    }
    close_gaps(sets);
    return up_to;
}

static uint32_t entry_by_days(const nh_risk_sets *sets, const uint32_t *up_to, day_range days, uint32_t stratum,
                              double entry)
{
    if (entry < days.least) return (uint32_t)sets->from[stratum];
    return up_to[stratum * days.width + (size_t)(entry - days.least)];
}

static void place_by_days(nh_risk_sets *sets, const nh_design *design, const uint32_t *strata, day_range days)
{
    uint32_t *up_to = count_days(sets, design, strata, days);
    for (size_t i = 0; i < design->n; i++) {
        uint32_t stratum = stratum_of(strata, i);
        sets->leave_at[i] = up_to[stratum * days.width + (size_t)(design->exit[i] - days.least)];
        sets->enter_at[i] = design->entry ? entry_by_days(sets, up_to, days, stratum, design->entry[i])
                                          : (uint32_t)sets->from[stratum];
    }
    free(up_to);
}

nh_risk_sets *nh_risk_sets_new(const nh_design *design, const uint32_t *strata, size_t n_strata)
{
    nh_risk_sets *sets = nh_zeroed(1, sizeof *sets);
    sets->n_strata = strata ? n_strata : 1;
    sets->from = nh_zeroed(sets->n_strata + 1, sizeof *sets->from);
    sets->enter_at = nh_resize(NULL, design->n + 1, sizeof *sets->enter_at);
    sets->leave_at = nh_resize(NULL, design->n + 1, sizeof *sets->leave_at);
    day_range days = range_of(design, sets->n_strata);
    if (days.width) place_by_days(sets, design, strata, days);
    else {
        sort_times(sets, design, strata);
        place_rows(sets, design, strata);
    }
    sets->is_first = nh_zeroed(sets->n_times + 1, sizeof *sets->is_first);
    for (size_t s = 0; s < sets->n_strata; s++) sets->is_first[sets->from[s]] = true;
    return sets;
}

void nh_risk_sets_free(nh_risk_sets *sets)
{
    if (!sets) return;
    free(sets->time);
    free(sets->from);
    free(sets->is_first);
    free(sets->enter_at);
    free(sets->leave_at);
    free(sets);
}
