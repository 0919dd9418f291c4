/* stats/models/cox.h: Cox's proportional hazards: what columns do to the rate at which an event comes.
 *
 * Strata have baseline hazards of their own; rows may enter late. Ties by Efron (1977), Breslow (1974) or exactly
 * (Cox 1972: the discrete partial likelihood). R: survival::coxph(Surv(entry, exit, event) ~ x + strata(s), ties = ...).
 *
 *     nh_fit *fit = nh_cox_fit(design, NH_EFRON, err);                  takes over the design
 *     use(fit->cox->log_lik_null, fit->cox->score_test);
 *     nh_hazard_tests tests = nh_cox_hazard_tests(fit, NH_TIME_KM);
 *
 * Times are counted, not sorted: rows add to the sums of the last event time that they are at risk at, and sums over
 * risk sets follow from those. The information about a coefficient is a weighted cross-product of the columns, less
 * what the means of the risk sets have in it; so a step costs two passes over the rows, whatever the times.
 */
#ifndef NH_MODELS_COX_H
#define NH_MODELS_COX_H

#include "stats/models/fit.h"
#include "stats/models/risk_sets.h"

typedef enum nh_ties { NH_EFRON, NH_BRESLOW, NH_EXACT_TIES } nh_ties;

/* Sums over the steps l in which the tied events of a time are taken one after the other, with the share f = l/d of
 * the tied rows gone from the risk set, which is then D = S - fE: of 1/D, f/D, 1/D^2, f/D^2 and f^2/D^2, each times
 * the events' mean weight. Breslow: f = 0. */
typedef struct nh_tie {
    double rate, rate_gone, square, square_gone, square_both;
    double events, weight; /* how many, and their weights together */
} nh_tie;

struct nh_cox {
    nh_ties ties;
    nh_risk_sets *sets;
    size_t k;
    uint32_t *strata;       /* of each row, or NULL */
    double *origin;         /* of each column: what it is counted from */
    double shift;           /* the linear predictor there, at which rates are 1 */
    double *risk;           /* of each row: weight x rate */
    uint32_t *place;        /* of each row, among `sums`: 2 t, or 2 t + 1 if its event came, t the last time it is at
                             * risk at; those of a time after the last for rows that are at none */
    size_t width;           /* 1 + k, rounded up to a multiple of 4 */
    double *sums;           /* by time: of the rates, and of the rates times each column, at risk and then tied */
    bool has_events;        /* `of_events` and the counts of `tie` stand: they do not depend on coefficients */
    double *of_events;      /* weighted sums of the columns over the rows whose event came */
    nh_tie *tie;            /* by time */
    double *hazard;         /* cumulative baseline hazard before each time, strata one after the other */
    double *means;          /* of column j before time t: sums of hazard x the risk sets' mean, j * (n_times + 1) + t */
    double log_lik, log_lik_null, score_test;
    size_t n_events;
};

/* The sums of a time, k + 1 of them. */
static inline double *nh_cox_all(const nh_cox *cox, size_t t) { return cox->sums + 2 * t * cox->width; }
static inline double *nh_cox_tied(const nh_cox *cox, size_t t) { return cox->sums + (2 * t + 1) * cox->width; }

nh_fit *nh_cox_fit(nh_design *design, nh_ties ties, nh_error *err);
void nh_cox_free(nh_cox *cox); /* NULL is allowed */

/* cox_sums.c: a pass over rows and times at the coefficients `b`; and blocks of rows as it takes them: a column of 1,
 * then the design's from their origins, then 0. free() the block. */
void nh_cox_add_up(nh_cox *cox, const nh_design *design, const double *b);
double *nh_cox_block(const nh_cox *cox);
void nh_cox_fill(const nh_cox *cox, const nh_design *design, size_t from, size_t n, double *block);

/* cox_information.c: what follows for the coefficients. */
void nh_cox_score(const nh_cox *cox, const nh_design *design, const double *times, double *score);
/* `times`, when not NULL, multiplies the share of each time. `lengths` gets the diagonal before anything is taken
 * off; it may be NULL. */
void nh_cox_information(const nh_cox *cox, const nh_design *design, const double *times, double *information,
                        double *lengths);

/* cox_exact.c: log likelihood, score and information with exact ties, at the rates of the last nh_cox_add_up. */
bool nh_cox_exact(nh_cox *cox, const nh_design *design, double *score, double *information, nh_error *err);

/* cox_residuals.c: each row's share of the score (Therneau and Grambsch 2000), and its martingale residual. */
void nh_cox_scores(const nh_fit *fit, size_t from, size_t n, double *block);
void nh_cox_sum_means(nh_cox *cox);
void nh_cox_martingales(const nh_cox *cox, const nh_design *design, double *residual);

/* cox_hazards.c: whether the effect of a term changes with time, by the score test of cox.zph (survival 3.0 on). */
typedef enum nh_time_scale { NH_TIME_KM, NH_TIME_RANK, NH_TIME_IDENTITY, NH_TIME_LOG } nh_time_scale;

typedef struct nh_hazard_test {
    const char *term; /* NULL: all together */
    double chi_squared, df;
    double behind;    /* the least support of its columns */
} nh_hazard_test;

typedef struct nh_hazard_tests {
    nh_hazard_test *item;
    size_t n;
} nh_hazard_tests;

nh_hazard_tests nh_cox_hazard_tests(const nh_fit *fit, nh_time_scale scale);

/* Cumulative hazard and its variance up to and with time j of the fit's risk sets. */
typedef struct nh_baseline {
    double hazard, variance;
} nh_baseline;

/* One entry a time, of a row with these columns (k of them; NULL: 0 in every one); free() it.
 * R: survfit(fit, newdata). */
nh_baseline *nh_cox_baseline(const nh_fit *fit, const double *at);

/* cox_concordance.c: the share of comparable pairs in which the event came first where the rate was higher. */
double nh_cox_concordance(const nh_fit *fit);

#endif
