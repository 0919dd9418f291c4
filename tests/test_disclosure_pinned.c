/* tests/test_disclosure_pinned.c: no suppressed cell of a table can be worked out from the cells that add up to it.
 *
 * A reader of the test's own knows the sums of the table `distance` and narrows every cell until nothing changes;
 * what is asked of random tables is that no `c` is left with one possible number. */
#include "stats/disclosure_pinned.h"

#include "stats/disclosure.h"
#include "stats/disclosure_repeats.h"
#include "stats/disclosure_rules.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { COVERS = 2, GROUPS = 4, ROWS = COVERS * (GROUPS + 1), COLUMNS = 9 };
enum { TO_20_IN, TO_20_OUT, OVER_20_IN, OVER_20_OUT, UNKNOWN, TOTAL, OVER_20, OUTSIDE, AT_A_DISTANCE };

static const char *const names[COLUMNS] = { "to_20_in", "to_20_out", "over_20_in", "over_20_out", "unknown",
                                            "total", "over_20", "outside", "at_a_distance" };

typedef struct counts {
    double at[ROWS][COLUMNS]; /* rows: the groups of all children, their total; those without UASC, their total */
} counts;

/* A small generator of its own, so that the tables are the same everywhere. */
static uint32_t next(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* Most cells are small, many are 0 and some are not. */
static double some_count(uint32_t *seed)
{
    switch (next(seed, 4)) {
    case 0: return 0;
    case 1: return next(seed, 40);
    default: return next(seed, 9);
    }
}

static void add_up_row(double *row, double outside_unknown)
{
    row[TOTAL] = 0;
    for (size_t c = TO_20_IN; c <= UNKNOWN; c++) row[TOTAL] += row[c];
    row[OVER_20] = row[OVER_20_IN] + row[OVER_20_OUT];
    row[OUTSIDE] = row[TO_20_OUT] + row[OVER_20_OUT] + outside_unknown;
    row[AT_A_DISTANCE] = floor(row[OUTSIDE] / 2);
}

static counts some_counts(uint32_t *seed)
{
    counts t = { 0 };
    for (size_t g = 0; g < GROUPS; g++) {
        double *all = t.at[g], *without = t.at[GROUPS + 1 + g];
        for (size_t c = TO_20_IN; c <= UNKNOWN; c++) {
            all[c] = some_count(seed);
            without[c] = all[c] - fmin(all[c], next(seed, 3));
        }
        add_up_row(without, next(seed, (uint32_t)without[UNKNOWN] + 1));
        add_up_row(all, without[OUTSIDE] - without[TO_20_OUT] - without[OVER_20_OUT]);
        for (size_t c = 0; c < COLUMNS; c++) {
            t.at[GROUPS][c] += all[c];
            t.at[ROWS - 1][c] += without[c];
        }
    }
    return t;
}

static nh_frame *frame_of(const counts *t)
{
    static const char *const groups[] = { "foster", "homes", "parents", "supported", "total" };
    nh_frame *frame = nh_frame_new("distance", NULL);
    nh_column *cover = nh_frame_add(frame, "cover", NH_CATEGORY), *group = nh_frame_add(frame, "group", NH_CATEGORY);
    for (size_t c = 0; c < COLUMNS; c++)
        nh_column_role(frame, nh_frame_add(frame, names[c], NH_NUMBER), NH_COUNT, NULL, NULL);
    nh_frame_set_rows(frame, ROWS);
    for (size_t row = 0; row < ROWS; row++) {
        nh_put_text(cover, row, row <= GROUPS ? "all" : "without UASC");
        nh_put_text(group, row, groups[row % (GROUPS + 1)]);
        for (size_t c = 0; c < COLUMNS; c++) nh_put_number(nh_frame_find(frame, names[c]), row, t->at[row][c]);
    }
    return frame;
}

/* ---- the reader ---- */

typedef struct reader {
    double low[ROWS][COLUMNS], high[ROWS][COLUMNS];
    bool has_learnt;
} reader;

static void learn(reader *r, size_t row, size_t c, double low, double high)
{
    if (low > r->low[row][c]) r->low[row][c] = low, r->has_learnt = true;
    if (high < r->high[row][c]) r->high[row][c] = high, r->has_learnt = true;
}

typedef struct cell {
    size_t row, column;
} cell;

/* The whole is the parts together, or (`is_exact` false) at least that. */
static void think(reader *r, cell whole, const cell *part, size_t n, bool is_exact)
{
    double low = 0, high = 0;
    for (size_t i = 0; i < n; i++) {
        low += r->low[part[i].row][part[i].column];
        high += r->high[part[i].row][part[i].column];
    }
    learn(r, whole.row, whole.column, low, is_exact ? high : 1e9);
    for (size_t i = 0; i < n; i++) {
        size_t row = part[i].row, c = part[i].column;
        double others_low = low - r->low[row][c], others_high = high - r->high[row][c];
        double least = is_exact ? r->low[whole.row][whole.column] - others_high : 0;
        double was_low = r->low[row][c], was_high = r->high[row][c];
        learn(r, row, c, least, r->high[whole.row][whole.column] - others_low);
        low += r->low[row][c] - was_low;
        high += r->high[row][c] - was_high;
    }
}

static void think_of_row(reader *r, size_t row)
{
    const cell parts[] = { { row, TO_20_IN }, { row, TO_20_OUT }, { row, OVER_20_IN }, { row, OVER_20_OUT },
                           { row, UNKNOWN } };
    const cell inside[] = { { row, TO_20_IN }, { row, OVER_20_IN }, { row, OUTSIDE } };
    const cell out[] = { { row, TO_20_OUT }, { row, OVER_20_OUT } }, far[] = { { row, OVER_20 }, { row, UNKNOWN } };
    think(r, (cell){ row, TOTAL }, parts, 5, true);
    think(r, (cell){ row, OVER_20 }, parts + 2, 2, true);
    think(r, (cell){ row, OUTSIDE }, out, 2, false);
    think(r, (cell){ row, TOTAL }, inside, 3, false);
    think(r, (cell){ row, TOTAL }, far, 2, false);
    think(r, (cell){ row, OUTSIDE }, &(cell){ row, AT_A_DISTANCE }, 1, false);
}

static void think_of_column(reader *r, size_t c)
{
    for (size_t first = 0; first < ROWS; first += GROUPS + 1) {
        cell groups[GROUPS];
        for (size_t g = 0; g < GROUPS; g++) groups[g] = (cell){ first + g, c };
        think(r, (cell){ first + GROUPS, c }, groups, GROUPS, true);
    }
    for (size_t row = 0; row <= GROUPS; row++)
        think(r, (cell){ row, c }, &(cell){ row + GROUPS + 1, c }, 1, false);
}

static void think_it_through(reader *r)
{
    for (r->has_learnt = true; r->has_learnt;) {
        r->has_learnt = false;
        for (size_t row = 0; row < ROWS; row++) think_of_row(r, row);
        for (size_t c = 0; c < COLUMNS; c++) think_of_column(r, c);
    }
}

static bool is_shown(const nh_frame *released, size_t row, size_t c)
{
    return nh_present(nh_frame_find(released, names[c]), row);
}

/* The strictest reader: one who knows of each c whether it is a small number. `sees` false: nothing but 0 is shown. */
static reader reader_of(const counts *t, const nh_frame *released, bool sees)
{
    reader r;
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = 0; c < COLUMNS; c++) {
            double n = t->at[row][c], shown = 5 * floor(n / 5 + 0.5);
            bool is_open = sees && is_shown(released, row, c);
            r.low[row][c] = n == 0 ? 0 : n <= 5 ? 1 : is_open ? fmax(6, shown - 2) : 6;
            r.high[row][c] = n == 0 ? 0 : n <= 5 ? 5 : is_open ? shown + 2 : 1e9;
        }
    think_it_through(&r);
    return r;
}

static bool knows(const reader *r, size_t row, size_t c) { return r->low[row][c] == r->high[row][c]; }

static void no_suppressed_cell_can_be_worked_out(void **state)
{
    (void)state;
    uint32_t seed = 2024;
    size_t n_hidden = 0, n_more = 0;
    for (int trial = 0; trial < 400; trial++) {
        counts t = some_counts(&seed);
        nh_frame *exact = frame_of(&t), *released = nh_disclose(exact, NULL);
        reader r = reader_of(&t, released, true), blind = reader_of(&t, released, false);
        for (size_t row = 0; row < ROWS; row++)
            for (size_t c = 0; c < COLUMNS; c++) {
                bool is_hidden = !is_shown(released, row, c);
                assert_true(is_hidden ? t.at[row][c] > 0 : t.at[row][c] == 0 || t.at[row][c] > 5); /* 0 stays 0 */
                if (is_hidden && knows(&r, row, c) && !knows(&blind, row, c))
                    fail_msg("table %d: %s of row %zu can only be %.0f", trial, names[c], row, t.at[row][c]);
                n_hidden += is_hidden;
                n_more += is_hidden && t.at[row][c] > 5;
            }
        nh_frame_free(exact);
        nh_frame_free(released);
    }
    assert_true(n_more > 0 && n_more < n_hidden / 4);
}

/* Foster: 6 children near home (shown as 5: 6 or 7) and 1 far, 7 in all (shown as 5: 6 or 7). Without more the one
 * who is far can only be 1. To hide the 6 does not help, as it is at least 6; to hide the 7 does. */
static void the_smallest_cell_that_helps_is_hidden(void **state)
{
    (void)state;
    counts t = { 0 };
    const double foster[] = { 6, 0, 1, 0, 0 }, homes[] = { 30, 0, 0, 20, 0 }, total[] = { 36, 0, 1, 20, 0 };
    memcpy(t.at[0], foster, sizeof foster);
    memcpy(t.at[1], homes, sizeof homes);
    memcpy(t.at[GROUPS], total, sizeof total);
    for (size_t row = 0; row < ROWS; row++) add_up_row(t.at[row], 0);
    for (size_t c = OUTSIDE; c <= AT_A_DISTANCE; c++) t.at[GROUPS][c] = t.at[0][c] + t.at[1][c];
    nh_frame *exact = frame_of(&t), *released = nh_disclose(exact, NULL);
    assert_true(is_shown(released, 0, TO_20_IN));
    assert_false(is_shown(released, 0, OVER_20_IN));
    assert_false(is_shown(released, 0, TOTAL));
    assert_true(is_shown(released, GROUPS, TOTAL));
    nh_frame_free(exact);
    nh_frame_free(released);
}

/* The same total row as another table has it, where the level is the area's own name. */
static void what_is_hidden_once_is_hidden_again(void **state)
{
    (void)state;
    nh_frame *tables[2] = { nh_frame_new("distance", NULL), nh_frame_new("distance_by", NULL) };
    for (size_t i = 0; i < 2; i++) {
        nh_frame *t = tables[i];
        const char *texts[][2] = { { "cover", "all" }, { "geographic_level", "Local authority" }, { "name", "Kent" },
                                   { i == 0 ? "group" : "level", i == 0 ? "total" : "Kent" } };
        nh_put_number(nh_frame_add(t, "year", NH_NUMBER), nh_frame_append(t), 2024);
        for (size_t k = 0; k < 4; k++) nh_put_text(nh_frame_add(t, texts[k][0], NH_CATEGORY), 0, texts[k][1]);
        for (size_t c = 0; c < COLUMNS; c++) {
            nh_column *column = nh_frame_add(t, names[c], NH_NUMBER);
            nh_column_role(t, column, NH_COUNT, NULL, NULL);
            nh_put_number(column, 0, c == TO_20_IN ? 0 : 20);
        }
    }
    nh_put_mark(nh_frame_find(tables[0], "over_20"), 0, NH_SUPPRESSED);
    nh_put_mark(nh_frame_find(tables[0], "to_20_in"), 0, NH_SUPPRESSED);
    nh_hide_repeats(tables[0], tables[1]);
    assert_false(is_shown(tables[1], 0, OVER_20));
    assert_true(is_shown(tables[1], 0, TO_20_IN)); /* 0 stays 0 */
    assert_true(is_shown(tables[1], 0, TOTAL));
    nh_hide_repeats(NULL, tables[1]);
    for (size_t i = 0; i < 2; i++) nh_frame_free(tables[i]);
}

static void published_tables_stay_as_they_are(void **state)
{
    (void)state;
    uint32_t seed = 7;
    counts t = some_counts(&seed);
    nh_frame *printed = frame_of(&t);
    nh_frame_set_lineage(printed, NH_PUBLISHED);
    nh_frame *released = nh_disclose(printed, NULL);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = 0; c < COLUMNS; c++)
            assert_true(nh_frame_find(released, names[c])->number[row] == t.at[row][c] && is_shown(released, row, c));
    nh_frame_free(printed);
    nh_frame_free(released);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_suppressed_cell_can_be_worked_out),
        cmocka_unit_test(the_smallest_cell_that_helps_is_hidden),
        cmocka_unit_test(what_is_hidden_once_is_hidden_again),
        cmocka_unit_test(published_tables_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
