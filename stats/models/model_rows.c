/* stats/models/model_rows.c: which rows of a frame a model uses.
 *
 * Left out, and counted: rows with a blank or a symbol in any column of the formula, the weights or the clusters,
 * and rows of weight 0. Arithmetic that gives no number (the logarithm of 0) is an error, not a blank. */
#include "stats/models/model_rows.h"

#include "stats/models/block_sums.h"

#include <math.h>
#include <stdlib.h>

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
    for (size_t j = 0; f->random && j < f->random->n; j++) need(list, f->random->columns[j]);
    for (size_t i = 0; i < request->n_also_complete; i++) need(list, request->also_complete[i]);
    if (request->weights) need(list, request->weights);
}

/* 0 times what is no number, or infinite, is not 0. */
static bool are_finite(const double *values, size_t n)
{
    static const double zero[NH_BLOCK];
    return nh_dot(values, zero, n) == 0;
}

/* Notes the rows of a block that have no value in the column. */
static void find_wanting(const nh_column *column, size_t from, size_t n, bool *is_wanting)
{
    if (column->mark)
        for (size_t i = 0; i < n; i++) is_wanting[i] |= column->mark[from + i] != NH_PRESENT;
    if (column->kind == NH_NUMBER && !are_finite(column->number + from, n))
        for (size_t i = 0; i < n; i++) is_wanting[i] |= !isfinite(column->number[from + i]);
    if (column->kind == NH_CATEGORY)
        for (size_t i = 0; i < n; i++) is_wanting[i] |= column->code[from + i] == NH_NO_LEVEL;
}

static void choose_rows(nh_design *design, const nh_design_request *request)
{
    needed list = { 0 };
    const nh_column *weights = request->weights;
    size_t n_rows = nh_frame_rows(design->frame);
    need_all(&list, request);
    design->rows = nh_resize(NULL, n_rows + 1, sizeof *design->rows);
    for (size_t from = 0; from < n_rows; from += NH_BLOCK) {
        size_t n = n_rows - from < NH_BLOCK ? n_rows - from : NH_BLOCK;
        bool is_wanting[NH_BLOCK] = { false };
        for (size_t c = 0; c < list.n; c++) find_wanting(list.columns[c], from, n, is_wanting);
        for (size_t i = 0; i < n; i++) {
            design->rows[design->n] = from + i;
            design->n += !is_wanting[i] && (!weights || weights->number[from + i] != 0);
        }
    }
    design->n_left_out = n_rows - design->n;
    free(list.columns);
}

static bool not_a_number(const nh_design *design, const char *what, size_t n_bad, nh_error *err)
{
    return nh_fail(err, NH_BAD_INPUT,
                   "%s is not a number in %zu of %zu rows (a logarithm or root of what has none, or "
                   "a division by 0); leave such rows out with --where, or choose another form",
                   what, n_bad, design->n);
}

double *nh_model_values(const nh_design *design, const nh_expression *e, const char *what, nh_error *err)
{
    double *values = nh_resize(NULL, design->n + NH_BLOCK, sizeof *values);
    size_t n_bad = 0;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_expression_values(e, &(nh_block){ design->rows + from, n, NULL }, values + from, NULL);
        if (are_finite(values + from, n)) continue;
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
    double *failures = nh_model_values(design, counts[1].of, counts[1].text, err);
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

/* A row that ends no later than it begins is at risk at no time (half-open intervals, as in R). */
static void leave_out_instants(nh_design *design)
{
    size_t kept = 0;
    for (size_t i = 0; i < design->n; i++) {
        if (design->entry[i] >= design->exit[i]) continue;
        design->rows[kept] = design->rows[i];
        design->outcome[kept] = design->outcome[i];
        design->entry[kept] = design->entry[i];
        design->exit[kept++] = design->exit[i];
    }
    design->n_left_out += design->n - kept;
    design->n = kept;
}

/* Surv(time, event) or Surv(entry, exit, event): the event becomes the outcome. */
static bool read_survival(nh_design *design, nh_error *err)
{
    const nh_formula *f = design->formula;
    const nh_outcome *event = &f->outcomes[f->n_outcomes - 1];
    bool has_entry = f->n_outcomes == 3;
    if (has_entry) design->entry = design->outcome;
    else design->exit = design->outcome;
    design->outcome = NULL;
    if (has_entry) design->exit = nh_model_values(design, f->outcomes[1].of, f->outcomes[1].text, err);
    if (!design->exit) return false;
    design->outcome = nh_model_values(design, event->of, event->text, err);
    if (!design->outcome) return false;
    bool is_sound = true;
    for (size_t i = 0; i < design->n; i++) is_sound &= design->outcome[i] == 0 || design->outcome[i] == 1;
    if (has_entry) leave_out_instants(design);
    return is_sound || nh_fail(err, NH_BAD_INPUT,
                               "Surv: %s must be 1 where the event came and 0 where it did not, and "
                               "some rows have something else",
                               event->text);
}

const char *nh_model_outcome_text(const nh_design_request *request, nh_arena *memory)
{
    const nh_outcome *o = request->formula->outcomes;
    if (request->formula->response != NH_SURVIVAL_RESPONSE) return o[request->outcome].text;
    if (request->formula->n_outcomes == 2) return nh_arena_print(memory, "Surv(%s,%s)", o[0].text, o[1].text);
    return nh_arena_print(memory, "Surv(%s,%s,%s)", o[0].text, o[1].text, o[2].text);
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
        double *values = nh_model_values(design, f->offsets[o], "the offset", err);
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
    design->outcome = nh_model_values(design, outcome->of, outcome->text, err);
    if (!design->outcome) return false;
    if (request->formula->response == NH_COUNTS_RESPONSE && !read_counts(design, err)) return false;
    if (request->formula->response == NH_SURVIVAL_RESPONSE && !read_survival(design, err)) return false;
    if (design->n == 0)
        return nh_fail(err, NH_INCOMPLETE, "%s: every %s", outcome->text,
                       design->exit ? "row ends no later than it begins" : "denominator is 0");
    return read_weights(design, request->weights, err) && read_offsets(design, err);
}

