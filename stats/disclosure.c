/* stats/disclosure.c: walks over a frame and lets each cell's role decide what leaves.
 *
 * Counts go first (with the lines of sensitive tables), then what is made of them, then what stands on them.
 * A cell that has no value to begin with keeps its mark. */
#include "stats/disclosure.h"

#include "datasets/frame/arena.h"
#include "stats/disclosure_lines.h"
#include "stats/disclosure_pinned.h"
#include "stats/disclosure_repeats.h"
#include "stats/disclosure_rules.h"
#include "stats/identity.h"
#include "stats/methods/months.h"
#include "stats/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct gate {
    nh_frame *exact;        /* the rows that leave, with their true values */
    nh_frame *released;     /* the same rows, as far as they are done */
    const nh_column *level; /* geographic_level, or NULL */
    const nh_frame *earlier; /* the first table of the same results as it leaves, or NULL */
} gate;

/* One column on its way: true and released, and the columns it is made of (NULL where it names none). */
typedef struct passage {
    const nh_column *exact;
    nh_column *released;
    const nh_column *part, *whole;                   /* true */
    const nh_column *released_part, *released_whole; /* as they leave */
} passage;

static double base_of(const gate *g, size_t row)
{
    return nh_base_of_level(g->level ? nh_text_at(g->level, row) : "");
}

static void put(nh_column *column, size_t row, nh_released cell)
{
    column->number[row] = cell.value; /* 0 where there is none: no true value stays behind a mark */
    nh_put_mark(column, row, cell.mark);
}

static nh_released cell_of(const nh_column *column, size_t row)
{
    if (!column) return (nh_released){ NH_SUPPRESSED, 0 };
    nh_mark mark = nh_mark_at(column, row);
    return (nh_released){ mark, mark == NH_PRESENT ? column->number[row] : 0 };
}

static nh_released pass_count(const gate *g, const passage *p, size_t row)
{
    return nh_release_count(p->exact->number[row], base_of(g, row));
}

static nh_released pass_difference(const gate *g, const passage *p, size_t row)
{
    (void)g;
    return nh_release_difference(cell_of(p->released_part, row), cell_of(p->released_whole, row));
}

/* A count that is not there is NaN, which every rule takes for too small. Part and rest are looked at where the part
 * is a count of children among the whole; a rate of a difference (net gain per 100 children) has no rest. */
static bool may_be_shared(const passage *p, size_t row)
{
    double part = nh_number_at(p->part, row), whole = nh_number_at(p->whole, row);
    if (p->part && p->part->role == NH_DIFFERENCE) return !nh_is_small(whole);
    return nh_percent_is_safe(part, whole);
}

static nh_released pass_percent(const gate *g, const passage *p, size_t row)
{
    (void)g;
    if (!may_be_shared(p, row)) return (nh_released){ NH_SUPPRESSED, 0 };
    return nh_release_percent(cell_of(p->released_part, row), cell_of(p->released_whole, row));
}

static nh_released pass_bound(const gate *g, const passage *p, size_t row)
{
    (void)g;
    if (!may_be_shared(p, row)) return (nh_released){ NH_SUPPRESSED, 0 };
    return nh_release_bound(cell_of(p->released_part, row), cell_of(p->released_whole, row),
                            p->exact->role == NH_UPPER);
}

static nh_released if_at_least(bool enough, double value)
{
    return enough && isfinite(value) ? (nh_released){ NH_PRESENT, value } : (nh_released){ NH_SUPPRESSED, 0 };
}

static double to_decimals(double value, int decimals)
{
    double scale = pow(10, decimals < 0 ? 1 : decimals);
    return round(value * scale) / scale;
}

static nh_released pass_mean(const gate *g, const passage *p, size_t row)
{
    (void)g;
    return if_at_least(nh_number_at(p->whole, row) >= NH_LEAST_OF_MEAN,
                       to_decimals(p->exact->number[row], p->exact->decimals));
}

static nh_released pass_median(const gate *g, const passage *p, size_t row)
{
    (void)g;
    return if_at_least(nh_number_at(p->whole, row) >= NH_LEAST_OF_MEDIAN,
                       to_decimals(p->exact->number[row], p->exact->decimals));
}

static nh_released pass_estimate(const gate *g, const passage *p, size_t row)
{
    (void)g;
    bool enough = nh_number_at(p->whole, row) >= NH_LEAST_OF_ESTIMATE &&
                  (!p->exact->part || nh_number_at(p->part, row) >= NH_LEAST_OF_ESTIMATE);
    return if_at_least(enough, nh_significant(p->exact->number[row], 4));
}

/* As many fewer than the rounded number as there are fewer than the true one: they do not give it back. */
static nh_released pass_freedom(const gate *g, const passage *p, size_t row)
{
    double from = nh_number_at(p->part, row),
           rounding = isfinite(from) ? nh_round_to(from, base_of(g, row)) - from : 0;
    bool enough = nh_number_at(p->whole, row) >= NH_LEAST_OF_ESTIMATE;
    return if_at_least(enough, nh_significant(fmax(0, p->exact->number[row] + rounding), 4));
}

static nh_released pass_probability(const gate *g, const passage *p, size_t row)
{
    (void)g;
    return if_at_least(nh_number_at(p->whole, row) >= NH_LEAST_AT_RISK, to_decimals(p->exact->number[row], 3));
}

typedef nh_released (*pass)(const gate *, const passage *, size_t row);

/* NULL: the column leaves as it is. What only disclosure control reads is treated as a count, then dropped. */
static const pass passes[] = {
    [NH_PLAIN] = NULL, [NH_COUNT] = pass_count, [NH_SUPPORT] = pass_count, [NH_DIFFERENCE] = pass_difference,
    [NH_PERCENT] = pass_percent, [NH_LOWER] = pass_bound, [NH_UPPER] = pass_bound, [NH_MEAN] = pass_mean,
    [NH_MEDIAN] = pass_median, [NH_PROBABILITY] = pass_probability, [NH_ESTIMATE] = pass_estimate,
    [NH_FREEDOM] = pass_freedom,
};

static const nh_column *named(const nh_frame *frame, const char *name)
{
    return name ? nh_frame_find(frame, name) : NULL;
}

static void pass_column(const gate *g, size_t at)
{
    const nh_column *exact = nh_frame_at(g->exact, at);
    passage p = { exact, nh_frame_at(g->released, at), named(g->exact, exact->part), named(g->exact, exact->whole),
                  named(g->released, exact->part), named(g->released, exact->whole) };
    if (exact->role == NH_PERCENT) p.released->decimals = 0; /* they leave as whole percentages */
    for (size_t row = 0; row < nh_frame_rows(g->exact); row++)
        if (nh_present(exact, row)) put(p.released, row, passes[exact->role](g, &p, row));
}

static void pass_role(const gate *g, nh_role role)
{
    for (size_t i = 0; i < nh_frame_columns(g->exact); i++) {
        const nh_column *column = nh_frame_at(g->exact, i);
        if (column->role == role && column->kind == NH_NUMBER && passes[role]) pass_column(g, i);
    }
}

/* The rows of a table of curves that lie on the monthly grid; all rows of any other table. */
static nh_frame *rows_that_leave(const nh_frame *exact)
{
    const nh_column *days = nh_frame_find(exact, "days");
    bool is_curve = false;
    for (size_t i = 0; i < nh_frame_columns(exact); i++)
        is_curve |= nh_frame_at(exact, i)->role == NH_PROBABILITY;
    size_t n = 0, *rows = nh_zeroed(nh_frame_rows(exact) + 1, sizeof *rows);
    for (size_t row = 0; row < nh_frame_rows(exact); row++)
        if (!is_curve || !days || nh_is_month_day(days->number[row])) rows[n++] = row;
    nh_frame *leaving = nh_frame_take(exact, rows, n);
    free(rows);
    return leaving;
}

static void hide_texts(nh_column *texts, const nh_column *terms)
{
    for (size_t row = 0; row < texts->n; row++)
        if (nh_present(texts, row) && (!terms || nh_mentions_identity(nh_text_at(terms, row)))) {
            nh_put_code(texts, row, NH_NO_LEVEL);
            nh_put_mark(texts, row, NH_SUPPRESSED);
        }
}

/* Values that point at a child do not leave, nor as levels of a model's term. */
static void hide_identities(nh_frame *released)
{
    const nh_column *terms = nh_frame_find(released, "term");
    for (size_t i = 0; i < nh_frame_columns(released); i++) {
        nh_column *column = nh_frame_at(released, i);
        if (column->kind != NH_CATEGORY) continue;
        if (nh_is_identity(column->name)) hide_texts(column, NULL);
        else if (terms && strcmp(column->name, "level") == 0) hide_texts(column, terms);
    }
}

static void drop_support(nh_frame *frame)
{
    for (size_t i = nh_frame_columns(frame); i-- > 0;)
        if (nh_frame_at(frame, i)->role == NH_SUPPORT) nh_frame_remove(frame, nh_frame_at(frame, i));
}

static void count_cells(const gate *g, nh_disclosure_tally *tally)
{
    for (size_t i = 0; i < nh_frame_columns(g->released); i++) {
        const nh_column *was = nh_frame_at(g->exact, i), *is = nh_frame_at(g->released, i);
        if (was->role == NH_PLAIN || was->role == NH_SUPPORT) continue;
        for (size_t row = 0; row < nh_frame_rows(g->exact); row++) {
            nh_mark mark = nh_mark_at(is, row);
            tally->n_suppressed += mark == NH_SUPPRESSED && nh_mark_at(was, row) != NH_SUPPRESSED;
            tally->n_rounded += was->role == NH_COUNT && mark == NH_PRESENT && is->number[row] != 0;
        }
    }
}

/* Counts before what is made of them; a difference before its rate. */
static void pass_all(const gate *g)
{
    pass_role(g, NH_COUNT);
    pass_role(g, NH_SUPPORT);
    nh_suppress_lines(g->exact, g->released);
    nh_hide_repeats(g->earlier, g->released);
    nh_hide_pinned(g->exact, g->released);
    for (nh_role role = NH_DIFFERENCE; role < NH_SUPPORT; role++) pass_role(g, role);
    nh_suppress_steps(g->exact, g->released);
}

static nh_frame *disclose_after(const nh_frame *earlier, const nh_frame *exact, nh_disclosure_tally *tally)
{
    gate g = { .exact = rows_that_leave(exact), .earlier = earlier };
    g.released = rows_that_leave(exact);
    g.level = nh_frame_find(g.exact, "geographic_level");
    if (nh_frame_lineage(exact) == NH_CHILD_LEVEL) {
        pass_all(&g);
        hide_identities(g.released);
        if (tally) count_cells(&g, tally);
    }
    drop_support(g.released);
    nh_frame_free(g.exact);
    return g.released;
}

nh_frame *nh_disclose(const nh_frame *exact, nh_disclosure_tally *tally)
{
    return disclose_after(NULL, exact, tally);
}

static void say_what_was_done(nh_results *results, nh_disclosure_tally tally)
{
    char suppressed[NH_WORDS], rounded[NH_WORDS];
    nh_say_number((double)tally.n_suppressed, suppressed);
    nh_say_number((double)tally.n_rounded, rounded);
    nh_results_note(results,
                    "Disclosure control: %s cells are suppressed (c: counts of 1 to 5, and what would tell of them); "
                    "%s counts are rounded, each on its own, to the nearest 5 (England and regions to 10), so parts "
                    "need not add up to their totals. Percentages and intervals are computed from rounded counts.",
                    suppressed, rounded);
}

void nh_disclose_results(nh_results *results, bool exact)
{
    nh_disclosure_tally tally = { 0 };
    bool any = false;
    for (size_t i = 0; i < results->n; i++) {
        nh_frame *true_values = results->frames[i];
        any |= nh_frame_lineage(true_values) == NH_CHILD_LEVEL;
        if (exact) {
            drop_support(true_values);
            continue;
        }
        results->frames[i] = disclose_after(i > 0 ? results->frames[0] : NULL, true_values, &tally);
        nh_frame_free(true_values);
    }
    if (any && !exact) say_what_was_done(results, tally);
}
