/* stats/disclosure_pinned.c: intervals of cells, passed along sums until they rest.
 *
 * Sums that share cells make a block; each block is settled for itself, so that a table of thousands of rows takes
 * little longer than its rows. The reader is taken to know which `c` is a small number and which was hidden beside
 * it. */
#include "stats/disclosure_pinned.h"

#include "datasets/frame/arena.h"
#include "stats/additive_cells.h"
#include "stats/disclosure_rules.h"

#include <math.h>
#include <stdlib.h>

static const double anything = 1e9; /* more children than there are */
static const size_t none = (size_t)-1;

typedef struct range {
    double low, high;
} range;

typedef struct table {
    const nh_frame *exact;
    nh_frame *released;
    const nh_sums *sums;
    range *alone;    /* by cell: what a reader knows of it by itself */
    range *range;    /* by cell: what the others leave of that */
    bool *is_hidden; /* by cell: c */
    bool *is_given_up; /* by cell: pinned, and nothing that is shown can help it */
    size_t *root;    /* by cell: one cell that stands for its block */
    bool *is_total;  /* by cell: of all groups */
} table;

/* Sums that have cells in common, each by its number. */
typedef struct block {
    const size_t *sum;
    size_t n;
} block;

static double value_of(const table *t, size_t cell)
{
    size_t rows = nh_frame_rows(t->exact);
    return nh_frame_at(t->exact, cell / rows)->number[cell % rows];
}

static double base_of(const table *t, size_t cell)
{
    const nh_column *level = nh_frame_find(t->exact, "geographic_level");
    return nh_base_of_level(level ? nh_text_at(level, cell % nh_frame_rows(t->exact)) : "");
}

static range range_alone(const table *t, size_t cell)
{
    double n = value_of(t, cell), base = base_of(t, cell), shown = nh_round_to(n, base);
    bool is_hidden = t->is_hidden[cell];
    if (n == 0) return (range){ 0, is_hidden ? anything : 0 };
    if (nh_is_small(n)) return (range){ 1, 5 };
    if (is_hidden) return (range){ 6, anything };
    return (range){ fmax(6, ceil(shown - base / 2)), ceil(shown + base / 2) - 1 };
}

static bool narrow(range *of, double low, double high)
{
    bool is_narrower = low > of->low || high < of->high;
    *of = (range){ fmax(of->low, low), fmin(of->high, high) };
    return is_narrower;
}

static range sum_of_parts(const table *t, const nh_sum *sum)
{
    range all = { 0, 0 };
    for (size_t i = 1; i < sum->n; i++) {
        all.low += t->range[sum->cell[i]].low;
        all.high += t->range[sum->cell[i]].high;
    }
    return all;
}

/* The whole is at least (or just) its parts together; a part is what the others leave of the whole. */
static bool pass_along(const table *t, const nh_sum *sum)
{
    range parts = sum_of_parts(t, sum), *whole = &t->range[sum->cell[0]];
    bool has_changed = narrow(whole, parts.low, sum->may_exceed ? anything : parts.high);
    for (size_t i = 1; i < sum->n; i++) {
        range *part = &t->range[sum->cell[i]], was = *part;
        double low = sum->may_exceed ? 0 : whole->low - (parts.high - was.high);
        if (!narrow(part, low, whole->high - (parts.low - was.low))) continue;
        parts = (range){ parts.low + part->low - was.low, parts.high + part->high - was.high };
        has_changed = true;
    }
    return has_changed;
}

static void work_out(const table *t, block b)
{
    for (size_t s = 0; s < b.n; s++)
        for (size_t i = 0; i < t->sums->all[b.sum[s]].n; i++) {
            size_t cell = t->sums->all[b.sum[s]].cell[i];
            t->range[cell] = t->alone[cell];
        }
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (size_t s = 0; s < b.n; s++) has_changed |= pass_along(t, &t->sums->all[b.sum[s]]);
    }
}

static bool is_pinned(const table *t, size_t cell)
{
    return t->is_hidden[cell] && t->range[cell].low == t->range[cell].high;
}

static bool may_be_hidden(const table *t, size_t cell) { return !t->is_hidden[cell] && value_of(t, cell) != 0; }

static bool has_cell(const nh_sum *sum, size_t cell)
{
    for (size_t i = 0; i < sum->n; i++)
        if (sum->cell[i] == cell) return true;
    return false;
}

/* What it costs to hide a cell: its children. Totals of all groups come last, as other tables may have them too. */
static double cost_of(const table *t, size_t cell) { return value_of(t, cell) + (t->is_total[cell] ? anything : 0); }

/* The next dearer cell that may be hidden, after `after`: of the sums that `pinned` is in, or of the whole block. */
static size_t next_dearer(const table *t, block b, size_t pinned, bool of_block, size_t after)
{
    size_t best = none;
    for (size_t s = 0; s < b.n; s++) {
        const nh_sum *sum = &t->sums->all[b.sum[s]];
        if (!of_block && !has_cell(sum, pinned)) continue;
        for (size_t i = 0; i < sum->n; i++) {
            size_t cell = sum->cell[i];
            double n = cost_of(t, cell), last = after == none ? 0 : cost_of(t, after);
            bool is_after = after == none || n > last || (n == last && cell > after);
            if (!may_be_hidden(t, cell) || !is_after) continue;
            if (best == none || n < cost_of(t, best) || (n == cost_of(t, best) && cell < best)) best = cell;
        }
    }
    return best;
}

static void set_hidden(const table *t, size_t cell, bool is_hidden)
{
    t->is_hidden[cell] = is_hidden;
    t->alone[cell] = range_alone(t, cell);
}

/* Whether hiding `cell` leaves `pinned` open; tried, and taken back. */
static bool helps(const table *t, block b, size_t pinned, size_t cell)
{
    set_hidden(t, cell, true);
    work_out(t, b);
    bool is_open = !is_pinned(t, pinned);
    set_hidden(t, cell, false);
    return is_open;
}

static size_t smallest_that_helps(const table *t, block b, size_t pinned, bool of_block, bool may_be_total)
{
    size_t cell = none;
    while ((cell = next_dearer(t, b, pinned, of_block, cell)) != none && (may_be_total || !t->is_total[cell]))
        if (helps(t, b, pinned, cell)) return cell;
    return none;
}

/* Whether a cell stays pinned if everything else is hidden: five small numbers of a total that is small too. */
static bool is_lost(const table *t, block b, size_t pinned)
{
    size_t n = 0, *tried = NULL;
    for (size_t cell; (cell = next_dearer(t, b, pinned, true, none)) != none;) {
        tried = nh_resize(tried, n + 1, sizeof *tried);
        tried[n++] = cell;
        set_hidden(t, cell, true);
    }
    work_out(t, b);
    bool is_lost = is_pinned(t, pinned);
    for (size_t i = 0; i < n; i++) set_hidden(t, tried[i], false);
    free(tried);
    return is_lost;
}

/* The cell to hide for a pinned one: one that helps by itself, or the smallest beside it; none where it is lost. */
static size_t partner_of(const table *t, block b, size_t pinned)
{
    size_t cell = smallest_that_helps(t, b, pinned, false, false);
    if (cell == none) cell = smallest_that_helps(t, b, pinned, true, false);
    if (cell == none) cell = smallest_that_helps(t, b, pinned, false, true);
    if (cell == none) cell = smallest_that_helps(t, b, pinned, true, true);
    if (cell != none || is_lost(t, b, pinned)) return cell;
    cell = next_dearer(t, b, pinned, false, none);
    return cell != none ? cell : next_dearer(t, b, pinned, true, none);
}

static bool is_open_to_readers(const table *t, size_t cell) { return is_pinned(t, cell) && !t->is_given_up[cell]; }

static size_t first_pinned(const table *t, block b)
{
    for (size_t s = 0; s < b.n; s++)
        for (size_t i = 0; i < t->sums->all[b.sum[s]].n; i++)
            if (is_open_to_readers(t, t->sums->all[b.sum[s]].cell[i])) return t->sums->all[b.sum[s]].cell[i];
    return none;
}

static void hide(const table *t, size_t cell)
{
    size_t rows = nh_frame_rows(t->released);
    nh_column *column = nh_frame_at(t->released, cell / rows);
    set_hidden(t, cell, true);
    column->number[cell % rows] = 0;
    nh_put_mark(column, cell % rows, NH_SUPPRESSED);
}

static bool has_hidden(const table *t, block b)
{
    for (size_t s = 0; s < b.n; s++)
        for (size_t i = 0; i < t->sums->all[b.sum[s]].n; i++)
            if (t->is_hidden[t->sums->all[b.sum[s]].cell[i]]) return true;
    return false;
}

/* The cells that are pinned now, each once: how many. They stay those that they are while cells are hidden. */
static size_t *all_pinned(const table *t, block b, size_t *n)
{
    size_t *cells = NULL, cell;
    for (*n = 0; (cell = first_pinned(t, b)) != none; ++*n) {
        cells = nh_resize(cells, *n + 1, sizeof *cells);
        cells[*n] = cell;
        t->is_given_up[cell] = true;
    }
    for (size_t i = 0; i < *n; i++) t->is_given_up[cells[i]] = false;
    return cells;
}

/* In a block of thousands of sums nothing is tried: the smallest cell beside each pinned one is hidden, all at once. */
static void settle_large(const table *t, block b)
{
    for (bool has_hidden_one = true; has_hidden_one;) {
        work_out(t, b);
        size_t n, *pinned = all_pinned(t, b, &n);
        has_hidden_one = false;
        for (size_t i = 0; i < n; i++) {
            size_t partner = next_dearer(t, b, pinned[i], false, none);
            if (partner != none) hide(t, partner);
            else t->is_given_up[pinned[i]] = true;
            has_hidden_one |= partner != none;
        }
        free(pinned);
    }
}

static void settle(const table *t, block b)
{
    enum { LARGE = 1000 };
    if (!has_hidden(t, b)) return;
    if (b.n > LARGE) {
        settle_large(t, b);
        return;
    }
    for (;;) {
        work_out(t, b);
        size_t pinned = first_pinned(t, b);
        if (pinned == none) return;
        size_t partner = partner_of(t, b, pinned);
        if (partner == none) t->is_given_up[pinned] = true;
        else hide(t, partner);
    }
}

static size_t root_of(const table *t, size_t cell)
{
    while (t->root[cell] != cell) cell = t->root[cell] = t->root[t->root[cell]];
    return cell;
}

static void join_cells(const table *t)
{
    for (size_t s = 0; s < t->sums->n; s++) {
        const nh_sum *sum = &t->sums->all[s];
        for (size_t i = 1; i < sum->n; i++) t->root[root_of(t, sum->cell[i])] = root_of(t, sum->cell[0]);
    }
}

/* The numbers of the sums, those of one block together and in order: where each block begins goes into `from`. */
static size_t *in_blocks(const table *t, size_t n_cells, size_t *from)
{
    size_t *order = nh_zeroed(t->sums->n + 1, sizeof *order);
    for (size_t s = 0; s < t->sums->n; s++) from[root_of(t, t->sums->all[s].cell[0]) + 1]++;
    for (size_t cell = 0; cell < n_cells; cell++) from[cell + 1] += from[cell];
    for (size_t s = t->sums->n; s-- > 0;) {
        size_t root = root_of(t, t->sums->all[s].cell[0]);
        order[--from[root + 1]] = s;
    }
    return order;
}

static void settle_all(const table *t, size_t n_cells)
{
    size_t *from = nh_zeroed(n_cells + 2, sizeof *from), *order = in_blocks(t, n_cells, from);
    from[n_cells + 1] = t->sums->n;
    for (size_t cell = 0; cell < n_cells; cell++)
        if (from[cell + 2] > from[cell + 1])
            settle(t, (block){ order + from[cell + 1], from[cell + 2] - from[cell + 1] });
    free(order);
    free(from);
}

void nh_hide_pinned(const nh_frame *exact, nh_frame *released)
{
    size_t rows = nh_frame_rows(exact), n_cells = rows * nh_frame_columns(exact);
    table t = { .exact = exact, .released = released, .sums = nh_sums_of(exact) };
    if (t.sums->n > 0) {
        t.alone = nh_zeroed(n_cells, sizeof *t.alone);
        t.range = nh_zeroed(n_cells, sizeof *t.range);
        t.is_hidden = nh_zeroed(n_cells, sizeof *t.is_hidden);
        t.is_given_up = nh_zeroed(n_cells, sizeof *t.is_given_up);
        t.root = nh_zeroed(n_cells, sizeof *t.root);
        t.is_total = nh_zeroed(n_cells, sizeof *t.is_total);
        for (size_t s = 0; s < t.sums->n; s++)
            if (t.sums->all[s].is_of_groups) t.is_total[t.sums->all[s].cell[0]] = true;
        for (size_t cell = 0; cell < n_cells; cell++) {
            t.root[cell] = cell;
            t.is_hidden[cell] = nh_mark_at(nh_frame_at(released, cell / rows), cell % rows) == NH_SUPPRESSED;
        }
        for (size_t s = 0; s < t.sums->n; s++)
            for (size_t i = 0; i < t.sums->all[s].n; i++)
                t.alone[t.sums->all[s].cell[i]] = range_alone(&t, t.sums->all[s].cell[i]);
        join_cells(&t);
        settle_all(&t, n_cells);
    }
    nh_sums_free((nh_sums *)(uintptr_t)t.sums);
    free(t.alone);
    free(t.range);
    free(t.is_hidden);
    free(t.is_given_up);
    free(t.root);
    free(t.is_total);
}
