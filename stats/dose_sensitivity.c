/* stats/dose_sensitivity.c: what a difference stands on: the adjusted model with one thing changed at a time, the
 * same as a risk ratio, and what a hidden cause would take to explain it (VanderWeele and Ding 2017). */
#include "stats/dose_models.h"

#include "stats/models/cells.h"
#include "stats/models/evalue.h"
#include "stats/result_frame.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

static size_t begin_sensitivity(nh_dose *d, const nh_dose_outcome *o, const char *line, const char *measure)
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
static bool is_asked(const nh_dose *d, const nh_dose_outcome *o, const nh_dose_change *change, const char *term)
{
    char as_fitted[NH_DOSE_FORMULA];
    bool is_first = change == d->measure.kind->changes;
    if (change->needs && !nh_frame_find(d->rows, change->needs)) return false;
    if (change->is_by_denominator) return o->denominator && nh_frame_find(d->rows, o->denominator);
    return is_first || !d->measure.kind->of_areas || strcmp(term, nh_dose_filled(d, "I(%s/10)", as_fitted)) != 0;
}

static bool fit_change(nh_dose *d, const nh_dose_outcome *o, const nh_dose_change *change, nh_error *err)
{
    char formula[3 * NH_DOSE_FORMULA], name[3 * NH_DOSE_NAME], short_name[40], term[NH_DOSE_FORMULA];
    size_t from;
    nh_dose_filled(d, change->term, term);
    if (!is_asked(d, o, change, term)) return true;
    nh_dose_formula(o, term, nh_dose_adjusted(d), formula);
    snprintf(short_name, sizeof short_name, "sensitivity_%td", change - d->measure.kind->changes + 1);
    nh_dose_name(o, short_name, "adjusted", name);
    nh_model_request model = { .name = name, .formula = formula,
                               .weights = change->is_by_denominator ? o->denominator : change->weights };
    nh_dose_family(o, &model);
    if (!nh_dose_fit(d, &model, &from, err)) return !err->text[0];
    size_t row = row_of_term(d->tables.estimates, term, from);
    if (row == nh_frame_rows(d->tables.estimates)) return true;
    nh_dose_copy_row(d->tables.estimates, row, o->scale, d->sensitivity,
             begin_sensitivity(d, o, change->line, o->unit));
    return true;
}

static void write_ratio(nh_dose *d, const nh_dose_outcome *o, const char *line, const double ratio[3], size_t row)
{
    nh_evalue e = nh_evalue_of(ratio[0], ratio[1], ratio[2]);
    const struct { const char *line, *measure; double values[3]; } rows[] = {
        { line, "risk ratio", { ratio[0], ratio[1], ratio[2] } },
        { "what a hidden cause would take", "E-value", { e.point, e.limit, NAN } },
    };
    for (size_t i = 0; i < 2; i++) {
        size_t at = begin_sensitivity(d, o, rows[i].line, rows[i].measure);
        nh_dose_copy_row(d->tables.estimates, row, 1, d->sensitivity, at);
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
static double ratio_of(const nh_dose *d, way from, double b)
{
    if (from == FROM_SPREAD) return nh_ratio_of_difference(b / spread_of(d->tables.fit));
    if (from == FROM_HAZARDS && is_common(d->tables.fit)) return nh_ratio_of_hazards(exp(b));
    return exp(b);
}

/* A log-linear model that some level has no finite estimate in is fitted with Firth's penalty. */
static bool fit_for_ratio(nh_dose *d, nh_model_request *model, way *how, size_t *from, nh_error *err)
{
    nh_error why = { 0 };
    if (*how != FROM_SHARES) return nh_dose_fit(d, model, from, err);
    nh_dose_settle(d, model, from);
    if (nh_model_add(d->rows, model, &d->tables, d->results, &why)) return true;
    *how = PENALISED;
    model->firth = true;
    return nh_dose_fit(d, model, from, err);
}

/* Of shares, the ratio of a log-linear model (Zou 2004); of scores, what a difference of so many standard deviations
 * is taken for; of time to an event, what its hazard ratio is. */
static bool fit_ratio(nh_dose *d, const nh_dose_outcome *o, nh_error *err)
{
    static const char *const names[] = { "estimate", "conf_low", "conf_high" };
    char formula[3 * NH_DOSE_FORMULA], name[3 * NH_DOSE_NAME], term[NH_DOSE_FORMULA];
    size_t from;
    double ratio[3];
    way how = o->is_survival ? FROM_HAZARDS : o->scale == 100 ? FROM_SHARES : FROM_SPREAD;
    nh_dose_filled(d, nh_dose_headline(d)->answer, term);
    nh_dose_formula(o, term, nh_dose_adjusted(d), formula);
    nh_dose_name(o, "ratio", "adjusted", name);
    nh_model_request model = { .name = name, .formula = formula };
    nh_dose_family(o, &model);
    model.exponentiate = false;
    if (how == FROM_SHARES) model.family = "poisson";
    if (!fit_for_ratio(d, &model, &how, &from, err)) return !err->text[0];
    size_t row = row_of_term(d->tables.estimates, term, from);
    if (row == nh_frame_rows(d->tables.estimates)) return true;
    for (size_t i = 0; i < 3; i++) ratio[i] = ratio_of(d, how, nh_number_of(d->tables.estimates, names[i], row));
    write_ratio(d, o, ways[how], ratio, row);
    return true;
}

nh_frame *nh_dose_sensitivity_table(const nh_dose *d)
{
    char title[200];
    snprintf(title, sizeof title, "What the difference stands on, for %s", d->measure.per);
    return nh_result_frame_like("sensitivity", title, sensitivity_columns, d->rows);
}

bool nh_dose_sensitivity(nh_dose *d, const nh_dose_outcome *o, nh_error *err)
{
    for (size_t s = 0; s < d->measure.kind->n_changes; s++)
        if (!fit_change(d, o, &d->measure.kind->changes[s], err)) return false;
    return fit_ratio(d, o, err);
}
