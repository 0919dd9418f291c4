/* stats/models/cox.c: proportional hazards by Newton's steps, carried on until nothing moves.
 *
 * What is counted: rows that are at risk, from their entry to their exit; an event at the exit. Effects behind the
 * bar and strata(...) give each of their levels a baseline hazard of its own; rows of a stratum without an event say
 * nothing, and are counted. Many rows begin from what a sixteenth of them says. */
#include "stats/models/cox.h"

#include "stats/models/design_part.h"
#include "stats/models/separation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 30, MOST_HALVINGS = 12, MANY_ROWS = 50000, STRIDE = 16, MOST_STEPS_OF_FEW = 8, NEAR = 16 };
static const double last_step = 1e-10, good_step = 1e-6, near_step = 1e-2, short_step = 0.5;

typedef struct iteration {
    nh_fit *fit;
    nh_cox *cox;
    double *score, *information, *lengths, *step;
    double size, log_lik_before;
    bool is_old; /* the information is of the step before */
} iteration;

void nh_cox_free(nh_cox *cox)
{
    if (!cox) return;
    nh_risk_sets_free(cox->sets);
    void *const all[] = { cox->strata, cox->origin, cox->risk, cox->place, cox->sums, cox->of_events, cox->tie,
                          cox->hazard, cox->means };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    free(cox);
}

/* All effects together: a baseline for each combination. */
static void read_strata(nh_cox *cox, const nh_design *design, size_t *n_strata)
{
    const nh_formula *f = design->formula;
    const nh_column **columns = NULL;
    size_t n = 0;
    for (size_t i = 0; i < f->n_effects; i++) {
        columns = nh_resize(columns, n + f->effects[i].n, sizeof *columns);
        for (size_t c = 0; c < f->effects[i].n; c++) columns[n++] = f->effects[i].columns[c];
    }
    *n_strata = 1;
    if (n) cox->strata = nh_design_groups(design, columns, n, n_strata);
    free(columns);
}

/* The mean of a column's first block; 0 for one of many rows whose values lie around 0 as it is, as truths' and ages'
 * do: to move it would take longer than the digits are worth. */
static double origin_of(const nh_design *design, const double *column, size_t n)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++) mean += column[i] / (double)n;
    for (size_t i = 0; i < n; i++) squares += (column[i] - mean) * (column[i] - mean) / (double)n;
    return design->n >= MANY_ROWS && mean * mean < NEAR * squares ? 0 : mean;
}

static void find_origins(nh_cox *cox, const nh_design *design)
{
    size_t n = design->n < NH_BLOCK ? design->n : NH_BLOCK;
    double *block = nh_zeroed((cox->k + 1) * NH_BLOCK, sizeof *block);
    nh_design_block(design, 0, n, block);
    for (size_t j = 0; j < cox->k; j++) cox->origin[j] = origin_of(design, block + j * NH_BLOCK, n);
    free(block);
}

static size_t width_of(size_t k) { return (k + 1 + 3) / 4 * 4; }

static void find_places(nh_cox *cox, const nh_design *design)
{
    const nh_risk_sets *sets = cox->sets;
    cox->place = nh_resize(NULL, design->n + 1, sizeof *cox->place);
    for (size_t i = 0; i < design->n; i++) {
        bool is_at_risk = sets->leave_at[i] > sets->enter_at[i];
        uint32_t last = is_at_risk ? sets->leave_at[i] - 1 : (uint32_t)sets->n_times;
        cox->place[i] = 2 * last + (design->outcome[i] == 1);
    }
}

static void make_room(nh_cox *cox)
{
    cox->width = width_of(cox->k);
    cox->origin = nh_zeroed(cox->k + 1, sizeof *cox->origin);
    cox->of_events = nh_zeroed(cox->k + 1, sizeof *cox->of_events);
    cox->sums = nh_zeroed((2 * cox->sets->n_times + 2) * cox->width, sizeof *cox->sums);
    cox->tie = nh_zeroed(cox->sets->n_times + 1, sizeof *cox->tie);
    cox->hazard = nh_zeroed(cox->sets->n_times + 1, sizeof *cox->hazard);
}

static nh_cox *new_cox(const nh_design *design, nh_ties ties)
{
    size_t n_strata = 0;
    nh_cox *cox = nh_zeroed(1, sizeof *cox);
    cox->ties = ties;
    cox->k = design->n_kept;
    read_strata(cox, design, &n_strata);
    cox->sets = nh_risk_sets_new(design, cox->strata, n_strata);
    cox->risk = nh_resize(NULL, design->n + 1, sizeof *cox->risk);
    for (size_t i = 0; i < design->n; i++) cox->n_events += design->outcome[i] == 1;
    find_places(cox, design);
    make_room(cox);
    find_origins(cox, design);
    return cox;
}

static bool can_be_fitted(const nh_design *design, nh_ties ties, nh_error *err)
{
    bool has_event = false;
    for (size_t i = 0; i < design->n; i++) has_event |= design->outcome[i] == 1;
    if (!has_event) return nh_fail(err, NH_INCOMPLETE, "%s: no event came; there is nothing to estimate",
                                   design->formula->text);
    if (design->n_kept == 0) return nh_fail(err, NH_INCOMPLETE, "%s: no term is left to estimate",
                                            design->formula->text);
    if (ties == NH_EXACT_TIES && design->weight)
        return nh_fail(err, NH_BAD_INPUT, "--ties exact goes without --weights; efron takes them");
    return nh_levels_vary(design, false, err);
}

static void make_vectors(iteration *it, size_t k)
{
    it->score = nh_zeroed(k + 1, sizeof *it->score);
    it->step = nh_zeroed(k + 1, sizeof *it->step);
    it->lengths = nh_zeroed(k + 1, sizeof *it->lengths);
    it->information = nh_zeroed(k * k + 1, sizeof *it->information);
}

static void free_vectors(iteration *it)
{
    free(it->score);
    free(it->step);
    free(it->lengths);
    free(it->information);
}

/* Of many events one step in two goes without a new information, once steps are short: they tend to what the last one
 * said, and the errors are never those of such a step. */
static bool renews_information(const iteration *it)
{
    return it->cox->n_events < MANY_ROWS || it->is_old || !(it->size < short_step);
}

static bool add_up(iteration *it, nh_error *err)
{
    nh_cox *cox = it->cox;
    const nh_design *design = it->fit->design;
    it->is_old = !renews_information(it);
    nh_cox_add_up(cox, design, it->fit->coefficient);
    if (!it->is_old) nh_cox_information(cox, design, NULL, it->information, it->lengths);
    nh_cox_score(cox, design, NULL, it->score);
    return cox->ties != NH_EXACT_TIES || nh_cox_exact(cox, design, it->score, it->information, err);
}

/* Columns that were dropped are gone from the sums. */
static void keep_columns(iteration *it, const nh_solution *solution)
{
    nh_cox *cox = it->cox;
    for (size_t j = 0; j < solution->k; j++) {
        cox->origin[j] = cox->origin[solution->kept[j]];
        it->score[j] = it->score[solution->kept[j]];
    }
    cox->has_events = cox->has_events && cox->k == solution->k;
    cox->k = solution->k;
    cox->width = width_of(cox->k);
}

static bool no_columns(const nh_design *design, nh_error *err)
{
    return nh_fail(err, NH_INCOMPLETE, "%s: no term is left to estimate; none differs within the risk sets",
                   design->formula->text);
}

static void take_step(iteration *it, const nh_solution *solution)
{
    it->size = 0;
    for (size_t j = 0; j < it->fit->k; j++) {
        it->step[j] = nh_precise_round(solution->coefficient[j]);
        it->size = fmax(it->size, fabs(it->step[j]) / sqrt(solution->inverse[j * it->fit->k + j]));
        it->fit->coefficient[j] += it->step[j];
    }
    it->log_lik_before = it->cox->log_lik;
}

/* The first step, from coefficients of 0: finds which columns can stay, and the tests of all of them being 0. */
static bool first_step(iteration *it, nh_error *err)
{
    nh_fit *fit = it->fit;
    nh_solution solution;
    fit->coefficient = nh_zeroed(it->cox->k + 1, sizeof *fit->coefficient);
    if (!add_up(it, err)) return false;
    nh_system system = { .k = it->cox->k, .information = it->information, .score = it->score, .lengths = it->lengths,
                         .may_drop = true };
    bool is_solved = nh_solve_system(&system, &solution) || no_columns(fit->design, err);
    if (is_solved && solution.k == 0) is_solved = no_columns(fit->design, err);
    if (is_solved) {
        free(fit->coefficient);
        nh_fit_take(fit, &solution);
        memset(fit->coefficient, 0, fit->k * sizeof *fit->coefficient);
        keep_columns(it, &solution);
        it->cox->log_lik_null = it->cox->log_lik;
        take_step(it, &solution);
        for (size_t j = 0; j < fit->k; j++) it->cox->score_test += it->step[j] * it->score[j];
    }
    nh_solution_clear(&solution);
    return is_solved;
}

/* As much of the last step as makes the fit no worse. */
static bool is_no_worse(iteration *it, nh_error *err)
{
    double share = 1;
    if (!add_up(it, err)) return false;
    for (int h = 0; h < MOST_HALVINGS && it->size > good_step; h++) {
        double least = it->log_lik_before - 1e-12 * fabs(it->log_lik_before);
        if (it->cox->log_lik >= least) return true;
        share /= 2;
        for (size_t j = 0; j < it->fit->k; j++) it->fit->coefficient[j] -= share * it->step[j];
        it->is_old = true;
        if (!add_up(it, err)) return false;
    }
    return true;
}

/* Newton's next step; false when there is none. */
static bool next_step(iteration *it)
{
    nh_fit *fit = it->fit;
    nh_solution solution;
    nh_system system = { .k = fit->k, .information = it->information, .score = it->score };
    bool is_found = nh_solve_system(&system, &solution);
    if (is_found) {
        memcpy(fit->inverse, solution.inverse, fit->k * fit->k * sizeof *fit->inverse);
        take_step(it, &solution);
    }
    nh_solution_clear(&solution);
    return is_found;
}

/* Newton's steps on a part of the rows until they are short; false where the part cannot tell. */
static bool settle_part(iteration *few)
{
    for (int i = 0; i < MOST_STEPS_OF_FEW; i++) {
        if (!add_up(few, NULL) || !next_step(few) || !isfinite(few->size)) return false;
        if (few->size < near_step) return true;
    }
    return false;
}

/* Of many rows the first step goes to what a sixteenth of them settles on. */
static void start_near(iteration *it)
{
    nh_design part = nh_design_part(it->fit->design, STRIDE);
    size_t k = it->fit->k;
    nh_fit fit = { .design = &part, .k = k, .coefficient = nh_zeroed(k + 1, sizeof(double)),
                   .inverse = nh_zeroed(k * k + 1, sizeof(double)) };
    iteration few = { .fit = &fit, .cox = new_cox(&part, it->cox->ties), .size = INFINITY };
    make_vectors(&few, k);
    if (few.cox->n_events > 0 && settle_part(&few))
        for (size_t j = 0; j < k; j++) {
            it->fit->coefficient[j] += fit.coefficient[j] - it->step[j];
            it->step[j] = fit.coefficient[j];
        }
    free_vectors(&few);
    nh_cox_free(few.cox);
    free(fit.coefficient);
    free(fit.inverse);
    nh_design_part_clear(&part);
}

/* Of so many events the information no longer changes with what such a step leaves to be done. */
static double enough(const nh_fit *fit)
{
    return fit->cox->n_events >= MANY_ROWS ? good_step : last_step;
}

static bool iterate(iteration *it, nh_error *err)
{
    nh_fit *fit = it->fit;
    double before = INFINITY;
    if (!first_step(it, err)) return false;
    if (fit->design->n >= MANY_ROWS && it->cox->ties != NH_EXACT_TIES) start_near(it);
    for (fit->iterations = 1; fit->iterations < MOST_STEPS; fit->iterations++) {
        if (!is_no_worse(it, err)) return false;
        if (!next_step(it)) break;
        bool is_last = it->size <= enough(fit) || (it->size <= good_step && it->size >= before);
        if (is_last && !it->is_old) return fit->has_converged = true;
        before = it->size;
    }
    return nh_runs_away(fit, it->step, err);
}

/* Rates and hazards no longer change with such a step. */
static double unseen(const nh_fit *fit) { return fit->cox->n_events >= MANY_ROWS ? 1e-8 : last_step; }

/* R: AIC, BIC(coxph), which counts events. */
static void describe(nh_fit *fit, double last_size)
{
    const nh_design *design = fit->design;
    double k = (double)fit->k, n_events = (double)fit->cox->n_events;
    if (last_size > unseen(fit)) nh_cox_add_up(fit->cox, design, fit->coefficient);
    if (fit->cox->ties == NH_EXACT_TIES) nh_cox_exact(fit->cox, design, NULL, NULL, NULL);
    fit->residual = nh_resize(NULL, design->n + 1, sizeof *fit->residual);
    nh_cox_martingales(fit->cox, design, fit->residual);
    nh_cox_sum_means(fit->cox);
    fit->n_parameters = fit->k;
    fit->df_residual = NAN;
    fit->dispersion = 1;
    fit->r_squared = fit->adj_r_squared = fit->within_r_squared = fit->sigma = fit->deviance = NAN;
    fit->log_lik = fit->cox->log_lik;
    fit->aic = -2 * fit->log_lik + 2 * k;
    fit->bic = -2 * fit->log_lik + log(n_events) * k;
    nh_fit_say(fit, nh_detail_test("likelihood ratio test", 2 * (fit->log_lik - fit->cox->log_lik_null), k));
    nh_fit_say(fit, nh_detail_test("score test", fit->cox->score_test, k));
}

nh_fit *nh_cox_fit(nh_design *design, nh_ties ties, nh_error *err)
{
    nh_fit *fit = nh_zeroed(1, sizeof *fit);
    *fit = (nh_fit){ .design = design, .scores = nh_cox_scores };
    bool is_fitted = can_be_fitted(design, ties, err);
    if (is_fitted) {
        size_t k = design->n_kept;
        iteration it = { .fit = fit, .cox = fit->cox = new_cox(design, ties), .size = INFINITY };
        make_vectors(&it, k);
        is_fitted = iterate(&it, err);
        if (is_fitted) describe(fit, it.size);
        free_vectors(&it);
    }
    if (is_fitted) return fit;
    nh_fit_free(fit);
    return NULL;
}
