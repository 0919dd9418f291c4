/* stats/models/glm.c: generalised linear models by Newton's steps, carried on until nothing moves.
 *
 * Each step is a weighted least-squares fit to the working residuals (Nelder and Wedderburn 1972). Steps go on
 * until the last one is below 1e-10 standard errors, so that coefficients and their errors belong to the same,
 * converged estimate; R's errors are those of one step before. R: glm(..., control = list(epsilon = 1e-15)).
 *
 * An outcome that is the same for every row of a level, or that the columns tell apart completely, has no finite
 * estimate: the call fails and names the column. */
#include "stats/models/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 60, MOST_HALVINGS = 12 };
static const double last_step = 1e-10, good_step = 1e-6;

/* One row's share of the iteration; the arrays are a fit's. */
typedef struct iteration {
    nh_fit *fit;
    double *response; /* working residuals */
    double *step;
    double deviance, size; /* of the last step, in standard errors */
} iteration;

static double prior_of(const nh_fit *fit, size_t i)
{
    const nh_design *design = fit->design;
    return (design->weight ? design->weight[i] : 1) * (design->trials ? design->trials[i] : 1);
}

static bool outcomes_fit(const nh_fit *fit, nh_error *err)
{
    const nh_family *family = fit->family;
    for (size_t i = 0; i < fit->design->n; i++) {
        double y = fit->design->outcome[i];
        if (y >= family->least && y <= family->most) continue;
        return nh_fail(err, NH_BAD_INPUT, "%s: a %s outcome must be %s", fit->design->formula->text, family->name,
                       family->due);
    }
    return true;
}

/* How a column is named where its outcomes are told of. Of children's records only the term: that all children of a
 * small group have an outcome must not be said of the group. */
static const char *separated(const nh_design *design, const char *term, const char *level, char text[200])
{
    bool is_open = nh_frame_lineage(design->frame) == NH_PUBLISHED;
    if (!*level) snprintf(text, 200, "%.190s", term);
    else if (is_open) snprintf(text, 200, "%.90s %.90s", term, level);
    else snprintf(text, 200, "some level of %.170s", term);
    return text;
}

static bool no_variation(const nh_design *design, const char *term, const char *level, nh_error *err)
{
    char text[200];
    if (strcmp(term, "(Intercept)") == 0)
        return nh_fail(err, NH_INCOMPLETE, "%s: the outcome is the same in every row; there is nothing to estimate",
                       design->formula->text);
    return nh_fail(err, NH_INCOMPLETE, "%s: no finite estimate, because the outcome is the same in every row of %s "
                   "(separation); join levels or leave the term out", design->formula->text,
                   separated(design, term, level, text));
}

/* Only of a column of 0 and 1 can it be told from the rows behind it. */
static bool is_truth_column(const nh_design *design, const nh_design_column *column)
{
    size_t n_levels = 0;
    for (size_t p = 0; p < column->n_parts; p++) n_levels += design->atoms[column->parts[p].atom].levels != NULL;
    return n_levels == 0 || n_levels == column->n_parts;
}

/* A level whose rows all have the outcome, or none of whom has, is found before any step is taken. */
static bool levels_vary(const nh_fit *fit, nh_error *err)
{
    const nh_design *design = fit->design;
    bool both_ways = fit->family->most == 1;
    if (!design->outcome_is_truth && !design->trials) return true;
    for (size_t k = 0; k < design->n_kept; k++) {
        const nh_design_column *column = &design->columns[design->kept[k]];
        const nh_support *s = &column->support;
        if ((s->events > 0 && (s->others > 0 || !both_ways)) || !is_truth_column(design, column)) continue;
        return no_variation(design, column->term, column->level, err);
    }
    for (size_t r = 0; r < design->n_references; r++) {
        const nh_support *s = &design->references[r].support;
        if (s->events > 0 && (s->others > 0 || !both_ways)) continue;
        return no_variation(design, design->references[r].term, design->references[r].level, err);
    }
    return true;
}

static void start(iteration *it)
{
    nh_fit *fit = it->fit;
    for (size_t i = 0; i < fit->design->n; i++) {
        double trials = fit->design->trials ? fit->design->trials[i] : 1;
        fit->fitted[i] = fit->family->link(fit->family->start(fit->design->outcome[i], trials));
    }
}

/* Working weights and residuals at the present linear predictors. */
static void work(iteration *it)
{
    nh_fit *fit = it->fit;
    for (size_t i = 0; i < fit->design->n; i++) {
        double eta = fit->fitted[i], mean = fit->family->mean(eta), slope = fit->family->slope(eta);
        double variance = fit->family->variance(mean);
        bool is_flat = !(slope > 0 && variance > 0); /* fitted as certain: it moves nothing any more */
        it->response[i] = is_flat ? 0 : (fit->design->outcome[i] - mean) / slope;
        fit->weight[i] = is_flat ? 0 : prior_of(fit, i) * slope * slope / variance;
    }
}

static double deviance_of(const nh_fit *fit)
{
    nh_precise sum = { 0, 0 };
    for (size_t i = 0; i < fit->design->n; i++) {
        double mean = fit->family->mean(fit->fitted[i]);
        nh_precise_gather(&sum, prior_of(fit, i), fit->family->deviance(fit->design->outcome[i], mean));
    }
    return nh_precise_round(sum);
}

/* Linear predictors from the coefficients. */
static void predict(nh_fit *fit)
{
    const nh_design *design = fit->design;
    double *block = nh_zeroed((fit->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            double eta = design->offset ? design->offset[from + i] : 0;
            for (size_t j = 0; j < fit->k; j++) eta += fit->coefficient[j] * block[j * NH_BLOCK + i];
            fit->fitted[from + i] = eta;
        }
    }
    free(block);
}

/* The first solution: coefficients whole, from the starting means; finds which columns can stay. */
static bool first_step(iteration *it, nh_error *err)
{
    nh_fit *fit = it->fit;
    const nh_design *design = fit->design;
    nh_solution solution;
    start(it);
    work(it);
    for (size_t i = 0; i < design->n; i++)
        it->response[i] += fit->fitted[i] - (design->offset ? design->offset[i] : 0);
    nh_normal_equations e = {
        .response = it->response, .weight = fit->weight, .may_drop = true, .is_one_of_many = true
    };
    bool is_solved = nh_solve(design, &e, &solution, err);
    if (is_solved && solution.k == 0)
        is_solved = nh_fail(err, NH_INCOMPLETE, "%s: no term is left to estimate", design->formula->text);
    if (is_solved) nh_fit_take(fit, &solution);
    nh_solution_clear(&solution);
    if (!is_solved) return false;
    predict(fit);
    it->deviance = deviance_of(fit);
    it->step = nh_zeroed(fit->k + 1, sizeof *it->step);
    return true;
}

static bool are_finite(const nh_solution *s)
{
    for (size_t j = 0; j < s->k; j++)
        if (!isfinite(s->coefficient[j].high) || !(s->inverse[j * s->k + j] > 0)) return false;
    return true;
}

/* Newton's step at the present coefficients; the inverse information is kept. A size of INFINITY: there is none,
 * because the information has come to nothing. */
static void find_step(iteration *it)
{
    nh_fit *fit = it->fit;
    nh_solution s;
    work(it);
    nh_normal_equations e = { .response = it->response, .weight = fit->weight, .is_one_of_many = true };
    bool is_found = nh_solve(fit->design, &e, &s, NULL) && are_finite(&s);
    it->size = is_found ? 0 : INFINITY;
    for (size_t j = 0; j < fit->k && is_found; j++) {
        it->step[j] = nh_precise_round(s.coefficient[j]);
        it->size = fmax(it->size, fabs(it->step[j]) / sqrt(s.inverse[j * fit->k + j]));
    }
    if (is_found) memcpy(fit->inverse, s.inverse, fit->k * fit->k * sizeof *s.inverse);
    nh_solution_clear(&s);
}

/* Takes the step, or as much of it as does not make the fit worse. */
static void take_step(iteration *it)
{
    nh_fit *fit = it->fit;
    double share = 1;
    for (size_t j = 0; j < fit->k; j++) fit->coefficient[j] += it->step[j];
    predict(fit);
    double deviance = deviance_of(fit);
    for (int h = 0; h < MOST_HALVINGS && it->size > good_step && !(deviance <= it->deviance * (1 + 1e-12)); h++) {
        share /= 2;
        for (size_t j = 0; j < fit->k; j++) fit->coefficient[j] -= share * it->step[j];
        predict(fit);
        deviance = deviance_of(fit);
    }
    it->deviance = deviance;
}

/* The column, not the intercept, whose coefficient still grows fastest for its size. */
static bool runs_away(const iteration *it, nh_error *err)
{
    const nh_fit *fit = it->fit;
    size_t worst = fit->k > 1 && fit->design->has_intercept;
    for (size_t j = worst + 1; j < fit->k; j++)
        if (fabs(it->step[j] * fit->coefficient[worst]) > fabs(it->step[worst] * fit->coefficient[j])) worst = j;
    const nh_design_column *column = &fit->design->columns[fit->design->kept[worst]];
    char text[200];
    return nh_fail(err, NH_INCOMPLETE,
                   "%s: no finite estimate after %d steps; %s (perhaps with others) tells the outcomes "
                   "apart completely (separation); leave it out or join levels",
                   fit->design->formula->text, fit->iterations,
                   separated(fit->design, column->term, column->level, text));
}

static bool iterate(iteration *it, nh_error *err)
{
    nh_fit *fit = it->fit;
    double before = INFINITY;
    for (fit->iterations = 1; fit->iterations < MOST_STEPS; fit->iterations++) {
        find_step(it);
        bool is_last = it->size <= last_step || (it->size <= good_step && it->size >= before);
        if (!isfinite(it->size)) break;
        take_step(it);
        if (is_last) return fit->has_converged = true;
        before = it->size;
    }
    return runs_away(it, err);
}

/* Means of exactly 0 or 1 at the end: the data were told apart although the steps came to rest. */
static bool is_inside(const nh_fit *fit, nh_error *err)
{
    size_t n_at_end = 0;
    for (size_t i = 0; i < fit->design->n; i++) n_at_end += fit->family->most == 1 && fabs(fit->fitted[i]) > 30;
    return n_at_end == 0 || nh_fail(err, NH_INCOMPLETE,
                                    "%s: some outcomes are fitted as certain (separation); leave a "
                                    "term out or join levels",
                                    fit->design->formula->text);
}

static double pearson(const nh_fit *fit)
{
    double sum = 0;
    for (size_t i = 0; i < fit->design->n; i++) sum += fit->weight[i] * fit->residual[i] * fit->residual[i];
    return sum / fit->df_residual;
}

static void describe(nh_fit *fit)
{
    const nh_design *design = fit->design;
    double n = (double)design->n;
    fit->deviance = deviance_of(fit);
    fit->dispersion = fit->family->has_dispersion ? pearson(fit) : 1;
    fit->has_t_reference = fit->family->has_dispersion;
    fit->sigma = fit->family->has_dispersion ? sqrt(fit->dispersion) : NAN;
    fit->r_squared = fit->adj_r_squared = fit->within_r_squared = NAN;
    fit->log_lik = fit->family->log_lik ? 0 : NAN;
    for (size_t i = 0; i < design->n && fit->family->log_lik; i++)
        fit->log_lik += fit->family->log_lik(design->outcome[i], fit->family->mean(fit->fitted[i]), prior_of(fit, i));
    fit->aic = -2 * fit->log_lik + 2 * (double)fit->k;
    fit->bic = -2 * fit->log_lik + log(n) * (double)fit->k;
}

static bool has_rows_left(const nh_fit *fit, nh_error *err)
{
    if (fit->df_residual > 0) return true;
    return nh_fail(err, NH_INCOMPLETE, "%s: %zu rows cannot carry %zu parameters", fit->design->formula->text,
                   fit->design->n, fit->k);
}

static bool fit_it(nh_fit *fit, nh_error *err)
{
    iteration it = { .fit = fit };
    size_t n = fit->design->n;
    fit->weight = nh_zeroed(n + 1, sizeof *fit->weight);
    fit->fitted = nh_zeroed(n + 1, sizeof *fit->fitted);
    fit->residual = nh_zeroed(n + 1, sizeof *fit->residual);
    it.response = fit->residual;
    bool is_fitted = outcomes_fit(fit, err) && levels_vary(fit, err) && first_step(&it, err);
    fit->n_parameters = fit->k;
    fit->df_residual = (double)n - (double)fit->k;
    is_fitted = is_fitted && has_rows_left(fit, err) && iterate(&it, err) && is_inside(fit, err);
    free(it.step);
    if (!is_fitted) return false;
    work(&it);
    describe(fit);
    return true;
}

nh_fit *nh_glm_fit(nh_design *design, const nh_family *family, nh_error *err)
{
    nh_fit *fit = nh_zeroed(1, sizeof *fit);
    *fit = (nh_fit){ .design = design, .family = family };
    if (fit_it(fit, err)) return fit;
    nh_fit_free(fit);
    return NULL;
}
