/* stats/models/model_atoms.c: what a formula's atoms are on the used rows: levels in order, fitted bases. */
#include "stats/models/model_rows.h"

#include <stdlib.h>
#include <string.h>

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
    return nh_fail(err, NH_INCOMPLETE, "%s: no used row has the level %.60s", atom->atom->text,
                   atom->atom->reference);
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
    double *values = nh_model_values(design, atom->atom->of, atom->name, err);
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
    atom->width = 1;
    bool is_column = atom->atom->of->operation == NH_COLUMN_VALUE; /* complete on every used row */
    if (is_column && atom->atom->kind == NH_ATOM_VALUE) return true;
    double *x = nh_model_values(design, atom->atom->of, atom->atom->text, err);
    if (!x) return false;
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

