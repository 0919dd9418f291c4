/* stats/methods/competing_risks.c: Aalen and Johansen's cumulative incidence on counts by day.
 *
 * Aalen and Johansen (1978); the variance is of Greenwood's type, by the delta method step by step: with n at risk, d
 * endings and d_k of the way wanted, S' = S (1 - d/n), F' = F + S d_k/n. R: survfit(Surv(days, factor(end)) ~ 1),
 * pstate and std.err; etm::etm (cov = TRUE). Intervals on the log-log scale of 1 - F. */
#include "stats/methods/competing_risks.h"

#include "datasets/frame/arena.h"
#include "stats/methods/kaplan_meier.h"

#include <math.h>
#include <stdlib.h>

static nh_incidence *new_incidence(size_t n_days)
{
    nh_incidence *incidence = nh_zeroed(1, sizeof *incidence);
    incidence->n_days = n_days;
    double **const columns[] = { &incidence->at_risk, &incidence->events, &incidence->value, &incidence->std_error,
                                 &incidence->lower, &incidence->upper };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) *columns[i] = nh_zeroed(n_days, sizeof(double));
    return incidence;
}

void nh_incidence_free(nh_incidence *incidence)
{
    if (!incidence) return;
    free(incidence->at_risk);
    free(incidence->events);
    free(incidence->value);
    free(incidence->std_error);
    free(incidence->lower);
    free(incidence->upper);
    free(incidence);
}

/* Survival, incidence, and their variances and covariance. */
typedef struct state {
    double s, f, var_s, cov, var_f;
} state;

/* One day: hazards of any end and of the way wanted, and their multinomial variances over n. */
static state step(state at, double any, double way, double n)
{
    double survive = 1 - any, s2 = at.s * at.s;
    return (state){
        .s = at.s * survive,
        .f = at.f + at.s * way,
        .var_s = survive * survive * at.var_s + s2 * any * survive / n,
        .cov = survive * (at.cov + way * at.var_s) - s2 * way * survive / n,
        .var_f = at.var_f + 2 * way * at.cov + way * way * at.var_s + s2 * way * (1 - way) / n,
    };
}

static double limit(double f, double error, double z)
{
    if (f <= 0 || f >= 1) return f;
    double scaled = error / ((1 - f) * -log1p(-f));
    return 1 - pow(1 - f, exp(z * scaled));
}

static double endings_on(const nh_days *days, size_t day)
{
    double endings = 0;
    for (size_t end = 1; end <= days->n_ends; end++) endings += days->left[end * days->n_days + day];
    return endings;
}

nh_incidence *nh_incidence_new(const nh_days *days, size_t end, double level)
{
    nh_incidence *incidence = new_incidence(days->n_days);
    double z = nh_normal_quantile(level);
    state now = { .s = 1 };
    nh_numbers_at_risk(days, incidence->at_risk);
    for (size_t day = 0; day < days->n_days; day++) {
        double n = incidence->at_risk[day], any = endings_on(days, day), way = days->left[end * days->n_days + day];
        if (any > 0) now = step(now, any / n, way / n, n);
        double error = sqrt(now.var_f > 0 ? now.var_f : 0);
        incidence->events[day] = way;
        incidence->value[day] = now.f;
        incidence->std_error[day] = error;
        incidence->lower[day] = limit(now.f, error, -z);
        incidence->upper[day] = limit(now.f, error, z);
    }
    return incidence;
}
