/* stats/models/model_support.c: how many rows, events and others stand behind each column and level.
 *
 * Disclosure control reads these numbers. A level is compared with its reference, and the intercept is the
 * reference's mean: so no level counts for more than its reference, and the intercept for no more than any. */
#include "stats/models/model_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Successes and failures of a row, when the outcome has such. */
static void count_row(const nh_design *design, size_t i, nh_support *support)
{
    double all = design->trials ? design->trials[i] : 1;
    support->n += 1;
    support->events += design->outcome[i] * all;
    support->others += (1 - design->outcome[i]) * all;
}

/* Rows at the two ends of a column's values, those that are not 0, and all. */
typedef struct spread {
    double least, most;
    nh_support at_least, at_most, not_zero, all;
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
        if (values[i] != 0) count_row(design, from + i, &s->not_zero);
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
    support.behind = fmin(support.n, fmin(support.events, support.others));
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
    return (nh_support){ .n = fmin(a.n, b.n), .events = fmin(a.events, b.events), .others = fmin(a.others, b.others) };
}

/* A level's own rows; of a number with two values, the rarer one's; of any other number, all. */
static void set_support(const nh_design *design, nh_design_column *column, const spread *s)
{
    bool is_two_valued = s->least < s->most && s->at_least.n + s->at_most.n == s->all.n;
    if (has_levels(design, column)) column->support = plain(design, s->not_zero);
    else if (column->n_parts == 0 || !is_two_valued) column->support = plain(design, s->all);
    else column->support = plain(design, smaller_of(s->at_least, s->at_most));
}

/* Level numbers of an atom for every used row, block by block. */
static void count_reference(const nh_design *design, const nh_design_atom *atom, nh_support *support)
{
    double values[NH_BLOCK];
    const nh_column *column = atom->atom->of->column;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        if (atom->values)
            nh_expression_values(atom->atom->of, &(nh_block){ design->rows + from, n, NULL }, values, NULL);
        for (size_t i = 0; i < n; i++) {
            int32_t level = atom->values ? nh_level_of_value(atom, values[i])
                                         : atom->level_of_code[column->code[design->rows[from + i]]];
            if (level == 0) count_row(design, from + i, support);
        }
    }
}

static void set_references(nh_design *design)
{
    for (size_t i = 0; i < design->n_references; i++) {
        nh_reference_level *reference = &design->references[i];
        const nh_design_atom *atom = design->atoms;
        while (strcmp(atom->name, reference->term) != 0) atom++;
        count_reference(design, atom, &reference->support);
        reference->support = plain(design, reference->support);
    }
}

/* What `support` can be told from the reference: the smaller of the two; its own rows stay its own. */
static void limit(nh_support *support, const nh_support *reference)
{
    support->behind = fmin(support->behind, reference->behind);
}

static void compare_with_references(nh_design *design)
{
    for (size_t i = 0; i < design->n_references; i++) {
        const nh_reference_level *reference = &design->references[i];
        for (size_t j = 0; j < design->n_columns; j++) {
            nh_design_column *column = &design->columns[j];
            bool is_intercept = column->n_parts == 0;
            if (is_intercept || strcmp(column->term, reference->term) == 0) limit(&column->support, &reference->support);
        }
    }
}

void nh_model_support(nh_design *design)
{
    spread *spreads = nh_zeroed(design->n_columns + 1, sizeof *spreads);
    design->outcome_is_truth = true;
    for (size_t i = 0; i < design->n; i++)
        design->outcome_is_truth &= design->outcome[i] == 0 || design->outcome[i] == 1;
    for (size_t i = 0; i < design->n; i++) count_row(design, i, &design->support);
    design->support = plain(design, design->support);
    for (size_t j = 0; j < design->n_columns; j++) spreads[j] = (spread){ .least = INFINITY, .most = -INFINITY };
    each_block(design, spreads, false);
    each_block(design, spreads, true);
    for (size_t j = 0; j < design->n_columns; j++) set_support(design, &design->columns[j], &spreads[j]);
    set_references(design);
    compare_with_references(design);
    free(spreads);
}
