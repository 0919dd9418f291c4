/* stats/models/cox_sums.c: sums over risk sets, and what follows from them for all coefficients at once. */
#include "stats/models/block_sums.h"
#include "stats/models/cox.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t rows_left(const nh_design *design, size_t from)
{
    return design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
}

/* A block's columns, from their origins. */
static void fill(const nh_cox *cox, const nh_design *design, size_t from, size_t n, double *block)
{
    nh_design_block(design, from, n, block);
    for (size_t j = 0; j < cox->k; j++)
        for (size_t i = 0; i < n && cox->origin[j] != 0; i++) block[j * NH_BLOCK + i] -= cox->origin[j];
}

static void rates_of(nh_cox *cox, const nh_design *design, const double *b, size_t from, size_t n,
                     const double *block)
{
    double eta[NH_BLOCK];
    double start = design->offset ? design->offset[0] : 0;
    for (size_t i = 0; i < n; i++) eta[i] = design->offset ? design->offset[from + i] - start : 0;
    nh_add_combination(block, b, cox->k, n, eta);
    for (size_t i = 0; i < n; i++) {
        double weight = nh_weight_of(design, from + i);
        cox->risk[from + i] = weight * exp(eta[i]);
        if (design->outcome[from + i] == 1) cox->log_lik += weight * eta[i];
    }
}

static void add_to(double *sum, const double *block, size_t i, size_t k, double rate)
{
    sum[0] += rate;
    for (size_t j = 0; j < k; j++) sum[j + 1] += rate * block[j * NH_BLOCK + i];
}

/* Rows to the last time they are at risk at, and off the last time before they entered. Those whose event came there
 * are counted with the tied alone: run_back adds them to all. */
static void add_rows(nh_cox *cox, const nh_design *design, size_t from, size_t n, const double *block)
{
    const nh_risk_sets *sets = cox->sets;
    size_t width = cox->k + 1;
    for (size_t i = 0; i < n; i++) {
        size_t row = from + i, enter = sets->enter_at[row], leave = sets->leave_at[row];
        if (leave <= enter) continue;
        double rate = cox->risk[row], *sums = design->outcome[row] == 1 ? cox->tied : cox->all;
        add_to(sums + (leave - 1) * width, block, i, cox->k, rate);
        if (!sets->is_first[enter]) add_to(cox->all + (enter - 1) * width, block, i, cox->k, -rate);
    }
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
    for (size_t j = 0; j < cox->k; j++)
        for (size_t i = 0; i < n; i++) cox->of_events[j] += events[i] * block[j * NH_BLOCK + i];
}

/* From what changes at each time to what is at risk there, last time first. */
static void run_back(nh_cox *cox)
{
    size_t width = cox->k + 1, n = cox->sets->n_times;
    nh_precise *running = nh_zeroed(width, sizeof *running);
    for (size_t t = n; t-- > 0;) {
        double *at = cox->all + t * width;
        const double *tied = cox->tied + t * width;
        if (t + 1 < n && cox->sets->is_first[t + 1]) memset(running, 0, width * sizeof *running);
        for (size_t j = 0; j < width; j++) {
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
    size_t width = cox->k + 1;
    cox->hazard[0] = 0;
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        cox->log_lik -= step_through(&cox->tie[t], cox->all[t * width], cox->tied[t * width], cox->ties == NH_EFRON);
        cox->hazard[t + 1] = cox->hazard[t] + cox->tie[t].rate;
    }
}

void nh_cox_add_up(nh_cox *cox, const nh_design *design, const double *b)
{
    size_t n_sums = cox->sets->n_times * (cox->k + 1);
    double *block = nh_zeroed((cox->k + 1) * NH_BLOCK, sizeof *block);
    memset(cox->all, 0, n_sums * sizeof *cox->all);
    memset(cox->tied, 0, n_sums * sizeof *cox->tied);
    if (!cox->has_events) memset(cox->tie, 0, cox->sets->n_times * sizeof *cox->tie);
    if (!cox->has_events) memset(cox->of_events, 0, cox->k * sizeof *cox->of_events);
    cox->log_lik = 0;
    cox->shift = design->offset ? design->offset[0] : 0;
    for (size_t j = 0; j < cox->k; j++) cox->shift += b[j] * cox->origin[j];
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(cox, design, from, n, block);
        rates_of(cox, design, b, from, n, block);
        add_rows(cox, design, from, n, block);
        if (!cox->has_events) count_events(cox, design, from, n, block);
    }
    cox->has_events = true;
    free(block);
    run_back(cox);
    sum_times(cox);
}

static double times_at(const double *times, size_t t) { return times ? times[t] : 1; }

/* Columns of the rows whose event came, by the share of their times. */
static void add_events(const nh_cox *cox, const nh_design *design, const double *times, double *sum)
{
    double *block = nh_zeroed((cox->k + 1) * NH_BLOCK, sizeof *block);
    memset(sum, 0, cox->k * sizeof *sum);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(cox, design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            if (design->outcome[from + i] != 1) continue;
            double share = nh_weight_of(design, from + i) * times[cox->sets->leave_at[from + i] - 1];
            for (size_t j = 0; j < cox->k; j++) sum[j] += share * block[j * NH_BLOCK + i];
        }
    }
    free(block);
}

/* The columns of the events, less what was due of the risk sets. */
void nh_cox_score(const nh_cox *cox, const nh_design *design, const double *times, double *score)
{
    size_t width = cox->k + 1;
    if (times) add_events(cox, design, times, score);
    else memcpy(score, cox->of_events, cox->k * sizeof *score);
    for (size_t t = 0; t < cox->sets->n_times; t++)
        for (size_t j = 0; j < cox->k; j++)
            score[j] -= times_at(times, t) * (cox->tie[t].rate * cox->all[t * width + j + 1] -
                                              cox->tie[t].rate_gone * cox->tied[t * width + j + 1]);
}

/* Each row's rate times the hazard it went through: what it weighs in sums of squares over risk sets. */
static void weights_of(const nh_cox *cox, const nh_design *design, const double *hazard, const double *times,
                       double *weight)
{
    const nh_risk_sets *sets = cox->sets;
    for (size_t i = 0; i < design->n; i++) {
        size_t enter = sets->enter_at[i], leave = sets->leave_at[i];
        double through = leave > enter ? hazard[leave] - hazard[enter] : 0;
        if (design->outcome[i] == 1) through -= times_at(times, leave - 1) * cox->tie[leave - 1].rate_gone;
        weight[i] = cox->risk[i] * through;
    }
}

static void square_up(const nh_cox *cox, const nh_design *design, const double *weight, nh_precise *sum)
{
    double *block = nh_zeroed((cox->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(cox, design, from, n, block);
        nh_add_products(block, weight + from, n, cox->k, sum);
    }
    free(block);
}

/* The squares of the risk sets' means. */
static void take_means(const nh_cox *cox, const double *times, nh_precise *sum)
{
    size_t k = cox->k, width = k + 1;
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        const nh_tie *tie = &cox->tie[t];
        const double *s = cox->all + t * width + 1, *e = cox->tied + t * width + 1;
        double scale = times_at(times, t);
        for (size_t a = 0; a < k; a++) {
            double plain = scale * (tie->square * s[a] - tie->square_gone * e[a]);
            double gone = scale * (tie->square_gone * s[a] - tie->square_both * e[a]);
            for (size_t b = a; b < k; b++)
                sum[a * k + b] = nh_precise_subtract(sum[a * k + b], nh_precise_of(plain * s[b] - gone * e[b]));
        }
    }
}

void nh_cox_information(const nh_cox *cox, const nh_design *design, const double *times, double *information,
                        double *lengths)
{
    size_t k = cox->k, n_times = cox->sets->n_times;
    nh_precise *sum = nh_zeroed(k * k + 1, sizeof *sum);
    double *weight = nh_zeroed(design->n + 1, sizeof *weight), *hazard = nh_zeroed(n_times + 1, sizeof *hazard);
    for (size_t t = 0; t < n_times; t++) hazard[t + 1] = hazard[t] + times_at(times, t) * cox->tie[t].rate;
    weights_of(cox, design, hazard, times, weight);
    square_up(cox, design, weight, sum);
    for (size_t j = 0; j < k && lengths; j++) lengths[j] = nh_precise_round(sum[j * k + j]);
    take_means(cox, times, sum);
    for (size_t a = 0; a < k; a++)
        for (size_t b = a; b < k; b++)
            information[a * k + b] = information[b * k + a] = nh_precise_round(sum[a * k + b]);
    free(sum);
    free(weight);
    free(hazard);
}
