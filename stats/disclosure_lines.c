/* stats/disclosure_lines.c: lines of sensitive tables, steps of curves.
 *
 * A line is the rows that differ in the sensitive column alone; its total is the sum over them, whatever row
 * "total" may stand beside them. A line is suppressed whole: with one category hidden, the zeros beside it would
 * still say where the children are.
 *
 * Curves stand in rows by a column `days`; rows of one day that follow each other are shares of one whole (how
 * placements end, cause by cause). A curve is shown where the events since it was last shown are none or more than 5.
 *
 * The curve of all ends, which may stand in another table, and the shares that are shown give back the rest together.
 * So shares are shown only where the curve of all ends is, the rest is two shares or more (or none), and what the
 * rest has had since shares were last shown is no event or more than 5 as well. A share that is kept back stays so
 * until all shares may be shown. */
#include "stats/disclosure_lines.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "stats/disclosure_rules.h"

#include <stdlib.h>
#include <string.h>

static void suppress(nh_column *column, size_t row)
{
    column->number[row] = 0;
    nh_put_mark(column, row, NH_SUPPRESSED);
}

static bool is_sensitive(const char *name)
{
    static const char *const facts[] = { "legal_status", "convicted", "sdq_band", "substance_misuse", "uasc" };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (strcmp(name, facts[i]) == 0) return true;
    return false;
}

/* The column of categories: one of a sensitive name, or `level` where `breakdown` names such a fact. */
static const nh_column *categories_of(const nh_frame *frame)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (column->role == NH_PLAIN && is_sensitive(column->name)) return column;
    }
    return nh_frame_find(frame, "breakdown") ? nh_frame_find(frame, "level") : NULL;
}

static bool is_category(const nh_column *categories, size_t row)
{
    return !categories->levels || strcmp(nh_text_at(categories, row), "total") != 0;
}

/* Rows whose breakdown is of an ordinary fact (need, sex) are in no line. */
static bool is_in_a_line(const nh_frame *frame, size_t row)
{
    const nh_column *breakdown = nh_frame_find(frame, "breakdown");
    return !breakdown || is_sensitive(nh_text_at(breakdown, row));
}

static nh_groups *lines_of(const nh_frame *frame, const nh_column *categories)
{
    size_t n = 0, most = nh_frame_columns(frame);
    const nh_column **others = nh_zeroed(most, sizeof *others);
    for (size_t i = 0; i < most; i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (column->role == NH_PLAIN && column != categories) others[n++] = column;
    }
    nh_groups *lines = nh_group(frame, others, n);
    free(others);
    return lines;
}

typedef struct line {
    const size_t *rows;
    size_t n;
} line;

static bool may_leave(const nh_column *counts, const nh_column *categories, line l)
{
    double total = 0, largest = 0;
    for (size_t i = 0; i < l.n; i++) {
        if (!is_category(categories, l.rows[i]) || !nh_present(counts, l.rows[i])) continue;
        double n = counts->number[l.rows[i]];
        total += n;
        if (n > largest) largest = n;
    }
    return nh_line_is_safe(largest, total);
}

static void suppress_lines_of(const nh_frame *exact, nh_frame *released, const nh_column *categories,
                              const nh_groups *lines, size_t column)
{
    for (size_t g = 0; g < lines->n; g++) {
        line l = { lines->rows[g], lines->n_rows[g] };
        if (!is_in_a_line(exact, l.rows[0]) || may_leave(nh_frame_at(exact, column), categories, l)) continue;
        for (size_t i = 0; i < l.n; i++)
            if (nh_present(nh_frame_at(exact, column), l.rows[i]))
                suppress(nh_frame_at(released, column), l.rows[i]);
    }
}

void nh_suppress_lines(const nh_frame *exact, nh_frame *released)
{
    const nh_column *categories = categories_of(exact);
    if (!categories) return;
    nh_groups *lines = lines_of(exact, categories);
    for (size_t i = 0; i < nh_frame_columns(exact); i++)
        if (nh_frame_at(exact, i)->role == NH_COUNT) suppress_lines_of(exact, released, categories, lines, i);
    nh_groups_free(lines);
}

/* One share of a whole: its events since it was last shown, and since any share was. */
typedef struct share {
    double held, lately;
    bool is_kept_back, is_shown; /* kept back: from its last moment on; shown: at this one */
} share;

/* Rows from, from + 1 ... of one day; `held` are all ends since the curve of them was last shown. */
typedef struct moment {
    size_t from, n;
    share *share;
    double held;
} moment;

static double at_or_none(const nh_column *column, size_t row)
{
    return column && nh_present(column, row) ? column->number[row] : 0;
}

static void count_events(moment *m, const nh_column *events)
{
    for (size_t i = 0; i < m->n; i++) {
        double n = at_or_none(events, m->from + i);
        m->held += n;
        m->share[i].held += n;
        m->share[i].lately += n;
        m->share[i].is_shown = false;
    }
}

/* The shares that would be kept back: how many, and their events since any was shown. */
typedef struct rest {
    size_t n;
    double lately;
} rest;

static rest rest_of(const moment *m)
{
    rest r = { 0, 0 };
    for (size_t i = 0; i < m->n; i++) {
        r.n += !m->share[i].is_shown;
        if (!m->share[i].is_shown) r.lately += m->share[i].lately;
    }
    return r;
}

/* Of those that could be shown, the one with the fewest events (any before none) is kept back too. */
static void keep_another_back(moment *m)
{
    share *fewest = NULL;
    for (size_t i = 0; i < m->n; i++) {
        share *s = &m->share[i];
        if (s->is_shown && (!fewest || (s->held > 0 && (fewest->held == 0 || s->held < fewest->held)))) fewest = s;
    }
    if (fewest) fewest->is_shown = false;
}

/* Which shares are shown, at a moment at which the curve of all ends is. */
static void choose_shares(moment *m)
{
    bool may_all = true;
    double kept_back = 0;
    for (size_t i = 0; i < m->n; i++) {
        may_all &= !nh_is_small(m->share[i].held);
        if (m->share[i].is_kept_back) kept_back += m->share[i].lately;
    }
    may_all &= !nh_is_small(kept_back);
    for (size_t i = 0; i < m->n; i++)
        m->share[i].is_shown = may_all || (!m->share[i].is_kept_back && !nh_is_small(m->share[i].held));
    for (rest r = rest_of(m); r.n > 0 && r.n < m->n && (r.n == 1 || nh_is_small(r.lately)); r = rest_of(m))
        keep_another_back(m);
}

/* Where any share was shown, the others are kept back from now on, and counting begins anew. */
static void remember(moment *m)
{
    if (rest_of(m).n == m->n) return;
    for (size_t i = 0; i < m->n; i++) {
        m->share[i].is_kept_back = !m->share[i].is_shown;
        m->share[i].lately = 0;
    }
}

static void suppress_curves(nh_frame *released, size_t row)
{
    for (size_t i = 0; i < nh_frame_columns(released); i++) {
        nh_column *column = nh_frame_at(released, i);
        if (column->role == NH_PROBABILITY && nh_present(column, row)) suppress(column, row);
    }
}

/* The events beside a curve are those since it was last shown, so that a row of small numbers does not tell more
 * than the curve's own step. `events` is their column in the released frame, NULL where there is none. */
static void settle(moment *m, nh_frame *released, nh_column *events)
{
    for (size_t i = 0; i < m->n; i++) {
        share *s = &m->share[i];
        size_t row = m->from + i;
        if (!s->is_shown) suppress_curves(released, row);
        if (!s->is_shown && events) suppress(events, row);
        if (!s->is_shown) continue;
        nh_released since = nh_release_count(s->held, 5);
        if (events && since.mark == NH_PRESENT) nh_put_number(events, row, since.value);
        s->held = 0;
    }
}

static bool is_same_value(const nh_column *column, size_t a, size_t b)
{
    if (column->kind == NH_CATEGORY) return column->code[a] == column->code[b];
    return column->kind != NH_NUMBER || column->number[a] == column->number[b];
}

/* Columns in which the rows of one curve, or of the shares of one whole, differ. */
static bool runs_along_a_curve(const char *name)
{
    static const char *const names[] = { "days", "months", "cause" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

/* Whether two rows belong to the same curve, or to shares of the same whole. */
static bool is_same_curve(const nh_frame *frame, size_t a, size_t b)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (column->role == NH_PLAIN && !runs_along_a_curve(column->name) && !is_same_value(column, a, b))
            return false;
    }
    return true;
}

static size_t rows_of_the_day(const nh_frame *frame, const nh_column *days, size_t from)
{
    size_t n = 1;
    while (from + n < days->n && days->number[from + n] == days->number[from] &&
           is_same_curve(frame, from, from + n))
        n++;
    return n;
}

static const nh_column *a_curve(const nh_frame *frame)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        if (nh_frame_at(frame, i)->role == NH_PROBABILITY) return nh_frame_at(frame, i);
    return NULL;
}

static void walk_curves(const nh_frame *exact, nh_frame *released, const nh_column *days, const nh_column *curve)
{
    const nh_column *events = curve->part ? nh_frame_find(exact, curve->part) : NULL;
    const nh_column *at_risk = curve->whole ? nh_frame_find(exact, curve->whole) : NULL;
    size_t n = nh_frame_rows(exact);
    moment m = { .share = nh_zeroed(n + 1, sizeof *m.share) };
    for (; m.from < n; m.from += m.n) {
        bool is_first = m.from == 0 || !is_same_curve(exact, m.from - 1, m.from);
        if (is_first) memset(m.share, 0, n * sizeof *m.share);
        if (is_first) m.held = 0;
        m.n = rows_of_the_day(exact, days, m.from);
        count_events(&m, events);
        if (nh_step_is_safe(m.held, at_or_none(at_risk, m.from))) {
            m.held = 0;
            choose_shares(&m);
            remember(&m);
        }
        settle(&m, released, curve->part ? nh_frame_find(released, curve->part) : NULL);
    }
    free(m.share);
}

void nh_suppress_steps(const nh_frame *exact, nh_frame *released)
{
    const nh_column *curve = a_curve(exact), *days = nh_frame_find(exact, "days");
    if (!curve) return;
    if (days) {
        walk_curves(exact, released, days, curve);
        return;
    }
    for (size_t row = 0; row < nh_frame_rows(exact); row++) suppress_curves(released, row);
}
