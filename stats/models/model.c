/* stats/models/model.c: one model from its words to its rows in the tables. */
#include "stats/models/model.h"

#include "stats/models/firth.h"
#include "stats/models/mixed.h"
#include "stats/models/multiple.h"
#include "stats/models/nearest_name.h"
#include "stats/models/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WAYS = 2, MOST_NAMED = 8, MODEL_NAME = 400 };

/* What one call of nh_model_add works with. */
typedef struct job {
    const nh_frame *frame;
    const nh_model_request *request;
    nh_formula *formula;
    const nh_column *weights, *clusters[MOST_WAYS];
    size_t n_ways;
    nh_model_tables *tables;
    nh_results *results;
} job;

static const nh_column *option_column(const nh_frame *frame, const char *name, const char *option, nh_error *err)
{
    const nh_column *column = nh_frame_find(frame, name);
    size_t n = nh_frame_columns(frame);
    if (column) return column;
    const char **names = nh_zeroed(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++) names[i] = nh_frame_at(frame, i)->name;
    const char *nearest = nh_nearest_name(name, names, n);
    nh_fail(err, NH_BAD_INPUT, "--%s: %s has no column '%.60s'%s%s%s", option, nh_frame_name(frame), name,
            nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    free(names);
    return NULL;
}

static bool find_weights(job *j, nh_error *err)
{
    if (!j->request->weights) return true;
    j->weights = option_column(j->frame, j->request->weights, "weights", err);
    if (!j->weights) return false;
    return j->weights->kind == NH_NUMBER ||
           nh_fail(err, NH_BAD_INPUT, "--weights: %s does not hold numbers", j->weights->name);
}

static bool find_clusters(job *j, nh_error *err)
{
    const char *rest = j->request->clusters;
    while (rest && *rest) {
        size_t length = strcspn(rest, ",");
        char name[128] = "";
        if (j->n_ways == MOST_WAYS || length >= sizeof name)
            return nh_fail(err, NH_BAD_INPUT, "--cluster takes one column or two (COL or COL,COL)");
        memcpy(name, rest, length);
        j->clusters[j->n_ways] = option_column(j->frame, name, "cluster", err);
        if (!j->clusters[j->n_ways++]) return false;
        rest += length + (rest[length] == ',');
    }
    return true;
}

static nh_fit *fit_linear(const job *j, nh_design *design, nh_error *err)
{
    (void)j;
    return nh_linear_fit(design, err);
}

static nh_fit *fit_cox(const job *j, nh_design *design, nh_error *err)
{
    return nh_cox_fit(design, j->request->ties, err);
}

static nh_fit *fit_glm(const job *j, nh_design *design, nh_error *err)
{
    const nh_family *family = nh_family_named(j->request->family);
    return j->request->firth ? nh_firth_fit(design, family, err) : nh_glm_fit(design, family, err);
}

static nh_fit *fit_negbin(const job *j, nh_design *design, nh_error *err)
{
    return nh_negbin_fit(design, j->request->information, err);
}

static nh_fit *fit_mixed(const job *j, nh_design *design, nh_error *err)
{
    return nh_mixed_fit(design, j->request->likelihood, err);
}

static nh_fit *fit_mixed_logit(const job *j, nh_design *design, nh_error *err)
{
    return nh_mixed_logit_fit(design, j->request->n_points, err);
}

/* How a family is fitted, and of which kind of outcome. */
typedef struct fitter {
    const char *family;
    bool is_mixed;      /* with a random intercept */
    nh_fit *(*fit)(const job *j, nh_design *design, nh_error *err);
    bool keeps_effects; /* effects behind the bar are absorbed, or strata; else they become columns */
    bool takes[3];      /* by nh_response: a number, counts, a time to an event */
    bool has_margins, has_firth; /* the penalty, and with it profiles of the likelihood */
} fitter;

static const fitter fitters[] = {
    { "gaussian", false, fit_linear, true, { true, false, false }, true, false },
    { "cox", false, fit_cox, true, { false, false, true }, false, false },
    { "binomial", false, fit_glm, false, { true, true, false }, true, true },
    { "quasibinomial", false, fit_glm, false, { true, true, false }, true, false },
    { "poisson", false, fit_glm, false, { true, false, false }, true, true },
    { "quasipoisson", false, fit_glm, false, { true, false, false }, true, false },
    { "negbin", false, fit_negbin, false, { true, false, false }, true, false },
    { "gaussian", true, fit_mixed, false, { true, false, false }, false, false },
    { "binomial", true, fit_mixed_logit, false, { true, true, false }, false, false },
};

static const fitter *fitter_of(const job *j)
{
    bool is_mixed = j->formula->random != NULL;
    for (size_t i = 0; i < sizeof fitters / sizeof *fitters; i++)
        if (strcmp(fitters[i].family, j->request->family) == 0 && fitters[i].is_mixed == is_mixed) return &fitters[i];
    return NULL;
}

static bool no_such_family(const job *j, nh_error *err)
{
    char names[200] = "";
    bool is_mixed = j->formula->random != NULL;
    for (size_t i = 0, length = 0; i < sizeof fitters / sizeof *fitters; i++)
        if (fitters[i].is_mixed == is_mixed)
            length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", length ? ", " : "",
                                       fitters[i].family);
    return nh_fail(err, NH_BAD_INPUT, "there is no family '%.40s'%s; there are %s", j->request->family,
                   is_mixed ? " with a random intercept (1 | ...)" : "", names);
}

static bool wrong_outcome(const char *family, nh_response response, nh_error *err)
{
    static const char *const why[] = { "models a time to an event: the outcome is Surv(time, event)",
                                       "does not take cbind(successes, failures); binomial does",
                                       "models a number or counts; Surv(...) goes with cox" };
    return nh_fail(err, NH_BAD_INPUT, "--family %s %s", family, why[response]);
}

/* The response, the family and the errors have to go together. */
static bool is_coherent(const job *j, nh_error *err)
{
    const nh_model_request *r = j->request;
    const fitter *f = fitter_of(j);
    if (!f) return no_such_family(j, err);
    if (!f->takes[j->formula->response]) return wrong_outcome(r->family, j->formula->response, err);
    if (r->margins && !f->has_margins)
        return nh_fail(err, NH_BAD_INPUT, "--margins: a %s model has no mean outcome to tell effects on", r->family);
    if (r->firth && !f->has_firth)
        return nh_fail(err, NH_BAD_INPUT, "--firth goes with --family binomial and poisson");
    if (r->profiles && !f->has_firth)
        return nh_fail(err, NH_BAD_INPUT, "--intervals profile goes with --family binomial and poisson");
    if (r->profiles && r->kind != NH_IID)
        return nh_fail(err, NH_BAD_INPUT, "--intervals profile are those of the model: they go with --se iid alone");
    if (r->hazards && j->formula->response != NH_SURVIVAL_RESPONSE)
        return nh_fail(err, NH_BAD_INPUT, "--hazards goes with an outcome Surv(time, event)");
    if (nh_error_kind_is_clustered(r->kind) && j->n_ways == 0)
        return nh_fail(err, NH_BAD_INPUT, "--se %s needs --cluster COLUMN", nh_error_kind_name(r->kind));
    if (r->satterthwaite && !nh_error_kind_is_clustered(r->kind))
        return nh_fail(err, NH_BAD_INPUT, "--df satterthwaite goes with clustered errors; --se is %s",
                       nh_error_kind_name(r->kind));
    return true;
}

static void group_clusters(const job *j, const nh_design *design, nh_error_request *errors)
{
    *errors = (nh_error_request){ .kind = j->request->kind, .fe_dof = j->request->fe_dof,
                                   .satterthwaite = j->request->satterthwaite };
    if (!nh_error_kind_is_clustered(errors->kind)) return;
    for (size_t w = 0; w < j->n_ways; w++) {
        errors->ways[w].name = j->clusters[w]->name;
        errors->ways[w].of_row = nh_design_groups(design, &j->clusters[w], 1, &errors->ways[w].n);
    }
    if (j->n_ways == 2) errors->both.of_row = nh_design_groups(design, j->clusters, 2, &errors->both.n);
}

static void free_clusters(nh_error_request *errors)
{
    free(errors->ways[0].of_row);
    free(errors->ways[1].of_row);
    free(errors->both.of_row);
}

static void note_rows(const job *j, const nh_fit *fit, const char *name)
{
    const nh_design *design = fit->design;
    bool is_open = nh_frame_lineage(j->frame) == NH_PUBLISHED;
    if (is_open && design->n_left_out)
        nh_results_note(j->results,
                        "%s: of %zu rows, %zu used and %zu left out because a value is missing or a weight is 0.",
                        name, design->n + design->n_left_out, design->n, design->n_left_out);
}

/* The first few by name; the table has them all. */
static void note_dropped(const job *j, const nh_fit *fit, const char *name)
{
    const nh_design *design = fit->design;
    char names[400] = "";
    size_t n = 0, length = 0;
    for (size_t d = 0; d < fit->n_dropped; d++) {
        const nh_design_column *column = &design->columns[fit->dropped[d]];
        if (column->is_hidden) continue;
        bool has_room = ++n <= MOST_NAMED && length + strlen(column->term) + strlen(column->level) + 4 < sizeof names;
        if (has_room)
            length += (size_t)snprintf(names + length, sizeof names - length, "%s%s%s%s", n > 1 ? ", " : "",
                                       column->term, *column->level ? " " : "", column->level);
    }
    if (n == 0) return;
    nh_results_note(j->results, "%s: dropped because other columns%s explain them: %s%s (%zu).", name,
                    fit->absorbed ? " or absorbed effects" : "", names, n > MOST_NAMED ? " and more" : "", n);
}

/* What is left of the rows' squares is rounding: errors and tests are those of rounding. Wampler's and like sets fit
 * their rows exactly. */
static void note_exact_fit(const job *j, const nh_fit *fit, const char *name)
{
    double squares = 0;
    if (fit->family || fit->cox || fit->mixed || nh_frame_lineage(j->frame) != NH_PUBLISHED) return;
    for (size_t i = 0; i < fit->design->n; i++) {
        double weight = fit->design->weight ? fit->design->weight[i] : 1;
        squares += weight * fit->design->outcome[i] * fit->design->outcome[i];
    }
    if (fit->deviance <= 1e-24 * squares)
        nh_results_note(j->results,
                        "%s: the terms give every row's outcome exactly; errors and tests are those of rounding.",
                        name);
}

static void note_effects(const job *j, const nh_fit *fit, const char *name)
{
    bool is_open = nh_frame_lineage(j->frame) == NH_PUBLISHED;
    for (size_t f = 0; fit->absorbed && f < fit->absorbed->n_factors; f++) {
        const nh_factor *factor = &fit->absorbed->factors[f];
        if (is_open && factor->n_singles)
            nh_results_note(j->results,
                            "%s: effects of %s are absorbed; of its %zu levels, %zu with a single row are kept "
                            "and say nothing.",
                            name, factor->name, factor->n_levels, factor->n_singles);
        else nh_results_note(j->results, "%s: effects of %s are absorbed.", name, factor->name);
    }
}

/* How sure the estimates are: their errors, and intervals of their own where those were asked for. */
static bool find_sureness(const job *j, nh_fit *fit, const nh_error_request *errors, nh_covariance *covariance,
                          nh_error *err)
{
    if (!nh_covariance_find(fit, errors, covariance, err)) return false;
    if (!j->request->profiles) return true;
    covariance->profile = nh_profile_find(fit, j->request->conf_level, err);
    snprintf(covariance->adjustment, sizeof covariance->adjustment, "intervals: profile likelihood");
    if (!covariance->profile) nh_covariance_clear(covariance);
    return covariance->profile != NULL;
}

static bool write_fit(const job *j, nh_fit *fit, const char *name, nh_error *err)
{
    nh_error_request errors;
    nh_covariance covariance;
    group_clusters(j, fit->design, &errors);
    bool is_found = find_sureness(j, fit, &errors, &covariance, err);
    if (is_found) {
        nh_model_write(fit, j->request, name, &covariance, j->tables);
        if (j->request->margins) nh_model_write_margins(fit, j->request, name, &covariance, j->tables);
        if (j->request->response) nh_model_write_response(fit, j->request, name, &covariance, j->tables);
        if (j->request->hazards) nh_model_write_hazards(fit, name, j->tables);
        if (j->request->tests)
            is_found = nh_model_write_tests(fit, j->request, name, &covariance, j->tables, err);
        if (!j->request->drops_on_purpose) note_dropped(j, fit, name);
        if (!j->request->is_one_of_many) note_rows(j, fit, name);
        if (!j->request->is_one_of_many) note_effects(j, fit, name);
        note_exact_fit(j, fit, name);
        nh_covariance_clear(&covariance);
    }
    free_clusters(&errors);
    return is_found;
}

static void say_concordance(nh_fit *fit)
{
    nh_detail d = { .quantity = "concordance", .value = nh_cox_concordance(fit), .df = NAN, .p_value = NAN };
    nh_fit_say(fit, d);
}

static bool add_outcome(const job *j, size_t outcome, nh_error *err)
{
    const nh_column *also[MOST_WAYS] = { j->clusters[0], j->clusters[1] };
    nh_design_request wanted = { .formula = j->formula, .frame = j->frame, .outcome = outcome, .weights = j->weights,
                                 .also_complete = also, .n_also_complete = j->n_ways };
    nh_design *design = nh_design_new(&wanted, err);
    if (!design) return false;
    nh_fit *fit = fitter_of(j)->fit(j, design, err);
    if (!fit) return false;
    if (j->request->hazards) say_concordance(fit);
    char name[MODEL_NAME];
    snprintf(name, sizeof name, "%.370s", j->request->name ? j->request->name : fit->design->outcome_text);
    if (j->request->number) snprintf(name + strlen(name), sizeof name - strlen(name), "_%zu", j->request->number);
    bool is_written = write_fit(j, fit, name, err);
    nh_fit_free(fit);
    return is_written;
}

/* A model with a random intercept or intervals of the likelihood has its own errors, unless others were asked for. */
static void settle_errors(const job *j, nh_model_request *settled)
{
    bool has_own = j->formula->random || settled->profiles;
    if (!has_own || !settled->has_usual_errors) return;
    settled->kind = NH_IID;
    settled->clusters = NULL;
}

bool nh_model_add(const nh_frame *frame, const nh_model_request *request, nh_model_tables *tables,
                  nh_results *results, nh_error *err)
{
    nh_model_request settled = *request;
    size_t from = nh_frame_rows(tables->estimates);
    job j = { .frame = frame, .request = &settled, .tables = tables, .results = results };
    j.formula = nh_formula_read(request->formula, err);
    if (!j.formula) return false;
    settle_errors(&j, &settled);
    if (!settled.family) settled.family = j.formula->response == NH_SURVIVAL_RESPONSE ? "cox" : "gaussian";
    bool is_added = find_weights(&j, err) && find_clusters(&j, err) && is_coherent(&j, err);
    if (is_added && !fitter_of(&j)->keeps_effects) nh_formula_expand_effects(j.formula);
    is_added = is_added && nh_formula_bind(j.formula, frame, err);
    size_t n_models = j.formula->response == NH_VALUE_RESPONSE ? j.formula->n_outcomes : 1;
    for (size_t o = 0; o < n_models && is_added; o++) is_added = add_outcome(&j, o, err);
    if (is_added && (n_models > 1 || nh_frame_find(tables->estimates, "p_holm")))
        nh_add_adjusted_p_from(tables->estimates, from, (const char *const[]){ "term", "level" }, 2);
    nh_formula_free(j.formula);
    return is_added;
}
