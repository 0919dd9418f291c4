/* stats/models/design_matrix.c: the rows and columns a model is fitted on. */
#include "stats/models/design_matrix.h"

#include "stats/models/fixed_effects.h"
#include "stats/models/model_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 1500 }; /* the square of it is held, with all digits */

static bool same_atoms(const nh_term *term, const nh_term *other, size_t without)
{
    size_t matched = 0;
    if (other->n + 1 != term->n) return false;
    for (size_t i = 0; i < term->n; i++)
        for (size_t j = 0; j < other->n; j++) matched += i != without && term->atoms[i] == other->atoms[j];
    return matched == other->n;
}

/* R's rule (Chambers and Hastie 1992, 2.4.1): the reference level of a factor goes where the term without that
 * factor is in the model. */
static bool drops_reference(const nh_design *design, const nh_term *term, size_t position)
{
    const nh_formula *f = design->formula;
    if (design->atoms[term->atoms[position]].atom->reference) return true;
    if (term->n == 1) return f->has_intercept || f->has_baseline || f->n_effects > 0;
    for (size_t t = 0; t < f->n_terms; t++)
        if (same_atoms(term, &f->terms[t], position)) return true;
    return false;
}

static const char *joined(nh_design *design, const char *left, const char *right)
{
    if (!*left || !*right) return *left ? left : right;
    return nh_arena_print(design->memory, "%s:%s", left, right);
}

static const char *level_text(nh_design *design, const nh_design_atom *atom, size_t which)
{
    if (atom->levels) return atom->levels[which];
    return atom->basis ? nh_arena_print(design->memory, "%zu", which + 1) : "";
}

static nh_design_column *add_column(nh_design *design, size_t *room)
{
    if (design->n_columns == *room) {
        nh_design_column *old = design->columns;
        *room = 2 * *room + 16;
        design->columns = nh_arena_array(design->memory, *room, sizeof *design->columns);
        if (old) memcpy(design->columns, old, design->n_columns * sizeof *old);
    }
    return &design->columns[design->n_columns++];
}

/* One column for each choice of a column of every atom, the first atom's changing fastest (as in R). */
static void add_term_columns(nh_design *design, const nh_term *term, size_t *room)
{
    size_t first[16], which[16], n = term->n;
    for (size_t i = 0; i < n; i++) {
        const nh_design_atom *atom = &design->atoms[term->atoms[i]];
        which[i] = first[i] = atom->levels && drops_reference(design, term, i);
        if (atom->width <= first[i]) return;
    }
    for (size_t digit = 0; digit < n;) {
        nh_design_column *column = add_column(design, room);
        *column = (nh_design_column){ .term = "", .level = "", .n_parts = n, .is_hidden = term->is_hidden };
        column->parts = nh_arena_array(design->memory, n, sizeof *column->parts);
        for (size_t i = 0; i < n; i++) {
            const nh_design_atom *atom = &design->atoms[term->atoms[i]];
            column->parts[i] = (nh_part){ term->atoms[i], which[i] };
            column->term = joined(design, column->term, atom->name);
            column->level = joined(design, column->level, level_text(design, atom, which[i]));
        }
        for (digit = 0; digit < n && ++which[digit] == design->atoms[term->atoms[digit]].width; digit++)
            which[digit] = first[digit];
    }
}

static void add_reference(nh_design *design, const nh_term *term)
{
    const nh_design_atom *atom = &design->atoms[term->atoms[0]];
    if (term->n != 1 || term->is_hidden || !atom->levels || atom->width == 0 || !drops_reference(design, term, 0))
        return;
    design->references[design->n_references++] =
        (nh_reference_level){ .term = atom->name, .level = atom->levels[0], .before = design->n_columns };
}

static bool make_columns(nh_design *design, nh_error *err)
{
    size_t room = 0;
    const nh_formula *f = design->formula;
    design->references = nh_arena_array(design->memory, f->n_terms, sizeof *design->references);
    design->has_intercept = f->has_intercept && f->n_effects == 0 && !f->has_baseline;
    if (design->has_intercept)
        *add_column(design, &room) =
            (nh_design_column){ .term = "(Intercept)", .level = "", .is_hidden = f->hides_intercept };
    for (size_t t = 0; t < f->n_terms; t++) {
        if (f->terms[t].n > 16)
            return nh_fail(err, NH_BAD_INPUT, "%s joins %zu columns; at most 16 can be", f->terms[t].text,
                           f->terms[t].n);
        add_reference(design, &f->terms[t]);
        add_term_columns(design, &f->terms[t], &room);
    }
    if (design->n_columns > MOST_COLUMNS)
        return nh_fail(err, NH_INCOMPLETE,
                       "%s makes %zu columns; at most %d can be fitted (effects after the bar | are "
                       "absorbed without columns)",
                       f->text, design->n_columns, MOST_COLUMNS);
    design->kept = nh_arena_array(design->memory, design->n_columns, sizeof *design->kept);
    for (size_t j = 0; j < design->n_columns; j++) design->kept[j] = j;
    design->n_kept = design->n_columns;
    return true;
}

static void level_numbers(const nh_design_atom *atom, const nh_block *block, double *numbers)
{
    const nh_column *column = atom->atom->of->column;
    bool is_changed = block->change && block->change->set && block->change->column == column;
    if (atom->level_of_code) {
        for (size_t i = 0; i < block->n; i++)
            numbers[i] = atom->level_of_code[is_changed ? block->change->code : column->code[block->rows[i]]];
        return;
    }
    nh_expression_values(atom->atom->of, block, numbers, NULL);
    for (size_t i = 0; i < block->n; i++) numbers[i] = nh_level_of_value(atom, numbers[i]);
}

void nh_atom_values(const nh_design_atom *atom, const nh_block *block, double *values, double *slopes)
{
    double x[NH_BLOCK], x_slopes[NH_BLOCK];
    if (atom->levels) level_numbers(atom, block, values);
    else if (!atom->basis) nh_expression_values(atom->atom->of, block, values, slopes);
    else {
        nh_expression_values(atom->atom->of, block, x, slopes ? x_slopes : NULL);
        nh_basis_values(atom->basis, x, slopes ? x_slopes : NULL, block->n, values, slopes);
    }
}

/* Multiplies a part into the column; `slope` by the product rule. */
static void multiply_part(const nh_design_atom *atom, size_t which, size_t n, const double *values,
                          const double *slopes, double *column, double *slope)
{
    size_t at = atom->levels ? atom->at : atom->at + which;
    for (size_t i = 0; i < n; i++) {
        double value = values[at * NH_BLOCK + i];
        if (atom->levels) value = value == (double)which;
        if (slope) slope[i] = slope[i] * value + (atom->levels ? 0 : column[i] * slopes[at * NH_BLOCK + i]);
        column[i] *= value;
    }
}

/* What a block of rows is worked out with: an atom's values, once a column asks for them. */
typedef struct workings {
    const nh_design *design;
    size_t from;
    nh_block rows;
    double *values, *slopes; /* by the atoms' places; slopes may be NULL */
    bool *is_ready;
    double **place;          /* the columns of levels: of none (NH_NO_LEVEL), the first, ... */
} workings;

/* Values that were kept narrow are those of the frame as it is. */
static bool is_narrow(const workings *w, size_t number)
{
    return w->design->narrow && w->design->narrow[number] && !w->rows.change && !w->slopes;
}

static const double *values_of(workings *w, size_t number)
{
    const nh_design_atom *atom = &w->design->atoms[number];
    double *values = w->values + atom->at * NH_BLOCK, *slopes = w->slopes ? w->slopes + atom->at * NH_BLOCK : NULL;
    if (w->is_ready[number]) return values;
    if (is_narrow(w, number)) nh_design_widen(w->design, w->from, number, values);
    else nh_atom_values(atom, &w->rows, values, slopes);
    w->is_ready[number] = true;
    return values;
}

/* A column that is one number or one of a basis. */
static void fill_alone(workings *w, const nh_part *part, double *column)
{
    const nh_design_atom *atom = &w->design->atoms[part->atom];
    if (!atom->levels && is_narrow(w, part->atom)) nh_design_widen(w->design, w->from, part->atom, column);
    else if (!atom->levels && !atom->basis) nh_expression_values(atom->atom->of, &w->rows, column, NULL);
    else memcpy(column, values_of(w, part->atom) + part->which * NH_BLOCK, w->rows.n * sizeof *column);
}

/* How many kept columns, from number k on, are single levels of one atom. */
static size_t run_of_levels(const nh_design *design, size_t k)
{
    size_t end = k;
    const nh_design_column *first = nh_kept_column(design, k);
    if (first->n_parts != 1 || !design->atoms[first->parts[0].atom].levels) return 0;
    while (end < design->n_kept) {
        const nh_design_column *column = nh_kept_column(design, end);
        if (column->n_parts != 1 || column->parts[0].atom != first->parts[0].atom) break;
        end++;
    }
    return end - k;
}

/* All levels of an atom in one go: a row is 1 in one column at most, and a row of no column in `nowhere`. */
static void fill_levels(workings *w, size_t k, size_t n_columns, double *block)
{
    const nh_design *design = w->design;
    size_t number = nh_kept_column(design, k)->parts[0].atom;
    const double *levels = values_of(w, number);
    double nowhere[NH_BLOCK];
    memset(block, 0, n_columns * NH_BLOCK * sizeof *block);
    for (size_t l = 0; l <= design->atoms[number].width; l++) w->place[l] = nowhere;
    for (size_t c = 0; c < n_columns; c++)
        w->place[nh_kept_column(design, k + c)->parts[0].which + 1] = block + c * NH_BLOCK;
    for (size_t i = 0; i < w->rows.n; i++) w->place[(ptrdiff_t)levels[i] - NH_NO_LEVEL][i] = 1;
}

static void fill_product(workings *w, const nh_design_column *c, double *column, double *slope)
{
    for (size_t i = 0; i < w->rows.n; i++) {
        column[i] = 1;
        if (slope) slope[i] = 0;
    }
    for (size_t p = 0; p < c->n_parts; p++) {
        values_of(w, c->parts[p].atom);
        multiply_part(&w->design->atoms[c->parts[p].atom], c->parts[p].which, w->rows.n, w->values, w->slopes, column,
                      slope);
    }
}

static size_t widest(const nh_design *design)
{
    size_t most = 0;
    for (size_t a = 0; a < design->formula->n_atoms; a++)
        if (design->atoms[a].width > most) most = design->atoms[a].width;
    return most;
}

void nh_design_changed(const nh_design *design, size_t from, size_t n, const nh_change *change, double *block,
                       double *slopes)
{
    size_t room = (design->n_scratch + 1) * NH_BLOCK;
    workings w = { .design = design, .from = from, .rows = { design->rows + from, n, change } };
    w.values = nh_resize(NULL, room, sizeof *w.values);
    w.slopes = slopes ? nh_resize(NULL, room, sizeof *w.slopes) : NULL;
    w.is_ready = nh_zeroed(design->formula->n_atoms + 1, sizeof *w.is_ready);
    w.place = nh_resize(NULL, widest(design) + 1, sizeof *w.place);
    for (size_t k = 0, run; k < design->n_kept; k += run) {
        const nh_design_column *c = nh_kept_column(design, k);
        double *column = block + k * NH_BLOCK;
        run = slopes ? 0 : run_of_levels(design, k);
        if (run) fill_levels(&w, k, run, column);
        else if (c->n_parts == 1 && !slopes) fill_alone(&w, &c->parts[0], column);
        else fill_product(&w, c, column, slopes ? slopes + k * NH_BLOCK : NULL);
        run += run == 0;
    }
    free(w.place);
    free(w.values);
    free(w.slopes);
    free(w.is_ready);
}

void nh_design_block(const nh_design *design, size_t from, size_t n, double *block)
{
    nh_design_changed(design, from, n, NULL, block, NULL);
    if (design->absorbed) nh_absorbed_subtract(design->absorbed, from, n, block);
}

nh_design *nh_design_new(const nh_design_request *request, nh_error *err)
{
    nh_arena *memory = nh_arena_new();
    nh_design *design = nh_arena_array(memory, 1, sizeof *design);
    *design = (nh_design){ .formula = request->formula, .frame = request->frame, .memory = memory,
                          .outcome_text = nh_model_outcome_text(request, memory) };
    if (nh_model_rows(design, request, err) && nh_model_atoms(design, err) && make_columns(design, err)) {
        nh_design_narrow(design);
        nh_model_support(design);
        return design;
    }
    nh_design_free(design);
    return NULL;
}

void nh_design_free(nh_design *design)
{
    if (!design) return;
    nh_design_forget_narrow(design);
    free(design->rows);
    free(design->outcome);
    free(design->trials);
    free(design->weight);
    free(design->offset);
    free(design->entry);
    free(design->exit);
    free(design->share);
    nh_arena_free(design->memory);
}
