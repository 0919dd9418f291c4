/* stats/dose_response.c: the models of outcomes along distance, and the rows that answer the question.
 *
 * What is counted: rows whose outcome, distance and adjustments are all known; each row of a table says how many. */
#include "stats/dose_response.h"

#include "stats/dose_frame.h"
#include "stats/dose_models.h"
#include "stats/models/cells.h"
#include "stats/models/multiple.h"
#include "stats/result_frame.h"
#include "stats/standard_effects.h"
#include "stats/standard_outcomes.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

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
static const char *term_for(const nh_dose *d, const char *column, bool over_time)
{
    if (over_time && strcmp(column, "placement_group") == 0) return " + strata(%s)";

    const nh_column *c = nh_frame_find(d->rows, column);
    if (strcmp(column, "year") == 0 && c->kind == NH_NUMBER) return " + i(%s)";
    if (has_level(d->rows, column, "foster")) return " + i(%s, ref=foster)";
    return " + %s";
}

/* " + age + sex + i(placement_group, ref=foster)", as far as the frame has them. */
static void usual_terms(const nh_dose *d, bool over_time, char terms[NH_DOSE_FORMULA])
{
    size_t length = 0;
    terms[0] = 0;
    for (const char *const *usual = d->measure.kind->adjusted_for; *usual; usual++)
        if (varies(d->rows, *usual))
            length += (size_t)snprintf(terms + length, NH_DOSE_FORMULA - length, term_for(d, *usual, over_time),
                                       *usual);
}

/* Adjusted or not; with `effects` behind the bar, or "". */
static void add_comparison(nh_dose *d, nh_dose_comparison c, bool is_adjusted, const char *effects)
{
    char terms[2][NH_DOSE_FORMULA] = { "", "" };
    const char *asked = d->request->adjusted_for;
    for (int over_time = 0; over_time < 2 && is_adjusted; over_time++) {
        if (asked) snprintf(terms[over_time], NH_DOSE_FORMULA, " + %.900s", asked);
        else usual_terms(d, over_time, terms[over_time]);
    }
    snprintf(c.terms, sizeof c.terms, "%.900s%s", terms[0], effects);
    snprintf(c.over_time, sizeof c.over_time, "%.900s%s", terms[1], effects);
    if (!is_adjusted || terms[0][0] || effects[0]) d->comparisons[d->n_comparisons++] = c;
}

static void choose_comparisons(nh_dose *d)
{
    bool has_authority = varies(d->rows, "authority"), has_year = varies(d->rows, "year");
    bool is_asked_for = d->request->adjusted_for != NULL;
    const char *words = is_asked_for ? "Across authorities" : d->measure.kind->adjusted_words;
    add_comparison(d, (nh_dose_comparison){ .name = "unadjusted", .words = "Unadjusted" }, false, "");
    add_comparison(d, (nh_dose_comparison){ .name = "adjusted", .words = has_authority ? words : "Adjusted" }, true,
                   "");
    words = has_year ? "Within authority and year" : "Within authority";
    if (has_authority)
        add_comparison(d, (nh_dose_comparison){ .name = "within authority", .words = words },
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
static void describe_survival(nh_dose_outcome *o)
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
static void describe(const nh_dose *d, nh_dose_outcome *o)
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

static size_t begin_dose(nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c, const nh_dose_form *f,
                         const char *level)
{
    size_t row = nh_frame_append(d->dose);
    nh_cell_text(d->dose, row, "outcome", o->label);
    nh_cell_text(d->dose, row, "comparison", c->name);
    nh_cell_text(d->dose, row, "form", f->name);
    nh_cell_text(d->dose, row, "level", *level ? level : f->level);
    return row;
}

static void write_effect(nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c, size_t from)
{
    size_t row = nh_frame_append(d->effects);
    nh_cell_text(d->effects, row, "outcome", o->label);
    nh_cell_text(d->effects, row, "comparison", c->words);
    nh_cell_text(d->effects, row, "per", d->measure.per);
    nh_cell_text(d->effects, row, "unit", o->unit);
    nh_dose_copy_row(d->tables.estimates, from, o->scale, d->effects, row);
    nh_cell_number(d->effects, row, "first_year", NAN);
    nh_cell_number(d->effects, row, "year", NAN);
}

static void write_answer(nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c, const nh_dose_form *f,
                         size_t row)
{
    const nh_frame *estimates = d->tables.estimates;
    size_t at = begin_dose(d, o, c, f, nh_text_of(estimates, "level", row));
    nh_cell_text(d->dose, at, "unit", o->unit);
    nh_dose_copy_row(estimates, row, o->scale, d->dose, at);
    if (f == nh_dose_headline(d) && strcmp(c->name, "unadjusted") != 0) write_effect(d, o, c, row);
}

/* The rows of a model's answer; bands from the nearest to the farthest. */
static void write_dose(nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c, const nh_dose_form *f,
                       size_t from)
{
    const nh_frame *estimates = d->tables.estimates;
    char answer[NH_DOSE_FORMULA];
    nh_dose_filled(d, f->answer, answer);
    for (const char *const *band = d->measure.kind->bands; *band; band++)
        for (size_t row = from; row < nh_frame_rows(estimates); row++) {
            const char *level = nh_text_of(estimates, "level", row);
            bool is_first = band == d->measure.kind->bands;
            bool is_next = *f->level ? is_first : strncmp(level, *band, strlen(*band)) == 0;
            if (is_next && strcmp(nh_text_of(estimates, "term", row), answer) == 0) write_answer(d, o, c, f, row);
        }
}

static bool has_curve(const nh_dose *d, const nh_dose_comparison *c)
{
    return c == (d->measure.kind->curve_is_adjusted ? nh_dose_adjusted(d) : &d->comparisons[d->n_comparisons - 1]);
}

/* The test of the spline beside its points. */
static void write_straightness(nh_dose *d, const char *model, size_t tested)
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
static void write_bend(nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c, size_t from)
{
    const nh_frame *tests = d->tables.tests;
    char spline[NH_DOSE_FORMULA];
    nh_dose_filled(d, "ns(%s,3)", spline);
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

static nh_response_request curve_of(const nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c)
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

static bool fit_form(nh_dose *d, const nh_dose_outcome *o, const nh_dose_comparison *c, const nh_dose_form *f,
                     nh_error *err)
{
    char formula[3 * NH_DOSE_FORMULA], name[3 * NH_DOSE_NAME], terms[NH_DOSE_FORMULA];
    bool is_spline = f == &d->measure.kind->forms[NH_DOSE_SPLINE];
    size_t from, tested_from = d->tables.tests ? nh_frame_rows(d->tables.tests) : 0;
    nh_response_request curve = curve_of(d, o, c);
    nh_dose_formula(o, nh_dose_filled(d, f->terms, terms), c, formula);
    nh_dose_name(o, f->name, c->name, name);
    bool is_drawn = is_spline && has_curve(d, c) && !o->is_survival;
    nh_model_request model = { .name = name, .formula = formula, .tests = is_spline, .drops_on_purpose = is_spline,
                               .response = is_drawn ? &curve : NULL };
    nh_dose_family(o, &model);
    if (!nh_dose_fit(d, &model, &from, err)) return !err->text[0];
    if (is_spline) write_bend(d, o, c, tested_from);
    else write_dose(d, o, c, f, from);
    return true;
}

/* ---- all of it ---- */

static bool fit_outcome(nh_dose *d, const nh_dose_outcome *o, nh_error *err)
{
    for (size_t c = 0; c < d->n_comparisons; c++)
        for (size_t f = 0; f < NH_DOSE_FORMS; f++)
            if (!fit_form(d, o, &d->comparisons[c], &d->measure.kind->forms[f], err)) return false;
    return nh_dose_sensitivity(d, o, err);
}

/* The next outcome of a list joined by commas outside brackets, without blanks; where the one after it begins. */
static const char *next_outcome(const char *at, char text[NH_DOSE_NAME])
{
    size_t n = 0;
    for (int depth = 0; *at && (*at != ',' || depth > 0); at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at != ' ' && n < NH_DOSE_NAME - 1) text[n++] = *at;
    }
    text[n] = 0;
    return *at ? at + 1 : at;
}

static bool fit_outcomes(nh_dose *d, nh_error *err)
{
    for (const char *at = d->request->outcomes; *at;) {
        nh_dose_outcome o = { .text = "" };
        at = next_outcome(at, o.text);
        if (!o.text[0] || strchr(o.text, '~'))
            return nh_fail(err, NH_BAD_INPUT, "--dose takes outcomes joined by commas, as in --dose "
                           "immunisations,teeth_check");
        describe(d, &o);
        if (!fit_outcome(d, &o, err)) return false;
    }
    return true;
}

static void note(const nh_dose *d)
{
    bool of_areas = d->measure.kind->of_areas;
    nh_results_note(d->results,
                    "Differences of linear models (of time to an event, hazard ratios)%s; adjusted for%s. %s: they do "
                    "not say that distance is the cause. E-value: the least risk ratio that something unmeasured must "
                    "have with distance and with the outcome to explain the estimate (its interval beside it).",
                    d->request->clusters ? " with clustered errors" : "",
                    nh_dose_adjusted(d)->terms[0] ? nh_dose_adjusted(d)->terms + 2 : " nothing",
                    of_areas ? "These compare areas, not children (ecological), and what holds of authorities need "
                               "not hold of the children in them"
                             : "Whoever lives far from home is not chosen by chance");
}

static void hand_over(nh_dose *d)
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

static void new_tables(nh_dose *d)
{
    char title[200];
    d->tables = nh_model_tables_new(d->rows);
    d->dose = nh_result_frame_like("dose", "Outcomes along distance from home", dose_columns, d->rows);
    d->sensitivity = nh_dose_sensitivity_table(d);
    snprintf(title, sizeof title, "What goes with %s", d->measure.what);
    d->effects = nh_effects_table(title, d->rows);
}

bool nh_dose_response(const nh_frame *frame, const nh_dose_request *request, nh_results *results, nh_error *err)
{
    nh_dose d = { .request = request, .results = results };
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
