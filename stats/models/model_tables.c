/* stats/models/model_tables.c: the rows of one fitted model: coefficients, fit and margins.
 *
 * A reference level is a row of its own, marked (reference), with an estimate of 0 (1 when exponentiated); a column
 * that was dropped is marked (dropped) and has none. What a model does not define is not applicable, never NaN. */
#include "stats/models/cells.h"
#include "stats/models/cox.h"
#include "stats/models/margins.h"
#include "stats/models/model.h"
#include "stats/models/profile.h"
#include "stats/models/pseudo.h"
#include "stats/models/student.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct table_column {
    const char *name;
    nh_kind kind;
    const char *label;
    nh_role role; /* NH_ESTIMATE and NH_FREEDOM stand on `support` */
} table_column;

static const table_column estimate_columns[] = {
    { "model", NH_CATEGORY, "Model", NH_PLAIN },
    { "outcome", NH_CATEGORY, "Outcome", NH_PLAIN },
    { "term", NH_CATEGORY, "Term", NH_PLAIN },
    { "level", NH_CATEGORY, "Level", NH_PLAIN },
    { "estimate", NH_NUMBER, "Estimate", NH_ESTIMATE },
    { "std_error", NH_NUMBER, "Standard error", NH_ESTIMATE },
    { "statistic", NH_NUMBER, "Estimate over standard error (of profile intervals, root of the likelihood ratio)",
      NH_ESTIMATE },
    { "df", NH_NUMBER, "Degrees of freedom of t; none for the normal distribution", NH_FREEDOM },
    { "p_value", NH_NUMBER, "Two-sided p-value", NH_ESTIMATE },
    { "conf_low", NH_NUMBER, "Lower end of the interval", NH_ESTIMATE },
    { "conf_high", NH_NUMBER, "Upper end of the interval", NH_ESTIMATE },
    { "conf_level", NH_NUMBER, "Level of the interval", NH_PLAIN },
    { "n", NH_NUMBER, "Rows behind the term or level", NH_COUNT },
    { "support", NH_NUMBER, "Least of children, events and others behind it", NH_SUPPORT },
    { "df_from", NH_NUMBER, "Rows or clusters of children that df is counted from", NH_SUPPORT },
    { NULL, NH_NUMBER, NULL, NH_PLAIN },
};

static const table_column fit_columns[] = {
    { "model", NH_CATEGORY, "Model", NH_PLAIN },
    { "formula", NH_CATEGORY, "Formula", NH_PLAIN },
    { "family", NH_CATEGORY, "Family", NH_PLAIN },
    { "nobs", NH_NUMBER, "Rows used", NH_COUNT },
    { "n_left_out", NH_NUMBER, "Rows left out: a value missing, or weight 0", NH_COUNT },
    { "n_clusters", NH_NUMBER, "Clusters (the fewer of two kinds)", NH_PLAIN },
    { "r_squared", NH_NUMBER, "R squared", NH_ESTIMATE },
    { "adj_r_squared", NH_NUMBER, "Adjusted R squared", NH_ESTIMATE },
    { "within_r_squared", NH_NUMBER, "R squared within absorbed effects", NH_ESTIMATE },
    { "log_lik", NH_NUMBER, "Log likelihood", NH_ESTIMATE },
    { "aic", NH_NUMBER, "Akaike's information criterion", NH_ESTIMATE },
    { "bic", NH_NUMBER, "Bayesian information criterion", NH_ESTIMATE },
    { "sigma", NH_NUMBER, "Residual standard deviation", NH_ESTIMATE },
    { "df_residual", NH_NUMBER, "Residual degrees of freedom", NH_FREEDOM },
    { "deviance", NH_NUMBER, "Deviance", NH_ESTIMATE },
    { "se_type", NH_CATEGORY, "Kind of standard errors", NH_PLAIN },
    { "small_sample", NH_CATEGORY, "Small-sample factor and clusters", NH_PLAIN },
    { "converged", NH_NUMBER, "1: converged", NH_PLAIN },
    { "iterations", NH_NUMBER, "Iterations", NH_PLAIN },
    { "n_events", NH_NUMBER, "Events of a survival model", NH_COUNT },
    { "pseudo_r_squared", NH_NUMBER, "McFadden's R squared of a binomial or Poisson model", NH_ESTIMATE },
    { "support", NH_NUMBER, "Least of children, events and others behind any level", NH_SUPPORT },
    { "df_from", NH_NUMBER, "Rows that df_residual is counted from", NH_SUPPORT },
    { NULL, NH_NUMBER, NULL, NH_PLAIN },
};

static nh_frame *new_table(const char *name, const char *title, const table_column *columns, const nh_frame *like)
{
    nh_frame *table = nh_frame_new(name, title);
    nh_frame_set_lineage(table, nh_frame_lineage(like));
    for (; columns->name; columns++) {
        nh_column *column = nh_frame_add(table, columns->name, columns->kind);
        nh_column_describe(table, column, columns->label, NULL);
        bool is_freedom = columns->role == NH_FREEDOM;
        nh_column_role(table, column, columns->role, is_freedom ? "df_from" : NULL,
                       is_freedom || columns->role == NH_ESTIMATE ? "support" : NULL);
    }
    return table;
}

nh_model_tables nh_model_tables_new(const nh_frame *frame)
{
    return (nh_model_tables){ new_table("estimates", "Regression estimates", estimate_columns, frame),
                              new_table("fit", "How the models fit", fit_columns, frame),
                              new_table("margins", "Average marginal effects", estimate_columns, frame),
                              NULL, NULL, NULL, NULL, NULL };
}

void nh_model_tables_clear(nh_model_tables *tables)
{
    nh_frame_free(tables->estimates);
    nh_frame_free(tables->fit);
    nh_frame_free(tables->margins);
    nh_frame_free(tables->response);
    nh_frame_free(tables->tests);
    nh_frame_free(tables->details);
    nh_frame_free(tables->proportional);
    nh_frame_free(tables->baseline);
    *tables = (nh_model_tables){ 0 };
}

/* One line of estimates or margins. */
typedef struct line {
    const nh_model_request *request;
    const char *model, *outcome, *term, *level, *mark; /* mark: "", " (reference)" or " (dropped)" */
    double estimate, std_error, df, df_from, conf_level;
    double n, support;
    const nh_profile *profile; /* or NULL: Wald's interval */
    bool exponentiate;
} line;

static size_t begin_line(nh_frame *table, const line *l)
{
    char level[300];
    size_t row = nh_frame_append(table);
    snprintf(level, sizeof level, "%s%s", l->level, l->mark);
    nh_cell_text(table, row, "model", l->model);
    nh_cell_text(table, row, "outcome", l->outcome);
    nh_cell_text(table, row, "term", l->term);
    nh_cell_text(table, row, "level", level[0] == ' ' ? level + 1 : level);
    nh_cell_number(table, row, "conf_level", l->conf_level);
    nh_cell_number(table, row, "n", l->n);
    nh_cell_number(table, row, "support", l->support);
    return row;
}

/* Wald's interval and test; none where there is no error. */
static nh_profile sureness_of(const line *l)
{
    bool is_sure = l->std_error > 0;
    double t = is_sure ? l->estimate / l->std_error : NAN;
    double half = is_sure ? nh_t_quantile(l->conf_level, l->df) * l->std_error : NAN;
    return (nh_profile){ l->estimate - half, l->estimate + half, t, is_sure ? nh_t_two_sided(t, l->df) : NAN };
}

static void add_line(nh_frame *table, const line *l)
{
    size_t row = begin_line(table, l);
    nh_profile sure = l->profile ? *l->profile : sureness_of(l);
    nh_cell_number(table, row, "estimate", l->exponentiate ? exp(l->estimate) : l->estimate);
    nh_cell_number(table, row, "std_error", l->std_error);
    nh_cell_number(table, row, "statistic", sure.statistic);
    nh_cell_number(table, row, "df", l->df);
    nh_cell_number(table, row, "df_from", l->df_from);
    nh_cell_number(table, row, "p_value", sure.p_value);
    nh_cell_number(table, row, "conf_low", l->exponentiate ? exp(sure.low) : sure.low);
    nh_cell_number(table, row, "conf_high", l->exponentiate ? exp(sure.high) : sure.high);
}

static line line_of(const nh_fit *fit, const nh_model_request *request, const char *name)
{
    return (line){ .request = request, .model = name, .outcome = fit->design->outcome_text, .mark = "",
                   .conf_level = request->conf_level, .estimate = NAN, .std_error = NAN, .df = NAN, .df_from = NAN,
                   .exponentiate = request->exponentiate };
}

/* Authorities may be counted in public; children, and whatever else makes a cluster, are counts of children. */
static bool has_open_clusters(const nh_model_request *request)
{
    return !request->clusters || strcmp(request->clusters, "authority") == 0;
}

double nh_freedom_from(const nh_fit *fit, const nh_model_request *request, const nh_covariance *errors, double df)
{
    double n_clusters = (double)errors->n_clusters;
    if (n_clusters > 0 && df == n_clusters - 1) return has_open_clusters(request) ? NAN : n_clusters;
    return df == fit->df_residual ? (double)fit->design->n : NAN;
}

static void add_references(const nh_fit *fit, size_t column, const line *like, nh_frame *table)
{
    for (size_t r = 0; r < fit->design->n_references; r++) {
        const nh_reference_level *reference = &fit->design->references[r];
        if (reference->before != column) continue;
        line l = *like;
        l.term = reference->term;
        l.level = reference->level;
        l.mark = " (reference)";
        l.estimate = 0;
        l.n = reference->support.n;
        l.support = reference->support.behind;
        add_line(table, &l);
    }
}

/* The coefficient's number of a design column, or k when it was dropped. */
static size_t coefficient_of(const nh_fit *fit, size_t column)
{
    size_t j = 0;
    while (j < fit->design->n_kept && fit->design->kept[j] != column) j++;
    return j;
}

/* Parameters that no column has stand on the whole model. */
static void add_extra(const nh_fit *fit, size_t j, const line *like, const nh_covariance *errors, nh_frame *table)
{
    line l = *like;
    l.term = fit->extra[j - fit->design->n_kept];
    l.level = "";
    l.n = (double)fit->design->n;
    l.support = fit->design->least_behind;
    l.estimate = fit->coefficient[j];
    l.std_error = sqrt(errors->matrix[j * fit->k + j]);
    l.df = errors->df[j];
    l.df_from = nh_freedom_from(fit, like->request, errors, l.df);
    l.exponentiate = false;
    add_line(table, &l);
}

static void add_estimates(const nh_fit *fit, const line *like, const nh_covariance *errors, nh_frame *table)
{
    for (size_t c = 0; c < fit->design->n_columns; c++) {
        const nh_design_column *column = &fit->design->columns[c];
        size_t j = coefficient_of(fit, c);
        line l = *like;
        add_references(fit, c, like, table);
        if (column->is_hidden) continue;
        l.term = column->term;
        l.level = column->level;
        l.n = column->support.n;
        l.support = column->support.behind;
        l.mark = j < fit->design->n_kept ? "" : " (dropped)";
        if (j < fit->design->n_kept) {
            l.estimate = fit->coefficient[j];
            l.std_error = sqrt(errors->matrix[j * fit->k + j]);
            l.df = errors->df[j];
            l.df_from = nh_freedom_from(fit, like->request, errors, l.df);
            l.profile = errors->profile ? &errors->profile[j] : NULL;
        }
        add_line(table, &l);
    }
    add_references(fit, fit->design->n_columns, like, table);
    for (size_t j = fit->design->n_kept; j < fit->k; j++) add_extra(fit, j, like, errors, table);
}

static void guard_clusters(nh_frame *table, const nh_model_request *request)
{
    if (!has_open_clusters(request)) nh_column_role(table, nh_frame_find(table, "n_clusters"), NH_COUNT, NULL, NULL);
}

static void add_fit(const nh_fit *fit, const nh_model_request *request, const char *name, const nh_covariance *errors,
                    nh_frame *table)
{
    const nh_design *design = fit->design;
    size_t row = nh_frame_append(table);
    guard_clusters(table, request);
    char adjustment[200];
    bool is_clustered = nh_error_kind_is_clustered(request->kind);
    snprintf(adjustment, sizeof adjustment, "%s%s%s", errors->adjustment, is_clustered ? "; clusters: " : "",
             is_clustered ? request->clusters : "");
    const nh_named_number numbers[] = {
        { "nobs", (double)design->n }, { "n_left_out", (double)design->n_left_out },
        { "n_clusters", errors->n_clusters ? (double)errors->n_clusters : NAN }, { "r_squared", fit->r_squared },
        { "adj_r_squared", fit->adj_r_squared }, { "within_r_squared", fit->within_r_squared },
        { "log_lik", fit->log_lik }, { "aic", fit->aic }, { "bic", fit->bic }, { "sigma", fit->sigma },
        { "df_residual", fit->df_residual }, { "deviance", fit->deviance }, { "converged", fit->has_converged },
        { "iterations", fit->iterations ? (double)fit->iterations : NAN },
        { "n_events", fit->cox ? (double)fit->cox->n_events : NAN }, { "pseudo_r_squared", nh_pseudo_r_squared(fit) },
        { "support", design->least_behind }, { "df_from", (double)design->n },
    };
    nh_cell_numbers(table, row, numbers, sizeof numbers / sizeof *numbers);
    nh_cell_text(table, row, "model", name);
    nh_cell_text(table, row, "formula", design->formula->text);
    nh_cell_text(table, row, "family", request->family);
    nh_cell_text(table, row, "se_type", nh_error_kind_name(request->kind));
    nh_cell_text(table, row, "small_sample", adjustment);
}

void nh_model_write(const nh_fit *fit, const nh_model_request *request, const char *name, const nh_covariance *errors,
                    nh_model_tables *tables)
{
    line like = line_of(fit, request, name);
    add_estimates(fit, &like, errors, tables->estimates);
    add_fit(fit, request, name, errors, tables->fit);
    nh_model_write_details(fit, request, name, tables);
}

void nh_model_write_margins(const nh_fit *fit, const nh_model_request *request, const char *name,
                            const nh_covariance *errors, nh_model_tables *tables)
{
    nh_margins margins = nh_margins_find(fit, errors->matrix, false);
    line like = line_of(fit, request, name);
    like.exponentiate = false;
    like.n = (double)fit->design->n;
    like.df = !fit->has_t_reference ? INFINITY
              : errors->n_clusters  ? (double)errors->n_clusters - 1
                                    : fit->df_residual;
    like.df_from = nh_freedom_from(fit, request, errors, like.df);
    for (size_t m = 0; m < margins.n; m++) {
        line l = like;
        l.term = margins.item[m].term;
        l.level = margins.item[m].level;
        l.estimate = margins.item[m].effect;
        l.std_error = margins.item[m].std_error;
        l.support = margins.item[m].behind;
        add_line(tables->margins, &l);
    }
    nh_margins_clear(&margins);
}
