/* stats/models/mixed_logit.c: a logit with a random intercept.
 *
 * The likelihood of a group is its rows' together, integrated over a standard normal z that its predictors have sigma
 * times of. Around the mode of what is integrated and with its width, so many points of Gauss and Hermite's rule give
 * the integral; the mean over them of a row's derivatives is the score, and of what Louis (1982) adds, the
 * information of (b, ln sigma). */
#include "stats/models/gsl.h"
#include "stats/models/mixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 100, MOST_HALVINGS = 20, MOST_MODE_STEPS = 60 };
static const double last_step = 1e-10, good_step = 1e-6;

typedef struct fitting {
    nh_fit *fit;
    size_t k, m;                  /* columns; with ln(sigma) behind them */
    size_t n_points;
    double *point, *weight;       /* of the rule, for exp(-x^2) */
    size_t *from;                 /* rows of group g lie at from[g] .. from[g + 1] */
    double *b;                    /* m */
    double log_lik;
    double *score, *information, *outer; /* m; m x m; of the groups' scores */
    double *x, *eta;              /* one group's rows: columns row by row, predictors without z */
    double *first, *mean, *second; /* of one point: m; over points: m, m x m */
} fitting;

static double logistic(double eta) { return eta >= 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta)); }
static double log_one_plus(double eta) { return eta > 0 ? eta + log1p(exp(-eta)) : log1p(exp(eta)); }
static double trials_of(const nh_design *design, size_t row) { return design->trials ? design->trials[row] : 1; }

/* Rows in order of their groups, so that a group is one stretch of the design. */
static void sort_rows(nh_design *design, nh_mixed *mixed, size_t *from)
{
    size_t n = design->n, *place = nh_zeroed(n + 1, sizeof *place);
    size_t *next = nh_zeroed(mixed->n_groups + 1, sizeof *next);
    for (size_t i = 0; i < n; i++) from[mixed->group[i] + 1]++;
    for (size_t g = 0; g < mixed->n_groups; g++) from[g + 1] += from[g];
    for (size_t i = 0; i < n; i++) place[i] = from[mixed->group[i]] + next[mixed->group[i]]++;
    double *const numbers[] = { design->outcome, design->trials, design->offset };
    double *copy = nh_zeroed(n + 1, sizeof *copy);
    size_t *rows = nh_zeroed(n + 1, sizeof *rows);
    for (size_t a = 0; a < 3; a++) {
        if (!numbers[a]) continue;
        for (size_t i = 0; i < n; i++) copy[place[i]] = numbers[a][i];
        memcpy(numbers[a], copy, n * sizeof *copy);
    }
    for (size_t i = 0; i < n; i++) rows[place[i]] = design->rows[i];
    memcpy(design->rows, rows, n * sizeof *rows);
    nh_design_forget_narrow(design);
    for (size_t g = 0; g < mixed->n_groups; g++)
        for (size_t i = from[g]; i < from[g + 1]; i++) mixed->group[i] = (uint32_t)g;
    free(place);
    free(next);
    free(copy);
    free(rows);
}

/* Columns row by row, and predictors, of one group. */
static void read_group(fitting *f, size_t g)
{
    const nh_design *design = f->fit->design;
    double *block = nh_zeroed((f->k + 1) * NH_BLOCK, sizeof *block);
    size_t begin = f->from[g], end = f->from[g + 1];
    for (size_t from = begin; from < end; from += NH_BLOCK) {
        size_t n = end - from < NH_BLOCK ? end - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            size_t row = from - begin + i;
            f->eta[row] = design->offset ? design->offset[from + i] : 0;
            for (size_t j = 0; j < f->k; j++) {
                f->x[row * f->k + j] = block[j * NH_BLOCK + i];
                f->eta[row] += f->b[j] * block[j * NH_BLOCK + i];
            }
        }
    }
    free(block);
}

/* log of the rows' likelihood times the normal density at z, without its constant; and its derivatives by z. */
typedef struct height {
    double log_value, slope, bend;
} height;

static height height_at(const fitting *f, size_t g, double z)
{
    const nh_design *design = f->fit->design;
    double sigma = exp(f->b[f->k]);
    height h = { -z * z / 2, -z, -1 };
    for (size_t row = f->from[g]; row < f->from[g + 1]; row++) {
        double eta = f->eta[row - f->from[g]] + sigma * z, n = trials_of(design, row), mean = logistic(eta);
        h.log_value += n * (design->outcome[row] * eta - log_one_plus(eta));
        h.slope += n * sigma * (design->outcome[row] - mean);
        h.bend -= n * sigma * sigma * mean * (1 - mean);
    }
    return h;
}

/* The top, which is the only one: the logarithm is concave. */
static double mode_of(const fitting *f, size_t g, height *top)
{
    double z = 0;
    *top = height_at(f, g, z);
    for (int i = 0; i < MOST_MODE_STEPS; i++) {
        double step = -top->slope / top->bend, before = top->log_value;
        *top = height_at(f, g, z + step);
        while (top->log_value < before - 1e-12 * fabs(before) && fabs(step) > 1e-12)
            step /= 2, *top = height_at(f, g, z + step);
        z += step;
        if (fabs(step) < 1e-12 * (1 + fabs(z))) break;
    }
    return z;
}

/* The derivatives of the rows' log likelihood at z by (b, ln sigma): the first into f->first, the second, negative,
 * times `share` added to f->second with what Louis adds. */
static void add_point(fitting *f, size_t g, double z, double share)
{
    const nh_design *design = f->fit->design;
    double sigma_z = exp(f->b[f->k]) * z, rests = 0;
    size_t k = f->k, m = f->m;
    memset(f->first, 0, m * sizeof *f->first);
    for (size_t row = f->from[g]; row < f->from[g + 1]; row++) {
        const double *x = f->x + (row - f->from[g]) * k;
        double n = trials_of(design, row), mean = logistic(f->eta[row - f->from[g]] + sigma_z);
        double rest = n * (design->outcome[row] - mean), w = share * n * mean * (1 - mean);
        rests += rest;
        for (size_t a = 0; a < k; a++) {
            f->first[a] += rest * x[a];
            f->second[a * m + k] += w * sigma_z * x[a];
            for (size_t c = a; c < k && x[a] != 0; c++) f->second[a * m + c] += w * x[a] * x[c];
        }
        f->second[k * m + k] += w * sigma_z * sigma_z;
    }
    f->first[k] = sigma_z * rests;
    f->second[k * m + k] -= share * sigma_z * rests;
    for (size_t a = 0; a < m; a++) {
        f->mean[a] += share * f->first[a];
        for (size_t c = a; c < m; c++) f->second[a * m + c] -= share * f->first[a] * f->first[c];
    }
}

static void add_group(fitting *f, size_t g)
{
    height top;
    double z = mode_of(f, g, &top), width = sqrt(2 / -top.bend), sum = 0;
    double *share = nh_zeroed(f->n_points, sizeof *share);
    f->fit->mixed->effect[g] = exp(f->b[f->k]) * z;
    for (size_t p = 0; p < f->n_points; p++) {
        double x = f->point[p];
        share[p] = f->weight[p] * exp(x * x + height_at(f, g, z + width * x).log_value - top.log_value);
        sum += share[p];
    }
    f->log_lik += top.log_value + log(width * sum) - log(2 * M_PI) / 2;
    memset(f->mean, 0, f->m * sizeof *f->mean);
    memset(f->second, 0, f->m * f->m * sizeof *f->second);
    for (size_t p = 0; p < f->n_points; p++) add_point(f, g, z + width * f->point[p], share[p] / sum);
    for (size_t a = 0; a < f->m; a++) {
        f->score[a] += f->mean[a];
        for (size_t c = a; c < f->m; c++) {
            f->information[a * f->m + c] += f->second[a * f->m + c] + f->mean[a] * f->mean[c];
            f->outer[a * f->m + c] += f->mean[a] * f->mean[c];
        }
    }
    free(share);
}

static void add_up(fitting *f)
{
    f->log_lik = 0;
    memset(f->score, 0, f->m * sizeof *f->score);
    memset(f->information, 0, f->m * f->m * sizeof *f->information);
    memset(f->outer, 0, f->m * f->m * sizeof *f->outer);
    for (size_t g = 0; g < f->fit->mixed->n_groups; g++) {
        read_group(f, g);
        add_group(f, g);
    }
}

/* Far from the top the information need not be that of a maximum: the groups' scores stand in for it. */
static bool solve(const fitting *f, nh_solution *s)
{
    nh_system system = { .k = f->m, .information = f->information, .score = f->score };
    if (nh_solve_system(&system, s)) return true;
    nh_solution_clear(s);
    system.information = f->outer;
    return nh_solve_system(&system, s);
}

/* One step, halved until the fit is no worse; its length in standard errors, or INFINITY where there is none. */
static double step(fitting *f)
{
    double before = f->log_lik, size = 0, part = 1, *start = nh_zeroed(f->m, sizeof *start);
    nh_solution s;
    bool is_found = solve(f, &s);
    memcpy(start, f->b, f->m * sizeof *start);
    for (size_t j = 0; j < f->m && is_found; j++)
        size = fmax(size, fabs(nh_precise_round(s.coefficient[j])) / sqrt(s.inverse[j * f->m + j]));
    for (int h = 0; h < MOST_HALVINGS && is_found; h++, part /= 2) {
        for (size_t j = 0; j < f->m; j++) f->b[j] = start[j] + part * nh_precise_round(s.coefficient[j]);
        add_up(f);
        if (size <= good_step || f->log_lik >= before - 1e-12 * fabs(before)) break;
    }
    nh_solution_clear(&s);
    free(start);
    return is_found ? size : INFINITY;
}

static bool iterate(fitting *f, nh_error *err)
{
    nh_fit *fit = f->fit;
    double before = INFINITY;
    add_up(f);
    for (fit->iterations = 1; fit->iterations < MOST_STEPS; fit->iterations++) {
        double size = step(f);
        bool is_last = size <= last_step || (size <= good_step && size >= before);
        if (is_last) return true;
        if (!isfinite(size)) break;
        before = size;
    }
    return nh_fail(err, NH_INCOMPLETE, "%s: no variance of %s was found in %d steps", fit->design->formula->text,
                   fit->mixed->name, fit->iterations);
}

/* Whether the likelihood rises with the variance from 0: twice its slope there, at the plain logit's coefficients. */
static bool rises_from_zero(const nh_fit *fit)
{
    const nh_design *design = fit->design;
    double slope = 0, *rests = nh_zeroed(fit->mixed->n_groups + 1, sizeof *rests);
    for (size_t i = 0; i < design->n; i++) {
        double mean = logistic(fit->fitted[i]), n = trials_of(design, i);
        rests[fit->mixed->group[i]] += n * (design->outcome[i] - mean);
        slope -= n * mean * (1 - mean);
    }
    for (size_t g = 0; g < fit->mixed->n_groups; g++) slope += rests[g] * rests[g];
    free(rests);
    return slope > 0;
}

static double constant_of(const nh_design *design)
{
    double sum = 0;
    for (size_t i = 0; i < design->n && design->trials; i++) {
        double n = design->trials[i], successes = n * design->outcome[i];
        if (n == rint(n) && fabs(successes - rint(successes)) < 1e-7) sum += nh_log_choose(n, rint(successes));
    }
    return sum;
}

/* No scores by row: errors are the model's. */
static void no_scores(const nh_fit *fit, size_t from, size_t n, double *block)
{
    nh_design_block(fit->design, from, n, block);
}

static void describe(nh_fit *fit, double log_lik)
{
    double k = (double)fit->k, n = (double)fit->design->n;
    fit->log_lik = log_lik;
    fit->aic = -2 * log_lik + 2 * (k + 1);
    fit->bic = -2 * log_lik + log(n) * (k + 1);
    fit->deviance = fit->df_residual = NAN;
    fit->n_parameters = fit->k + 1;
    fit->scores = no_scores;
    fit->mixed->residual = M_PI * M_PI / 3;
}

/* Half the logarithm of the variance is what was found. */
static bool take(fitting *f, nh_error *err)
{
    nh_fit *fit = f->fit;
    nh_solution s;
    nh_system system = { .k = f->m, .information = f->information, .score = f->score };
    bool is_found = nh_solve_system(&system, &s) ||
                    nh_fail(err, NH_INCOMPLETE, "%s: the likelihood has no maximum with errors",
                            fit->design->formula->text);
    for (size_t a = 0; a < f->k && is_found; a++)
        for (size_t c = 0; c < f->k; c++) fit->inverse[a * f->k + c] = s.inverse[a * f->m + c];
    double plain = fit->log_lik;
    if (is_found) {
        memcpy(fit->coefficient, f->b, f->k * sizeof *f->b);
        fit->mixed->variance = exp(2 * f->b[f->k]);
        describe(fit, f->log_lik + constant_of(fit->design));
        nh_mixed_say(fit, 4 * s.inverse[f->m * f->m - 1], 0, 0);
        nh_mixed_say_test(fit, plain);
    }
    nh_solution_clear(&s);
    return is_found;
}

static void clear(fitting *f)
{
    double *const all[] = { f->point, f->weight, f->b, f->score, f->information, f->outer,
                            f->x,     f->eta,    f->first, f->mean, f->second };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    free(f->from);
}

static void make_room(fitting *f, size_t largest)
{
    size_t m = f->m;
    const struct { double **at; size_t n; } parts[] = {
        { &f->b, m },         { &f->score, m },    { &f->information, m * m }, { &f->outer, m * m },
        { &f->first, m },     { &f->mean, m },     { &f->second, m * m },      { &f->x, largest * f->k },
        { &f->eta, largest }, { &f->point, f->n_points }, { &f->weight, f->n_points },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        *parts[i].at = nh_zeroed(parts[i].n + 1, sizeof(double));
}

static bool integrate(nh_fit *fit, size_t *from, size_t n_points, nh_error *err)
{
    fitting f = { .fit = fit, .k = fit->k, .m = fit->k + 1, .n_points = n_points, .from = from };
    size_t largest = 0;
    for (size_t g = 0; g < fit->mixed->n_groups; g++)
        if (from[g + 1] - from[g] > largest) largest = from[g + 1] - from[g];
    make_room(&f, largest);
    memcpy(f.b, fit->coefficient, f.k * sizeof *f.b);
    f.b[f.k] = log(0.5);
    bool is_fitted = nh_gauss_hermite(n_points, f.point, f.weight, err) && iterate(&f, err) && take(&f, err);
    clear(&f);
    return is_fitted;
}

/* A plain logit says which columns can stay and whether outcomes are separated; without variance it is all that
 * remains. */
nh_fit *nh_mixed_logit_fit(nh_design *design, size_t n_points, nh_error *err)
{
    nh_mixed *mixed = nh_mixed_groups(design, err);
    if (!mixed) {
        nh_design_free(design);
        return NULL;
    }
    size_t *from = nh_zeroed(mixed->n_groups + 2, sizeof *from);
    sort_rows(design, mixed, from);
    nh_fit *fit = nh_glm_fit(design, nh_family_named("binomial"), err);
    if (!fit) {
        nh_mixed_free(mixed);
        free(from);
        return NULL;
    }
    fit->mixed = mixed;
    bool has_variance = rises_from_zero(fit);
    bool is_fitted = !has_variance || integrate(fit, from, n_points, err);
    if (!has_variance) {
        free(from);
        describe(fit, fit->log_lik);
        nh_mixed_say(fit, NAN, NAN, NAN);
        nh_mixed_say_test(fit, fit->log_lik);
    }
    if (is_fitted) return fit;
    nh_fit_free(fit);
    return NULL;
}
