/* stats/models/counts.c: the negative binomial of the second kind by Newton's steps from Poisson's estimates.
 *
 * The logarithms of gamma functions are sums over whole numbers below the count,
 *     log G(y + 1/a) - log G(1/a) + y log a = sum over k < y of log(1 + a k),
 * taken from a table, so that nothing cancels when alpha is small. */
#include "stats/models/counts.h"

#include "stats/models/gsl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 100, MOST_HALVINGS = 20, MOST_COUNT = 1000000 };
static const double last_step = 1e-10, good_step = 1e-6;
static const char *const extra[] = { "ln(alpha)" };

/* Sums over k < y of log(1 + a k), k / (1 + a k) and its square, for every y up to the largest. */
typedef struct sums {
    size_t most;
    double *logs, *shares, *squares;
} sums;

typedef struct counting {
    nh_fit *fit;
    sums table;
    double *b;                    /* k + 1 of them, the last is ln(alpha) */
    double *score, *information;  /* observed, (k + 1) x (k + 1) */
    double *expected;             /* of b, k x k */
    double log_lik;
} counting;

/* A row's share of the log likelihood, its derivatives by predictor and ln(alpha), and the second ones. */
typedef struct share {
    double log_lik, by_eta, by_ln, eta_eta, eta_ln, ln_ln, expected;
} share;

static void fill_table(sums *t, double alpha)
{
    for (size_t k = 0; k < t->most; k++) {
        double part = (double)k / (1 + alpha * (double)k);
        t->logs[k + 1] = t->logs[k] + log1p(alpha * (double)k);
        t->shares[k + 1] = t->shares[k] + part;
        t->squares[k + 1] = t->squares[k] + part * part;
    }
}

static share share_of(const sums *t, double y, double mean, double eta, double alpha)
{
    size_t count = (size_t)y;
    double wide = 1 + alpha * mean, log_wide = log1p(alpha * mean), part = mean / wide, r = 1 / alpha;
    double by_alpha = t->shares[count] + r * r * log_wide - (y + r) * part;
    double twice = -t->squares[count] - 2 * r * r * r * log_wide + 2 * r * r * part + (y + r) * part * part;
    return (share){ .log_lik = t->logs[count] + y * eta - (y + r) * log_wide - nh_log_factorial(y),
                    .by_eta = (y - mean) / wide, .by_ln = alpha * by_alpha,
                    .eta_eta = mean * (1 + alpha * y) / (wide * wide),
                    .eta_ln = alpha * (y - mean) * mean / (wide * wide),
                    .ln_ln = -alpha * alpha * twice - alpha * by_alpha, .expected = part };
}

static share share_at(const counting *c, const double *block, size_t from, size_t i)
{
    const nh_design *design = c->fit->design;
    size_t k = design->n_kept;
    double eta = design->offset ? design->offset[from + i] : 0;
    for (size_t j = 0; j < k; j++) eta += c->b[j] * block[j * NH_BLOCK + i];
    return share_of(&c->table, design->outcome[from + i], exp(eta), eta, exp(c->b[k]));
}

static void add_row(counting *c, const double *block, size_t i, const share *s, double weight)
{
    size_t k = c->fit->design->n_kept, m = k + 1;
    c->log_lik += weight * s->log_lik;
    for (size_t a = 0; a < k; a++) {
        double x = weight * block[a * NH_BLOCK + i];
        if (x == 0) continue;
        c->score[a] += x * s->by_eta;
        c->information[a * m + k] += x * s->eta_ln;
        for (size_t b = a; b < k; b++) {
            c->information[a * m + b] += x * s->eta_eta * block[b * NH_BLOCK + i];
            c->expected[a * k + b] += x * s->expected * block[b * NH_BLOCK + i];
        }
    }
    c->score[k] += weight * s->by_ln;
    c->information[k * m + k] += weight * s->ln_ln;
}

/* Log likelihood, score and information at the present coefficients. */
static void add_up(counting *c)
{
    const nh_design *design = c->fit->design;
    size_t k = design->n_kept, m = k + 1;
    double *block = nh_zeroed(m * NH_BLOCK, sizeof *block);
    fill_table(&c->table, exp(c->b[k]));
    c->log_lik = 0;
    memset(c->score, 0, m * sizeof *c->score);
    memset(c->information, 0, m * m * sizeof *c->information);
    memset(c->expected, 0, k * k * sizeof *c->expected);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            share s = share_at(c, block, from, i);
            add_row(c, block, i, &s, nh_weight_of(design, from + i));
        }
    }
    free(block);
}

/* Far from the top the observed information need not be that of a maximum: then b and ln(alpha) each step alone. */
static bool solve(counting *c, nh_solution *solution)
{
    size_t k = c->fit->design->n_kept, m = k + 1;
    nh_system system = { .k = m, .information = c->information, .score = c->score };
    if (nh_solve_system(&system, solution)) return true;
    nh_solution_clear(solution);
    for (size_t a = 0; a < k; a++) {
        for (size_t b = a; b < k; b++) c->information[a * m + b] = c->expected[a * k + b];
        c->information[a * m + k] = 0;
    }
    double *own = &c->information[k * m + k];
    *own = fmax(*own, fmax(fabs(c->score[k]), 1e-6));
    return nh_solve_system(&system, solution);
}

/* One step, halved until the fit is no worse; its length in standard errors, or INFINITY where there is none. */
static double step(counting *c)
{
    size_t m = c->fit->design->n_kept + 1;
    double before = c->log_lik, size = 0, part = 1, *start = nh_zeroed(m, sizeof *start);
    nh_solution s;
    bool is_found = solve(c, &s);
    memcpy(start, c->b, m * sizeof *start);
    for (size_t j = 0; j < m && is_found; j++)
        size = fmax(size, fabs(nh_precise_round(s.coefficient[j])) / sqrt(s.inverse[j * m + j]));
    for (int h = 0; h < MOST_HALVINGS && is_found; h++, part /= 2) {
        for (size_t j = 0; j < m; j++) c->b[j] = start[j] + part * nh_precise_round(s.coefficient[j]);
        add_up(c);
        if (size <= good_step || c->log_lik >= before - 1e-12 * fabs(before)) break;
    }
    nh_solution_clear(&s);
    free(start);
    return is_found ? size : INFINITY;
}

/* Pearson's excess over the mean gives alpha to begin from; what Poisson leaves unexplained has to be above 0
 * (the score of alpha at 0). */
static bool begin(counting *c, nh_error *err)
{
    const nh_design *design = c->fit->design;
    double excess = 0, squares = 0, beyond = 0;
    for (size_t i = 0; i < design->n; i++) {
        double y = design->outcome[i], mean = exp(c->fit->fitted[i]), w = nh_weight_of(design, i);
        excess += w * ((y - mean) * (y - mean) - mean);
        beyond += w * ((y - mean) * (y - mean) - y);
        squares += w * mean * mean;
    }
    if (!(beyond > 0))
        return nh_fail(err, NH_INCOMPLETE, "%s: the counts do not vary more than Poisson's, so alpha is 0; use "
                       "--family poisson", design->formula->text);
    memcpy(c->b, c->fit->coefficient, design->n_kept * sizeof *c->b);
    c->b[design->n_kept] = log(fmin(fmax(excess / squares, 0.01), 20));
    return true;
}

static bool iterate(counting *c, nh_error *err)
{
    double before = INFINITY;
    nh_fit *fit = c->fit;
    if (!begin(c, err)) return false;
    add_up(c);
    for (fit->iterations = 1; fit->iterations < MOST_STEPS; fit->iterations++) {
        double size = step(c);
        bool is_last = size <= last_step || (size <= good_step && size >= before);
        if (is_last) return fit->has_converged = true;
        if (!isfinite(size)) break;
        before = size;
    }
    return nh_fail(err, NH_INCOMPLETE, "%s: no estimates of the negative binomial were found in %d steps",
                   fit->design->formula->text, fit->iterations);
}

/* Rows' shares of the score of (b, ln alpha). */
static void scores(const nh_fit *fit, size_t from, size_t n, double *block)
{
    size_t k = fit->design->n_kept;
    nh_design_block(fit->design, from, n, block);
    for (size_t i = 0; i < n; i++) {
        double w = nh_weight_of(fit->design, from + i);
        for (size_t j = 0; j < k; j++) block[j * NH_BLOCK + i] *= w * fit->residual[from + i];
        block[k * NH_BLOCK + i] = w * fit->weight[from + i];
    }
}

/* Residual and weight of the fit hold the derivatives of each row by its predictor and by ln(alpha). */
static void keep_scores(counting *c)
{
    nh_fit *fit = c->fit;
    const nh_design *design = fit->design;
    double *block = nh_zeroed((design->n_kept + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            share s = share_at(c, block, from, i);
            fit->residual[from + i] = s.by_eta;
            fit->weight[from + i] = s.by_ln;
        }
    }
    free(block);
}

static void copy_inverse(counting *c, nh_information kind, const nh_solution *all, const nh_solution *of_b)
{
    nh_fit *fit = c->fit;
    size_t k = fit->design->n_kept, m = k + 1;
    free(fit->inverse);
    fit->inverse = nh_zeroed(m * m + 1, sizeof *fit->inverse);
    for (size_t a = 0; a < m; a++)
        for (size_t b = 0; b < m; b++) {
            bool is_of_b = a < k && b < k;
            double expected = is_of_b ? of_b->inverse[a * k + b] : a == b ? 1 / c->information[k * m + k] : 0;
            fit->inverse[a * m + b] = kind == NH_EXPECTED ? expected : all->inverse[a * m + b];
        }
}

static bool take_inverse(counting *c, nh_information kind)
{
    size_t k = c->fit->design->n_kept, m = k + 1;
    nh_solution all, of_b;
    nh_system observed = { .k = m, .information = c->information, .score = c->score };
    nh_system expected = { .k = k, .information = c->expected, .score = c->score };
    bool is_found = nh_solve_system(&observed, &all);
    is_found = nh_solve_system(&expected, &of_b) && is_found;
    if (is_found) copy_inverse(c, kind, &all, &of_b);
    nh_solution_clear(&all);
    nh_solution_clear(&of_b);
    return is_found;
}

/* Twice what alpha adds to Poisson's log likelihood; alpha cannot be below 0, so half of chi-squared's tail. */
static void describe(counting *c, double poisson)
{
    nh_fit *fit = c->fit;
    double m = (double)fit->k, n = (double)fit->design->n, alpha = exp(fit->coefficient[fit->k - 1]);
    double error = sqrt(fit->inverse[fit->k * fit->k - 1]);
    fit->log_lik = c->log_lik;
    fit->deviance = NAN;
    fit->aic = -2 * fit->log_lik + 2 * m;
    fit->bic = -2 * fit->log_lik + log(n) * m;
    fit->n_parameters = fit->k;
    fit->df_residual = n - m;
    nh_fit_say(fit, (nh_detail){ "alpha", alpha, error, NH_ON_LOG, NAN, NAN });
    nh_detail test = nh_detail_test("likelihood ratio test against poisson", 2 * (fit->log_lik - poisson), 1);
    test.p_value /= 2;
    nh_fit_say(fit, test);
}

static void finish(counting *c, nh_information kind, nh_error *err)
{
    nh_fit *fit = c->fit;
    double poisson = fit->log_lik;
    keep_scores(c);
    fit->has_converged = take_inverse(c, kind) ||
                         nh_fail(err, NH_INCOMPLETE, "%s: the negative binomial has no maximum with errors",
                                 fit->design->formula->text);
    fit->k = fit->design->n_kept + 1;
    fit->extra = extra;
    fit->n_extra = 1;
    fit->scores = scores;
    fit->coefficient = nh_resize(fit->coefficient, fit->k + 1, sizeof *fit->coefficient);
    memcpy(fit->coefficient, c->b, fit->k * sizeof *c->b);
    if (fit->has_converged) describe(c, poisson);
}

static bool are_counts(const nh_design *design, nh_error *err)
{
    for (size_t i = 0; i < design->n; i++) {
        double y = design->outcome[i];
        if (y == rint(y) && y >= 0 && y <= MOST_COUNT) continue;
        return nh_fail(err, NH_BAD_INPUT, "%s: a negbin outcome must be a whole number from 0 to %d",
                       design->formula->text, MOST_COUNT);
    }
    return true;
}

static counting new_counting(nh_fit *fit)
{
    counting c = { .fit = fit };
    size_t k = fit->design->n_kept, m = k + 1;
    for (size_t i = 0; i < fit->design->n; i++)
        if ((size_t)fit->design->outcome[i] > c.table.most) c.table.most = (size_t)fit->design->outcome[i];
    double **const tables[] = { &c.table.logs, &c.table.shares, &c.table.squares };
    for (size_t t = 0; t < 3; t++) *tables[t] = nh_zeroed(c.table.most + 2, sizeof **tables[t]);
    c.b = nh_zeroed(m, sizeof *c.b);
    c.score = nh_zeroed(m, sizeof *c.score);
    c.information = nh_zeroed(m * m, sizeof *c.information);
    c.expected = nh_zeroed(k * k + 1, sizeof *c.expected);
    return c;
}

static void clear(counting *c)
{
    void *const all[] = { c->table.logs, c->table.shares, c->table.squares, c->b, c->score, c->information,
                          c->expected };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

nh_fit *nh_negbin_fit(nh_design *design, nh_information information, nh_error *err)
{
    if (!are_counts(design, err)) {
        nh_design_free(design);
        return NULL;
    }
    nh_fit *fit = nh_glm_fit(design, nh_family_named("poisson"), err);
    if (!fit) return NULL;
    counting c = new_counting(fit);
    bool is_fitted = iterate(&c, err);
    if (is_fitted) finish(&c, information, err);
    clear(&c);
    if (is_fitted && fit->has_converged) return fit;
    nh_fit_free(fit);
    return NULL;
}
