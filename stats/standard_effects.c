/* stats/standard_effects.c: one row an outcome and comparison, picked from the table of estimates. */
#include "stats/standard_effects.h"

#include "stats/models/multiple.h"
#include "stats/result_frame.h"
#include "stats/standard_outcomes.h"

#include <math.h>
#include <string.h>

typedef struct comparison {
    const char *form, *errors, *term;
    double units; /* of the term that are compared */
    const char *words, *per;
} comparison;

static const char ten_points[] =
    "10 percentage points more of new placements outside the authority and over 20 miles from home";

static const comparison of_areas[] = {
    { "year", "cr2", "share_new_over_20_outside", 10, "Between authorities of a year", ten_points },
    { "within", "cr2", "share_new_over_20_outside", 10, "Within an authority over the years", ten_points },
};
static const comparison of_the_children[] = {
    { "over_20", "cr1", "over_20", 1, "Within authority and year, adjusted for age, sex and kind of placement",
      "children living over 20 miles from home" },
};

static const nh_result_column columns[] = {
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "comparison", NH_CATEGORY, "Comparison", NULL, NH_PLAIN, NULL, NULL },
    { "per", NH_CATEGORY, "For", NULL, NH_PLAIN, NULL, NULL },
    { "unit", NH_CATEGORY, "Unit", NULL, NH_PLAIN, NULL, NULL },
    { "estimate", NH_NUMBER, "Difference", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_low", NH_NUMBER, "Lower end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_high", NH_NUMBER, "Upper end of the interval", NULL, NH_ESTIMATE, NULL, "support" },
    { "conf_level", NH_NUMBER, "Level of the interval", NULL, NH_PLAIN, NULL, NULL },
    { "p_value", NH_NUMBER, "Two-sided p-value", NULL, NH_ESTIMATE, NULL, "support" },
    { "n", NH_NUMBER, "Rows", NULL, NH_COUNT, NULL, NULL },
    { "first_year", NH_NUMBER, "From the year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "year", NH_NUMBER, "To the year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "support", NH_NUMBER, "Least of children, events and others behind it", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

/* The row of a model and term, or the number of rows. */
static size_t row_of(const nh_frame *estimates, const char *model, const char *term)
{
    const nh_column *models = nh_frame_find(estimates, "model"), *terms = nh_frame_find(estimates, "term");
    size_t row = 0;
    for (; row < nh_frame_rows(estimates); row++)
        if (strcmp(nh_text_at(models, row), model) == 0 && strcmp(nh_text_at(terms, row), term) == 0) break;
    return row;
}

static void copy_number(const nh_frame *from, size_t row, const char *name, double scale, nh_frame *to)
{
    const nh_column *source = nh_frame_find(from, name);
    nh_column *target = nh_frame_find(to, name);
    if (nh_present(source, row)) nh_put_number(target, nh_frame_rows(to) - 1, scale * source->number[row]);
    else nh_put_mark(target, nh_frame_rows(to) - 1, nh_mark_at(source, row));
}

static void add_effect(const nh_frame *estimates, const nh_standard_outcome *outcome, const comparison *c,
                       nh_frame *effects)
{
    static const char *const scaled[] = { "estimate", "conf_low", "conf_high" };
    static const char *const plain[] = { "conf_level", "p_value", "n", "support" };
    char model[NH_MODEL_NAME];
    nh_standard_model_name(outcome, c->form, c->errors, model);
    size_t from = row_of(estimates, model, c->term);
    if (from == nh_frame_rows(estimates)) return;
    size_t row = nh_frame_append(effects);
    nh_put_text(nh_frame_find(effects, "outcome"), row, outcome->label);
    nh_put_text(nh_frame_find(effects, "comparison"), row, c->words);
    nh_put_text(nh_frame_find(effects, "per"), row, c->per);
    nh_put_text(nh_frame_find(effects, "unit"), row, outcome->unit);
    nh_put_text(nh_frame_find(effects, "model"), row, model);
    for (size_t i = 0; i < 3; i++) copy_number(estimates, from, scaled[i], c->units * outcome->scale, effects);
    for (size_t i = 0; i < 4; i++) copy_number(estimates, from, plain[i], 1, effects);
}

nh_frame *nh_effects_table(const char *title, const nh_frame *like)
{
    return nh_result_frame_like("effects", title, columns, like);
}

/* Every row tells which years the models are of. */
void nh_effects_put_years(const nh_frame *fitted_on, nh_frame *effects)
{
    const nh_column *years = nh_frame_find(fitted_on, "year");
    if (!years || years->kind != NH_NUMBER) return;
    double first = INFINITY, last = -INFINITY;
    for (size_t row = 0; row < years->n; row++) {
        first = fmin(first, nh_present(years, row) ? years->number[row] : first);
        last = fmax(last, nh_present(years, row) ? years->number[row] : last);
    }
    for (size_t row = 0; row < nh_frame_rows(effects) && isfinite(first); row++) {
        nh_put_number(nh_frame_find(effects, "first_year"), row, first);
        nh_put_number(nh_frame_find(effects, "year"), row, last);
    }
}

nh_frame *nh_standard_effects(const nh_frame *estimates, const nh_frame *fitted_on, bool of_children)
{
    size_t n = 0, n_comparisons = of_children ? 1 : 2;
    const nh_standard_outcome *outcomes = nh_standard_outcomes(of_children, &n);
    const comparison *comparisons = of_children ? of_the_children : of_areas;
    nh_frame *effects = nh_effects_table("What goes with distance from home", estimates);
    for (size_t o = 0; o < n; o++)
        for (size_t c = 0; c < n_comparisons; c++) add_effect(estimates, &outcomes[o], &comparisons[c], effects);
    nh_effects_put_years(fitted_on, effects);
    nh_add_adjusted_p(effects, (const char *const[]){ "comparison" }, 1);
    return effects;
}
