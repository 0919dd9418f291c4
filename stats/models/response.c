/* stats/models/response.c: mean design rows, with the columns of one number replaced. */
#include "stats/models/response.h"

#include <math.h>
#include <stdlib.h>

/* What points of one response share. */
typedef struct asking {
    const nh_fit *fit;
    const nh_response_request *request;
    const double *covariance;
    const nh_column *column;
    double *mean, *row, *row_there; /* k each: the mean design row, and one row's at the point and at the reference */
    double *other;                  /* what the coefficients are multiplied with */
} asking;

static void find_mean_row(asking *a)
{
    const nh_design *design = a->fit->design;
    double *block = nh_zeroed((a->fit->k + 1) * NH_BLOCK, sizeof *block), weights = 0;
    const nh_change as_it_is = { .column = a->column };
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_changed(design, from, n, &as_it_is, block, NULL);
        for (size_t i = 0; i < n; i++) weights += nh_weight_of(design, from + i);
        for (size_t j = 0; j < a->fit->k; j++)
            for (size_t i = 0; i < n; i++) a->mean[j] += nh_weight_of(design, from + i) * block[j * NH_BLOCK + i];
    }
    for (size_t j = 0; j < a->fit->k; j++) a->mean[j] /= weights;
    free(block);
}

/* The design's first row if its number were `value`. */
static void find_row(const asking *a, double value, double *row)
{
    double *block = nh_zeroed((a->fit->k + 1) * NH_BLOCK, sizeof *block);
    const nh_change to = { .column = a->column, .set = true, .value = value };
    nh_design_changed(a->fit->design, 0, 1, &to, block, NULL);
    for (size_t j = 0; j < a->fit->k; j++) row[j] = block[j * NH_BLOCK];
    free(block);
}

static bool mentions(const nh_expression *e, const nh_column *column)
{
    return e && (e->column == column || mentions(e->left, column) || mentions(e->right, column));
}

static bool is_of_the_number(const asking *a, size_t coefficient)
{
    const nh_design *design = a->fit->design;
    const nh_design_column *column = nh_kept_column(design, coefficient);
    for (size_t p = 0; p < column->n_parts; p++)
        if (mentions(design->atoms[column->parts[p].atom].atom->of, a->column)) return true;
    return false;
}

/* The sum of coefficients times `row`, and its error. */
static nh_estimated combine(const asking *a, const double *row)
{
    double value = 0, variance = 0;
    size_t k = a->fit->k;
    for (size_t i = 0; i < k; i++) {
        value += row[i] * a->fit->coefficient[i];
        for (size_t j = 0; j < k; j++) variance += row[i] * a->covariance[i * k + j] * row[j];
    }
    return (nh_estimated){ value, sqrt(fmax(variance, 0)) };
}

static void estimate(const asking *a, nh_response_point *point)
{
    size_t k = a->fit->k;
    find_row(a, point->at, a->row);
    for (size_t j = 0; j < k; j++) a->other[j] = a->row[j] - a->row_there[j];
    point->difference = combine(a, a->other);
    if (!a->request->wants_levels) return;
    for (size_t j = 0; j < k; j++) a->other[j] = is_of_the_number(a, j) ? a->row[j] : a->mean[j];
    point->level = combine(a, a->other);
}

static void look_around(const asking *a, nh_response_point *point)
{
    const nh_design *design = a->fit->design;
    double half = a->request->step / 2, weights = 0, sum = 0;
    for (size_t i = 0; i < design->n; i++) {
        double value = a->column->number[design->rows[i]];
        if (value < point->at - half || value >= point->at + half) continue;
        point->n++;
        point->children += design->share ? design->share[i] : 1;
        weights += nh_weight_of(design, i);
        sum += nh_weight_of(design, i) * design->outcome[i];
    }
    point->observed = weights > 0 ? sum / weights : NAN;
}

static void add_points(const asking *a, nh_response_curve *curve)
{
    const nh_response_request *r = a->request;
    size_t n_steps = (size_t)floor((r->to - r->from) / r->step + 1e-9);
    curve->point = nh_zeroed(n_steps + 1, sizeof *curve->point);
    for (size_t i = 0; i <= n_steps; i++) {
        nh_response_point point = { .at = r->from + (double)i * r->step };
        look_around(a, &point);
        if (point.n < r->fewest || point.n == 0) continue;
        estimate(a, &point);
        curve->point[curve->n++] = point;
    }
}

nh_response_curve nh_response_find(const nh_fit *fit, const nh_response_request *request, const double *covariance)
{
    nh_response_curve curve = { 0 };
    const nh_column *column = nh_frame_find(fit->design->frame, request->column);
    if (!column || column->kind != NH_NUMBER) return curve;
    nh_arena *scratch = nh_arena_new();
    asking a = { .fit = fit, .request = request, .covariance = covariance, .column = column };
    a.mean = nh_arena_array(scratch, fit->k + 1, sizeof *a.mean);
    a.row = nh_arena_array(scratch, fit->k + 1, sizeof *a.row);
    a.row_there = nh_arena_array(scratch, fit->k + 1, sizeof *a.row_there);
    a.other = nh_arena_array(scratch, fit->k + 1, sizeof *a.other);
    find_row(&a, request->reference, a.row_there);
    if (request->wants_levels) find_mean_row(&a);
    add_points(&a, &curve);
    nh_arena_free(scratch);
    return curve;
}

void nh_response_clear(nh_response_curve *curve)
{
    free(curve->point);
    *curve = (nh_response_curve){ 0 };
}
