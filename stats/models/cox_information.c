/* stats/models/cox_information.c: score and information of all coefficients at once, from the sums over risk sets. */
#include "stats/models/block_sums.h"
#include "stats/models/cox.h"

#include <stdlib.h>
#include <string.h>

static double times_at(const double *times, size_t t) { return times ? times[t] : 1; }

/* Columns of the rows whose event came, by the share of their times. */
static void add_events(const nh_cox *cox, const nh_design *design, const double *times, double *sum)
{
    double *block = nh_cox_block(cox);
    memset(sum, 0, cox->k * sizeof *sum);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_cox_fill(cox, design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            if (design->outcome[from + i] != 1) continue;
            double share = nh_weight_of(design, from + i) * times[cox->sets->leave_at[from + i] - 1];
            for (size_t j = 0; j < cox->k; j++) sum[j] += share * block[(j + 1) * NH_BLOCK + i];
        }
    }
    free(block);
}

/* The columns of the events, less what was due of the risk sets. */
void nh_cox_score(const nh_cox *cox, const nh_design *design, const double *times, double *score)
{
    if (times) add_events(cox, design, times, score);
    else memcpy(score, cox->of_events, cox->k * sizeof *score);
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        const double *all = nh_cox_all(cox, t) + 1, *tied = nh_cox_tied(cox, t) + 1;
        for (size_t j = 0; j < cox->k; j++)
            score[j] -= times_at(times, t) * (cox->tie[t].rate * all[j] - cox->tie[t].rate_gone * tied[j]);
    }
}

/* Each row's rate times the hazard it went through: what it weighs in sums of squares over risk sets. */
typedef struct weighing {
    const double *times;
    double *hazard, *through; /* of rows from the beginning of their stratum, by their place */
} weighing;

static weighing new_weighing(const nh_cox *cox, const double *times)
{
    size_t n_times = cox->sets->n_times;
    double *hazard = nh_zeroed(n_times + 1, sizeof *hazard);
    weighing w = { times, hazard, nh_zeroed(2 * n_times + 2, sizeof *w.through) };
    for (size_t t = 0; t < n_times; t++) hazard[t + 1] = hazard[t] + times_at(times, t) * cox->tie[t].rate;
    for (size_t s = 0; s < cox->sets->n_strata; s++)
        for (size_t t = cox->sets->from[s]; t < cox->sets->from[s + 1]; t++) {
            double through = hazard[t + 1] - hazard[cox->sets->from[s]];
            w.through[2 * t] = through;
            w.through[2 * t + 1] = through - times_at(times, t) * cox->tie[t].rate_gone;
        }
    return w;
}

static double through(const nh_cox *cox, const weighing *w, size_t row)
{
    size_t enter = cox->sets->enter_at[row], leave = cox->sets->leave_at[row];
    double hazard = leave > enter ? w->hazard[leave] - w->hazard[enter] : 0;
    bool is_event = cox->place[row] % 2 == 1;
    return is_event ? hazard - times_at(w->times, leave - 1) * cox->tie[leave - 1].rate_gone : hazard;
}

static void weigh(const nh_cox *cox, const nh_design *design, const weighing *w, size_t from, size_t n,
                  double *weight)
{
    const uint32_t *place = cox->place + from;
    if (design->entry) for (size_t i = 0; i < n; i++) weight[i] = cox->risk[from + i] * through(cox, w, from + i);
    else for (size_t i = 0; i < n; i++) weight[i] = cox->risk[from + i] * w->through[place[i]];
}

static void square_up(const nh_cox *cox, const nh_design *design, const weighing *w, nh_precise *sum)
{
    double *block = nh_cox_block(cox), weight[NH_BLOCK];
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_cox_fill(cox, design, from, n, block);
        weigh(cox, design, w, from, n, weight);
        nh_add_products(block + NH_BLOCK, weight, n, cox->k, sum);
    }
    free(block);
}

/* The squares of the risk sets' means. */
static void take_means(const nh_cox *cox, const double *times, nh_precise *sum)
{
    size_t k = cox->k;
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        const nh_tie *tie = &cox->tie[t];
        const double *s = nh_cox_all(cox, t) + 1, *e = nh_cox_tied(cox, t) + 1;
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
    size_t k = cox->k;
    nh_precise *sum = nh_zeroed(k * k + 1, sizeof *sum);
    weighing w = new_weighing(cox, times);
    square_up(cox, design, &w, sum);
    for (size_t j = 0; j < k && lengths; j++) lengths[j] = nh_precise_round(sum[j * k + j]);
    take_means(cox, times, sum);
    for (size_t a = 0; a < k; a++)
        for (size_t b = a; b < k; b++)
            information[a * k + b] = information[b * k + a] = nh_precise_round(sum[a * k + b]);
    free(sum);
    free(w.hazard);
    free(w.through);
}
