/* stats/models/firth.c: Firth's penalised likelihood by scoring (scoring.h), and what a fit says of it. */
#include "stats/models/firth.h"

#include "stats/models/scoring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Which columns can stay is told at coefficients of 0. */
static bool keep_columns(nh_scoring *s, nh_error *err)
{
    nh_fit *fit = s->fit;
    nh_solution solution;
    double *lengths = nh_zeroed(s->k + 1, sizeof *lengths);
    nh_scoring_add_up(s);
    for (size_t j = 0; j < s->k; j++) lengths[j] = s->information[j * s->k + j];
    nh_system system = { .k = s->k, .information = s->information, .score = s->step, .lengths = lengths,
                         .may_drop = true };
    bool is_found = nh_solve_system(&system, &solution) && solution.k > 0;
    if (is_found) nh_fit_take(fit, &solution);
    else nh_fail(err, NH_INCOMPLETE, "%s: no term is left to estimate", fit->design->formula->text);
    nh_solution_clear(&solution);
    free(lengths);
    s->k = fit->k;
    memset(s->b, 0, s->k * sizeof *s->b);
    return is_found;
}

/* Working residuals with the penalty in them: times weight and column they add up to 0. */
static void keep_row(nh_scoring *s, const double *block, size_t row, size_t i, double eta)
{
    nh_fit *fit = s->fit;
    double prior = nh_scoring_prior(fit->design, row), slope = fit->family->slope(eta), y = fit->design->outcome[row];
    fit->fitted[row] = eta;
    fit->weight[row] = prior * slope;
    fit->residual[row] = slope > 0 ? nh_scoring_pull(s, block, row, i, eta) / (prior * slope) : 0;
    fit->deviance += prior * fit->family->deviance(y, fit->family->mean(eta));
}

/* As any generalised model's; named so that errors that need leverage are refused. */
static void scores(const nh_fit *fit, size_t from, size_t n, double *block)
{
    nh_design_block(fit->design, from, n, block);
    for (size_t j = 0; j < fit->k; j++)
        for (size_t i = 0; i < n; i++) block[j * NH_BLOCK + i] *= fit->weight[from + i] * fit->residual[from + i];
}

static void describe(nh_scoring *s)
{
    nh_fit *fit = s->fit;
    size_t n = fit->design->n;
    fit->weight = nh_zeroed(n + 1, sizeof *fit->weight);
    fit->fitted = nh_zeroed(n + 1, sizeof *fit->fitted);
    fit->residual = nh_zeroed(n + 1, sizeof *fit->residual);
    memcpy(fit->coefficient, s->b, s->k * sizeof *s->b);
    nh_scoring_find_step(s);
    memcpy(fit->inverse, s->inverse, s->k * s->k * sizeof *s->inverse);
    nh_scoring_walk(s, keep_row);
    fit->scores = scores;
    fit->n_parameters = fit->k;
    fit->df_residual = (double)n - (double)fit->k;
    fit->dispersion = 1;
    fit->r_squared = fit->adj_r_squared = fit->within_r_squared = fit->sigma = fit->aic = fit->bic = NAN;
    fit->log_lik = s->log_lik;
    nh_fit_say(fit, (nh_detail){ "penalised log likelihood", s->objective, NAN, NH_NO_INTERVAL, NAN, NAN });
}

static bool outcomes_fit(const nh_fit *fit, nh_error *err)
{
    for (size_t i = 0; i < fit->design->n; i++) {
        double y = fit->design->outcome[i];
        if (y >= fit->family->least && y <= fit->family->most) continue;
        return nh_fail(err, NH_BAD_INPUT, "%s: a %s outcome must be %s", fit->design->formula->text,
                       fit->family->name, fit->family->due);
    }
    return true;
}

static bool climb(nh_scoring *s, nh_error *err)
{
    s->fit->has_converged = nh_scoring_climb(s);
    s->fit->iterations = s->n_steps;
    return s->fit->has_converged ||
           nh_fail(err, NH_INCOMPLETE, "%s: Firth's penalty found no estimates in %d steps",
                   s->fit->design->formula->text, s->fit->iterations);
}

nh_fit *nh_firth_fit(nh_design *design, const nh_family *family, nh_error *err)
{
    nh_fit *fit = nh_zeroed(1, sizeof *fit);
    *fit = (nh_fit){ .design = design, .family = family, .is_penalised = true };
    nh_scoring s = nh_scoring_new(fit, true);
    bool is_fitted = outcomes_fit(fit, err) && keep_columns(&s, err) && climb(&s, err);
    if (is_fitted) describe(&s);
    nh_scoring_clear(&s);
    if (is_fitted) return fit;
    nh_fit_free(fit);
    return NULL;
}
