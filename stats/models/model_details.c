/* stats/models/model_details.c: numbers about a whole model beside its coefficients, a row each.
 *
 * Tests have degrees of freedom and a p-value, variances an interval; all stand on the least of the model's levels. */
#include "stats/models/cells.h"
#include "stats/models/model.h"
#include "stats/models/student.h"
#include "stats/result_frame.h"

#include <math.h>

static const nh_result_column columns[] = {
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "quantity", NH_CATEGORY, "What it is", NULL, NH_PLAIN, NULL, NULL },
    { "value", NH_NUMBER, "Value", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_low", NH_NUMBER, "Lower end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_high", NH_NUMBER, "Upper end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_level", NH_NUMBER, "Level of the interval", NULL, NH_PLAIN, NULL, NULL },
    { "df", NH_NUMBER, "Degrees of freedom of a test", NULL, NH_ESTIMATE, NULL, "support" },
    { "p_value", NH_NUMBER, "p-value of a test", NULL, NH_ESTIMATE, NULL, "support" },
    { "support", NH_NUMBER, "Least of rows, events and others", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

/* The end of an interval `away` standard errors off, back on the value's own scale. */
static double end_at(const nh_detail *d, double away)
{
    double step = away * d->std_error, odds = d->value / (1 - d->value) * exp(step);
    if (d->scale == NH_ON_LOG) return d->value * exp(step);
    return d->scale == NH_ON_LOGIT ? odds / (1 + odds) : NAN;
}

static void write_detail(const nh_fit *fit, const nh_detail *d, const nh_model_request *request, nh_frame *table)
{
    size_t row = nh_frame_rows(table) - 1;
    double away = nh_t_quantile(request->conf_level, INFINITY);
    const nh_named_number numbers[] = {
        { "value", d->value }, { "conf_low", end_at(d, -away) }, { "conf_high", end_at(d, away) },
        { "conf_level", d->scale == NH_NO_INTERVAL ? NAN : request->conf_level }, { "df", d->df },
        { "p_value", d->p_value }, { "support", fit->design->least_behind },
    };
    nh_cell_text(table, row, "outcome", fit->design->outcome_text);
    nh_cell_text(table, row, "quantity", d->quantity);
    nh_cell_numbers(table, row, numbers, sizeof numbers / sizeof *numbers);
}

void nh_model_write_details(const nh_fit *fit, const nh_model_request *request, const char *name,
                            nh_model_tables *tables)
{
    if (fit->n_details && !tables->details) {
        tables->details =
            nh_result_frame_like("details", "Tests and variances of whole models", columns, fit->design->frame);
    }
    for (size_t i = 0; i < fit->n_details; i++) {
        nh_cell_text(tables->details, nh_frame_append(tables->details), "model", name);
        write_detail(fit, &fit->detail[i], request, tables->details);
    }
}
