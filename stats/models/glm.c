/* stats/models/glm.c: generalised linear models by Newton's steps, carried on until nothing moves.
 *
 * Each step is a weighted least-squares fit to the working residuals (Nelder and Wedderburn 1972), in one pass over
 * the rows. Steps go on until the last one is below 1e-10 standard errors (of many rows: until the next one would
 * be), so that coefficients and their errors belong to the same, converged estimate; R's errors are those of one step
 * before.
 * R: glm(..., control = list(epsilon = 1e-15)).
 *
 * Rows that are alike are fitted as one (row_patterns.h); many rows begin from what a sixteenth of them says.
 * An outcome that is the same for every row of a level, or that the columns tell apart completely, has no finite
 * estimate: the call fails and names the column. */
#include "stats/models/block_sums.h"
#include "stats/models/design_part.h"
#include "stats/models/fit.h"
#include "stats/models/row_patterns.h"
#include "stats/models/separation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 60, MOST_HALVINGS = 12, MANY_ROWS = 50000, STRIDE = 16, MOST_STEPS_OF_FEW = 12 };
static const double last_step = 1e-10, good_step = 1e-6, near_step = 1e-2, sure_step = 1;

/* The state of the steps; arrays of rows are as long as `rows` says. */
typedef struct iteration {
    nh_fit *fit;                /* gets coefficients and inverse */
    nh_design *rows;            /* what is fitted: the design, its patterns or a part of it */
    double *response, *weight;  /* working ones */
    double *eta;                /* linear predictors to begin from, or NULL: the coefficients' */
    double *step, *taken;       /* the next one; the last one that was taken */
    double size, taken_size;    /* in standard errors */
    double share;               /* of the last one that still stands */
    int n_halvings;
    bool wants_deviance;        /* of the next pass over the rows */
    double deviance, deviance_before; /* INFINITY where it was not wanted */
} iteration;

static double prior_of(const nh_design *rows, size_t i)
{
    return (rows->weight ? rows->weight[i] : 1) * (rows->trials ? rows->trials[i] : 1);
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

/* Linear predictors of a block, without offsets. */
static void predict(const iteration *it, size_t from, size_t n, const double *block, double *eta)
{
    const double *offset = it->rows->offset;
    memset(eta, 0, n * sizeof *eta);
    if (!it->eta) nh_add_combination(block, it->fit->coefficient, it->fit->k, n, eta);
    for (size_t i = 0; i < n && it->eta; i++) eta[i] = it->eta[from + i] - (offset ? offset[from + i] : 0);
}

/* Working residual and weight of a row with the linear predictor eta; returns its mean. */
static double work_row(const nh_family *family, double y, double prior, double eta, double *response, double *weight)
{
    double mean = family->mean(eta), variance = family->variance(mean);
    double slope = family->is_canonical ? variance : family->slope(eta);
    bool is_flat = !(slope > 0 && variance > 0); /* fitted as certain: it moves nothing any more */
    *response = is_flat ? 0 : (y - mean) / slope;
    *weight = is_flat ? 0 : prior * slope * (slope / variance);
    return mean;
}

/* Works out a block of rows before it is squared up: see nh_normal_equations. A step that begins from predictors
 * solves for whole coefficients, another for what they lack. */
static void work(void *worker, size_t from, size_t n, const double *block)
{
    iteration *it = worker;
    double eta[NH_BLOCK], part = 0;
    const double *offset = it->rows->offset, *outcome = it->rows->outcome;
    if (from == 0) it->deviance = it->wants_deviance ? 0 : INFINITY;
    predict(it, from, n, block, eta);
    for (size_t i = 0; i < n; i++) {
        size_t row = from + i;
        double prior = prior_of(it->rows, row), whole = eta[i] + (offset ? offset[row] : 0);
        double mean = work_row(it->fit->family, outcome[row], prior, whole, &it->response[row], &it->weight[row]);
        if (it->wants_deviance) part += prior * it->fit->family->deviance(outcome[row], mean);
        if (it->eta) it->response[row] += eta[i];
    }
    it->deviance += part;
}

static void start(iteration *it)
{
    const nh_design *rows = it->rows;
    it->eta = nh_zeroed(rows->n + 1, sizeof *it->eta);
    for (size_t i = 0; i < rows->n; i++) {
        double trials = rows->trials ? rows->trials[i] : 1;
        it->eta[i] = it->fit->family->link(it->fit->family->start(rows->outcome[i], trials));
    }
}

static bool are_finite(const nh_solution *s)
{
    for (size_t j = 0; j < s->k; j++)
        if (!isfinite(s->coefficient[j].high) || !(s->inverse[j * s->k + j] > 0)) return false;
    return true;
}

static bool solve(iteration *it, bool may_drop, nh_solution *solution, nh_error *err)
{
    nh_normal_equations e = { .response = it->response, .weight = it->weight, .work = work, .worker = it,
                              .may_drop = may_drop, .is_one_of_many = true };
    return nh_solve(it->rows, &e, solution, err);
}

/* From coefficients that a part of the rows has settled on: what they lack. False when some column cannot stay. */
static bool solve_near(iteration *it, nh_solution *solution)
{
    return it->fit->coefficient && solve(it, true, solution, NULL) && solution->k == it->rows->n_kept;
}

/* Coefficients whole, from a predictor for each row. */
static bool solve_whole(iteration *it, nh_solution *solution, nh_error *err)
{
    nh_solution_clear(solution);
    free(it->fit->coefficient);
    it->fit->coefficient = NULL;
    start(it);
    bool is_solved = solve(it, true, solution, err);
    free(it->eta);
    it->eta = NULL;
    return is_solved;
}

/* The first solution: finds which columns can stay. */
static bool first_step(iteration *it, nh_error *err)
{
    nh_fit *fit = it->fit;
    nh_solution solution = { 0 };
    bool is_near = solve_near(it, &solution), is_solved = is_near || solve_whole(it, &solution, err);
    double *from = fit->coefficient;
    if (is_solved && solution.k == 0)
        is_solved = nh_fail(err, NH_INCOMPLETE, "%s: no term is left to estimate", fit->design->formula->text);
    if (is_solved) nh_fit_take(fit, &solution);
    for (size_t j = 0; j < fit->k && is_near && is_solved; j++) fit->coefficient[j] += from[j];
    if (is_solved) free(from);
    it->rows->n_kept = fit->design->n_kept;
    nh_solution_clear(&solution);
    return is_solved;
}

/* Of many rows a step shorter than an error is taken on trust; of few, one that no longer shows. */
static double trusted(const iteration *it) { return it->rows->n >= MANY_ROWS ? sure_step : good_step; }

/* Newton's step at the present coefficients; the inverse information is kept. A size of INFINITY: there is none,
 * because the information has come to nothing. */
static void find_step(iteration *it)
{
    nh_fit *fit = it->fit;
    nh_solution s;
    it->wants_deviance = it->taken_size > trusted(it);
    bool is_found = solve(it, false, &s, NULL) && are_finite(&s);
    it->size = is_found ? 0 : INFINITY;
    for (size_t j = 0; j < fit->k && is_found; j++) {
        it->step[j] = nh_precise_round(s.coefficient[j]);
        it->size = fmax(it->size, fabs(it->step[j]) / sqrt(s.inverse[j * fit->k + j]));
    }
    if (is_found) memcpy(fit->inverse, s.inverse, fit->k * fit->k * sizeof *s.inverse);
    nh_solution_clear(&s);
}

static void take_step(iteration *it)
{
    for (size_t j = 0; j < it->fit->k; j++) it->fit->coefficient[j] += it->step[j];
    memcpy(it->taken, it->step, it->fit->k * sizeof *it->taken);
    it->taken_size = it->size;
    it->deviance_before = it->deviance;
    it->share = 1;
    it->n_halvings = 0;
}

/* Whether the last step made the fit worse; then half of it is taken back. */
static bool steps_back(iteration *it)
{
    bool is_worse = it->wants_deviance && !(it->deviance <= it->deviance_before * (1 + 1e-12));
    if (!is_worse || it->n_halvings == MOST_HALVINGS) return false;
    it->n_halvings++;
    it->share /= 2;
    for (size_t j = 0; j < it->fit->k; j++) it->fit->coefficient[j] -= it->share * it->taken[j];
    return true;
}

/* Newton's steps go down with the square of their length, by a factor that two of them tell. Of many rows, the one
 * after `size` need not be looked at when that factor says that neither it nor a change of the information shows. */
static bool is_enough(const iteration *it, double before)
{
    double factor = it->size / (before * before);
    return it->rows->n >= MANY_ROWS && it->size <= good_step && 2 * factor * it->size <= last_step;
}

/* Steps until one is no longer than `until`, or they get no shorter; false when there is no end to them. */
static bool settle(iteration *it, double until, int most)
{
    double before = INFINITY;
    it->step = nh_zeroed(it->fit->k + 1, sizeof *it->step);
    it->taken = nh_zeroed(it->fit->k + 1, sizeof *it->taken);
    it->taken_size = it->deviance_before = INFINITY;
    for (it->fit->iterations = 1; it->fit->iterations < most; it->fit->iterations++) {
        find_step(it);
        if (isfinite(it->deviance_before) && steps_back(it)) continue;
        if (!isfinite(it->size)) return false;
        bool is_last = it->size <= until || (it->size <= good_step && it->size >= before) || is_enough(it, before);
        take_step(it);
        if (is_last) return true;
        before = it->size;
    }
    return false;
}

static void free_iteration(iteration *it)
{
    free(it->response);
    free(it->weight);
    free(it->eta);
    free(it->step);
    free(it->taken);
}

static iteration begin(nh_fit *fit, nh_design *rows)
{
    return (iteration){ .fit = fit, .rows = rows, .taken_size = INFINITY,
                        .response = nh_zeroed(rows->n + 1, sizeof(double)),
                        .weight = nh_zeroed(rows->n + 1, sizeof(double)) };
}

/* Coefficients from a part of the rows, of all columns, into few->coefficient; false where the part cannot tell. */
static bool fit_part(nh_fit *few, nh_design *rows)
{
    iteration it = begin(few, rows);
    nh_solution solution;
    start(&it);
    bool is_solved = solve(&it, false, &solution, NULL) && are_finite(&solution);
    few->k = rows->n_kept;
    few->coefficient = nh_zeroed(few->k + 1, sizeof *few->coefficient);
    few->inverse = nh_zeroed(few->k * few->k + 1, sizeof *few->inverse);
    for (size_t j = 0; j < few->k && is_solved; j++)
        few->coefficient[j] = nh_precise_round(solution.coefficient[j]);
    nh_solution_clear(&solution);
    free(it.eta);
    it.eta = NULL;
    is_solved = is_solved && settle(&it, near_step, MOST_STEPS_OF_FEW);
    free_iteration(&it);
    return is_solved;
}

/* The linear predictors of all rows of `it`, which includes offsets. */
static void predict_rows(const iteration *it, double *eta)
{
    const nh_design *rows = it->rows;
    double *block = nh_zeroed((rows->n_kept + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < rows->n; from += NH_BLOCK) {
        size_t n = rows->n - from < NH_BLOCK ? rows->n - from : NH_BLOCK;
        nh_design_block(rows, from, n, block);
        memset(eta + from, 0, n * sizeof *eta);
        nh_add_combination(block, it->fit->coefficient, it->fit->k, n, eta + from);
        for (size_t i = from; i < from + n && rows->offset; i++) eta[i] += rows->offset[i];
    }
    free(block);
}

/* Coefficients to begin from: of many rows, those that a part of them settles on, if it does. */
static void start_near(iteration *it)
{
    nh_fit few = { .family = it->fit->family };
    nh_design part = nh_design_part(it->rows, STRIDE);
    few.design = &part;
    if (fit_part(&few, &part)) {
        it->fit->coefficient = few.coefficient;
        it->fit->k = few.k;
        few.coefficient = NULL;
    }
    free(few.coefficient);
    free(few.inverse);
    nh_design_part_clear(&part);
}

static double pearson(const nh_fit *fit)
{
    double sum = 0;
    for (size_t i = 0; i < fit->design->n; i++) sum += fit->weight[i] * fit->residual[i] * fit->residual[i];
    return sum / fit->df_residual;
}

/* Outcomes of 0 and 1 that weigh 1 can be fitted perfectly: their log likelihood is half the deviance. */
static double log_likelihood(const nh_fit *fit)
{
    const nh_design *design = fit->design;
    const nh_family *family = fit->family;
    double sum = 0;
    bool is_plain = family->most == 1 && design->outcome_is_truth && !design->trials && !design->weight;
    if (!family->log_lik) return NAN;
    if (is_plain) return -fit->deviance / 2;
    for (size_t i = 0; i < design->n; i++)
        sum += family->log_lik(design->outcome[i], family->mean(fit->fitted[i]), prior_of(design, i));
    return sum;
}

static void describe(nh_fit *fit)
{
    double n = (double)fit->design->n;
    fit->dispersion = fit->family->has_dispersion ? pearson(fit) : 1;
    fit->has_t_reference = fit->family->has_dispersion;
    fit->sigma = fit->family->has_dispersion ? sqrt(fit->dispersion) : NAN;
    fit->r_squared = fit->adj_r_squared = fit->within_r_squared = NAN;
    fit->log_lik = log_likelihood(fit);
    fit->aic = -2 * fit->log_lik + 2 * (double)fit->k;
    fit->bic = -2 * fit->log_lik + log(n) * (double)fit->k;
}

/* Predictors, working residuals and weights of every row of the design, and its deviance. */
static void finish(const iteration *it, const nh_patterns *patterns)
{
    nh_fit *fit = it->fit;
    const nh_design *design = fit->design;
    nh_precise deviance = { 0, 0 };
    double *eta = nh_zeroed(it->rows->n + 1, sizeof *eta);
    predict_rows(it, eta);
    fit->weight = nh_zeroed(design->n + 1, sizeof *fit->weight);
    fit->fitted = nh_zeroed(design->n + 1, sizeof *fit->fitted);
    fit->residual = nh_zeroed(design->n + 1, sizeof *fit->residual);
    for (size_t i = 0; i < design->n; i++) {
        double y = design->outcome[i], prior = prior_of(design, i);
        fit->fitted[i] = eta[patterns ? patterns->of_row[i] : i];
        double mean = work_row(fit->family, y, prior, fit->fitted[i], &fit->residual[i], &fit->weight[i]);
        nh_precise_gather(&deviance, prior, fit->family->deviance(y, mean));
    }
    fit->deviance = nh_precise_round(deviance);
    free(eta);
}

static bool has_rows_left(nh_fit *fit, nh_error *err)
{
    fit->n_parameters = fit->k;
    fit->df_residual = (double)fit->design->n - (double)fit->k;
    if (fit->df_residual > 0) return true;
    return nh_fail(err, NH_INCOMPLETE, "%s: so few rows cannot carry %zu parameters", fit->design->formula->text,
                   fit->k);
}

static bool iterate(iteration *it, nh_error *err)
{
    if (it->rows->n >= MANY_ROWS) start_near(it);
    if (!first_step(it, err) || !has_rows_left(it->fit, err)) return false;
    it->fit->has_converged = settle(it, last_step, MOST_STEPS);
    return it->fit->has_converged || nh_runs_away(it->fit, it->step, err);
}

static bool fit_it(nh_fit *fit, nh_error *err)
{
    if (!outcomes_fit(fit, err) || !nh_levels_vary(fit->design, fit->family->most == 1, err)) return false;
    nh_patterns *patterns = nh_patterns_find(fit->design);
    iteration it = begin(fit, patterns ? &patterns->design : fit->design);
    bool is_fitted = iterate(&it, err);
    if (is_fitted) finish(&it, patterns);
    is_fitted = is_fitted && nh_means_are_inside(fit, err);
    if (is_fitted) describe(fit);
    free_iteration(&it);
    nh_patterns_free(patterns);
    return is_fitted;
}

nh_fit *nh_glm_fit(nh_design *design, const nh_family *family, nh_error *err)
{
    nh_fit *fit = nh_zeroed(1, sizeof *fit);
    *fit = (nh_fit){ .design = design, .family = family };
    if (fit_it(fit, err)) return fit;
    nh_fit_free(fit);
    return NULL;
}
