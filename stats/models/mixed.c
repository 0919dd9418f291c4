/* stats/models/mixed.c: a linear model with a random intercept.
 *
 * With n rows, s the sums of a group's columns and c = phi / (1 + n_g phi), the cross-products that least squares
 * would take are those of all rows less the sum of c s s'. Columns and outcome are counted from their means where the
 * model has an intercept, so that nothing cancels. */
#include "stats/models/mixed.h"

#include "stats/models/block_sums.h"
#include "stats/models/swamy_arora.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DOUBLINGS = 60, MOST_STEPS = 200 };

typedef struct sums {
    nh_fit *fit;
    size_t k, m;      /* columns; with the outcome behind them */
    bool is_reml;
    double *origin;   /* m: what columns and outcome are counted from */
    double *products; /* m x m */
    double *of_group, *size; /* n_groups x m; rows of each */
    double degrees;   /* n, or n - k */
} sums;

/* What follows from one phi. */
typedef struct state {
    double phi, squares, log_lik, slope; /* slope: the log likelihood's by phi */
    double *b, *inverse;                 /* k; k x k, without the residual variance */
    double pulled;                       /* the sum of (r / (1 + n phi))^2 over groups, r their residuals' sums */
    double trace;
} state;

void nh_mixed_free(nh_mixed *mixed)
{
    if (!mixed) return;
    free(mixed->group);
    free(mixed->effect);
    free(mixed);
}

nh_mixed *nh_mixed_groups(const nh_design *design, nh_error *err)
{
    const nh_effect *random = design->formula->random;
    if (design->weight) {
        nh_fail(err, NH_BAD_INPUT, "--weights does not go with a random intercept");
        return NULL;
    }
    nh_mixed *mixed = nh_zeroed(1, sizeof *mixed);
    mixed->name = random->text;
    mixed->group = nh_design_groups(design, random->columns, random->n, &mixed->n_groups);
    mixed->effect = nh_zeroed(mixed->n_groups + 1, sizeof *mixed->effect);
    if (mixed->n_groups > 1 && mixed->n_groups < design->n) return mixed;
    nh_fail(err, NH_INCOMPLETE, "%s: a random intercept needs two levels of %s or more, and levels with several rows",
            design->formula->text, random->text);
    nh_mixed_free(mixed);
    return NULL;
}

static size_t rows_left(const nh_design *design, size_t from)
{
    return design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
}

/* A block's columns and outcome, from their origins. */
static void fill(const sums *s, size_t from, size_t n, double *block)
{
    const nh_design *design = s->fit->design;
    nh_design_block(design, from, n, block);
    for (size_t i = 0; i < n; i++)
        block[s->k * NH_BLOCK + i] = design->outcome[from + i] - (design->offset ? design->offset[from + i] : 0);
    for (size_t j = 0; j < s->m; j++)
        for (size_t i = 0; i < n && s->origin[j] != 0; i++) block[j * NH_BLOCK + i] -= s->origin[j];
}

static bool is_intercept(const nh_design *design, size_t j) { return nh_kept_column(design, j)->n_parts == 0; }

static void find_origins(sums *s, double *block)
{
    const nh_design *design = s->fit->design;
    double *mean = nh_zeroed(s->m, sizeof *mean);
    if (design->n_kept && !design->has_intercept) {
        free(mean);
        return;
    }
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(s, from, n, block);
        for (size_t j = 0; j < s->m; j++)
            for (size_t i = 0; i < n; i++) mean[j] += block[j * NH_BLOCK + i] / (double)design->n;
    }
    for (size_t j = 0; j < s->m; j++) s->origin[j] = j < s->k && is_intercept(design, j) ? 0 : mean[j];
    free(mean);
}

static void add_up(sums *s)
{
    const nh_design *design = s->fit->design;
    const uint32_t *group = s->fit->mixed->group;
    double *block = nh_zeroed(s->m * NH_BLOCK, sizeof *block);
    nh_precise *products = nh_zeroed(s->m * s->m, sizeof *products);
    find_origins(s, block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(s, from, n, block);
        nh_add_products(block, NULL, n, s->m, products);
        for (size_t j = 0; j < s->m; j++)
            for (size_t i = 0; i < n; i++) s->of_group[group[from + i] * s->m + j] += block[j * NH_BLOCK + i];
        for (size_t i = 0; i < n; i++) s->size[group[from + i]]++;
    }
    for (size_t a = 0; a < s->m; a++)
        for (size_t b = a; b < s->m; b++)
            s->products[a * s->m + b] = s->products[b * s->m + a] = nh_precise_round(products[a * s->m + b]);
    free(products);
    free(block);
}

/* sum += factor_g s s' over groups, its upper half; factor_g = value / (1 + n phi)^power. */
static void take_groups(const sums *s, double phi, double value, int power, double *sum)
{
    for (size_t g = 0; g < s->fit->mixed->n_groups; g++) {
        double wide = 1 + s->size[g] * phi, factor = value / (power == 2 ? wide * wide : wide);
        const double *of = s->of_group + g * s->m;
        for (size_t a = 0; a < s->m && factor != 0; a++)
            for (size_t b = a; b < s->m; b++) sum[a * s->m + b] += factor * of[a] * of[b];
    }
}

/* Coefficients and inverse of the first k columns of `products`; the log of their determinant. */
static bool solve(const sums *s, const double *products, state *at, double *log_determinant)
{
    size_t k = s->k;
    double *information = nh_zeroed(k * k + 1, sizeof *information), *score = nh_zeroed(k + 1, sizeof *score);
    for (size_t a = 0; a < k; a++) {
        score[a] = products[a * s->m + k];
        for (size_t b = a; b < k; b++) information[a * k + b] = products[a * s->m + b];
    }
    nh_solution solution;
    bool is_found = nh_solve_system(&(nh_system){ .k = k, .information = information, .score = score }, &solution);
    for (size_t j = 0; j < k && is_found; j++) at->b[j] = nh_precise_round(solution.coefficient[j]);
    if (is_found) memcpy(at->inverse, solution.inverse, k * k * sizeof *at->inverse);
    nh_solution_clear(&solution);
    *log_determinant = is_found ? nh_log_determinant(information, k) : NAN;
    free(information);
    free(score);
    return is_found;
}

/* r of a group: the sum of its rows' residuals. */
static double residual_of(const sums *s, const state *at, size_t g)
{
    const double *of = s->of_group + g * s->m;
    double rest = of[s->k];
    for (size_t j = 0; j < s->k; j++) rest -= at->b[j] * of[j];
    return rest;
}

/* The trace of inverse x (sum of s s' / (1 + n phi)^2): what the determinant's logarithm loses by phi. */
static double trace_of(const sums *s, const state *at)
{
    double sum = 0, *spread = nh_zeroed(s->m * s->m, sizeof *spread);
    take_groups(s, at->phi, 1, 2, spread);
    for (size_t a = 0; a < s->k; a++)
        for (size_t b = 0; b < s->k; b++)
            sum += at->inverse[a * s->k + b] * (a <= b ? spread[a * s->m + b] : spread[b * s->m + a]);
    free(spread);
    return sum;
}

static bool look_at(const sums *s, double phi, state *at)
{
    size_t all = s->m * s->m;
    double log_determinant, logs = 0, slope = 0, *products = nh_zeroed(all, sizeof *products);
    at->phi = phi;
    memcpy(products, s->products, all * sizeof *products);
    take_groups(s, phi, -phi, 1, products);
    bool is_found = solve(s, products, at, &log_determinant);
    at->squares = products[all - 1];
    for (size_t j = 0; j < s->k; j++) at->squares -= at->b[j] * products[j * s->m + s->k];
    at->pulled = 0;
    for (size_t g = 0; g < s->fit->mixed->n_groups && is_found; g++) {
        double wide = 1 + s->size[g] * phi, pull = residual_of(s, at, g) / wide;
        at->pulled += pull * pull;
        logs += log(wide);
        slope -= s->size[g] / wide;
    }
    at->trace = s->is_reml && is_found ? trace_of(s, at) : 0;
    at->slope = (slope + at->trace + s->degrees * at->pulled / at->squares) / 2;
    at->log_lik = -(s->degrees * (log(2 * M_PI * at->squares / s->degrees) + 1) + logs +
                    (s->is_reml ? log_determinant : 0)) / 2;
    free(products);
    return is_found && isfinite(at->slope);
}

/* Between phi of slope above 0 and one below, halved until no double lies between. Regula falsi in logarithms would
 * need fewer looks, but a look is cheap: the rows are not read again. */
static bool close_in(const sums *s, double low, double high, state *at)
{
    for (int i = 0; i < MOST_STEPS; i++) {
        double middle = low > 0 ? sqrt(low) * sqrt(high) : high / 4;
        if (middle <= low || middle >= high) break;
        if (!look_at(s, middle, at)) return false;
        if (at->slope > 0) low = middle;
        else high = middle;
        if (high - low < 1e-15 * high || high < 1e-14) break;
    }
    return true;
}

/* The top of the likelihood; phi 0 where it only falls from there. */
static bool find_phi(const sums *s, state *at)
{
    double high = 1;
    if (!look_at(s, 0, at) || at->slope <= 0) return isfinite(at->slope);
    for (int i = 0; i < MOST_DOUBLINGS; i++, high *= 2) {
        if (!look_at(s, high, at)) return false;
        if (at->slope <= 0) return close_in(s, 0, high, at);
    }
    return false;
}

/* The slope by ln(phi) with the residual variance held at `residual`. */
static double held_slope(const sums *s, double ln_phi, double residual, state *at)
{
    double slope = 0, phi = exp(ln_phi);
    look_at(s, phi, at);
    for (size_t g = 0; g < s->fit->mixed->n_groups; g++) slope -= s->size[g] / (1 + s->size[g] * phi);
    return phi * (slope + at->trace + at->pulled / residual) / 2;
}

/* Variances of ln(phi) and ln(residual) from the observed information: the second derivative by ln(phi) as a
 * difference of slopes (fourth order), the others as they are. */
static void say_variances(sums *s, const state *top, state *scratch)
{
    nh_fit *fit = s->fit;
    double residual = fit->mixed->residual, centre = log(top->phi), h = 1e-3, step[4];
    static const double away[] = { 1, -1, 2, -2 };
    for (size_t i = 0; i < 4; i++) step[i] = held_slope(s, centre + away[i] * h, residual, scratch);
    double bend = -(8 * (step[0] - step[1]) - (step[2] - step[3])) / (12 * h);
    double shared = top->phi * top->pulled / residual / 2, own = s->degrees / 2;
    double determinant = bend * own - shared * shared;
    nh_mixed_say(fit, own / determinant, bend / determinant, -shared / determinant);
}

static nh_detail variance_of(const char *before, const char *of, double value, double variance)
{
    nh_detail d = { .value = value, .std_error = sqrt(variance), .df = NAN, .p_value = NAN };
    d.scale = variance > 0 && value > 0 ? NH_ON_LOG : NH_NO_INTERVAL;
    snprintf(d.quantity, sizeof d.quantity, "%s%.50s", before, of);
    return d;
}

void nh_mixed_say(nh_fit *fit, double of_phi, double of_residual, double shared)
{
    const nh_mixed *m = fit->mixed;
    nh_fit_say(fit, variance_of("variance of ", m->name, m->variance, of_phi + of_residual + 2 * shared));
    if (!fit->family) nh_fit_say(fit, variance_of("residual variance", "", m->residual, of_residual));
    nh_detail icc = variance_of("intraclass correlation", "", m->variance / (m->variance + m->residual), of_phi);
    if (icc.scale == NH_ON_LOG) icc.scale = NH_ON_LOGIT;
    nh_fit_say(fit, icc);
}

/* A variance cannot be below 0: half of chi-squared's tail. */
void nh_mixed_say_test(nh_fit *fit, double log_lik_without)
{
    char quantity[80];
    double twice = fmax(2 * (fit->log_lik - log_lik_without), 0);
    snprintf(quantity, sizeof quantity, "likelihood ratio test against no %.40s", fit->mixed->name);
    nh_detail test = nh_detail_test(quantity, twice, 1);
    test.p_value = twice > 0 ? test.p_value / 2 : 1;
    nh_fit_say(fit, test);
}

/* From columns about their means to columns as they are: only the intercept changes. */
static void take_back(const sums *s, const state *at)
{
    nh_fit *fit = s->fit;
    size_t k = s->k, first = 0;
    memcpy(fit->coefficient, at->b, k * sizeof *at->b);
    memcpy(fit->inverse, at->inverse, k * k * sizeof *at->inverse);
    while (first < k && !is_intercept(fit->design, first)) first++;
    if (first == k) return;
    double *shift = nh_zeroed(k * k, sizeof *shift), *whole = nh_zeroed(k * k, sizeof *whole);
    fit->coefficient[first] += s->origin[k];
    for (size_t j = 0; j < k; j++) {
        shift[j * k + j] = 1;
        if (j == first) continue;
        shift[first * k + j] = -s->origin[j];
        fit->coefficient[first] -= at->b[j] * s->origin[j];
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            for (size_t c = 0; c < k; c++)
                for (size_t d = 0; d < k && shift[a * k + c] != 0; d++)
                    whole[a * k + b] += shift[a * k + c] * at->inverse[c * k + d] * shift[b * k + d];
    memcpy(fit->inverse, whole, k * k * sizeof *whole);
    free(shift);
    free(whole);
}

/* What each row's columns are multiplied by in the score: its residual less its group's share of them. */
static void find_residuals(const sums *s, const state *at)
{
    nh_fit *fit = s->fit;
    double *block = nh_zeroed(s->m * NH_BLOCK, sizeof *block);
    fit->residual = nh_zeroed(fit->design->n + 1, sizeof *fit->residual);
    for (size_t g = 0; g < fit->mixed->n_groups; g++)
        fit->mixed->effect[g] = at->phi / (1 + s->size[g] * at->phi) * residual_of(s, at, g);
    for (size_t from = 0; from < fit->design->n; from += NH_BLOCK) {
        size_t n = rows_left(fit->design, from);
        fill(s, from, n, block);
        for (size_t i = 0; i < n; i++) {
            double rest = block[s->k * NH_BLOCK + i] - fit->mixed->effect[fit->mixed->group[from + i]];
            for (size_t j = 0; j < s->k; j++) rest -= at->b[j] * block[j * NH_BLOCK + i];
            fit->residual[from + i] = rest;
        }
    }
    free(block);
}

static void scores(const nh_fit *fit, size_t from, size_t n, double *block)
{
    nh_design_block(fit->design, from, n, block);
    for (size_t j = 0; j < fit->k; j++)
        for (size_t i = 0; i < n; i++) block[j * NH_BLOCK + i] *= fit->residual[from + i];
}

static void describe(const sums *s, const state *at)
{
    nh_fit *fit = s->fit;
    double k = (double)s->k, n = (double)fit->design->n;
    take_back(s, at);
    find_residuals(s, at);
    fit->scores = scores;
    fit->dispersion = fit->mixed->residual = at->squares / s->degrees;
    fit->mixed->variance = at->phi * fit->mixed->residual;
    fit->sigma = sqrt(fit->dispersion);
    fit->n_parameters = s->k + 2;
    fit->log_lik = at->log_lik;
    fit->aic = -2 * fit->log_lik + 2 * (k + 2);
    fit->bic = -2 * fit->log_lik + log(n) * (k + 2);
    fit->r_squared = fit->adj_r_squared = fit->within_r_squared = fit->deviance = fit->df_residual = NAN;
    fit->has_t_reference = false;
    fit->has_converged = true;
}

static sums new_sums(nh_fit *fit, bool is_reml)
{
    size_t k = fit->k, m = k + 1, n_groups = fit->mixed->n_groups;
    sums s = { .fit = fit, .k = k, .m = m, .is_reml = is_reml };
    s.degrees = (double)fit->design->n - (is_reml ? (double)k : 0);
    s.origin = nh_zeroed(m, sizeof *s.origin);
    s.products = nh_zeroed(m * m, sizeof *s.products);
    s.of_group = nh_zeroed(n_groups * m + 1, sizeof *s.of_group);
    s.size = nh_zeroed(n_groups + 1, sizeof *s.size);
    return s;
}

static bool fit_it(nh_fit *fit, bool is_reml, nh_error *err)
{
    sums s = new_sums(fit, is_reml);
    state at = { .b = nh_zeroed(s.m, sizeof *at.b), .inverse = nh_zeroed(s.m * s.m, sizeof *at.inverse) };
    state other = { .b = nh_zeroed(s.m, sizeof *at.b), .inverse = nh_zeroed(s.m * s.m, sizeof *at.inverse) };
    add_up(&s);
    bool is_found = find_phi(&s, &at) || nh_fail(err, NH_INCOMPLETE, "%s: no variance of %s was found",
                                                 fit->design->formula->text, fit->mixed->name);
    if (is_found) {
        describe(&s, &at);
        if (at.phi > 0) say_variances(&s, &at, &other);
        else nh_mixed_say(fit, NAN, 2 / s.degrees, NAN); /* as of a linear model without the constants */
        if (look_at(&s, 0, &other)) nh_mixed_say_test(fit, other.log_lik);
    }
    double *const all[] = { s.origin, s.products, s.of_group, s.size, at.b, at.inverse, other.b, other.inverse };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return is_found;
}

/* The variances come from elsewhere, and there is no likelihood; errors have the residual variance at that phi. */
static void describe_without_likelihood(const sums *s, const state *at, const nh_swamy_arora *parts)
{
    nh_fit *fit = s->fit;
    size_t k = s->k;
    describe(s, at);
    fit->mixed->residual = parts->of_rows;
    fit->mixed->variance = parts->of_groups;
    fit->log_lik = fit->aic = fit->bic = NAN;
    nh_mixed_say(fit, NAN, NAN, NAN);
    double *variance = nh_zeroed(k * k + 1, sizeof *variance);
    for (size_t i = 0; i < k * k; i++) variance[i] = at->inverse[i] * fit->dispersion;
    nh_detail test = nh_hausman(parts, at->b, variance, k, fit->mixed->name);
    if (isfinite(test.value)) nh_fit_say(fit, test);
    free(variance);
}

static bool fit_from_regressions(nh_fit *fit, nh_error *err)
{
    sums s = new_sums(fit, true);
    state at = { .b = nh_zeroed(s.m, sizeof *at.b), .inverse = nh_zeroed(s.m * s.m, sizeof *at.inverse) };
    nh_swamy_arora parts;
    add_up(&s);
    nh_group_sums given = { s.k, fit->design->n, fit->mixed->n_groups, s.products, s.of_group, s.size };
    bool is_found = nh_swamy_arora_find(&given, &parts) && look_at(&s, parts.of_groups / parts.of_rows, &at);
    if (is_found) describe_without_likelihood(&s, &at, &parts);
    else nh_fail(err, NH_INCOMPLETE, "%s: too few rows or levels of %s to tell their variances apart",
                 fit->design->formula->text, fit->mixed->name);
    nh_swamy_arora_clear(&parts);
    double *const all[] = { s.origin, s.products, s.of_group, s.size, at.b, at.inverse };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return is_found;
}

/* Least squares says which columns can stay, and whether anything can be told at all. */
nh_fit *nh_mixed_fit(nh_design *design, nh_likelihood likelihood, nh_error *err)
{
    nh_mixed *mixed = nh_mixed_groups(design, err);
    if (!mixed) {
        nh_design_free(design);
        return NULL;
    }
    nh_fit *fit = nh_linear_fit(design, err);
    if (!fit) {
        nh_mixed_free(mixed);
        return NULL;
    }
    free(fit->residual);
    fit->residual = NULL;
    fit->mixed = mixed;
    bool is_found = likelihood == NH_SWAMY_ARORA ? fit_from_regressions(fit, err)
                                                 : fit_it(fit, likelihood == NH_REML, err);
    if (is_found) return fit;
    nh_fit_free(fit);
    return NULL;
}
