/* stats/models/linear.c: least squares, weighted and with absorbed effects.
 *
 * Weights are analytic: the variance of a row is sigma^2 / w, and sigma^2 = sum w e^2 / (N - K), where K counts
 * the columns and all absorbed constants. R: lm(y ~ x, weights = w); plm(..., effect = "twoways"). */
#include "stats/models/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows up to which sums keep all digits; beyond, a block's are rounded to a double. */
enum { FEW_ROWS = 20000 };

static nh_precise precise_squares(const nh_design *design, const double *values, nh_precise centre)
{
    nh_precise sum = { 0, 0 };
    for (size_t i = 0; i < design->n; i++) {
        nh_precise rest = nh_precise_subtract(nh_precise_of(values[i]), centre);
        rest = nh_precise_multiply(rest, rest);
        sum = nh_precise_add(sum, design->weight ? nh_precise_times(rest, design->weight[i]) : rest);
    }
    return sum;
}

static nh_precise weighted_squares(const nh_design *design, const double *values, nh_precise centre)
{
    nh_precise sum = { 0, 0 };
    if (design->n <= FEW_ROWS) return precise_squares(design, values, centre);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        double part = 0;
        for (size_t i = from; i < from + n; i++) {
            double rest = values[i] - centre.high;
            part += rest * rest * (design->weight ? design->weight[i] : 1);
        }
        sum = nh_precise_add(sum, nh_precise_of(part));
    }
    return sum;
}

/* Four sums at once, because each addition waits for the one before. */
static nh_precise sum_of(const double *values, const double *weight, size_t n)
{
    nh_precise part[4] = { { 0, 0 } };
    for (size_t i = 0; i < n; i++) {
        if (weight) nh_precise_gather(&part[i % 4], values[i], weight[i]);
        else nh_precise_add_to(&part[i % 4], values[i]);
    }
    return nh_precise_add(nh_precise_add(part[0], part[1]), nh_precise_add(part[2], part[3]));
}

static nh_precise weighted_mean(const nh_design *design, const double *values)
{
    nh_precise weights = nh_precise_of((double)design->n);
    if (design->weight) weights = sum_of(design->weight, NULL, design->n);
    return nh_precise_divide(sum_of(values, design->weight, design->n), weights);
}

/* R: logLik(lm(...)). */
static double log_likelihood(const nh_design *design, double squares)
{
    double n = (double)design->n, logs = 0;
    for (size_t i = 0; i < design->n && design->weight; i++) logs += log(design->weight[i]);
    return squares > 0 ? 0.5 * (logs - n * (log(2 * M_PI) + 1 - log(n) + log(squares))) : NAN;
}

/* 1 - left / all, without the digits that a difference of nearly equal sums would lose. */
static double explained(nh_precise all, nh_precise left)
{
    return all.high > 0 ? nh_precise_round(nh_precise_divide(nh_precise_subtract(all, left), all)) : NAN;
}

static void describe(nh_fit *fit, const double *response, nh_precise within)
{
    const nh_design *design = fit->design;
    bool is_centred = design->has_intercept || fit->absorbed;
    nh_precise zero = { 0, 0 }, mean = is_centred ? weighted_mean(design, response) : zero;
    nh_precise all = weighted_squares(design, response, mean), left = weighted_squares(design, fit->residual, zero);
    double n = (double)design->n;
    fit->deviance = nh_precise_round(left);
    fit->dispersion = fit->deviance / fit->df_residual;
    fit->sigma = sqrt(fit->dispersion);
    fit->r_squared = explained(all, left);
    fit->adj_r_squared = 1 - (1 - fit->r_squared) * (n - is_centred) / fit->df_residual;
    fit->within_r_squared = fit->absorbed ? explained(within, left) : NAN;
    fit->log_lik = log_likelihood(design, fit->deviance);
    fit->aic = -2 * fit->log_lik + 2 * ((double)fit->n_parameters + 1);
    fit->bic = -2 * fit->log_lik + log(n) * ((double)fit->n_parameters + 1);
}

static double *response_of(const nh_design *design)
{
    double *response = nh_resize(NULL, design->n + 1, sizeof *response);
    memcpy(response, design->outcome, design->n * sizeof *response);
    for (size_t i = 0; i < design->n && design->offset; i++) response[i] -= design->offset[i];
    return response;
}

static bool absorb(nh_fit *fit, double *within, nh_error *err)
{
    if (fit->design->formula->n_effects == 0) return true;
    fit->absorbed = nh_absorbed_new(fit->design, err);
    if (!fit->absorbed) return false;
    nh_absorbed_fit(fit->absorbed, fit->design, within);
    fit->design->absorbed = fit->absorbed;
    return true;
}

static bool has_rows_left(const nh_fit *fit, nh_error *err)
{
    if (fit->df_residual > 0) return true;
    return nh_fail(err, NH_INCOMPLETE,
                   "%s: so few rows cannot carry %zu parameters; nothing is left to tell the error from",
                   fit->design->formula->text, fit->n_parameters);
}

static bool has_columns(const nh_fit *fit, size_t k, nh_error *err)
{
    if (k > 0) return true;
    return nh_fail(err, NH_INCOMPLETE, "%s: no term is left to estimate%s", fit->design->formula->text,
                   fit->absorbed ? "; the absorbed effects explain them all" : "");
}

/* Solves, and turns the response into residuals. */
static bool solve(nh_fit *fit, double *response, nh_error *err)
{
    nh_design *design = fit->design;
    const nh_absorbed *absorbed = fit->absorbed;
    nh_solution solution;
    nh_normal_equations equations = { .response = response, .weight = design->weight, .may_drop = true };
    if (absorbed) equations.lengths = absorbed->raw_squares;
    if (absorbed && absorbed->is_tall) equations.products = absorbed->products;
    bool is_solved = nh_solve(design, &equations, &solution, err) && has_columns(fit, solution.k, err);
    if (is_solved) {
        nh_fit_take(fit, &solution);
        nh_solution_residuals(design, &solution, response);
    }
    nh_solution_clear(&solution);
    return is_solved;
}

static bool fit_it(nh_fit *fit, const double *response, nh_error *err)
{
    const nh_design *design = fit->design;
    fit->residual = response_of(design);
    if (!absorb(fit, fit->residual, err)) return false;
    nh_precise within = weighted_squares(design, fit->residual, nh_precise_of(0));
    if (!solve(fit, fit->residual, err)) return false;
    fit->n_parameters = fit->k + (fit->absorbed ? fit->absorbed->rank : 0);
    fit->df_residual = (double)design->n - (double)fit->n_parameters;
    if (!has_rows_left(fit, err)) return false;
    describe(fit, response, within);
    if (!design->weight) return true;
    fit->weight = nh_resize(NULL, design->n + 1, sizeof *fit->weight);
    memcpy(fit->weight, design->weight, design->n * sizeof *fit->weight);
    return true;
}

nh_fit *nh_linear_fit(nh_design *design, nh_error *err)
{
    nh_fit *fit = nh_zeroed(1, sizeof *fit);
    *fit = (nh_fit){ .design = design, .has_t_reference = true, .has_converged = true };
    double *shifted = design->offset ? response_of(design) : NULL;
    bool is_fitted = fit_it(fit, shifted ? shifted : design->outcome, err);
    free(shifted);
    if (is_fitted) return fit;
    nh_fit_free(fit);
    return NULL;
}
