/* stats/models/model_response.c: the curve of a fitted model as rows: outcome against one number.
 *
 * The estimate is a level where levels were wanted, with the difference from the reference beside it; else that
 * difference. A point stands on the rows around it, and on no more than the whole model does. The mean that was
 * observed there comes with levels, which are for published areas: of children it would tell how many of a few had
 * the outcome. */
#include "stats/models/cells.h"
#include "stats/models/model.h"
#include "stats/models/student.h"

#include <math.h>
#include <string.h>

typedef struct table_column {
    const char *name;
    nh_kind kind;
    const char *label;
    nh_role role;
    bool is_of_levels; /* only in a table of levels */
} table_column;

static const table_column columns[] = {
    { "model", NH_CATEGORY, "Model", NH_PLAIN, false },
    { "outcome", NH_CATEGORY, "Outcome", NH_PLAIN, false },
    { "label", NH_CATEGORY, "What it is", NH_PLAIN, false },
    { "unit", NH_CATEGORY, "Unit", NH_PLAIN, false },
    { "comparison", NH_CATEGORY, "Comparison", NH_PLAIN, false },
    { "term", NH_CATEGORY, "Along", NH_PLAIN, false },
    { "at", NH_NUMBER, "At", NH_PLAIN, false },
    { "reference", NH_NUMBER, "Compared with", NH_PLAIN, false },
    { "estimate", NH_NUMBER, "Estimate", NH_ESTIMATE, false },
    { "conf_low", NH_NUMBER, "Lower end of the interval", NH_ESTIMATE, false },
    { "conf_high", NH_NUMBER, "Upper end of the interval", NH_ESTIMATE, false },
    { "conf_level", NH_NUMBER, "Level of the interval", NH_PLAIN, false },
    { "n", NH_NUMBER, "Rows around", NH_COUNT, false },
    { "first_year", NH_NUMBER, "From the year to 31 March", NH_PLAIN, false },
    { "year", NH_NUMBER, "To the year to 31 March", NH_PLAIN, false },
    { "observed", NH_NUMBER, "Mean of the rows around, not adjusted", NH_ESTIMATE, true },
    { "difference", NH_NUMBER, "Difference from the reference", NH_ESTIMATE, true },
    { "difference_low", NH_NUMBER, "Lower end of its interval", NH_ESTIMATE, true },
    { "difference_high", NH_NUMBER, "Upper end of its interval", NH_ESTIMATE, true },
    { "support", NH_NUMBER, "Children around, for disclosure control", NH_SUPPORT, false },
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static nh_frame *new_table(const nh_frame *like, bool has_levels)
{
    nh_frame *table = nh_frame_new("response", "Outcomes along distance, adjusted");
    nh_frame_set_lineage(table, nh_frame_lineage(like));
    for (size_t i = 0; i < N_COLUMNS; i++) {
        if (columns[i].is_of_levels && !has_levels) continue;
        nh_column *column = nh_frame_add(table, columns[i].name, columns[i].kind);
        nh_column_describe(table, column, columns[i].label, NULL);
        nh_column_role(table, column, columns[i].role, NULL, columns[i].role == NH_ESTIMATE ? "support" : NULL);
    }
    return table;
}

/* What all points of one curve share. */
typedef struct curve {
    const nh_model_request *request;
    const char *model, *outcome;
    double quantile, scale, first_year, year;
    double behind; /* the least of rows, events and others of the whole model */
} curve;

/* The years of the rows; NAN where they have none. */
static void find_years(const nh_design *design, curve *c)
{
    const nh_column *years = nh_frame_find(design->frame, "year");
    c->first_year = c->year = NAN;
    for (size_t i = 0; years && years->kind == NH_NUMBER && i < design->n; i++) {
        c->first_year = fmin(c->first_year, years->number[design->rows[i]]);
        c->year = fmax(c->year, years->number[design->rows[i]]);
    }
}

/* In the last row: estimate conf_low conf_high, or difference difference_low difference_high. */
static void put_interval(const curve *c, nh_estimated e, const char *name, nh_frame *table)
{
    bool is_main = strcmp(name, "estimate") == 0;
    size_t row = nh_frame_rows(table) - 1;
    nh_cell_number(table, row, name, c->scale * e.value);
    nh_cell_number(table, row, is_main ? "conf_low" : "difference_low",
                   c->scale * (e.value - c->quantile * e.std_error));
    nh_cell_number(table, row, is_main ? "conf_high" : "difference_high",
                   c->scale * (e.value + c->quantile * e.std_error));
}

static void put_point(const curve *c, const nh_response_point *point, nh_frame *table)
{
    const nh_response_request *r = c->request->response;
    const struct { const char *name, *text; } texts[] = {
        { "model", c->model }, { "outcome", c->outcome }, { "label", r->label ? r->label : c->outcome },
        { "unit", r->unit ? r->unit : "" }, { "comparison", r->comparison ? r->comparison : "" },
        { "term", r->column }
    };
    const struct { const char *name; double value; } numbers[] = {
        { "at", point->at }, { "reference", r->reference }, { "conf_level", c->request->conf_level },
        { "n", (double)point->n }, { "first_year", c->first_year }, { "year", c->year },
        { "observed", c->scale * point->observed }, { "support", fmin(point->children, c->behind) }
    };
    size_t row = nh_frame_append(table);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        nh_put_text(nh_frame_find(table, texts[i].name), row, texts[i].text);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        nh_cell_number(table, row, numbers[i].name, numbers[i].value);
    put_interval(c, r->wants_levels ? point->level : point->difference, "estimate", table);
    if (r->wants_levels) put_interval(c, point->difference, "difference", table);
}

void nh_model_write_response(const nh_fit *fit, const nh_model_request *request, const char *name,
                             const nh_covariance *errors, nh_model_tables *tables)
{
    if (fit->family) return;
    double df = errors->n_clusters ? (double)errors->n_clusters - 1 : fit->df_residual;
    curve c = { .request = request, .model = name, .outcome = fit->design->outcome_text,
                      .quantile = nh_t_quantile(request->conf_level, df),
                      .scale = request->response->scale != 0 ? request->response->scale : 1 };
    c.behind = fit->design->support.behind;
    find_years(fit->design, &c);
    nh_response_curve response = nh_response_find(fit, request->response, errors->matrix);
    if (!tables->response) tables->response = new_table(fit->design->frame, request->response->wants_levels);
    for (size_t i = 0; i < response.n; i++) put_point(&c, &response.point[i], tables->response);
    nh_response_clear(&response);
}
