/* stats/models/model_hazards.c: the baseline of a survival model, and whether its hazards are proportional, as rows.
 *
 * The baseline is that of a row with 0 in every column: a reference level everywhere, age 0. Of published rows every
 * event time is shown; of children's records the monthly grid (in days), with the events since the point before, as
 * disclosure control wants it, and nothing where the strata point at a child. */
#include "stats/identity.h"
#include "stats/methods/months.h"
#include "stats/models/cells.h"
#include "stats/models/gsl.h"
#include "stats/models/model.h"
#include "stats/models/student.h"
#include "stats/result_frame.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const nh_result_column test_columns[] = {
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "term", NH_CATEGORY, "Term", NULL, NH_PLAIN, NULL, NULL },
    { "chi_squared", NH_NUMBER, "Score test of its effect changing with time", NULL, NH_ESTIMATE, NULL, "support" },
    { "df", NH_NUMBER, "Degrees of freedom", NULL, NH_ESTIMATE, NULL, "support" },
    { "p_value", NH_NUMBER, "p-value", NULL, NH_ESTIMATE, NULL, "support" },
    { "support", NH_NUMBER, "Least of rows, events and others", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

static const nh_result_column baseline_columns[] = {
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "stratum", NH_CATEGORY, "Stratum", NULL, NH_PLAIN, NULL, NULL },
    { "days", NH_NUMBER, "Time, as the formula counts it", NULL, NH_PLAIN, NULL, NULL },
    { "at_risk", NH_NUMBER, "Rows at risk", NULL, NH_COUNT, NULL, NULL },
    { "events", NH_NUMBER, "Events since the row before", NULL, NH_COUNT, NULL, NULL },
    { "hazard", NH_NUMBER, "Cumulative baseline hazard", NULL, NH_PROBABILITY, "events", "children" },
    { "std_error", NH_NUMBER, "Its standard error", NULL, NH_PROBABILITY, "events", "children" },
    { "survival", NH_NUMBER, "Share without the event, exp(-hazard)", NULL, NH_PROBABILITY, "events", "children" },
    { "conf_low", NH_NUMBER, "Lower 95% bound of the share (log)", NULL, NH_PROBABILITY, "events", "children" },
    { "conf_high", NH_NUMBER, "Upper 95% bound of the share (log)", NULL, NH_PROBABILITY, "events", "children" },
    { "children", NH_NUMBER, "Children at risk, each by its share of rows", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

/* Only curves of children's records are held to the monthly grid. */
static nh_frame *baseline_table(const nh_fit *fit)
{
    nh_frame *table =
        nh_result_frame_like("baseline", "Baseline hazard and survival", baseline_columns, fit->design->frame);
    for (size_t i = 0; i < nh_frame_columns(table) && nh_frame_lineage(table) == NH_PUBLISHED; i++)
        if (nh_frame_at(table, i)->role != NH_SUPPORT)
            nh_column_role(table, nh_frame_at(table, i), NH_PLAIN, NULL, NULL);
    return table;
}

static void write_tests(const nh_fit *fit, const char *name, nh_frame *table)
{
    nh_hazard_tests tests = nh_cox_hazard_tests(fit, NH_TIME_KM);
    for (size_t i = 0; i < tests.n; i++) {
        const nh_hazard_test *t = &tests.item[i];
        size_t row = nh_frame_append(table);
        const nh_named_number numbers[] = { { "chi_squared", t->chi_squared }, { "df", t->df },
                                            { "p_value", nh_chi_squared_above(t->chi_squared, t->df) },
                                            { "support", t->behind } };
        nh_cell_text(table, row, "model", name);
        nh_cell_text(table, row, "outcome", fit->design->outcome_text);
        nh_cell_text(table, row, "term", t->term ? t->term : "all terms");
        nh_cell_numbers(table, row, numbers, sizeof numbers / sizeof *numbers);
    }
    free(tests.item);
}

/* The points of one stratum's curve. */
typedef struct curve {
    const nh_fit *fit;
    const nh_baseline *baseline;
    size_t stratum, n;
    double *time, *at_risk, *children, *events;
} curve;

static curve new_curve(const nh_fit *fit, const nh_baseline *baseline, size_t stratum)
{
    const nh_risk_sets *sets = fit->cox->sets;
    size_t from = sets->from[stratum], n = sets->from[stratum + 1] - from;
    curve c = { .fit = fit, .baseline = baseline, .stratum = stratum, .n = n };
    double last = n ? sets->time[from + n - 1] : 0;
    bool is_monthly = nh_frame_lineage(fit->design->frame) == NH_CHILD_LEVEL;
    if (is_monthly)
        for (c.n = 1; nh_month_day((int)c.n - 1) < last && c.n < 1200;) c.n++;
    c.time = nh_zeroed(c.n + 1, sizeof *c.time);
    c.at_risk = nh_zeroed(c.n + 1, sizeof *c.at_risk);
    c.children = nh_zeroed(c.n + 1, sizeof *c.children);
    c.events = nh_zeroed(c.n + 1, sizeof *c.events);
    for (size_t i = 0; i < c.n; i++) c.time[i] = is_monthly ? nh_month_day((int)i) : sets->time[from + i];
    return c;
}

/* How many points are at most `time`, or below it. */
static size_t points_up_to(const curve *c, double time, bool with_it)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->time[middle] < time || (with_it && c->time[middle] == time)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* A row is at risk at points after its entry, up to its exit; an event counts at the first point not before it. */
static void count_rows(curve *c)
{
    const nh_design *design = c->fit->design;
    const uint32_t *strata = c->fit->cox->strata;
    for (size_t i = 0; i < design->n; i++) {
        if (strata && strata[i] != c->stratum) continue;
        size_t first = design->entry ? points_up_to(c, design->entry[i], true) : 0;
        size_t end = points_up_to(c, design->exit[i], true);
        double share = design->share ? design->share[i] : 1;
        if (first < end) c->at_risk[first]++, c->at_risk[end]--;
        if (first < end) c->children[first] += share, c->children[end] -= share;
        if (design->outcome[i] == 1) c->events[points_up_to(c, design->exit[i], false)]++;
    }
    for (size_t i = 1; i < c->n; i++) c->at_risk[i] += c->at_risk[i - 1];
    for (size_t i = 1; i < c->n; i++) c->children[i] += c->children[i - 1];
}

static void write_point(const curve *c, size_t i, nh_frame *table, size_t row)
{
    const nh_risk_sets *sets = c->fit->cox->sets;
    size_t t = sets->from[c->stratum], end = sets->from[c->stratum + 1];
    nh_baseline at = { 0, 0 };
    for (; t < end && sets->time[t] <= c->time[i]; t++) at = c->baseline[t];
    double error = sqrt(at.variance), away = nh_t_quantile(0.95, INFINITY) * error;
    const nh_named_number numbers[] = {
        { "days", c->time[i] }, { "at_risk", c->at_risk[i] }, { "events", c->events[i] }, { "hazard", at.hazard },
        { "std_error", error }, { "survival", exp(-at.hazard) }, { "conf_low", exp(-at.hazard - away) },
        { "conf_high", fmin(1, exp(-at.hazard + away)) },
        { "children", c->children[i] * (1 + 1e-9) }, /* shares add up to whole children but for rounding */
    };
    nh_cell_numbers(table, row, numbers, sizeof numbers / sizeof *numbers);
}

/* The values that the stratum's rows share, joined. */
static void name_stratum(const nh_fit *fit, size_t stratum, char text[300])
{
    const nh_formula *f = fit->design->formula;
    size_t i = 0, length = 0;
    text[0] = 0;
    while (fit->cox->strata && fit->cox->strata[i] != stratum) i++;
    for (size_t e = 0; e < f->n_effects; e++)
        for (size_t c = 0; c < f->effects[e].n && length < 250; c++) {
            const nh_column *column = f->effects[e].columns[c];
            size_t row = fit->design->rows[i];
            length += (size_t)snprintf(text + length, 300 - length, "%s", length ? ":" : "");
            if (column->kind == NH_CATEGORY)
                length += (size_t)snprintf(text + length, 300 - length, "%.40s", nh_text_at(column, row));
            else if (column->kind == NH_NUMBER)
                length += (size_t)snprintf(text + length, 300 - length, "%.15g", column->number[row]);
        }
}

static void write_curve(const curve *c, const char *name, nh_frame *table)
{
    char stratum[300];
    name_stratum(c->fit, c->stratum, stratum);
    for (size_t i = 0; i < c->n; i++) {
        size_t row = nh_frame_append(table);
        nh_cell_text(table, row, "model", name);
        nh_cell_text(table, row, "outcome", c->fit->design->outcome_text);
        nh_cell_text(table, row, "stratum", stratum);
        write_point(c, i, table, row);
    }
}

static bool strata_point_at_a_child(const nh_fit *fit)
{
    const nh_formula *f = fit->design->formula;
    if (nh_frame_lineage(fit->design->frame) != NH_CHILD_LEVEL) return false;
    for (size_t e = 0; e < f->n_effects; e++)
        for (size_t c = 0; c < f->effects[e].n; c++)
            if (nh_is_identity(f->effects[e].names[c])) return true;
    return false;
}

static void write_baseline(const nh_fit *fit, const char *name, nh_frame *table)
{
    nh_baseline *baseline = nh_cox_baseline(fit, NULL);
    for (size_t s = 0; s < fit->cox->sets->n_strata; s++) {
        curve c = new_curve(fit, baseline, s);
        count_rows(&c);
        write_curve(&c, name, table);
        free(c.time);
        free(c.at_risk);
        free(c.children);
        free(c.events);
    }
    free(baseline);
}

void nh_model_write_hazards(const nh_fit *fit, const char *name, nh_model_tables *tables)
{
    if (!tables->proportional) {
        tables->proportional = nh_result_frame_like("proportional", "Whether hazards are proportional", test_columns,
                                                    fit->design->frame);
        tables->baseline = baseline_table(fit);
    }
    write_tests(fit, name, tables->proportional);
    if (!strata_point_at_a_child(fit)) write_baseline(fit, name, tables->baseline);
}
