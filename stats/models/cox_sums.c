/* stats/models/cox_sums.c: sums over risk sets, time by time. */
#include "stats/models/block_sums.h"
#include "stats/models/cox.h"
#include "stats/models/exponential.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t rows_left(const nh_design *design, size_t from)
{
    return design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
}

double *nh_cox_block(const nh_cox *cox)
{
    double *block = nh_zeroed(cox->width * NH_BLOCK, sizeof *block);
    for (size_t i = 0; i < NH_BLOCK; i++) block[i] = 1;
    return block;
}

/* Moved are whole columns, so that compilers take several rows at once. */
void nh_cox_fill(const nh_cox *cox, const nh_design *design, size_t from, size_t n, double *block)
{
    nh_design_block(design, from, n, block + NH_BLOCK);
    for (size_t j = 0; j < cox->k; j++) {
        double *column = block + (j + 1) * NH_BLOCK, zero = cox->origin[j];
        if (zero == 0) continue;
        for (size_t i = 0; i < NH_BLOCK; i++) column[i] -= zero;
    }
}

/* Rates, and the events' share of the log likelihood. */
static void rates_of(nh_cox *cox, const nh_design *design, const double *b, size_t from, size_t n,
                     const double *block)
{
    double eta[NH_BLOCK] = { 0 }, *risk = cox->risk + from;
    double start = design->offset ? design->offset[0] : 0;
    for (size_t i = 0; i < n && design->offset; i++) eta[i] = design->offset[from + i] - start;
    nh_add_combination(block + NH_BLOCK, b, cox->k, n, eta);
    nh_exp_block(eta, n, risk);
    for (size_t i = 0; i < n && design->weight; i++) {
        risk[i] *= design->weight[from + i];
        eta[i] *= design->weight[from + i];
    }
    cox->log_lik += nh_dot(eta, design->outcome + from, n); /* an outcome is 1 where the event came, else 0 */
}

/* Rows to the last time they are at risk at, and off the last time before they entered. Those whose event came there
 * are counted with the tied alone: run_back adds them to all. */
static void add_late_rows(nh_cox *cox, size_t from, size_t n, const double *block)
{
    const nh_risk_sets *sets = cox->sets;
    for (size_t i = 0; i < n; i++) {
        size_t row = from + i, enter = sets->enter_at[row];
        bool is_at_risk = sets->leave_at[row] > enter;
        double *sum = cox->sums + cox->place[row] * cox->width, rate = cox->risk[row];
        double *before = is_at_risk && !sets->is_first[enter] ? nh_cox_all(cox, enter - 1) : NULL;
        for (size_t j = 0; j <= cox->k; j++) {
            sum[j] += rate * block[j * NH_BLOCK + i];
            if (before) before[j] -= rate * block[j * NH_BLOCK + i];
        }
    }
}

static void add_rows(nh_cox *cox, const nh_design *design, size_t from, size_t n, const double *block)
{
    const nh_places to = { cox->place + from, cox->risk + from, cox->width, cox->sums };
    if (design->entry) add_late_rows(cox, from, n, block);
    else nh_add_to_places(block, n, &to);
}

/* What does not depend on coefficients: how many events a time has, and the columns of all events together. */
static void count_events(nh_cox *cox, const nh_design *design, size_t from, size_t n, const double *block)
{
    double events[NH_BLOCK];
    for (size_t i = 0; i < n; i++) {
        bool is_event = design->outcome[from + i] == 1;
        events[i] = is_event ? nh_weight_of(design, from + i) : 0;
        if (!is_event) continue;
        nh_tie *tie = &cox->tie[cox->sets->leave_at[from + i] - 1];
        tie->events++;
        tie->weight += events[i];
    }
    for (size_t j = 0; j < cox->k; j++) cox->of_events[j] += nh_dot(events, block + (j + 1) * NH_BLOCK, n);
}

/* From what changes at each time to what is at risk there, last time first. */
static void run_back(nh_cox *cox)
{
    size_t n = cox->sets->n_times;
    nh_precise *running = nh_zeroed(cox->k + 1, sizeof *running);
    for (size_t t = n; t-- > 0;) {
        double *at = nh_cox_all(cox, t);
        const double *tied = nh_cox_tied(cox, t);
        if (t + 1 < n && cox->sets->is_first[t + 1]) memset(running, 0, (cox->k + 1) * sizeof *running);
        for (size_t j = 0; j <= cox->k; j++) {
            running[j] = nh_precise_add(running[j], nh_precise_sum(at[j], tied[j]));
            at[j] = nh_precise_round(running[j]);
        }
    }
    free(running);
}

/* Logarithms are taken of products of a few factors at once: fewer of them. */
typedef struct logs {
    double product, sum;
    int n;
} logs;

static void add_log(logs *l, double x)
{
    l->product *= x;
    if (++l->n < 8) return;
    l->sum += log(l->product);
    l->product = 1;
    l->n = 0;
}

/* The sums of a tie; returns the logarithms of its risk sets together, weighted. */
static double step_through(nh_tie *tie, double at_risk, double tied, bool is_efron)
{
    double mean = tie->weight / tie->events, share = tied / at_risk;
    logs l = { 1, 0, 0 };
    tie->rate = tie->rate_gone = tie->square = tie->square_gone = tie->square_both = 0;
    for (double step = 0; step < tie->events; step++) {
        double gone = is_efron ? step / tie->events : 0, left = 1 - gone * share, rate = 1 / (at_risk * left);
        tie->rate += rate;
        tie->rate_gone += gone * rate;
        tie->square += rate * rate;
        tie->square_gone += gone * rate * rate;
        tie->square_both += gone * gone * rate * rate;
        add_log(&l, left);
    }
    double *const sums[] = { &tie->rate, &tie->rate_gone, &tie->square, &tie->square_gone, &tie->square_both };
    for (size_t s = 0; s < 5; s++) *sums[s] *= mean;
    return mean * (l.sum + log(l.product) + tie->events * log(at_risk));
}

static void sum_times(nh_cox *cox)
{
    cox->hazard[0] = 0;
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        double at_risk = nh_cox_all(cox, t)[0], tied = nh_cox_tied(cox, t)[0];
        cox->log_lik -= step_through(&cox->tie[t], at_risk, tied, cox->ties == NH_EFRON);
        cox->hazard[t + 1] = cox->hazard[t] + cox->tie[t].rate;
    }
}

void nh_cox_add_up(nh_cox *cox, const nh_design *design, const double *b)
{
    double *block = nh_cox_block(cox);
    memset(cox->sums, 0, (2 * cox->sets->n_times + 2) * cox->width * sizeof *cox->sums);
    if (!cox->has_events) memset(cox->tie, 0, cox->sets->n_times * sizeof *cox->tie);
    if (!cox->has_events) memset(cox->of_events, 0, cox->k * sizeof *cox->of_events);
    cox->log_lik = 0;
    cox->shift = design->offset ? design->offset[0] : 0;
    for (size_t j = 0; j < cox->k; j++) cox->shift += b[j] * cox->origin[j];
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        nh_cox_fill(cox, design, from, n, block);
        rates_of(cox, design, b, from, n, block);
        add_rows(cox, design, from, n, block);
        if (!cox->has_events) count_events(cox, design, from, n, block);
    }
    cox->has_events = true;
    free(block);
    run_back(cox);
    sum_times(cox);
}
