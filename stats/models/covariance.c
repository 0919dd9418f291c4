/* stats/models/covariance.c: iid, heteroskedasticity-consistent and clustered errors.
 *
 * White 1980; MacKinnon and White 1985 (HC1 to HC3); Cribari-Neto 2004 (HC4); Liang and Zeger 1986 (CR0).
 * R: sandwich::vcovHC, vcovCL;
 * clubSandwich::vcovCR. Scores are x w e with working weights and residuals, so that they serve every family. */
#include "stats/models/covariance.h"

#include "stats/models/cox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[NH_ERROR_KINDS] = { "iid", "hc0",  "hc1",  "hc2", "hc3", "hc4",
                                                        "cr0", "cr1", "cr1s", "cr1p", "cr2", "cr3" };

const char *nh_error_kind_name(nh_error_kind kind) { return kind_names[kind]; }
bool nh_error_kind_is_clustered(nh_error_kind kind) { return kind >= NH_CR0; }

void nh_add_sandwich(double *matrix, const double *bread, const double *meat, size_t k, double factor)
{
    double *half = nh_zeroed(k * k + 1, sizeof *half);
    for (size_t i = 0; i < k; i++)
        for (size_t l = 0; l < k; l++)
            for (size_t j = 0; j < k; j++) half[i * k + j] += bread[i * k + l] * meat[l * k + j];
    for (size_t i = 0; i < k; i++)
        for (size_t l = 0; l < k; l++)
            for (size_t j = 0; j < k; j++) matrix[i * k + j] += factor * half[i * k + l] * bread[l * k + j];
    free(half);
}

static size_t rows_left(const nh_fit *fit, size_t from)
{
    return fit->design->n - from < NH_BLOCK ? fit->design->n - from : NH_BLOCK;
}

static double weight_of(const nh_fit *fit, size_t row) { return fit->weight ? fit->weight[row] : 1; }

/* x' (X'WX)^-1 x of row i of a block. */
static double quadratic(const nh_fit *fit, const double *block, size_t i)
{
    double sum = 0;
    for (size_t a = 0; a < fit->k; a++) {
        double inner = 0;
        for (size_t b = 0; b < fit->k; b++) inner += fit->inverse[a * fit->k + b] * block[b * NH_BLOCK + i];
        sum += block[a * NH_BLOCK + i] * inner;
    }
    return sum;
}

/* Of each row, absorbed effects included; an error where a row is fitted exactly. */
static double *leverages(const nh_fit *fit, const char *kind, nh_error *err)
{
    size_t n_exact = 0, N = fit->design->n;
    double *leverage = nh_zeroed(N + 1, sizeof *leverage);
    double *block = nh_zeroed((fit->k + 1) * NH_BLOCK, sizeof *block);
    if (fit->absorbed) nh_absorbed_leverage(fit->absorbed, leverage);
    for (size_t from = 0; from < N; from += NH_BLOCK) {
        size_t n = rows_left(fit, from);
        nh_design_block(fit->design, from, n, block);
        for (size_t i = 0; i < n; i++) {
            leverage[from + i] += weight_of(fit, from + i) * quadratic(fit, block, i);
            n_exact += leverage[from + i] > 1 - 1e-10;
        }
    }
    free(block);
    if (n_exact == 0) return leverage;
    nh_fail(err, NH_INCOMPLETE,
            "%s errors are not defined: %zu rows are fitted exactly (the only row of a level of an "
            "effect, say); use hc1 or clusters",
            kind, n_exact);
    free(leverage);
    return NULL;
}

/* What each row's squared score is divided by. */
static double *divisors(const nh_fit *fit, nh_error_kind kind, nh_error *err)
{
    double *divisor = kind < NH_HC2 ? nh_zeroed(fit->design->n + 1, sizeof *divisor)
                                    : leverages(fit, kind_names[kind], err);
    for (size_t i = 0; divisor && i < fit->design->n; i++) {
        double left = 1 - divisor[i], times = divisor[i] * (double)fit->design->n / (double)fit->n_parameters;
        if (kind == NH_HC4) divisor[i] = pow(left, fmin(4, times));
        else divisor[i] = kind == NH_HC3 ? left * left : left;
    }
    return divisor;
}

/* Each row's share of the score, column by column. */
static void scores_of(const nh_fit *fit, size_t from, size_t n, double *block)
{
    if (fit->scores) {
        fit->scores(fit, from, n, block);
        return;
    }
    double shares[NH_BLOCK];
    nh_design_block(fit->design, from, n, block);
    for (size_t i = 0; i < n; i++) shares[i] = weight_of(fit, from + i) * fit->residual[from + i];
    for (size_t j = 0; j < fit->k; j++)
        for (size_t i = 0; i < n; i++) block[j * NH_BLOCK + i] *= shares[i];
}

static bool meat_of_rows(const nh_fit *fit, nh_error_kind kind, double *meat, nh_error *err)
{
    size_t k = fit->k;
    double *divisor = divisors(fit, kind, err), *block;
    if (!divisor) return false;
    block = nh_zeroed((k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < fit->design->n; from += NH_BLOCK) {
        size_t n = rows_left(fit, from);
        scores_of(fit, from, n, block);
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b <= a; b++) {
                double sum = 0;
                for (size_t i = 0; i < n; i++)
                    sum += block[a * NH_BLOCK + i] * block[b * NH_BLOCK + i] / divisor[from + i];
                meat[a * k + b] += sum;
            }
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < a; b++) meat[b * k + a] = meat[a * k + b];
    free(divisor);
    free(block);
    return true;
}

static void meat_of_clusters(const nh_fit *fit, const nh_clusters *clusters, double *meat)
{
    size_t k = fit->k;
    double *score = nh_zeroed(clusters->n * k + 1, sizeof *score);
    double *block = nh_zeroed((k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < fit->design->n; from += NH_BLOCK) {
        size_t n = rows_left(fit, from);
        scores_of(fit, from, n, block);
        for (size_t i = 0; i < n; i++) {
            double *sum = score + clusters->of_row[from + i] * k;
            for (size_t j = 0; j < k; j++) sum[j] += block[j * NH_BLOCK + i];
        }
    }
    for (size_t g = 0; g < clusters->n; g++)
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b < k; b++) meat[a * k + b] += score[g * k + a] * score[g * k + b];
    free(score);
    free(block);
}

/* Coefficients and the absorbed constants that fe_dof counts, as fixest counts them. */
static double n_counted(const nh_fit *fit, const nh_error_request *request)
{
    double all = (double)fit->n_parameters;
    if (!fit->absorbed || request->fe_dof == NH_FE_ALL) return all;
    if (request->fe_dof == NH_FE_NONE) return (double)fit->k;
    for (size_t f = 0; f < fit->absorbed->n_factors; f++) {
        const nh_factor *factor = &fit->absorbed->factors[f];
        if (nh_factor_is_nested(factor, request->ways[0].of_row, fit->design->n)) all -= (double)factor->n_levels - 1;
    }
    return fmax(all, (double)fit->k + 1);
}

static double factor_of(const nh_fit *fit, const nh_error_request *request, const nh_clusters *clusters)
{
    double g = (double)clusters->n, n = (double)fit->design->n;
    if (request->kind == NH_CR0) return 1;
    if (request->kind == NH_CR1P) return g / (g - (double)fit->k);
    double factor = g / (g - 1);
    return request->kind == NH_CR1S ? factor * (n - 1) / (n - n_counted(fit, request)) : factor;
}

static void add_clustered(const nh_fit *fit, const nh_error_request *request, const nh_clusters *clusters,
                          double sign, nh_covariance *c)
{
    double *meat = nh_zeroed(fit->k * fit->k + 1, sizeof *meat);
    meat_of_clusters(fit, clusters, meat);
    nh_add_sandwich(c->matrix, fit->inverse, meat, fit->k, sign * factor_of(fit, request, clusters));
    free(meat);
}

static bool clustered(const nh_fit *fit, const nh_error_request *request, nh_covariance *c, nh_error *err)
{
    const nh_clusters *first = &request->ways[0], *second = &request->ways[1];
    c->n_clusters = second->of_row && second->n < first->n ? second->n : first->n;
    if (c->n_clusters < 2)
        return nh_fail(err, NH_INCOMPLETE, "clustered errors need two clusters; %s has one", first->name);
    bool has_matrix = request->kind == NH_CR2 || request->kind == NH_CR3;
    c->is_satterthwaite = has_matrix || request->satterthwaite;
    if (c->is_satterthwaite && fit->scores)
        return nh_fail(err, NH_BAD_INPUT, "--df satterthwaite goes with linear and generalised linear models");
    if (c->is_satterthwaite && second->of_row)
        return nh_fail(err, NH_BAD_INPUT, "%s goes with one cluster column; use cr1 for two",
                       has_matrix ? kind_names[request->kind] : "--df satterthwaite");
    if (request->kind == NH_CR1P && first->n <= fit->k)
        return nh_fail(err, NH_INCOMPLETE, "cr1p errors need more clusters than the %zu coefficients; use cr1",
                       fit->k);
    c->clusters = first;
    if (has_matrix) return nh_bias_reduced(fit, first, c, err);
    add_clustered(fit, request, first, 1, c);
    if (second->of_row) {
        add_clustered(fit, request, second, 1, c);
        add_clustered(fit, request, &request->both, -1, c);
    }
    for (size_t j = 0; j < fit->k; j++) c->df[j] = fit->has_t_reference ? (double)c->n_clusters - 1 : INFINITY;
    return !c->is_satterthwaite || nh_bias_reduced(fit, first, c, err);
}

static bool by_row(const nh_fit *fit, const nh_error_request *request, nh_covariance *c, nh_error *err)
{
    double *meat = nh_zeroed(fit->k * fit->k + 1, sizeof *meat);
    bool is_found = meat_of_rows(fit, request->kind, meat, err);
    double factor = request->kind == NH_HC1 ? (double)fit->design->n / fit->df_residual : 1;
    if (is_found) nh_add_sandwich(c->matrix, fit->inverse, meat, fit->k, factor);
    free(meat);
    return is_found;
}

static void name_adjustment(const nh_fit *fit, const nh_error_request *request, nh_covariance *c)
{
    static const char *const words[NH_ERROR_KINDS] = {
        "none", "none", "N/(N-K)", "leverage", "leverage squared", "leverage to its own power", "none", "G/(G-1)",
        "G/(G-1) x (N-1)/(N-K)", "G/(G-K)", "Satterthwaite", "Satterthwaite"
    };
    snprintf(c->adjustment, sizeof c->adjustment, "%s", words[request->kind]);
    if (request->kind == NH_CR1S)
        snprintf(c->adjustment, sizeof c->adjustment, "%s, K = %.0f", words[request->kind], n_counted(fit, request));
    size_t length = strlen(c->adjustment);
    if (c->is_satterthwaite && request->satterthwaite && request->kind < NH_CR2)
        snprintf(c->adjustment + length, sizeof c->adjustment - length, ", Satterthwaite");
}

static bool is_usable(const nh_fit *fit, const nh_covariance *c, nh_error *err)
{
    for (size_t j = 0; j < fit->k; j++) {
        double variance = c->matrix[j * fit->k + j];
        if (isfinite(variance) && variance >= 0 && c->df[j] > 0) continue;
        return nh_fail(err, NH_INCOMPLETE,
                       "%s: the variance of %s is not a positive number; use another kind of errors",
                       fit->design->formula->text, j < fit->design->n_kept
                       ? nh_kept_column(fit->design, j)->term : fit->extra[j - fit->design->n_kept]);
    }
    return true;
}

/* Leverage is defined of linear predictors alone. */
static bool is_defined(const nh_fit *fit, nh_error_kind kind, nh_error *err)
{
    bool needs_leverage = (kind >= NH_HC2 && kind <= NH_HC4) || kind >= NH_CR1P;
    if (kind == NH_CR3 && (fit->family || fit->weight))
        return nh_fail(err, NH_BAD_INPUT, "--se cr3 goes with linear models without weights; use cr2");
    if (fit->cox && fit->cox->ties == NH_EXACT_TIES && kind != NH_IID)
        return nh_fail(err, NH_BAD_INPUT,
                       "--ties exact has errors of the model only (--se iid); use efron for others");
    bool is_plain_mixed = fit->mixed && (fit->family || (kind != NH_CR0 && kind != NH_CR1));
    if (is_plain_mixed && kind != NH_IID)
        return nh_fail(err, NH_BAD_INPUT, "--se %s does not go with this random intercept, which has iid errors%s",
                       kind_names[kind], fit->family ? "" : ", cr0 and cr1");
    bool is_known = !fit->scores || !(needs_leverage || (fit->cox && (kind == NH_HC1 || kind == NH_CR1S)));
    return is_known || nh_fail(err, NH_BAD_INPUT, "--se %s goes with linear and generalised linear models; this one "
                               "has iid, hc0, %s", kind_names[kind],
                               fit->cox ? "cr0 and cr1" : "hc1, cr0, cr1 and cr1s");
}

bool nh_covariance_find(const nh_fit *fit, const nh_error_request *request, nh_covariance *c, nh_error *err)
{
    size_t k = fit->k;
    *c = (nh_covariance){ .kind = request->kind, .matrix = nh_zeroed(k * k + 1, sizeof(double)),
                          .df = nh_zeroed(k + 1, sizeof(double)) };
    for (size_t j = 0; j < k; j++) c->df[j] = fit->has_t_reference ? fit->df_residual : INFINITY;
    bool is_found = is_defined(fit, request->kind, err);
    if (is_found && request->kind == NH_IID)
        for (size_t i = 0; i < k * k; i++) c->matrix[i] = fit->inverse[i] * fit->dispersion;
    else if (is_found && nh_error_kind_is_clustered(request->kind)) is_found = clustered(fit, request, c, err);
    else if (is_found) is_found = by_row(fit, request, c, err);
    is_found = is_found && is_usable(fit, c, err);
    name_adjustment(fit, request, c);
    if (!is_found) nh_covariance_clear(c);
    return is_found;
}

void nh_covariance_clear(nh_covariance *covariance)
{
    free(covariance->matrix);
    free(covariance->df);
    free(covariance->profile);
    *covariance = (nh_covariance){ 0 };
}
