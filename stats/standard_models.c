/* stats/standard_models.c: the models of distance and outcomes that are fitted when no formula is given.
 *
 * What is counted: of published tables, an authority and year where neither outcome nor distance is suppressed; of
 * children's records, a child looked after on 31 March whose distance from home is known, in the years the outcome
 * was asked for. Area models are ecological: they compare authorities, not children, and say so. */
#include "stats/standard_models.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "stats/models/model.h"
#include "stats/standard_effects.h"
#include "stats/standard_outcomes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Clusters by authority need about this many (Cameron and Miller 2015: 20 to 50). */
enum { FEWEST_AUTHORITIES = 20, FEWEST_ROWS = 30 };

/* A way of fitting an outcome: the first %s is its column, the second what placements are told apart by. */
typedef struct standard_form {
    const char *suffix, *formula, *family;
    bool is_weighted;
    const char *errors[3]; /* kinds of standard errors, each a model of its own; NULL-ended */
    const nh_response_request *curve; /* drawn along distance; or NULL */
} standard_form;

/* Areas: levels along the share of new placements far from home, compared with 10%. Children: differences from 5
 * miles, within their authority and year. */
static const nh_response_request area_curve = { .column = "share_new_over_20_outside", .to = 100, .step = 2.5,
                                                .reference = 10, .wants_levels = true, .fewest = 10,
                                                .comparison = "Between authorities, adjusted for region and year" };
static const nh_response_request child_curve = {
    .column = "miles", .to = 100, .step = 5, .reference = 5, .fewest = 10,
    .comparison = "Within authority and year, adjusted for age, sex and kind of placement"
};


static const standard_form area_forms[] = {
    { "ols", "%s ~ share_new_over_20_outside", "gaussian", false, { "cr1", "cr2" }, NULL },
    { "wls", "%s ~ share_new_over_20_outside", "gaussian", true, { "cr1", "cr2" }, NULL },
    { "year", "%s ~ share_new_over_20_outside | year", "gaussian", false, { "cr1", "cr2" }, NULL },
    { "within", "%s ~ share_new_over_20_outside | authority + year", "gaussian", false, { "cr1", "cr2" }, NULL },
    { "curve", "%s ~ ns(share_new_over_20_outside,3) + region + i(year)", "gaussian", true, { "cr1" }, &area_curve },
};

static const standard_form child_forms[] = {
    { "over_20", "%s ~ over_20 + age + sex%s | authority + year", "gaussian", false, { "cr1" }, NULL },
    { "miles", "%s ~ miles + age + sex%s | authority + year", "gaussian", false, { "cr1" }, NULL },
    { "logit", "%s ~ over_20 + age + sex%s", "binomial", false, { "cr1" }, NULL },
    { "curve", "%s ~ ns(miles,4) + age + sex%s | authority + year", "gaussian", false, { "cr1" }, &child_curve },
};

/* Foster care is what other placements are compared with; the logit, whose estimates are not finite where a small
 * group is all alike, only tells it from all others. */
static const char *placement_term(const nh_frame *frame, const standard_form *form)
{
    const nh_column *group = nh_frame_find(frame, "placement_group");
    bool is_linear = strcmp(form->family, "gaussian") == 0, has_foster = false, has_others = false;
    for (size_t row = 0; group && row < nh_frame_rows(frame); row++) {
        bool is_foster = nh_present(group, row) && strcmp(nh_text_at(group, row), "foster") == 0;
        has_foster |= is_foster;
        has_others |= nh_present(group, row) && !is_foster;
    }
    if (!has_others) return "";
    if (!has_foster) return is_linear ? " + placement_group" : "";
    return is_linear ? " + i(placement_group, ref=foster)" : " + I(placement_group == \"foster\")";
}

const char *nh_usual_clusters(const nh_frame *frame)
{
    const nh_column *authority = nh_frame_find(frame, "authority"), *child = nh_frame_find(frame, "child");
    if (authority && authority->kind == NH_CATEGORY) {
        nh_groups *groups = nh_group(frame, &authority, 1);
        size_t n = groups->n;
        nh_groups_free(groups);
        if (!child || n >= FEWEST_AUTHORITIES) return "authority";
    }
    return child ? "child" : NULL;
}

/* What all models of a set have in common. */
typedef struct set {
    const nh_frame *frame;
    const char *clusters;
    double conf_level;
    nh_model_tables tables;
    nh_results *results;
    size_t n_fitted;
} set;

static nh_error_kind kind_named(const char *name)
{
    nh_error_kind kind = NH_IID;
    while (strcmp(nh_error_kind_name(kind), name) != 0) kind++;
    return kind;
}

static bool fit_one(set *s, const nh_standard_outcome *outcome, const standard_form *form, const char *errors,
                    nh_error *err)
{
    char formula[300], name[NH_MODEL_NAME];
    nh_response_request curve = form->curve ? *form->curve : (nh_response_request){ 0 };
    curve.scale = outcome->scale;
    curve.label = outcome->label;
    curve.unit = outcome->unit;
    nh_standard_model_name(outcome, form->suffix, errors, name);
    snprintf(formula, sizeof formula, form->formula, outcome->column,
             outcome->denominator ? "" : placement_term(s->frame, form));
    nh_model_request request = { .name = name, .formula = formula, .family = form->family, .clusters = s->clusters,
                                 .weights = form->is_weighted ? outcome->denominator : NULL,
                                 .kind = s->clusters ? kind_named(errors) : NH_HC1, .fe_dof = NH_FE_NESTED,
                                 .conf_level = s->conf_level, .response = form->curve ? &curve : NULL,
                                 .is_one_of_many = true };
    nh_error why = { 0 };
    if (nh_model_add(s->frame, &request, &s->tables, s->results, &why)) {
        s->n_fitted++;
        return true;
    }
    if (why.status != NH_INCOMPLETE) return nh_fail(err, why.status, "%s", why.text);
    nh_results_note(s->results, "Not fitted: %s", why.text);
    return true;
}

static bool has_rows(const set *s, const char *column)
{
    char name[NH_PLAIN_NAME];
    nh_standard_plain_name(column, name);
    const nh_column *outcome = nh_frame_find(s->frame, name);
    size_t n = 0;
    for (size_t row = 0; outcome && row < nh_frame_rows(s->frame) && n < FEWEST_ROWS; row++)
        n += nh_present(outcome, row);
    return n >= FEWEST_ROWS;
}

static bool fit_outcome(set *s, const nh_standard_outcome *outcome, const standard_form *forms, size_t n_forms,
                        nh_error *err)
{
    bool is_truth = outcome->scale == 100;
    for (size_t f = 0; f < n_forms; f++) {
        bool is_linear = strcmp(forms[f].family, "gaussian") == 0;
        for (size_t e = 0; forms[f].errors[e] && (is_linear || is_truth); e++)
            if (!fit_one(s, outcome, &forms[f], forms[f].errors[e], err)) return false;
    }
    return true;
}

static bool fit_all(set *s, bool of_children, nh_error *err)
{
    const size_t n_child_forms = sizeof child_forms / sizeof *child_forms;
    const size_t n_area_forms = sizeof area_forms / sizeof *area_forms;
    size_t n = 0, n_forms = of_children ? n_child_forms : n_area_forms;
    const nh_standard_outcome *outcomes = nh_standard_outcomes(of_children, &n);
    const standard_form *forms = of_children ? child_forms : area_forms;
    for (size_t o = 0; o < n; o++)
        if (has_rows(s, outcomes[o].column) && !fit_outcome(s, &outcomes[o], forms, n_forms, err)) return false;
    return true;
}

static void note_areas(nh_results *results)
{
    nh_results_note(
        results,
        "These models compare areas, not children (ecological): what holds of authorities need not "
        "hold of the children in them. Model names: outcome, form (ols; wls weighted by the denominator; year "
        "effects; within authority and year), kind of errors (cr1; cr2 bias-reduced).");
}

static void note_children(nh_results *results)
{
    nh_results_note(
        results,
        "Children's models: the outcome of the year against the placement of 31 March, with age, sex and "
        "kind of placement; over_20 and miles within authority and year (linear: differences of shares), logit "
        "over all. Model names: outcome, form, kind of errors.");
}

bool nh_standard_models_run(nh_inputs *inputs, double conf_level, nh_results *results, nh_error *err)
{
    bool is_child_level = nh_inputs_are_child_level(inputs);
    const nh_frame *frame = nh_inputs_frame(inputs, is_child_level ? "children" : "panel", err);
    if (!frame) return false;
    set s = { .frame = frame, .clusters = nh_usual_clusters(frame), .conf_level = conf_level,
              .tables = nh_model_tables_new(frame), .results = results };
    const char *distance = is_child_level ? "over_20" : "share_new_over_20_outside";
    bool is_done = true;
    if (has_rows(&s, distance)) is_done = fit_all(&s, is_child_level, err);
    if (!is_done || s.n_fitted == 0) {
        nh_model_tables_clear(&s.tables);
        if (is_done)
            nh_results_gap(results, "no model of distance and outcomes: fewer than %d rows of %s have both%s",
                           FEWEST_ROWS, nh_frame_name(frame),
                           is_child_level ? " (--postcodes FILE names a postcode directory)" : "");
        return is_done;
    }
    if (is_child_level) note_children(results);
    else note_areas(results);
    nh_frame *effects = nh_standard_effects(s.tables.estimates, frame, is_child_level);
    nh_results_add(results, s.tables.estimates);
    nh_results_add(results, s.tables.fit);
    nh_results_add(results, effects);
    nh_results_add(results, s.tables.response);
    nh_frame_free(s.tables.margins);
    return true;
}

/* An estimate as released, in the unit that the sentence speaks of. */
typedef struct effect {
    double value, low, high, level;
} effect;

/* The effect of a model; the table of effects has it in the reader's unit. */
static bool find_effect(const nh_frame *effects, const char *model, effect *e)
{
    const nh_column *models = nh_frame_find(effects, "model");
    size_t row = 0;
    while (row < nh_frame_rows(effects) && strcmp(nh_text_at(models, row), model) != 0) row++;
    *e = (effect){ nh_number_of(effects, "estimate", row), nh_number_of(effects, "conf_low", row),
                   nh_number_of(effects, "conf_high", row), nh_number_of(effects, "conf_level", row) };
    return isfinite(e->value) && isfinite(e->low) && isfinite(e->high) && isfinite(e->level);
}

static const char *direction(double value) { return value < 0 ? "lower" : "higher"; }

/* "1.3 percentage points higher (95% interval 0.4 to 2.2 higher)" or that there is no clear difference. */
static void say_effect(const effect *e, const char *unit, char *text, size_t room)
{
    bool is_clear = e->low > 0 || e->high < 0;
    char interval[80];
    double near = e->low < 0 && is_clear ? e->high : e->low, far = e->low < 0 && is_clear ? e->low : e->high;
    if (is_clear) snprintf(interval, sizeof interval, "%.1f to %.1f %s", fabs(near), fabs(far), direction(far));
    else snprintf(interval, sizeof interval, "%.1f %s lower to %.1f higher", fabs(near), unit, fabs(far));
    if (is_clear)
        snprintf(text, room, "%.1f %s %s (%.0f%% interval %s)", fabs(e->value), unit, direction(e->value),
                 100 * e->level, interval);
    else snprintf(text, room, "no clear difference (%.0f%% interval %s)", 100 * e->level, interval);
}

/* How far from no difference, in half widths of its interval: above 1 the difference is clear. */
static double clearness(const effect *e)
{
    double half = (e->high - e->low) / 2;
    return half > 0 ? fabs(e->value) / half : 0;
}

/* What is asked of each outcome: the forms of its models that answer, and the sentence about them. */
typedef struct question {
    const char *forms[2], *errors;
    void (*say)(nh_results *released, const nh_standard_outcome *outcome, const effect answers[2]);
    bool is_of_children;
} question;

/* Between authorities of a year, and within an authority over the years: what ten points more of distance go with. */
static void say_area(nh_results *released, const nh_standard_outcome *outcome, const effect answers[2])
{
    char between[200], within[200];
    say_effect(&answers[0], outcome->unit, between, sizeof between);
    say_effect(&answers[1], outcome->unit, within, sizeof within);
    nh_results_finding(released,
                       "Where 10 percentage points more of new placements are far from home, %s is: between "
                       "authorities of the same year, %s; within an authority over the years, %s.",
                       outcome->words, between, within);
}

static void say_children(nh_results *released, const nh_standard_outcome *outcome, const effect answers[2])
{
    char words[200];
    say_effect(&answers[0], outcome->unit, words, sizeof words);
    nh_results_finding(released, "Children over 20 miles from home: %s, %s.", outcome->words, words);
}

static const question about_areas = { { "year", "within" }, "cr2", say_area, false };
static const question about_children = { { "over_20", NULL }, "cr1", say_children, true };

/* How clear the clearest of the answers is; a negative number where one of them cannot be said. */
static double find_answers(const nh_frame *effects, const nh_standard_outcome *outcome, const question *q,
                           effect answers[2])
{
    double clear = 0;
    for (size_t i = 0; i < 2 && q->forms[i]; i++) {
        char model[NH_MODEL_NAME];
        nh_standard_model_name(outcome, q->forms[i], q->errors, model);
        if (!find_effect(effects, model, &answers[i])) return -1;
        clear = fmax(clear, clearness(&answers[i]));
    }
    return clear;
}

/* Every outcome is spoken of; the two clearest lead. Returns how many there are. */
static size_t say_outcomes(nh_results *released, const nh_frame *effects, const question *q)
{
    enum { LEADING = 2 };
    size_t n, n_said = 0;
    const nh_standard_outcome *outcomes = nh_standard_outcomes(q->is_of_children, &n);
    effect (*answers)[2] = nh_zeroed(n, sizeof *answers);
    double *clear = nh_zeroed(n, sizeof *clear);
    for (size_t o = 0; o < n; o++) clear[o] = find_answers(effects, &outcomes[o], q, answers[o]);
    for (size_t o = 0; o < n; o++) {
        if (clear[o] < 0) continue;
        size_t n_clearer = 0;
        for (size_t k = 0; k < n; k++) n_clearer += clear[k] > clear[o];
        q->say(released, &outcomes[o], answers[o]);
        if (n_clearer < LEADING) nh_results_headline(released);
        n_said++;
    }
    free(answers);
    free(clear);
    return n_said;
}

void nh_standard_models_findings(nh_results *released)
{
    const nh_frame *effects = nh_results_find(released, "effects");
    if (!effects) return;
    size_t n_areas = say_outcomes(released, effects, &about_areas);
    size_t n_children = say_outcomes(released, effects, &about_children);
    if (n_areas) {
        nh_results_finding(
            released,
            "Far from home is outside the authority and over 20 miles away. These are comparisons of "
            "areas, not of children, and %zu outcomes are looked at: one in twenty would seem different by "
            "chance alone.",
            n_areas);
        nh_results_headline(released);
    }
    if (n_children) {
        nh_results_finding(
            released,
            "These %zu comparisons are with children nearer home of the same authority, year, age, sex "
            "and kind of placement. Which children are placed far from home is not chance: they do not say that "
            "distance is the cause.",
            n_children);
        nh_results_headline(released);
    }
}
