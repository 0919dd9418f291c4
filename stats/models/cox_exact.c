/* stats/models/cox_exact.c: ties taken as what they are when time is discrete.
 *
 * Of a time with d events among n at risk the likelihood is the product of the d rates over the sum of such products
 * over all choices of d rows (Cox 1972). The sum comes from the recursion of Gail, Lubin and Rubinstein (1981) over
 * rows, here of the means of products, so that no number grows with the count of choices:
 *     M(j, n) = (1 - j/n) M(j, n - 1) + (j/n) r(n) M(j - 1, n - 1),
 * with its first and second derivatives by the coefficients beside it. R: coxph(..., ties = "exact"). */
#include "stats/models/cox.h"

#include "stats/models/gsl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double most_work = 2e10;

/* The rows at risk at one time: rates about their mean, and columns row by row. */
typedef struct risk_set {
    size_t n, d, k;
    double *rate, *x, *of_events; /* of_events: the columns summed over events */
    double log_of_events;         /* logarithms of the events' rates together */
} risk_set;

/* Row numbers stratum by stratum are not kept: a time looks at every row. */
static void read_rows(const nh_cox *cox, const nh_design *design, const double *columns, size_t t, risk_set *set)
{
    double mean = 0;
    set->n = set->d = 0;
    set->log_of_events = 0;
    memset(set->of_events, 0, set->k * sizeof *set->of_events);
    for (size_t i = 0; i < design->n; i++) {
        if (t < cox->sets->enter_at[i] || t >= cox->sets->leave_at[i]) continue;
        const double *x = columns + i * set->k;
        set->rate[set->n] = cox->risk[i];
        memcpy(set->x + set->n++ * set->k, x, set->k * sizeof *x);
        mean += cox->risk[i];
        if (design->outcome[i] != 1 || cox->sets->leave_at[i] != t + 1) continue;
        set->d++;
        set->log_of_events += log(cox->risk[i]);
        for (size_t j = 0; j < set->k; j++) set->of_events[j] += x[j];
    }
    mean /= (double)set->n;
    for (size_t i = 0; i < set->n; i++) set->rate[i] /= mean;
    set->log_of_events -= (double)set->d * log(mean);
}

/* One M(j, n): its value, k first and k x k second derivatives. */
static size_t width_of(size_t k) { return 1 + k + k * k; }

/* M(j) from M(j) and M(j - 1) of one row less. */
static void extend(double *mean, const double *lower, size_t k, double share, double rate, const double *x)
{
    double *first = mean + 1, *second = first + k;
    const double *lower_first = lower + 1, *lower_second = lower_first + k;
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            second[a * k + b] = (1 - share) * second[a * k + b] +
                                share * rate * (lower_second[a * k + b] + x[a] * lower_first[b] +
                                                lower_first[a] * x[b] + x[a] * x[b] * lower[0]);
    for (size_t a = 0; a < k; a++)
        first[a] = (1 - share) * first[a] + share * rate * (lower_first[a] + x[a] * lower[0]);
    mean[0] = (1 - share) * mean[0] + share * rate * lower[0];
}

/* M(0) .. M(d) of all rows; `means` begins as 0 but for M(0) = 1. */
static void choose(const risk_set *set, double *means)
{
    size_t width = width_of(set->k);
    memset(means, 0, (set->d + 1) * width * sizeof *means);
    means[0] = 1;
    for (size_t n = 1; n <= set->n; n++)
        for (size_t j = n < set->d ? n : set->d; j > 0; j--)
            extend(means + j * width, means + (j - 1) * width, set->k, (double)j / (double)n, set->rate[n - 1],
                   set->x + (n - 1) * set->k);
}

static void add_time(nh_cox *cox, const risk_set *set, const double *means, double *score, double *information)
{
    size_t k = set->k;
    const double *at = means + set->d * width_of(k), *first = at + 1, *second = first + k;
    cox->log_lik += set->log_of_events - log(at[0]) - nh_log_choose((double)set->n, (double)set->d);
    for (size_t a = 0; a < k && score; a++) {
        score[a] += set->of_events[a] - first[a] / at[0];
        for (size_t b = 0; b < k; b++)
            information[a * k + b] += second[a * k + b] / at[0] - first[a] / at[0] * (first[b] / at[0]);
    }
}

static double *all_columns(const nh_cox *cox, const nh_design *design)
{
    double *columns = nh_zeroed(design->n * cox->k + 1, sizeof *columns);
    double *block = nh_zeroed((cox->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < cox->k; j++)
                columns[(from + i) * cox->k + j] = block[j * NH_BLOCK + i] - cox->origin[j];
    }
    free(block);
    return columns;
}

static bool is_affordable(const nh_cox *cox, const nh_design *design, nh_error *err)
{
    double work = 0, width = (double)width_of(cox->k);
    for (size_t t = 0; t < cox->sets->n_times; t++) work += (double)design->n * (1 + cox->tie[t].events * width);
    return work <= most_work || nh_fail(err, NH_INCOMPLETE, "--ties exact would look at too many choices of tied "
                                        "events in %zu rows; use efron, which is close to it", design->n);
}

bool nh_cox_exact(nh_cox *cox, const nh_design *design, double *score, double *information, nh_error *err)
{
    size_t k = cox->k, most = 0;
    if (!is_affordable(cox, design, err)) return false;
    for (size_t t = 0; t < cox->sets->n_times; t++)
        if ((size_t)cox->tie[t].events > most) most = (size_t)cox->tie[t].events;
    double *columns = all_columns(cox, design), *means = nh_zeroed((most + 1) * width_of(k), sizeof *means);
    risk_set set = { .k = k, .rate = nh_zeroed(design->n + 1, sizeof(double)),
                     .x = nh_zeroed(design->n * k + 1, sizeof(double)),
                     .of_events = nh_zeroed(k + 1, sizeof(double)) };
    cox->log_lik = 0;
    for (size_t j = 0; j < k && score; j++) score[j] = 0;
    for (size_t j = 0; j < k * k && score; j++) information[j] = 0;
    for (size_t t = 0; t < cox->sets->n_times; t++) {
        read_rows(cox, design, columns, t, &set);
        choose(&set, means);
        add_time(cox, &set, means, score, information);
    }
    free(columns);
    free(means);
    free(set.rate);
    free(set.x);
    free(set.of_events);
    return true;
}
