/* stats/models/model_rows.c: which rows of a frame a model uses.
 *
 * Left out, and counted: rows with a blank or a symbol in any column of the formula, the weights or the clusters,
 * and rows of weight 0. Arithmetic that gives no number (the logarithm of 0) is an error, not a blank. */
#include "stats/models/model_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns that must be complete. */
typedef struct needed {
    const nh_column **columns;
    size_t n, room;
} needed;

static void need(needed *list, const nh_column *column)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->columns[i] == column) return;
    if (list->n == list->room) {
        list->room = 2 * list->room + 8;
        list->columns = nh_resize(list->columns, list->room, sizeof *list->columns);
    }
    list->columns[list->n++] = column;
}

static void need_expression(needed *list, const nh_expression *e)
{
    if (!e) return;
    if (e->column) need(list, e->column);
    else {
        need_expression(list, e->left);
        need_expression(list, e->right);
    }
}

static void need_all(needed *list, const nh_design_request *request)
{
    const nh_formula *f = request->formula;
    bool each_alone = f->response == NH_VALUE_RESPONSE;
    for (size_t i = 0; i < f->n_outcomes; i++)
        if (!each_alone || i == request->outcome) need_expression(list, f->outcomes[i].of);
    for (size_t i = 0; i < f->n_atoms; i++) need_expression(list, f->atoms[i].of);
    for (size_t i = 0; i < f->n_offsets; i++) need_expression(list, f->offsets[i]);
    for (size_t i = 0; i < f->n_effects; i++)
        for (size_t j = 0; j < f->effects[i].n; j++) need(list, f->effects[i].columns[j]);
    for (size_t i = 0; i < request->n_also_complete; i++) need(list, request->also_complete[i]);
    if (request->weights) need(list, request->weights);
}

static bool has_value(const nh_column *column, size_t row)
{
    if (!nh_present(column, row)) return false;
    if (column->kind == NH_NUMBER) return isfinite(column->number[row]);
    return column->kind == NH_DATE || column->code[row] != NH_NO_LEVEL;
}

static bool is_complete(const needed *list, size_t row)
{
    for (size_t i = 0; i < list->n; i++)
        if (!has_value(list->columns[i], row)) return false;
    return true;
}

static void choose_rows(nh_design *design, const nh_design_request *request)
{
    needed list = { 0 };
    const nh_column *weights = request->weights;
    size_t n_rows = nh_frame_rows(design->frame);
    need_all(&list, request);
    design->rows = nh_zeroed(n_rows + 1, sizeof *design->rows);
    for (size_t row = 0; row < n_rows; row++)
        if (is_complete(&list, row) && !(weights && weights->number[row] == 0)) design->rows[design->n++] = row;
    design->n_left_out = n_rows - design->n;
    free(list.columns);
}

static bool not_a_number(const nh_design *design, const char *what, size_t n_bad, nh_error *err)
{
    return nh_fail(err, NH_BAD_INPUT, "%s is not a number in %zu of %zu rows (a logarithm or root of what has none, or "
                   "a division by 0); leave such rows out with --where, or choose another form", what, n_bad, design->n);
}

/* The expression for every used row, or NULL and an error where it is no number. free() it. */
static double *evaluated(const nh_design *design, const nh_expression *e, const char *what, nh_error *err)
{
    double *values = nh_zeroed(design->n + NH_BLOCK, sizeof *values);
    size_t n_bad = 0;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_expression_values(e, &(nh_block){ design->rows + from, n, NULL }, values + from, NULL);
        for (size_t i = 0; i < n; i++) n_bad += isfinite(values[from + i]) ? 0 : 1;
    }
    if (n_bad == 0) return values;
    not_a_number(design, what, n_bad, err);
    free(values);
    return NULL;
}

/* cbind(successes, failures): the share of successes, and how many there were of both. */
static bool read_counts(nh_design *design, nh_error *err)
{
    const nh_outcome *counts = design->formula->outcomes;
    double *failures = evaluated(design, counts[1].of, counts[1].text, err);
    if (!failures) return false;
    design->trials = failures;
    size_t n_bad = 0, kept = 0;
    for (size_t i = 0; i < design->n; i++) {
        double s = design->outcome[i], all = s + failures[i];
        n_bad += s < 0 || failures[i] < 0;
        if (all <= 0) continue;
        design->rows[kept] = design->rows[i];
        design->trials[kept] = all;
        design->outcome[kept++] = s / all;
    }
    design->n_left_out += design->n - kept;
    design->n = kept;
    return n_bad == 0 || nh_fail(err, NH_BAD_INPUT, "cbind(%s, %s) has a count below 0 in %zu rows", counts[0].text,
                                 counts[1].text, n_bad);
}

static bool read_weights(nh_design *design, const nh_column *weights, nh_error *err)
{
    if (!weights) return true;
    design->weight = nh_zeroed(design->n + 1, sizeof *design->weight);
    for (size_t i = 0; i < design->n; i++) {
        design->weight[i] = weights->number[design->rows[i]];
        if (design->weight[i] < 0)
            return nh_fail(err, NH_BAD_INPUT, "weights %s are below 0 in some rows", weights->name);
    }
    return true;
}

static bool read_offsets(nh_design *design, nh_error *err)
{
    const nh_formula *f = design->formula;
    for (size_t o = 0; o < f->n_offsets; o++) {
        double *values = evaluated(design, f->offsets[o], "the offset", err);
        if (!values) return false;
        if (!design->offset) design->offset = nh_zeroed(design->n + 1, sizeof *values);
        for (size_t i = 0; i < design->n; i++) design->offset[i] += values[i];
        free(values);
    }
    return true;
}

bool nh_model_rows(nh_design *design, const nh_design_request *request, nh_error *err)
{
    const nh_outcome *outcome = &request->formula->outcomes[request->outcome];
    choose_rows(design, request);
    if (design->n == 0)
        return nh_fail(err, NH_INCOMPLETE, "%s: none of the %zu rows of %s has a value in every column of the model",
                       outcome->text, nh_frame_rows(request->frame), nh_frame_name(request->frame));
    design->outcome = evaluated(design, outcome->of, outcome->text, err);
    if (!design->outcome) return false;
    if (request->formula->response == NH_COUNTS_RESPONSE && !read_counts(design, err)) return false;
    if (design->n == 0) return nh_fail(err, NH_INCOMPLETE, "%s: every denominator is 0", outcome->text);
    return read_weights(design, request->weights, err) && read_offsets(design, err);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t keep_different(double *in_order, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || in_order[i] != in_order[kept - 1]) in_order[kept++] = in_order[i];
    return kept;
}

static size_t place_of(const nh_design_atom *atom, double value)
{
    size_t low = 0, high = atom->width;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (atom->values[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

int32_t nh_level_of_value(const nh_design_atom *atom, double value)
{
    size_t place = place_of(atom, value);
    return place < atom->width && atom->values[place] == value ? atom->level_of_value[place] : NH_NO_LEVEL;
}

/* The reference first, the others in order. */
static void number_levels(nh_design_atom *atom, size_t reference, int32_t *level, const char **in_order)
{
    for (size_t i = 0; i < atom->width; i++) {
        level[i] = (int32_t)(i == reference ? 0 : i < reference ? i + 1 : i);
        atom->levels[level[i]] = in_order[i];
    }
}

static bool no_such_reference(const nh_design_atom *atom, nh_error *err)
{
    return nh_fail(err, NH_BAD_INPUT, "%s: no used row has the level %.60s", atom->atom->text, atom->atom->reference);
}

static bool find_reference(const nh_design_atom *atom, const char *const *texts, size_t *reference, nh_error *err)
{
    *reference = 0;
    if (!atom->atom->reference) return true;
    for (size_t i = 0; i < atom->width; i++)
        if (strcmp(texts[i], atom->atom->reference) == 0) return *reference = i, true;
    return no_such_reference(atom, err);
}

/* Different numbers of the used rows as levels, ascending. */
static bool number_as_levels(nh_design *design, nh_design_atom *atom, nh_error *err)
{
    double *values = evaluated(design, atom->atom->of, atom->name, err);
    if (!values) return false;
    qsort(values, design->n, sizeof *values, compare_numbers);
    atom->width = keep_different(values, design->n);
    atom->values = nh_arena_array(design->memory, atom->width, sizeof *atom->values);
    memcpy(atom->values, values, atom->width * sizeof *values);
    free(values);
    const char **texts = nh_arena_array(design->memory, atom->width, sizeof *texts);
    for (size_t i = 0; i < atom->width; i++) texts[i] = nh_arena_print(design->memory, "%.15g", atom->values[i]);
    atom->levels = nh_arena_array(design->memory, atom->width, sizeof *atom->levels);
    atom->level_of_value = nh_arena_array(design->memory, atom->width, sizeof *atom->level_of_value);
    size_t reference = 0;
    if (!find_reference(atom, texts, &reference, err)) return false;
    number_levels(atom, reference, atom->level_of_value, texts);
    return true;
}

/* Texts of the levels that used rows have, in bytewise order; their codes in `codes`. */
static const char **used_levels(nh_design *design, nh_design_atom *atom, int32_t *codes)
{
    const nh_column *column = atom->atom->of->column;
    size_t n_levels = nh_levels_count(column->levels);
    bool *is_used = nh_arena_array(design->memory, n_levels, sizeof *is_used);
    for (size_t i = 0; i < design->n; i++) is_used[column->code[design->rows[i]]] = true;
    int32_t *order = nh_levels_sorted(column->levels);
    const char **texts = nh_arena_array(design->memory, n_levels, sizeof *texts);
    for (size_t i = 0; i < n_levels; i++) {
        if (!is_used[order[i]]) continue;
        codes[atom->width] = order[i];
        texts[atom->width++] = nh_levels_text(column->levels, order[i]);
    }
    free(order);
    return texts;
}

static bool category_as_levels(nh_design *design, nh_design_atom *atom, nh_error *err)
{
    size_t n_levels = nh_levels_count(atom->atom->of->column->levels), reference = 0;
    int32_t *codes = nh_arena_array(design->memory, n_levels, sizeof *codes);
    const char **texts = used_levels(design, atom, codes);
    atom->levels = nh_arena_array(design->memory, atom->width, sizeof *atom->levels);
    atom->level_of_code = nh_arena_array(design->memory, n_levels, sizeof *atom->level_of_code);
    if (!find_reference(atom, texts, &reference, err)) return false;
    int32_t *level = nh_arena_array(design->memory, atom->width, sizeof *level);
    number_levels(atom, reference, level, texts);
    for (size_t i = 0; i < n_levels; i++) atom->level_of_code[i] = NH_NO_LEVEL;
    for (size_t i = 0; i < atom->width; i++) atom->level_of_code[codes[i]] = level[i];
    return true;
}

static bool fit_basis(nh_design *design, nh_design_atom *atom, const double *x, nh_error *err)
{
    size_t columns = (size_t)atom->atom->degree;
    atom->width = columns;
    if (atom->atom->raw) atom->basis = nh_basis_powers(design->memory, columns);
    else if (atom->atom->kind == NH_ATOM_POLY) atom->basis = nh_basis_poly(design->memory, x, design->n, columns);
    else atom->basis = nh_basis_spline(design->memory, x, design->n, columns);
    return atom->basis || nh_fail(err, NH_INCOMPLETE, "%s: there are too few different values for so many columns",
                                  atom->atom->text);
}

static bool fit_atom(nh_design *design, nh_design_atom *atom, nh_error *err)
{
    bool is_category = atom->atom->of->operation == NH_COLUMN_VALUE && atom->atom->of->column->kind == NH_CATEGORY;
    if (atom->atom->kind == NH_ATOM_LEVELS)
        return is_category ? category_as_levels(design, atom, err) : number_as_levels(design, atom, err);
    double *x = evaluated(design, atom->atom->of, atom->atom->text, err);
    if (!x) return false;
    atom->width = 1;
    bool is_fitted = atom->atom->kind == NH_ATOM_VALUE || fit_basis(design, atom, x, err);
    free(x);
    return is_fitted;
}

bool nh_model_atoms(nh_design *design, nh_error *err)
{
    const nh_formula *f = design->formula;
    design->atoms = nh_arena_array(design->memory, f->n_atoms, sizeof *design->atoms);
    for (size_t a = 0; a < f->n_atoms; a++) {
        nh_design_atom *atom = &design->atoms[a];
        bool is_named = f->atoms[a].kind == NH_ATOM_LEVELS && f->atoms[a].of->operation == NH_COLUMN_VALUE;
        *atom = (nh_design_atom){ .atom = &f->atoms[a], .name = is_named ? f->atoms[a].of->name : f->atoms[a].text };
        if (!fit_atom(design, atom, err)) return false;
        atom->at = design->n_scratch;
        design->n_scratch += atom->levels ? 1 : atom->width;
    }
    return true;
}

/* Successes and failures of a row, when the outcome has such. */
static void count_row(const nh_design *design, size_t i, nh_support *support)
{
    double all = design->trials ? design->trials[i] : 1;
    support->n += 1;
    support->events += design->outcome[i] * all;
    support->others += (1 - design->outcome[i]) * all;
}

/* Rows at the two ends of a column's values, and how many lie between. */
typedef struct spread {
    double least, most;
    nh_support at_least, at_most, all;
} spread;

static void find_ends(const double *values, size_t n, spread *s)
{
    for (size_t i = 0; i < n; i++) {
        s->least = fmin(s->least, values[i]);
        s->most = fmax(s->most, values[i]);
    }
}

static void count_ends(const nh_design *design, const double *values, size_t from, size_t n, spread *s)
{
    for (size_t i = 0; i < n; i++) {
        count_row(design, from + i, &s->all);
        if (values[i] == s->least) count_row(design, from + i, &s->at_least);
        if (values[i] == s->most) count_row(design, from + i, &s->at_most);
    }
}

static void each_block(const nh_design *design, spread *spreads, bool counting)
{
    double *block = nh_zeroed((design->n_kept + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t j = 0; j < design->n_columns; j++) {
            if (counting) count_ends(design, block + j * NH_BLOCK, from, n, &spreads[j]);
            else find_ends(block + j * NH_BLOCK, n, &spreads[j]);
        }
    }
    free(block);
}

/* An outcome that is neither 0 and 1 nor counts has no events: only rows count. */
static nh_support plain(const nh_design *design, nh_support support)
{
    if (!design->outcome_is_truth && !design->trials) support.events = support.others = support.n;
    return support;
}

static bool has_levels(const nh_design *design, const nh_design_column *column)
{
    for (size_t p = 0; p < column->n_parts; p++)
        if (design->atoms[column->parts[p].atom].levels) return true;
    return false;
}

static nh_support smaller_of(nh_support a, nh_support b)
{
    return (nh_support){ fmin(a.n, b.n), fmin(a.events, b.events), fmin(a.others, b.others) };
}

/* A level's own rows; of a number with two values, the rarer one's; of any other number, all. */
static void set_support(const nh_design *design, nh_design_column *column, const spread *s)
{
    bool is_two_valued = s->least < s->most && s->at_least.n + s->at_most.n == s->all.n;
    if (column->n_parts == 0 || !is_two_valued) column->support = plain(design, s->all);
    else if (has_levels(design, column) && s->least == 0) column->support = plain(design, s->at_most);
    else column->support = plain(design, smaller_of(s->at_least, s->at_most));
}

static void set_references(nh_design *design)
{
    for (size_t i = 0; i < design->n_references; i++) {
        nh_reference_level *reference = &design->references[i];
        const nh_design_atom *atom = design->atoms;
        while (strcmp(atom->name, reference->term) != 0) atom++;
        for (size_t from = 0; from < design->n; from++) {
            const nh_column *column = atom->atom->of->column;
            double value = 0;
            if (!atom->level_of_code) nh_expression_values(atom->atom->of, &(nh_block){ design->rows + from, 1, NULL }, &value, NULL);
            int32_t level = atom->level_of_code ? atom->level_of_code[column->code[design->rows[from]]]
                                                : nh_level_of_value(atom, value);
            if (level == 0) count_row(design, from, &reference->support);
        }
        reference->support = plain(design, reference->support);
    }
}

void nh_model_support(nh_design *design)
{
    spread *spreads = nh_zeroed(design->n_columns + 1, sizeof *spreads);
    design->outcome_is_truth = true;
    for (size_t i = 0; i < design->n; i++)
        design->outcome_is_truth &= design->outcome[i] == 0 || design->outcome[i] == 1;
    for (size_t j = 0; j < design->n_columns; j++) spreads[j] = (spread){ .least = INFINITY, .most = -INFINITY };
    each_block(design, spreads, false);
    each_block(design, spreads, true);
    for (size_t j = 0; j < design->n_columns; j++) set_support(design, &design->columns[j], &spreads[j]);
    set_references(design);
    free(spreads);
}
