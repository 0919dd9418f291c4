/* stats/models/margins.c: average marginal effects. */
#include "stats/models/margins.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An average over rows, and its derivative by each coefficient. */
typedef struct average {
    const nh_fit *fit;
    bool is_unweighted;
    double value, *gradient, weights;
} average;

static double mean_of(const nh_fit *fit, double eta) { return fit->family ? fit->family->mean(eta) : eta; }
static double slope_of(const nh_fit *fit, double eta) { return fit->family ? fit->family->slope(eta) : 1; }
static double curve_of(const nh_fit *fit, double eta) { return fit->family ? fit->family->curve(eta) : 0; }

static double weight_of(const average *a, size_t row)
{
    const nh_design *design = a->fit->design;
    if (a->is_unweighted) return 1;
    return nh_weight_of(design, row) * (design->trials ? design->trials[row] : 1);
}

static double predictor(const nh_fit *fit, const double *block, size_t i, size_t row)
{
    double eta = fit->design->offset ? fit->design->offset[row] : 0;
    for (size_t j = 0; j < fit->design->n_kept; j++) eta += fit->coefficient[j] * block[j * NH_BLOCK + i];
    return eta;
}

/* Adds `sign` times the mean outcome of a block whose column was changed. */
static void add_means(average *a, const double *block, size_t from, size_t n, double sign)
{
    for (size_t i = 0; i < n; i++) {
        double eta = predictor(a->fit, block, i, from + i), w = sign * weight_of(a, from + i);
        a->value += w * mean_of(a->fit, eta);
        for (size_t j = 0; j < a->fit->design->n_kept; j++)
            a->gradient[j] += w * slope_of(a->fit, eta) * block[j * NH_BLOCK + i];
    }
}

/* Adds the slopes of the mean by the column that `slopes` are the derivatives by. */
static void add_slopes(average *a, const double *block, const double *slopes, size_t from, size_t n)
{
    const nh_fit *fit = a->fit;
    for (size_t i = 0; i < n; i++) {
        double eta = predictor(fit, block, i, from + i), w = weight_of(a, from + i), along = 0;
        for (size_t j = 0; j < fit->design->n_kept; j++) along += fit->coefficient[j] * slopes[j * NH_BLOCK + i];
        a->value += w * slope_of(fit, eta) * along;
        for (size_t j = 0; j < fit->design->n_kept; j++)
            a->gradient[j] += w * (curve_of(fit, eta) * along * block[j * NH_BLOCK + i] +
                                   slope_of(fit, eta) * slopes[j * NH_BLOCK + i]);
    }
}

/* Averages over all rows: slopes when `to` is NULL, else the difference that the change from `change` to it makes. */
static void take_average(average *a, const nh_change *change, const nh_change *to)
{
    const nh_design *design = a->fit->design;
    size_t k = a->fit->k;
    double *block = nh_zeroed((k + 1) * NH_BLOCK, sizeof *block),
           *other = nh_zeroed((k + 1) * NH_BLOCK, sizeof *other);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_changed(design, from, n, change, block, to ? NULL : other);
        if (!to) add_slopes(a, block, other, from, n);
        else {
            add_means(a, block, from, n, -1);
            nh_design_changed(design, from, n, to, other, NULL);
            add_means(a, other, from, n, 1);
        }
        for (size_t i = 0; i < n; i++) a->weights += weight_of(a, from + i);
    }
    a->value /= a->weights;
    for (size_t j = 0; j < k; j++) a->gradient[j] /= a->weights;
    free(block);
    free(other);
}

static double std_error_of(const average *a, const double *covariance)
{
    double variance = 0;
    size_t k = a->fit->k;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) variance += a->gradient[i] * covariance[i * k + j] * a->gradient[j];
    return sqrt(fmax(variance, 0));
}

/* One effect to be found. */
typedef struct wanted {
    const nh_fit *fit;
    const double *covariance;
    bool is_unweighted;
    nh_margins *margins;
} wanted;

static void add_margin(const wanted *w, const char *level, const nh_change *change, const nh_change *to,
                       double behind)
{
    average a = { .fit = w->fit, .is_unweighted = w->is_unweighted };
    a.gradient = nh_zeroed(w->fit->k + 1, sizeof *a.gradient);
    take_average(&a, change, to);
    w->margins->item = nh_resize(w->margins->item, w->margins->n + 1, sizeof *w->margins->item);
    w->margins->item[w->margins->n++] = (nh_margin){ change->column->name, level, a.value,
                                                     std_error_of(&a, w->covariance), behind };
    free(a.gradient);
}

static bool mentions(const nh_expression *e, const nh_column *column)
{
    if (!e) return false;
    return e->column == column || mentions(e->left, column) || mentions(e->right, column);
}

/* The least support of the design's columns that the frame's column is in. */
static double behind_column(const nh_design *design, const nh_column *column, const char *level)
{
    double least = INFINITY;
    for (size_t j = 0; j < design->n_columns; j++)
        for (size_t p = 0; p < design->columns[j].n_parts; p++) {
            const nh_design_atom *atom = &design->atoms[design->columns[j].parts[p].atom];
            bool is_level =
                !level || !atom->levels || strcmp(atom->levels[design->columns[j].parts[p].which], level) == 0;
            if (is_level && mentions(atom->atom->of, column)) least = fmin(least, design->columns[j].support.behind);
        }
    return isfinite(least) ? least : (double)design->n;
}

/* What makes the frame's column hold level `which` of the atom in every row. */
static nh_change to_level(const nh_design_atom *atom, const nh_column *column, size_t which)
{
    nh_change change = { .column = column, .set = true };
    for (size_t i = 0; atom->values && i < atom->width; i++)
        if (atom->level_of_value[i] == (int32_t)which) change.value = atom->values[i];
    if (atom->level_of_code) change.code = nh_levels_find_text(column->levels, atom->levels[which]);
    return change;
}

static void add_levels(const wanted *w, const nh_design_atom *atom, const nh_column *column)
{
    nh_change reference = to_level(atom, column, 0);
    for (size_t which = 1; which < atom->width; which++) {
        nh_change to = to_level(atom, column, which);
        add_margin(w, atom->levels[which], &reference, &to,
                   behind_column(w->fit->design, column, atom->levels[which]));
    }
}

static bool is_truth(const nh_design *design, const nh_column *column)
{
    for (size_t i = 0; i < design->n && column->kind == NH_NUMBER; i++) {
        double value = column->number[design->rows[i]];
        if (value != 0 && value != 1) return false;
    }
    return column->kind == NH_NUMBER;
}

static void add_number(const wanted *w, const nh_column *column)
{
    double behind = behind_column(w->fit->design, column, NULL);
    nh_change off = { .column = column, .set = true }, on = off, as_is = { .column = column };
    on.value = 1;
    if (is_truth(w->fit->design, column)) add_margin(w, "1 - 0", &off, &on, behind);
    else add_margin(w, "", &as_is, NULL, behind);
}

/* The atom that takes the column's values as levels, or NULL. */
static const nh_design_atom *levels_atom(const nh_design *design, const nh_column *column)
{
    for (size_t a = 0; a < design->formula->n_atoms; a++) {
        const nh_design_atom *atom = &design->atoms[a];
        if (atom->levels && atom->atom->of->operation == NH_COLUMN_VALUE && atom->atom->of->column == column)
            return atom;
    }
    return NULL;
}

static bool is_shown(const nh_design *design, const nh_column *column)
{
    for (size_t t = 0; t < design->formula->n_terms; t++)
        for (size_t i = 0; i < design->formula->terms[t].n && !design->formula->terms[t].is_hidden; i++)
            if (mentions(design->formula->atoms[design->formula->terms[t].atoms[i]].of, column)) return true;
    return false;
}

nh_margins nh_margins_find(const nh_fit *fit, const double *covariance, bool is_unweighted)
{
    nh_margins margins = { 0 };
    wanted w = { fit, covariance, is_unweighted, &margins };
    for (size_t c = 0; c < nh_frame_columns(fit->design->frame); c++) {
        const nh_column *column = nh_frame_at(fit->design->frame, c);
        if (!is_shown(fit->design, column)) continue;
        const nh_design_atom *levels = levels_atom(fit->design, column);
        if (levels) add_levels(&w, levels, column);
        else if (column->kind != NH_CATEGORY) add_number(&w, column);
    }
    return margins;
}

void nh_margins_clear(nh_margins *margins)
{
    free(margins->item);
    *margins = (nh_margins){ 0 };
}
