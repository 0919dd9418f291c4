/* stats/models/wald.c: whether several coefficients are 0 together. */
#include "stats/models/wald.h"

#include "stats/models/gsl.h"

#include <math.h>
#include <stdlib.h>

/* b' V^-1 b, and its rank. */
static double quadratic(const nh_fit *fit, const nh_covariance *c, const size_t *which, size_t n, double *df)
{
    double *variance = nh_zeroed(n * n + 1, sizeof *variance), *b = nh_zeroed(n + 1, sizeof *b);
    double *lengths = nh_zeroed(n + 1, sizeof *lengths), sum = 0;
    for (size_t i = 0; i < n; i++) {
        b[i] = fit->coefficient[which[i]];
        lengths[i] = c->matrix[which[i] * fit->k + which[i]];
        for (size_t j = 0; j < n; j++) variance[i * n + j] = c->matrix[which[i] * fit->k + which[j]];
    }
    nh_system system = { .k = n, .information = variance, .score = b, .lengths = lengths, .may_drop = true };
    nh_solution solution;
    bool is_found = nh_solve_system(&system, &solution);
    for (size_t i = 0; i < solution.k && is_found; i++)
        sum += b[solution.kept[i]] * nh_precise_round(solution.coefficient[i]);
    *df = is_found ? (double)solution.k : NAN;
    nh_solution_clear(&solution);
    free(variance);
    free(lengths);
    free(b);
    return is_found ? sum : NAN;
}

static nh_wald hotelling(const nh_fit *fit, const nh_covariance *c, const size_t *which, size_t q)
{
    nh_wald w = { NAN, NAN, NAN, NAN };
    double sum = quadratic(fit, c, which, q, &w.df);
    if (w.df != (double)q) return w;
    double n = q == 1 ? c->df[which[0]] : nh_bias_reduced_df(fit, c, which, q);
    if (!(n - w.df + 1 > 0)) return w;
    w.df_residual = n - w.df + 1;
    w.statistic = w.df_residual / (n * w.df) * sum;
    w.p_value = nh_f_above(w.statistic, w.df, w.df_residual);
    return w;
}

nh_wald nh_wald_test(const nh_fit *fit, const nh_covariance *c, const size_t *which, size_t n)
{
    nh_wald w = { NAN, NAN, NAN, NAN };
    if (c->is_satterthwaite) return hotelling(fit, c, which, n);
    double sum = quadratic(fit, c, which, n, &w.df);
    w.df_residual = !fit->has_t_reference ? INFINITY : c->n_clusters ? (double)c->n_clusters - 1 : fit->df_residual;
    w.statistic = isfinite(w.df_residual) ? sum / w.df : sum;
    w.p_value = isfinite(w.df_residual) ? nh_f_above(w.statistic, w.df, w.df_residual)
                                        : nh_chi_squared_above(sum, w.df);
    return w;
}
