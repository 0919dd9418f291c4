/* stats/dose_response.c: the models of outcomes along distance, and the rows that answer the question.
 *
 * What is counted: rows whose outcome, distance and adjustments are all known; each row of a table says how many. */
#include "stats/dose_response.h"

#include "stats/dose_frame.h"
#include "stats/dose_measure.h"
#include "stats/models/cells.h"
#include "stats/models/evalue.h"
#include "stats/models/multiple.h"
#include "stats/result_frame.h"
#include "stats/standard_effects.h"
#include "stats/standard_outcomes.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FORMULA = 1200, NAME = 200 };

enum { N_COMPARISONS = 3 };

static const nh_result_column dose_columns[] = {
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "comparison", NH_CATEGORY, "Comparison", NULL, NH_PLAIN, NULL, NULL },
    { "form", NH_CATEGORY, "Distance as", NULL, NH_PLAIN, NULL, NULL },
    { "level", NH_CATEGORY, "For", NULL, NH_PLAIN, NULL, NULL },
    { "unit", NH_CATEGORY, "Unit", NULL, NH_PLAIN, NULL, NULL },
    { "estimate", NH_NUMBER, "Difference", NULL, NH_ESTIMATE, NULL, "support" },
    { "std_error", NH_NUMBER, "Standard error", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_low", NH_NUMBER, "Lower end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_high", NH_NUMBER, "Upper end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_level", NH_NUMBER, "Level of the interval", NULL, NH_PLAIN, NULL, NULL },
    { "p_value", NH_NUMBER, "p-value", NULL, NH_ESTIMATE, NULL, "support" },
    { "n", NH_NUMBER, "Rows behind it", NULL, NH_COUNT, NULL, NULL },
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "support", NH_NUMBER, "Least of children, events and others behind it", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

static const nh_result_column sensitivity_columns[] = {
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "line", NH_CATEGORY, "What is changed", NULL, NH_PLAIN, NULL, NULL },
    { "measure", NH_CATEGORY, "Told as", NULL, NH_PLAIN, NULL, NULL },
    { "estimate", NH_NUMBER, "Estimate", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_low", NH_NUMBER, "Lower end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_high", NH_NUMBER, "Upper end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_level", NH_NUMBER, "Level of the interval", NULL, NH_PLAIN, NULL, NULL },
    { "p_value", NH_NUMBER, "p-value", NULL, NH_ESTIMATE, NULL, "support" },
    { "n", NH_NUMBER, "Rows behind it", NULL, NH_COUNT, NULL, NULL },
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "support", NH_NUMBER, "Least of children, events and others behind it", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

typedef struct comparison {
    const char *name, *words;   /* words: for charts */
    char terms[FORMULA];        /* " + age | authority" */
    char over_time[FORMULA];    /* the same of survival models */
} comparison;

/* One outcome and what readers call it. */
typedef struct outcome {
    char text[NAME], plain[NAME], over_time[2 * NAME];
    bool is_survival;        /* Surv(...): told as hazard ratios */
    const char *label, *unit;
    const char *denominator; /* the column of whom it is a share, or NULL */
    double scale;
} outcome;

typedef struct dose {
    const nh_dose_request *request;
    nh_dose_measure measure;
    nh_frame *rows, *dose, *sensitivity, *effects;
    comparison comparisons[N_COMPARISONS];
    size_t n_comparisons;
    nh_model_tables tables;
    nh_results *results;
    size_t n_fitted;
} dose;

/* ---- what is compared ---- */

static bool varies(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    size_t first = 0, n = nh_frame_rows(frame);
    while (column && first < n && !nh_present(column, first)) first++;
    for (size_t row = first; column && row < n; row++) {
        if (!nh_present(column, row)) continue;
        if (column->kind == NH_NUMBER ? column->number[row] != column->number[first]
                                      : column->code && column->code[row] != column->code[first])
            return true;
    }
    return false;
}

static bool has_level(const nh_frame *frame, const char *name, const char *level)
{
    const nh_column *column = nh_frame_find(frame, name);
    bool has_texts = column && column->kind == NH_CATEGORY;
    for (size_t row = 0; has_texts && row < nh_frame_rows(frame); row++)
        if (nh_present(column, row) && strcmp(nh_text_at(column, row), level) == 0) return true;
    return false;
}

/* How a column is adjusted for: years as levels, kinds of placement against foster care; over time each kind has a
 * hazard of its own, since in some of them nothing may happen to any child. */
static const char *term_for(const dose *d, const char *column, bool over_time)
{
    if (over_time && strcmp(column, "placement_group") == 0) return " + strata(%s)";

    const nh_column *c = nh_frame_find(d->rows, column);
    if (strcmp(column, "year") == 0 && c->kind == NH_NUMBER) return " + i(%s)";
    if (has_level(d->rows, column, "foster")) return " + i(%s, ref=foster)";
    return " + %s";
}

/* " + age + sex + i(placement_group, ref=foster)", as far as the frame has them. */
static void usual_terms(const dose *d, bool over_time, char terms[FORMULA])
{
    size_t length = 0;
    terms[0] = 0;
    for (const char *const *usual = d->measure.kind->adjusted_for; *usual; usual++)
        if (varies(d->rows, *usual))
            length += (size_t)snprintf(terms + length, FORMULA - length, term_for(d, *usual, over_time),
                                       *usual);
}

/* Adjusted or not; with `effects` behind the bar, or "". */
static void add_comparison(dose *d, comparison c, bool is_adjusted, const char *effects)
{
    char terms[2][FORMULA] = { "", "" };
    const char *asked = d->request->adjusted_for;
    for (int over_time = 0; over_time < 2 && is_adjusted; over_time++) {
        if (asked) snprintf(terms[over_time], FORMULA, " + %.900s", asked);
        else usual_terms(d, over_time, terms[over_time]);
    }
    snprintf(c.terms, sizeof c.terms, "%.900s%s", terms[0], effects);
    snprintf(c.over_time, sizeof c.over_time, "%.900s%s", terms[1], effects);
    if (!is_adjusted || terms[0][0] || effects[0]) d->comparisons[d->n_comparisons++] = c;
}

static void choose_comparisons(dose *d)
{
    bool has_authority = varies(d->rows, "authority"), has_year = varies(d->rows, "year");
    bool is_asked_for = d->request->adjusted_for != NULL;
    const char *words = is_asked_for ? "Across authorities" : d->measure.kind->adjusted_words;
    add_comparison(d, (comparison){ .name = "unadjusted", .words = "Unadjusted" }, false, "");
    add_comparison(d, (comparison){ .name = "adjusted", .words = has_authority ? words : "Adjusted" }, true, "");
    words = has_year ? "Within authority and year" : "Within authority";
    if (has_authority)
        add_comparison(d, (comparison){ .name = "within authority", .words = words },
                       is_asked_for || d->measure.kind->keeps_terms_within,
                       has_year ? " | authority + year" : " | authority");
}

static bool is_truth(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    if (!column) return strpbrk(name, "<>=") != NULL;
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        if (column->kind != NH_NUMBER ||
            (nh_present(column, row) && column->number[row] != 0 && column->number[row] != 1))
            return false;
    return true;
}

/* The event of Surv(days,event), which the outcome is called by. */
static void describe_survival(outcome *o)
{
    const char *event = strrchr(o->text, ',');
    size_t n = event ? strspn(event + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") : 0;
    snprintf(o->plain, sizeof o->plain, "%.*s_over_time", (int)(n < 100 ? n : 100), event ? event + 1 : "");
    snprintf(o->over_time, sizeof o->over_time, "%.*s, over time", (int)n, event ? event + 1 : "");
    o->over_time[0] = (char)toupper((unsigned char)o->over_time[0]);
    o->is_survival = true;
    o->label = o->over_time;
    o->unit = "hazard ratio";
    o->scale = 1;
}

/* What other tables call the outcome and count it in, or its own name. Shares of areas are percentages already. */
static void describe(const dose *d, outcome *o)
{
    size_t n = 0;
    const nh_standard_outcome *known = nh_standard_outcomes(!d->measure.kind->of_areas, &n);
    nh_standard_plain_name(o->text, o->plain);
    if (strncmp(o->text, "Surv(", 5) == 0) {
        describe_survival(o);
        return;
    }
    bool is_percentage = is_truth(d->rows, o->text) && !d->measure.kind->of_areas;
    o->scale = is_percentage ? 100 : 1;
    o->unit = is_percentage || strncmp(o->text, "share_", 6) == 0 ? "percentage points" : "points";
    o->label = o->text;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(known[i].column, o->text) != 0) continue;
        o->label = known[i].label;
        o->denominator = known[i].denominator;
    }
}

/* ---- models ---- */

static void say_formula(const outcome *o, const char *terms, const comparison *c, char formula[3 * FORMULA])
{
    snprintf(formula, 3 * FORMULA, "%s ~ %s%s", o->text, terms, o->is_survival ? c->over_time : c->terms);
}

/* Differences are told of linear models, ratios of proportional hazards. */
static void choose_family(const outcome *o, nh_model_request *model)
{
    model->family = o->is_survival ? "cox" : "gaussian";
    model->exponentiate = o->is_survival;
}

/* What all models have in common; the row of the estimates that the next one's begin at. */
static void settle(const dose *d, nh_model_request *model, size_t *from)
{
    *from = nh_frame_rows(d->tables.estimates);
    model->clusters = d->request->clusters;
    model->kind = d->request->kind;
    if (strcmp(model->family, "cox") == 0 && model->kind == NH_HC1) model->kind = NH_HC0; /* which it has */
    model->fe_dof = NH_FE_NESTED;
    model->conf_level = d->request->conf_level;
    model->is_one_of_many = true;
}

/* Fits one model and says from which row of the estimates on it has its rows; false where it cannot be fitted. */
static bool fit(dose *d, nh_model_request *model, size_t *from, nh_error *err)
{
    nh_error why = { 0 };
    settle(d, model, from);
    if (nh_model_add(d->rows, model, &d->tables, d->results, &why)) {
        d->n_fitted++;
        return true;
    }
    if (why.status == NH_INCOMPLETE) nh_results_note(d->results, "Not fitted: %s", why.text);
    else nh_fail(err, why.status, "%s", why.text);
    return false;
}

/* The numbers of a row of estimates in the reader's unit; what a table has no column for is passed over. */
static void copy_row(const nh_frame *from, size_t row, double scale, nh_frame *to, size_t at)
{
    const nh_named_number numbers[] = {
        { "estimate", scale * nh_number_of(from, "estimate", row) },
        { "std_error", scale * nh_number_of(from, "std_error", row) },
        { "conf_low", scale * nh_number_of(from, "conf_low", row) },
        { "conf_high", scale * nh_number_of(from, "conf_high", row) },
        { "conf_level", nh_number_of(from, "conf_level", row) }, { "p_value", nh_number_of(from, "p_value", row) },
        { "n", nh_number_of(from, "n", row) }, { "support", nh_number_of(from, "support", row) },
    };
    nh_cell_numbers(to, at, numbers, sizeof numbers / sizeof *numbers);
    nh_cell_text(to, at, "model", nh_text_of(from, "model", row));
}

static size_t begin_dose(dose *d, const outcome *o, const comparison *c, const nh_dose_form *f, const char *level)
{
    size_t row = nh_frame_append(d->dose);
    nh_cell_text(d->dose, row, "outcome", o->label);
    nh_cell_text(d->dose, row, "comparison", c->name);
    nh_cell_text(d->dose, row, "form", f->name);
    nh_cell_text(d->dose, row, "level", *level ? level : f->level);
    return row;
}

static const nh_dose_form *headline(const dose *d) { return &d->measure.kind->forms[d->measure.kind->headline]; }

static void write_effect(dose *d, const outcome *o, const comparison *c, size_t from)
{
    size_t row = nh_frame_append(d->effects);
    nh_cell_text(d->effects, row, "outcome", o->label);
    nh_cell_text(d->effects, row, "comparison", c->words);
    nh_cell_text(d->effects, row, "per", d->measure.per);
    nh_cell_text(d->effects, row, "unit", o->unit);
    copy_row(d->tables.estimates, from, o->scale, d->effects, row);
    nh_cell_number(d->effects, row, "first_year", NAN);
    nh_cell_number(d->effects, row, "year", NAN);
}

static void write_answer(dose *d, const outcome *o, const comparison *c, const nh_dose_form *f, size_t row)
{
    const nh_frame *estimates = d->tables.estimates;
    size_t at = begin_dose(d, o, c, f, nh_text_of(estimates, "level", row));
    nh_cell_text(d->dose, at, "unit", o->unit);
    copy_row(estimates, row, o->scale, d->dose, at);
    if (f == headline(d) && strcmp(c->name, "unadjusted") != 0) write_effect(d, o, c, row);
}

/* Terms and answers with the column of distance in its place. */
static const char *filled(const dose *d, const char *pattern, char text[FORMULA])
{
    snprintf(text, FORMULA, pattern, d->measure.column);
    return text;
}

/* The rows of a model's answer; bands from the nearest to the farthest. */
static void write_dose(dose *d, const outcome *o, const comparison *c, const nh_dose_form *f, size_t from)
{
    const nh_frame *estimates = d->tables.estimates;
    char answer[FORMULA];
    filled(d, f->answer, answer);
    for (const char *const *band = d->measure.kind->bands; *band; band++)
        for (size_t row = from; row < nh_frame_rows(estimates); row++) {
            const char *level = nh_text_of(estimates, "level", row);
            bool is_first = band == d->measure.kind->bands;
            bool is_next = *f->level ? is_first : strncmp(level, *band, strlen(*band)) == 0;
            if (is_next && strcmp(nh_text_of(estimates, "term", row), answer) == 0) write_answer(d, o, c, f, row);
        }
}

/* The adjusted comparison, or the only one there is. */
static const comparison *adjusted(const dose *d)
{
    size_t at = d->n_comparisons > 1 && strcmp(d->comparisons[1].name, "adjusted") == 0;
    return &d->comparisons[at];
}

static bool has_curve(const dose *d, const comparison *c)
{
    return c == (d->measure.kind->curve_is_adjusted ? adjusted(d) : &d->comparisons[d->n_comparisons - 1]);
}

/* The test of the spline beside its points. */
static void write_straightness(dose *d, const char *model, size_t tested)
{
    nh_frame *response = d->tables.response;
    if (!response || tested == nh_frame_rows(d->tables.tests)) return;
    nh_column *p = nh_frame_find(response, "p_straight");
    if (!p) {
        p = nh_frame_add(response, "p_straight", NH_NUMBER);
        nh_column_describe(response, p, "p-value of a test that the curve is a straight line", NULL);
        nh_column_role(response, p, NH_ESTIMATE, NULL, "support");
        for (size_t row = 0; row < nh_frame_rows(response); row++) nh_put_mark(p, row, NH_NOT_APPLICABLE);
    }
    for (size_t row = 0; row < nh_frame_rows(response); row++)
        if (strcmp(nh_text_of(response, "model", row), model) == 0)
            nh_cell_number(response, row, "p_straight", nh_number_of(d->tables.tests, "p_value", tested));
}

/* Whether the spline differs from a straight line, and the number of rows it was fitted on. */
static void write_bend(dose *d, const outcome *o, const comparison *c, size_t from)
{
    const nh_frame *tests = d->tables.tests;
    char spline[FORMULA];
    filled(d, "ns(%s,3)", spline);
    for (size_t row = from; tests && row < nh_frame_rows(tests); row++) {
        if (strcmp(nh_text_of(tests, "terms", row), spline) != 0) continue;
        size_t at = begin_dose(d, o, c, &d->measure.kind->forms[NH_DOSE_SPLINE], "");
        size_t last = nh_frame_rows(d->tables.fit) - 1;
        const nh_named_number numbers[] = {
            { "estimate", NAN }, { "std_error", NAN }, { "conf_low", NAN }, { "conf_high", NAN },
            { "conf_level", NAN }, { "p_value", nh_number_of(tests, "p_value", row) },
            { "n", nh_number_of(d->tables.fit, "nobs", last) },
            { "support", nh_number_of(tests, "support", row) },
        };
        nh_cell_numbers(d->dose, at, numbers, sizeof numbers / sizeof *numbers);
        nh_cell_text(d->dose, at, "unit", "");
        nh_cell_text(d->dose, at, "model", nh_text_of(tests, "model", row));
        if (has_curve(d, c)) write_straightness(d, nh_text_of(tests, "model", row), row);
    }
}

static nh_response_request curve_of(const dose *d, const outcome *o, const comparison *c)
{
    nh_response_request curve = d->measure.kind->curve;
    curve.column = d->measure.column;
    curve.scale = o->scale;
    curve.label = o->label;
    curve.unit = o->unit;
    bool is_usual = !d->request->adjusted_for && d->measure.kind->curve_words && c != &d->comparisons[0];
    curve.comparison = is_usual ? d->measure.kind->curve_words : c->words;
    return curve;
}

static void name_model(const outcome *o, const char *form, const char *comparison_name, char name[3 * NAME])
{
    snprintf(name, 3 * NAME, "%s_%s_%s", o->plain, form, comparison_name);
    for (char *at = name; *at; at++)
        if (*at == ' ') *at = '_';
}

static bool fit_form(dose *d, const outcome *o, const comparison *c, const nh_dose_form *f, nh_error *err)
{
    char formula[3 * FORMULA], name[3 * NAME], terms[FORMULA];
    bool is_spline = f == &d->measure.kind->forms[NH_DOSE_SPLINE];
    size_t from, tested_from = d->tables.tests ? nh_frame_rows(d->tables.tests) : 0;
    nh_response_request curve = curve_of(d, o, c);
    say_formula(o, filled(d, f->terms, terms), c, formula);
    name_model(o, f->name, c->name, name);
    bool is_drawn = is_spline && has_curve(d, c) && !o->is_survival;
    nh_model_request model = { .name = name, .formula = formula, .tests = is_spline, .drops_on_purpose = is_spline,
                               .response = is_drawn ? &curve : NULL };
    choose_family(o, &model);
    if (!fit(d, &model, &from, err)) return !err->text[0];
    if (is_spline) write_bend(d, o, c, tested_from);
    else write_dose(d, o, c, f, from);
    return true;
}

/* ---- sensitivity ---- */

static size_t begin_sensitivity(dose *d, const outcome *o, const char *line, const char *measure)
{
    size_t row = nh_frame_append(d->sensitivity);
    nh_cell_text(d->sensitivity, row, "outcome", o->label);
    nh_cell_text(d->sensitivity, row, "line", line);
    nh_cell_text(d->sensitivity, row, "measure", measure);
    return row;
}

static size_t row_of_term(const nh_frame *estimates, const char *term, size_t from)
{
    while (from < nh_frame_rows(estimates) && strcmp(nh_text_of(estimates, "term", from), term) != 0) from++;
    return from;
}

/* A line without its column, its weights or anything changed is not drawn. */
static bool is_asked(const dose *d, const outcome *o, const nh_dose_change *change, const char *term)
{
    char as_fitted[FORMULA];
    bool is_first = change == d->measure.kind->changes;
    if (change->needs && !nh_frame_find(d->rows, change->needs)) return false;
    if (change->is_by_denominator) return o->denominator && nh_frame_find(d->rows, o->denominator);
    return is_first || !d->measure.kind->of_areas || strcmp(term, filled(d, "I(%s/10)", as_fitted)) != 0;
}

static bool fit_change(dose *d, const outcome *o, const nh_dose_change *change, nh_error *err)
{
    char formula[3 * FORMULA], name[3 * NAME], short_name[40], term[FORMULA];
    size_t from;
    filled(d, change->term, term);
    if (!is_asked(d, o, change, term)) return true;
    say_formula(o, term, adjusted(d), formula);
    snprintf(short_name, sizeof short_name, "sensitivity_%td", change - d->measure.kind->changes + 1);
    name_model(o, short_name, "adjusted", name);
    nh_model_request model = { .name = name, .formula = formula,
                               .weights = change->is_by_denominator ? o->denominator : change->weights };
    choose_family(o, &model);
    if (!fit(d, &model, &from, err)) return !err->text[0];
    size_t row = row_of_term(d->tables.estimates, term, from);
    if (row == nh_frame_rows(d->tables.estimates)) return true;
    copy_row(d->tables.estimates, row, o->scale, d->sensitivity,
             begin_sensitivity(d, o, change->line, o->unit));
    return true;
}

static void write_ratio(dose *d, const outcome *o, const char *line, const double ratio[3], size_t row)
{
    nh_evalue e = nh_evalue_of(ratio[0], ratio[1], ratio[2]);
    const struct { const char *line, *measure; double values[3]; } rows[] = {
        { line, "risk ratio", { ratio[0], ratio[1], ratio[2] } },
        { "what a hidden cause would take", "E-value", { e.point, e.limit, NAN } },
    };
    for (size_t i = 0; i < 2; i++) {
        size_t at = begin_sensitivity(d, o, rows[i].line, rows[i].measure);
        copy_row(d->tables.estimates, row, 1, d->sensitivity, at);
        const nh_named_number numbers[] = { { "estimate", rows[i].values[0] }, { "conf_low", rows[i].values[1] },
                                            { "conf_high", rows[i].values[2] } };
        nh_cell_numbers(d->sensitivity, at, numbers, 3);
        if (i == 1) nh_cell_number(d->sensitivity, at, "p_value", NAN);
    }
}

/* A standard deviation of the outcome, from how well the last model fits. */
static double spread_of(const nh_frame *fit)
{
    size_t last = nh_frame_rows(fit) - 1;
    double squares = nh_number_of(fit, "deviance", last) / (1 - nh_number_of(fit, "r_squared", last));
    return sqrt(squares / (nh_number_of(fit, "nobs", last) - 1));
}

/* More than 15% have the event. */
static bool is_common(const nh_frame *fit)
{
    size_t last = nh_frame_rows(fit) - 1;
    return nh_number_of(fit, "n_events", last) > 0.15 * nh_number_of(fit, "nobs", last);
}

typedef enum way { FROM_SHARES, PENALISED, FROM_SPREAD, FROM_HAZARDS } way;
static const char *const ways[] = { "log-linear model", "log-linear model with Firth's penalty",
                                    "from standard deviations", "from hazard ratios" };

/* A number of the last model's estimates as a risk ratio. */
static double ratio_of(const dose *d, way from, double b)
{
    if (from == FROM_SPREAD) return nh_ratio_of_difference(b / spread_of(d->tables.fit));
    if (from == FROM_HAZARDS && is_common(d->tables.fit)) return nh_ratio_of_hazards(exp(b));
    return exp(b);
}

/* A log-linear model that some level has no finite estimate in is fitted with Firth's penalty. */
static bool fit_for_ratio(dose *d, nh_model_request *model, way *how, size_t *from, nh_error *err)
{
    nh_error why = { 0 };
    if (*how != FROM_SHARES) return fit(d, model, from, err);
    settle(d, model, from);
    if (nh_model_add(d->rows, model, &d->tables, d->results, &why)) return true;
    *how = PENALISED;
    model->firth = true;
    return fit(d, model, from, err);
}

/* Of shares, the ratio of a log-linear model (Zou 2004); of scores, what a difference of so many standard deviations
 * is taken for; of time to an event, what its hazard ratio is. */
static bool fit_ratio(dose *d, const outcome *o, nh_error *err)
{
    static const char *const names[] = { "estimate", "conf_low", "conf_high" };
    char formula[3 * FORMULA], name[3 * NAME], term[FORMULA];
    size_t from;
    double ratio[3];
    way how = o->is_survival ? FROM_HAZARDS : o->scale == 100 ? FROM_SHARES : FROM_SPREAD;
    filled(d, headline(d)->answer, term);
    say_formula(o, term, adjusted(d), formula);
    name_model(o, "ratio", "adjusted", name);
    nh_model_request model = { .name = name, .formula = formula };
    choose_family(o, &model);
    model.exponentiate = false;
    if (how == FROM_SHARES) model.family = "poisson";
    if (!fit_for_ratio(d, &model, &how, &from, err)) return !err->text[0];
    size_t row = row_of_term(d->tables.estimates, term, from);
    if (row == nh_frame_rows(d->tables.estimates)) return true;
    for (size_t i = 0; i < 3; i++) ratio[i] = ratio_of(d, how, nh_number_of(d->tables.estimates, names[i], row));
    write_ratio(d, o, ways[how], ratio, row);
    return true;
}

/* ---- all of it ---- */

static bool fit_outcome(dose *d, const outcome *o, nh_error *err)
{
    for (size_t c = 0; c < d->n_comparisons; c++)
        for (size_t f = 0; f < NH_DOSE_FORMS; f++)
            if (!fit_form(d, o, &d->comparisons[c], &d->measure.kind->forms[f], err)) return false;
    for (size_t s = 0; s < d->measure.kind->n_changes; s++)
        if (!fit_change(d, o, &d->measure.kind->changes[s], err)) return false;
    return fit_ratio(d, o, err);
}

/* The next outcome of a list joined by commas outside brackets, without blanks; where the one after it begins. */
static const char *next_outcome(const char *at, char text[NAME])
{
    size_t n = 0;
    for (int depth = 0; *at && (*at != ',' || depth > 0); at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at != ' ' && n < NAME - 1) text[n++] = *at;
    }
    text[n] = 0;
    return *at ? at + 1 : at;
}

static bool fit_outcomes(dose *d, nh_error *err)
{
    for (const char *at = d->request->outcomes; *at;) {
        outcome o = { .text = "" };
        at = next_outcome(at, o.text);
        if (!o.text[0] || strchr(o.text, '~'))
            return nh_fail(err, NH_BAD_INPUT, "--dose takes outcomes joined by commas, as in --dose "
                           "immunisations,teeth_check");
        describe(d, &o);
        if (!fit_outcome(d, &o, err)) return false;
    }
    return true;
}

static void note(const dose *d)
{
    bool of_areas = d->measure.kind->of_areas;
    nh_results_note(d->results,
                    "Differences of linear models (of time to an event, hazard ratios)%s; adjusted for%s. %s: they do not say that distance is the cause. "
                    "E-value: the least risk ratio that something unmeasured must have with distance and with the "
                    "outcome to explain the estimate (its interval beside it).",
                    d->request->clusters ? " with clustered errors" : "",
                    adjusted(d)->terms[0] ? adjusted(d)->terms + 2 : " nothing",
                    of_areas ? "These compare areas, not children (ecological), and what holds of authorities need "
                               "not hold of the children in them"
                             : "Whoever lives far from home is not chosen by chance");
}

static void hand_over(dose *d)
{
    nh_effects_put_years(d->rows, d->effects);
    nh_add_adjusted_p(d->effects, (const char *const[]){ "comparison" }, 1);
    nh_add_adjusted_p(d->dose, (const char *const[]){ "comparison", "form", "level" }, 3);
    nh_frame *const all[] = { d->dose,          d->sensitivity, d->effects,        d->tables.response,
                              d->tables.estimates, d->tables.fit, d->tables.tests };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) nh_results_add(d->results, all[i]);
    nh_frame_free(d->tables.margins);
    nh_frame_free(d->tables.details);
}

static void new_tables(dose *d)
{
    char title[200];
    d->tables = nh_model_tables_new(d->rows);
    d->dose = nh_result_frame_like("dose", "Outcomes along distance from home", dose_columns, d->rows);
    snprintf(title, sizeof title, "What the difference stands on, for %s", d->measure.per);
    d->sensitivity = nh_result_frame_like("sensitivity", title, sensitivity_columns, d->rows);
    snprintf(title, sizeof title, "What goes with %s", d->measure.what);
    d->effects = nh_effects_table(title, d->rows);
}

bool nh_dose_response(const nh_frame *frame, const nh_dose_request *request, nh_results *results, nh_error *err)
{
    dose d = { .request = request, .results = results };
    if (!nh_dose_measure_find(frame, request->distance, &d.measure, err)) return false;
    d.rows = nh_dose_frame(frame, &d.measure);
    choose_comparisons(&d);
    new_tables(&d);
    bool is_done = fit_outcomes(&d, err);
    if (is_done && d.n_fitted > 0) {
        note(&d);
        hand_over(&d);
    } else {
        nh_frame *const all[] = { d.dose, d.sensitivity, d.effects };
        for (size_t i = 0; i < 3; i++) nh_frame_free(all[i]);
        nh_model_tables_clear(&d.tables);
        if (is_done) nh_results_gap(results, "no model of these outcomes along distance could be fitted");
    }
    nh_frame_free(d.rows);
    return is_done;
}
