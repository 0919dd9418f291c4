/* stats/models/firth.c: Firth's penalised likelihood by scoring, until nothing moves.
 *
 * With h the leverage of a row, the score is the sum of x (w (y - mean) + h/2 V'/V), where V is the variance as a
 * function of the linear predictor and V' its slope: of a logit V'/V is 1 - 2 mean, of Poisson 1. */
#include "stats/models/firth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 400, MOST_HALVINGS = 25 };
static const double last_step = 1e-11, good_step = 1e-6, longest = 5;

typedef struct scoring {
    nh_fit *fit;
    size_t k;
    double *b, *information, *inverse, *score;
    double log_lik, penalised;
} scoring;

static double prior_of(const nh_design *design, size_t i)
{
    return (design->weight ? design->weight[i] : 1) * (design->trials ? design->trials[i] : 1);
}

static double predictor(const scoring *s, const double *block, size_t from, size_t i)
{
    double eta = s->fit->design->offset ? s->fit->design->offset[from + i] : 0;
    for (size_t j = 0; j < s->k; j++) eta += s->b[j] * block[j * NH_BLOCK + i];
    return eta;
}

/* What is done with each row of a block, given its linear predictor. */
typedef void (*visit)(scoring *s, const double *block, size_t row, size_t i, double eta);

static void walk(scoring *s, visit each)
{
    const nh_design *design = s->fit->design;
    double *block = nh_zeroed((s->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) each(s, block, from + i, i, predictor(s, block, from, i));
    }
    free(block);
}

static void add_information(scoring *s, const double *block, size_t row, size_t i, double eta)
{
    const nh_family *family = s->fit->family;
    double prior = prior_of(s->fit->design, row), w = prior * family->slope(eta), mean = family->mean(eta);
    s->log_lik += family->log_lik(s->fit->design->outcome[row], mean, prior);
    for (size_t a = 0; a < s->k; a++)
        for (size_t c = a; c < s->k; c++)
            s->information[a * s->k + c] += w * block[a * NH_BLOCK + i] * block[c * NH_BLOCK + i];
}

static double leverage(const scoring *s, const double *block, size_t i, double w)
{
    double sum = 0;
    for (size_t a = 0; a < s->k; a++) {
        double inner = 0;
        for (size_t c = 0; c < s->k; c++) inner += s->inverse[a * s->k + c] * block[c * NH_BLOCK + i];
        sum += block[a * NH_BLOCK + i] * inner;
    }
    return w * sum;
}

/* A row's own share of the score, which its columns are multiplied by. */
static double pull(const scoring *s, const double *block, size_t row, size_t i, double eta)
{
    const nh_family *family = s->fit->family;
    double prior = prior_of(s->fit->design, row), slope = family->slope(eta);
    double bent = slope > 0 ? family->curve(eta) / slope : 0;
    return prior * (s->fit->design->outcome[row] - family->mean(eta)) +
           leverage(s, block, i, prior * slope) * bent / 2;
}

static void add_score(scoring *s, const double *block, size_t row, size_t i, double eta)
{
    double share = pull(s, block, row, i, eta);
    for (size_t j = 0; j < s->k; j++) s->score[j] += share * block[j * NH_BLOCK + i];
}

static void add_up(scoring *s)
{
    memset(s->information, 0, s->k * s->k * sizeof *s->information);
    s->log_lik = 0;
    walk(s, add_information);
    s->penalised = s->log_lik + nh_log_determinant(s->information, s->k) / 2;
}

/* The next step, into the score's place; its length in standard errors, or INFINITY. */
static double find_step(scoring *s)
{
    nh_solution solution;
    nh_system system = { .k = s->k, .information = s->information, .score = s->score };
    memset(s->score, 0, s->k * sizeof *s->score);
    double size = 0;
    bool is_found = nh_solve_system(&system, &solution);
    if (is_found) memcpy(s->inverse, solution.inverse, s->k * s->k * sizeof *s->inverse);
    nh_solution_clear(&solution);
    if (!is_found) return INFINITY;
    walk(s, add_score);
    nh_solve_system(&system, &solution);
    for (size_t j = 0; j < s->k; j++) {
        s->score[j] = fmax(-longest, fmin(longest, nh_precise_round(solution.coefficient[j])));
        size = fmax(size, fabs(s->score[j]) / sqrt(s->inverse[j * s->k + j]));
    }
    nh_solution_clear(&solution);
    return size;
}

/* As much of the step as makes the penalised fit no worse. */
static void take_step(scoring *s, double size)
{
    double before = s->penalised, share = 1;
    for (size_t j = 0; j < s->k; j++) s->b[j] += s->score[j];
    add_up(s);
    for (int h = 0; h < MOST_HALVINGS && size > good_step && !(s->penalised >= before - 1e-12 * fabs(before)); h++) {
        share /= 2;
        for (size_t j = 0; j < s->k; j++) s->b[j] -= share * s->score[j];
        add_up(s);
    }
}

static bool iterate(scoring *s, nh_error *err)
{
    double before = INFINITY;
    add_up(s);
    for (s->fit->iterations = 1; s->fit->iterations < MOST_STEPS; s->fit->iterations++) {
        double size = find_step(s);
        if (!isfinite(size)) break;
        bool is_last = size <= last_step || (size <= good_step && size >= before);
        take_step(s, size);
        if (is_last) return s->fit->has_converged = true;
        before = size;
    }
    return nh_fail(err, NH_INCOMPLETE, "%s: Firth's penalty found no estimates in %d steps",
                   s->fit->design->formula->text, s->fit->iterations);
}

/* Which columns can stay is told at coefficients of 0. */
static bool keep_columns(scoring *s, nh_error *err)
{
    nh_fit *fit = s->fit;
    nh_solution solution;
    double *lengths = nh_zeroed(s->k + 1, sizeof *lengths);
    add_up(s);
    for (size_t j = 0; j < s->k; j++) lengths[j] = s->information[j * s->k + j];
    nh_system system = { .k = s->k, .information = s->information, .score = s->score, .lengths = lengths,
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
static void keep_row(scoring *s, const double *block, size_t row, size_t i, double eta)
{
    nh_fit *fit = s->fit;
    double prior = prior_of(fit->design, row), slope = fit->family->slope(eta), y = fit->design->outcome[row];
    fit->fitted[row] = eta;
    fit->weight[row] = prior * slope;
    fit->residual[row] = slope > 0 ? pull(s, block, row, i, eta) / (prior * slope) : 0;
    fit->deviance += prior * fit->family->deviance(y, fit->family->mean(eta));
}

/* As any generalised model's; named so that errors that need leverage are refused. */
static void scores(const nh_fit *fit, size_t from, size_t n, double *block)
{
    nh_design_block(fit->design, from, n, block);
    for (size_t j = 0; j < fit->k; j++)
        for (size_t i = 0; i < n; i++) block[j * NH_BLOCK + i] *= fit->weight[from + i] * fit->residual[from + i];
}

static void describe(scoring *s)
{
    nh_fit *fit = s->fit;
    size_t n = fit->design->n;
    fit->weight = nh_zeroed(n + 1, sizeof *fit->weight);
    fit->fitted = nh_zeroed(n + 1, sizeof *fit->fitted);
    fit->residual = nh_zeroed(n + 1, sizeof *fit->residual);
    memcpy(fit->coefficient, s->b, s->k * sizeof *s->b);
    find_step(s);
    memcpy(fit->inverse, s->inverse, s->k * s->k * sizeof *s->inverse);
    walk(s, keep_row);
    fit->scores = scores;
    fit->n_parameters = fit->k;
    fit->df_residual = (double)n - (double)fit->k;
    fit->dispersion = 1;
    fit->r_squared = fit->adj_r_squared = fit->within_r_squared = fit->sigma = fit->aic = fit->bic = NAN;
    fit->log_lik = s->log_lik;
    nh_fit_say(fit, (nh_detail){ "penalised log likelihood", s->penalised, NAN, NH_NO_INTERVAL, NAN, NAN });
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

nh_fit *nh_firth_fit(nh_design *design, const nh_family *family, nh_error *err)
{
    nh_fit *fit = nh_zeroed(1, sizeof *fit);
    *fit = (nh_fit){ .design = design, .family = family };
    scoring s = { .fit = fit, .k = design->n_kept };
    double **const vectors[] = { &s.b, &s.score }, **const matrices[] = { &s.information, &s.inverse };
    for (size_t i = 0; i < 2; i++) *vectors[i] = nh_zeroed(s.k + 1, sizeof(double));
    for (size_t i = 0; i < 2; i++) *matrices[i] = nh_zeroed(s.k * s.k + 1, sizeof(double));
    bool is_fitted = outcomes_fit(fit, err) && keep_columns(&s, err) && iterate(&s, err);
    if (is_fitted) describe(&s);
    for (size_t i = 0; i < 2; i++) free(*vectors[i]);
    for (size_t i = 0; i < 2; i++) free(*matrices[i]);
    if (is_fitted) return fit;
    nh_fit_free(fit);
    return NULL;
}
