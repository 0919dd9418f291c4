/* stats/models/model_support.c: how many children, events and others stand behind each column and level.
 *
 * Disclosure control reads these numbers. Where one child has several rows (placements, years), a row counts as its
 * share of the child's: the sum over a level is at most the number of children in it, and never more than one for
 * each. A level is compared with its reference, and the intercept is the
 * reference's mean: so no level counts for more than its reference, and the intercept for no more than any.
 *
 * How well the whole model fits tells of each of its levels: with the others' estimates at hand, R squared gives back
 * the one that is left. So it stands on the least of them. Effects after the bar have no estimates that are shown;
 * one of few levels, as whether a child is unaccompanied, counts all the same. */
#include "stats/models/model_rows.h"

#include "stats/models/block_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What each row of a block counts for; 0 after the last row. */
typedef struct tally {
    size_t n;
    double rows[NH_BLOCK], children[NH_BLOCK], events[NH_BLOCK], others[NH_BLOCK];
} tally;

/* Successes and failures of a row; of any other outcome (incidents, a score) whether it is anything but 0: the mean
 * of an outcome that few rows have tells of those few. */
static void read_tally(const nh_design *design, size_t from, tally *t)
{
    bool has_events = design->outcome_is_truth || design->trials;
    *t = (tally){ .n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK };
    for (size_t i = 0; i < t->n; i++) {
        double y = design->outcome[from + i], all = design->trials ? design->trials[from + i] : 1;
        double share = design->share ? design->share[from + i] : 1;
        t->rows[i] = 1;
        t->children[i] = share;
        t->events[i] = share * (has_events ? y * all : y != 0);
        t->others[i] = share * (has_events ? (1 - y) * all : 1);
    }
}

static void count_row(const tally *t, size_t i, nh_support *support)
{
    support->n += 1;
    support->children += t->children[i];
    support->events += t->events[i];
    support->others += t->others[i];
}

/* The rows whose value is `value`. */
static void count_where(const tally *t, const double *restrict column, double value, nh_support *support)
{
    const double *const of_row[4] = { t->rows, t->children, t->events, t->others };
    double is_there[NH_BLOCK], sum[4];
    for (size_t i = 0; i < NH_BLOCK; i++) is_there[i] = column[i] == value ? 1 : 0;
    nh_dot_four(is_there, of_row, NH_BLOCK, sum);
    support->n += sum[0];
    support->children += sum[1];
    support->events += sum[2];
    support->others += sum[3];
}

/* What is known of a column: the two values it has had so far, whether it had more, and the rows of each. */
typedef struct spread {
    double first, second;
    bool has_second, has_more;
    nh_support at_first, at_second, zero, not_zero;
} spread;

/* Finds the second value, and whether there is a third. */
static void look_for_others(const double *column, size_t n, spread *s)
{
    size_t i = 0;
    while (!s->has_second && i < n && column[i] == s->first) i++;
    if (i == n) return;
    if (!s->has_second) s->second = column[i];
    s->has_second = true;
    bool has_more = false;
    for (; i < n; i++) has_more |= (column[i] != s->first) & (column[i] != s->second);
    s->has_more |= has_more;
}

static void look_at(const tally *t, const double *column, bool is_start, spread *s)
{
    if (is_start) s->first = column[0];
    if (!s->has_more) look_for_others(column, t->n, s);
    count_where(t, column, s->first, &s->at_first);
    if (s->first != 0) count_where(t, column, 0, &s->zero);
}

/* Shares of counts add up to whole ones but for rounding. */
static double rest_of(double all, double part) { return all - part > 1e-9 * all ? all - part : 0; }

static nh_support less(nh_support all, nh_support part)
{
    return (nh_support){ .n = rest_of(all.n, part.n), .children = rest_of(all.children, part.children),
                         .events = rest_of(all.events, part.events), .others = rest_of(all.others, part.others) };
}

/* What was not counted is what all rows have beside. */
static void complete(const nh_support *all, spread *s)
{
    if (s->first == 0) s->zero = s->at_first;
    s->not_zero = less(*all, s->zero);
    s->at_second = less(*all, s->at_first);
}

static bool has_levels(const nh_design *design, const nh_design_column *column)
{
    for (size_t p = 0; p < column->n_parts; p++)
        if (design->atoms[column->parts[p].atom].levels) return true;
    return false;
}

/* A level that stands alone is counted with its atom, and needs no column. */
static bool is_level(const nh_design *design, const nh_design_column *column)
{
    return column->n_parts == 1 && design->atoms[column->parts[0].atom].levels;
}

/* A number with many values is known at its third one; a product has to be counted to the end. */
static bool is_known(const nh_design *design, const nh_design_column *column, const spread *s)
{
    return column->n_parts == 0 || is_level(design, column) || (s->has_more && column->n_parts == 1);
}

/* The columns that are not known yet are what blocks hold. */
static void choose_columns(nh_design *design, const spread *spreads)
{
    design->n_kept = 0;
    for (size_t j = 0; j < design->n_columns; j++)
        if (!is_known(design, &design->columns[j], &spreads[j])) design->kept[design->n_kept++] = j;
}

static void look_at_blocks(nh_design *design, spread *spreads)
{
    double *block = nh_zeroed((design->n_columns + 1) * NH_BLOCK, sizeof *block);
    tally t;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        choose_columns(design, spreads);
        if (design->n_kept == 0) break;
        read_tally(design, from, &t);
        nh_design_block(design, from, t.n, block);
        for (size_t k = 0; k < design->n_kept; k++)
            look_at(&t, block + k * NH_BLOCK, from == 0, &spreads[design->kept[k]]);
    }
    for (size_t j = 0; j < design->n_columns; j++) design->kept[j] = j;
    design->n_kept = design->n_columns;
    free(block);
}

static nh_support with_least(nh_support support)
{
    /* Shares of one child add up to 1 but for rounding. */
    support.behind = fmin(support.children, fmin(support.events, support.others)) * (1 + 1e-9);
    return support;
}

static nh_support smaller_of(nh_support a, nh_support b)
{
    return (nh_support){ .n = fmin(a.n, b.n), .children = fmin(a.children, b.children),
                         .events = fmin(a.events, b.events), .others = fmin(a.others, b.others) };
}

static bool is_two_valued(const spread *s)
{
    return s->has_second && !s->has_more;
}

/* A product's own rows; of a number with two values, the rarer one's; of any other number, all. Levels that stand
 * alone have theirs from their atom. */
static void set_support(const nh_design *design, nh_design_column *column, const spread *s)
{
    bool is_product = has_levels(design, column) || (column->n_parts > 1 && !is_two_valued(s));
    if (is_level(design, column)) return;
    if (is_product) column->support = with_least(s->not_zero);
    else if (column->n_parts == 0 || !is_two_valued(s)) column->support = design->support;
    else column->support = with_least(smaller_of(s->at_first, s->at_second));
}

/* The rows of every level of an atom. */
static nh_support *count_levels(const nh_design *design, const nh_design_atom *atom)
{
    double values[NH_BLOCK];
    const nh_column *column = atom->atom->of->column;
    nh_support *counts = nh_zeroed(atom->width + 1, sizeof *counts);
    tally t;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        read_tally(design, from, &t);
        if (atom->values)
            nh_expression_values(atom->atom->of, &(nh_block){ design->rows + from, t.n, NULL }, values, NULL);
        for (size_t i = 0; i < t.n; i++) {
            int32_t level = atom->values ? nh_level_of_value(atom, values[i])
                                         : atom->level_of_code[column->code[design->rows[from + i]]];
            count_row(&t, i, &counts[level]);
        }
    }
    for (size_t l = 0; l < atom->width; l++) counts[l] = with_least(counts[l]);
    return counts;
}

/* The levels of one atom: its columns that stand alone, and the reference. */
static void set_levels(nh_design *design, const nh_design_atom *atom)
{
    nh_support *counts = count_levels(design, atom);
    for (size_t j = 0; j < design->n_columns; j++) {
        nh_design_column *column = &design->columns[j];
        if (is_level(design, column) && &design->atoms[column->parts[0].atom] == atom)
            column->support = counts[column->parts[0].which];
    }
    for (size_t r = 0; r < design->n_references; r++)
        if (strcmp(atom->name, design->references[r].term) == 0) design->references[r].support = counts[0];
    free(counts);
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
            if (is_intercept || strcmp(column->term, reference->term) == 0)
                limit(&column->support, &reference->support);
        }
    }
}

static bool has_part(const nh_design_column *column, size_t atom)
{
    for (size_t p = 0; p < column->n_parts; p++)
        if (column->parts[p].atom == atom) return true;
    return false;
}

/* Whether `column` stands for where `of` is 0: the intercept for any column, a variable for its products. */
static bool is_the_rest(const nh_design_column *column, const nh_design_column *of)
{
    for (size_t p = 0; p < column->n_parts; p++)
        if (!has_part(of, column->parts[p].atom)) return false;
    return column->n_parts < of->n_parts;
}

/* Whether a product takes `atom` and is 0, or a reference, exactly where `column` is left to itself. */
static bool is_left_by(const nh_design *design, const nh_design_column *column, size_t atom)
{
    if (has_part(column, atom)) return false;
    if (column->n_parts == 0) return true;
    for (size_t j = 0; j < design->n_columns; j++)
        if (has_part(&design->columns[j], atom) && is_the_rest(column, &design->columns[j])) return true;
    return false;
}

static void limit_rests(nh_design *design, size_t atom, const nh_support *rest)
{
    for (size_t k = 0; k < design->n_columns; k++)
        if (is_left_by(design, &design->columns[k], atom)) limit(&design->columns[k].support, rest);
}

/* The mean of a few is the intercept when everybody else has a 1; the slope of a few is the variable's own beside its
 * product. */
static void compare_with_rests(nh_design *design, const spread *spreads)
{
    for (size_t j = 0; j < design->n_columns; j++) {
        const nh_design_column *column = &design->columns[j];
        if (column->n_parts != 1 || has_levels(design, column) || !is_two_valued(&spreads[j])) continue;
        nh_support rest = spreads[j].zero.n > 0 ? with_least(spreads[j].zero) : column->support;
        limit_rests(design, column->parts[0].atom, &rest);
    }
    for (size_t i = 0; i < design->n_references; i++) {
        size_t atom = 0;
        while (strcmp(design->atoms[atom].name, design->references[i].term) != 0) atom++;
        limit_rests(design, atom, &design->references[i].support);
    }
}

static bool is_hidden_term(const nh_design *design, const char *term)
{
    for (size_t j = 0; j < design->n_columns; j++)
        if (design->columns[j].is_hidden && strcmp(design->columns[j].term, term) == 0) return true;
    return false;
}

/* The least of the levels of an effect after the bar; of many levels each is lost among the others. */
static double least_of_effect(const nh_design *design, const nh_effect *effect)
{
    enum { FEW_LEVELS = 9 };
    size_t n_groups;
    double least = INFINITY;
    uint32_t *group = nh_design_few_groups(design, effect->columns, effect->n, FEW_LEVELS, &n_groups);
    nh_support counts[FEW_LEVELS] = { 0 };
    tally t;
    for (size_t from = 0; group && from < design->n; from += NH_BLOCK) {
        read_tally(design, from, &t);
        for (size_t i = 0; i < t.n; i++) count_row(&t, i, &counts[group[from + i]]);
    }
    for (size_t g = 0; group && g < n_groups; g++) least = fmin(least, with_least(counts[g]).behind);
    free(group);
    return least;
}

static double least_of_all(const nh_design *design)
{
    double least = design->support.behind;
    for (size_t j = 0; j < design->n_columns; j++)
        if (!design->columns[j].is_hidden) least = fmin(least, design->columns[j].support.behind);
    for (size_t i = 0; i < design->n_references; i++)
        if (!is_hidden_term(design, design->references[i].term))
            least = fmin(least, design->references[i].support.behind);
    for (size_t e = 0; e < design->formula->n_effects; e++)
        least = fmin(least, least_of_effect(design, &design->formula->effects[e]));
    return least;
}

static const nh_column *column_of_children(const nh_frame *frame)
{
    const nh_column *child = nh_frame_find(frame, "child");
    return child ? child : nh_frame_find(frame, "CHILD");
}

/* NULL where every child has one row. CHILD is unique within an authority alone. */
static double *shares_of_children(const nh_design *design)
{
    const nh_column *keys[] = { column_of_children(design->frame), nh_frame_find(design->frame, "authority") };
    if (!keys[0] || nh_frame_lineage(design->frame) != NH_CHILD_LEVEL) return NULL;
    size_t n_children;
    uint32_t *child = nh_design_groups(design, keys, keys[1] ? 2 : 1, &n_children);
    double *share = n_children < design->n ? nh_zeroed(design->n, sizeof *share) : NULL;
    double *rows = nh_zeroed(n_children + 1, sizeof *rows);
    for (size_t i = 0; share && i < design->n; i++) rows[child[i]]++;
    for (size_t i = 0; share && i < design->n; i++) share[i] = 1 / rows[child[i]];
    free(rows);
    free(child);
    return share;
}

static nh_support count_all(const nh_design *design)
{
    nh_support all = { 0 };
    tally t;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        read_tally(design, from, &t);
        for (size_t i = 0; i < t.n; i++) count_row(&t, i, &all);
    }
    return all;
}

void nh_model_support(nh_design *design)
{
    design->share = shares_of_children(design);
    spread *spreads = nh_zeroed(design->n_columns + 1, sizeof *spreads);
    design->outcome_is_truth = true;
    for (size_t i = 0; i < design->n; i++)
        design->outcome_is_truth &= design->outcome[i] == 0 || design->outcome[i] == 1;
    design->support = with_least(count_all(design));
    look_at_blocks(design, spreads);
    for (size_t j = 0; j < design->n_columns; j++) complete(&design->support, &spreads[j]);
    for (size_t j = 0; j < design->n_columns; j++) set_support(design, &design->columns[j], &spreads[j]);
    for (size_t a = 0; a < design->formula->n_atoms; a++)
        if (design->atoms[a].levels) set_levels(design, &design->atoms[a]);
    compare_with_references(design);
    compare_with_rests(design, spreads);
    design->least_behind = least_of_all(design);
    free(spreads);
}
