/* stats/dose_models.c: one model after the other, all in the same way. */
#include "stats/dose_models.h"

#include "stats/models/cells.h"
#include "stats/result_frame.h"

#include <stdio.h>
#include <string.h>

void nh_dose_formula(const nh_dose_outcome *o, const char *terms, const nh_dose_comparison *c,
                     char formula[3 * NH_DOSE_FORMULA])
{
    snprintf(formula, 3 * NH_DOSE_FORMULA, "%s ~ %s%s", o->text, terms, o->is_survival ? c->over_time : c->terms);
}

void nh_dose_family(const nh_dose_outcome *o, nh_model_request *model)
{
    model->family = o->is_survival ? "cox" : "gaussian";
    model->exponentiate = o->is_survival;
}

void nh_dose_settle(const nh_dose *d, nh_model_request *model, size_t *from)
{
    *from = nh_frame_rows(d->tables.estimates);
    model->clusters = d->request->clusters;
    model->kind = d->request->kind;
    if (strcmp(model->family, "cox") == 0 && model->kind == NH_HC1) model->kind = NH_HC0; /* which it has */
    model->fe_dof = NH_FE_NESTED;
    model->conf_level = d->request->conf_level;
    model->is_one_of_many = true;
}

bool nh_dose_fit(nh_dose *d, nh_model_request *model, size_t *from, nh_error *err)
{
    nh_error why = { 0 };
    nh_dose_settle(d, model, from);
    if (nh_model_add(d->rows, model, &d->tables, d->results, &why)) {
        d->n_fitted++;
        return true;
    }
    if (why.status == NH_INCOMPLETE) nh_results_note(d->results, "Not fitted: %s", why.text);
    else nh_fail(err, why.status, "%s", why.text);
    return false;
}

void nh_dose_copy_row(const nh_frame *from, size_t row, double scale, nh_frame *to, size_t at)
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

const nh_dose_form *nh_dose_headline(const nh_dose *d) { return &d->measure.kind->forms[d->measure.kind->headline]; }

const char *nh_dose_filled(const nh_dose *d, const char *pattern, char text[NH_DOSE_FORMULA])
{
    snprintf(text, NH_DOSE_FORMULA, pattern, d->measure.column);
    return text;
}

const nh_dose_comparison *nh_dose_adjusted(const nh_dose *d)
{
    size_t at = d->n_comparisons > 1 && strcmp(d->comparisons[1].name, "adjusted") == 0;
    return &d->comparisons[at];
}

void nh_dose_name(const nh_dose_outcome *o, const char *form, const char *comparison_name,
                  char name[3 * NH_DOSE_NAME])
{
    snprintf(name, 3 * NH_DOSE_NAME, "%s_%s_%s", o->plain, form, comparison_name);
    for (char *at = name; *at; at++)
        if (*at == ' ') *at = '_';
}
