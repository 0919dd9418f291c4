/* tests/test_disclosure.c: what leaves a frame, role by role, and on random frames.
 *
 * Expected cells follow by hand from the rules (counts of 1 to 5 are c, others to the nearest 5 or 10). */
#include "stats/disclosure.h"

#include "stats/disclosure_rules.h"
#include "stats/methods/months.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/close.h"

typedef struct place {
    const char *level;
    double far, children, received;
} place;

static nh_column *add(nh_frame *frame, const char *name, nh_role role, const char *part, const char *whole)
{
    nh_column *column = nh_frame_add(frame, name, NH_NUMBER);
    nh_column_role(frame, column, role, part, whole);
    return column;
}

/* Children far from home, with share, interval, net gain and its rate; only the counts are filled in. */
static nh_frame *frame_of(const place *places, size_t n)
{
    nh_frame *frame = nh_frame_new("places", NULL);
    nh_column *level = nh_frame_add(frame, "geographic_level", NH_CATEGORY);
    nh_column *year = nh_frame_add(frame, "year", NH_NUMBER);
    nh_column *far = add(frame, "far", NH_COUNT, NULL, NULL),
              *children = add(frame, "children", NH_COUNT, NULL, NULL);
    nh_column *received = add(frame, "received", NH_COUNT, NULL, NULL);
    add(frame, "net", NH_DIFFERENCE, "received", "far");
    add(frame, "net_per_100", NH_PERCENT, "net", "children");
    add(frame, "share", NH_PERCENT, "far", "children");
    add(frame, "share_low", NH_LOWER, "far", "children");
    add(frame, "share_high", NH_UPPER, "far", "children");
    nh_frame_set_rows(frame, n);
    for (size_t i = 0; i < n; i++) {
        nh_put_text(level, i, places[i].level);
        nh_put_number(year, i, 2024);
        nh_put_number(far, i, places[i].far);
        nh_put_number(children, i, places[i].children);
        nh_put_number(received, i, places[i].received);
    }
    return frame;
}

static void assert_cell(const nh_frame *frame, const char *name, size_t row, double value)
{
    const nh_column *column = nh_frame_find(frame, name);
    assert_int_equal(nh_mark_at(column, row), NH_PRESENT);
    assert_close(column->number[row], value, 1e-12);
}

static void assert_hidden(const nh_frame *frame, const char *name, size_t row)
{
    const nh_column *column = nh_frame_find(frame, name);
    assert_int_equal(nh_mark_at(column, row), NH_SUPPRESSED);
    assert_true(column->number[row] == 0);
}

static void counts_and_what_is_made_of_them(void **state)
{
    (void)state;
    const place places[] = { { "Local authority", 37, 212, 13 }, { "Local authority", 3, 212, 13 },
                             { "National", 37, 212, 15 }, { "Local authority", 209, 212, 0 } };
    nh_frame *exact = frame_of(places, 4);
    nh_disclosure_tally tally = { 0 };
    nh_frame *released = nh_disclose(exact, &tally);
    assert_cell(released, "far", 0, 35);
    assert_cell(released, "children", 0, 210);
    assert_cell(released, "net", 0, -20);         /* 15 - 35 */
    assert_cell(released, "net_per_100", 0, -10); /* -20 of 210: -9.5 */
    assert_cell(released, "share", 0, 17);        /* 35 of 210 */
    assert_cell(released, "share_low", 0, 12.2);
    assert_cell(released, "share_high", 0, 22.3);
    assert_cell(released, "year", 0, 2024);
    assert_hidden(released, "far", 1);
    assert_hidden(released, "net", 1);
    assert_hidden(released, "net_per_100", 1);
    assert_hidden(released, "share", 1);
    assert_hidden(released, "share_low", 1);
    assert_hidden(released, "share_high", 1);
    assert_cell(released, "far", 2, 40);
    assert_cell(released, "children", 2, 210);
    assert_cell(released, "received", 2, 20);
    assert_hidden(released, "share", 3); /* the rest is 3 */
    assert_cell(released, "far", 3, 210);
    assert_cell(released, "received", 3, 0);
    assert_int_equal(tally.n_suppressed, 6 + 3);
    assert_int_equal(tally.n_rounded, 3 + 2 + 3 + 2);
    assert_true(nh_frame_find(exact, "far")->number[1] == 3); /* the true frame is untouched */
    nh_frame_free(exact);
    nh_frame_free(released);
}

static void published_figures_pass(void **state)
{
    (void)state;
    const place places[] = { { "National", 3, 212, 13 } };
    nh_frame *printed = frame_of(places, 1);
    nh_frame_set_lineage(printed, NH_PUBLISHED);
    nh_frame *released = nh_disclose(printed, NULL);
    assert_cell(released, "far", 0, 3);
    assert_cell(released, "children", 0, 212);
    nh_frame_free(printed);
    nh_frame_free(released);
}

static void means_medians_and_estimates_need_support(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("means", NULL);
    nh_column *n = add(frame, "n", NH_SUPPORT, NULL, NULL);
    nh_column *mean = add(frame, "mean", NH_MEAN, NULL, "n"), *median = add(frame, "median", NH_MEDIAN, NULL, "n");
    nh_column *estimate = add(frame, "estimate", NH_ESTIMATE, NULL, "n");
    nh_column *orphan = add(frame, "orphan", NH_MEAN, NULL, "nowhere");
    nh_frame_set_rows(frame, 3);
    for (size_t i = 0; i < 3; i++) {
        nh_put_number(n, i, (double[]){ 9, 10, 20 }[i]);
        nh_put_number(mean, i, 14.26);
        nh_put_number(median, i, 331);
        nh_put_number(estimate, i, 0.123456);
        nh_put_number(orphan, i, 14);
    }
    nh_frame *released = nh_disclose(frame, NULL);
    assert_null(nh_frame_find(released, "n"));
    assert_hidden(released, "mean", 0);
    assert_cell(released, "mean", 1, 14.3);
    assert_hidden(released, "median", 1);
    assert_cell(released, "median", 2, 331);
    assert_hidden(released, "estimate", 0);
    assert_cell(released, "estimate", 1, 0.1235);
    assert_hidden(released, "orphan", 2);
    nh_frame_free(frame);
    nh_frame_free(released);
}

typedef struct point {
    const char *cause;
    double days, at_risk, events, curve;
} point;

static nh_frame *curves_of(const point *points, size_t n)
{
    nh_frame *frame = nh_frame_new("incidence", NULL);
    nh_column *cause = nh_frame_add(frame, "cause", NH_CATEGORY), *days = nh_frame_add(frame, "days", NH_NUMBER);
    nh_column *at_risk = add(frame, "at_risk", NH_COUNT, NULL, NULL),
              *events = add(frame, "events", NH_COUNT, NULL, NULL);
    nh_column *curve = add(frame, "curve", NH_PROBABILITY, "events", "at_risk");
    nh_frame_set_rows(frame, n);
    for (size_t i = 0; i < n; i++) {
        nh_put_text(cause, i, points[i].cause);
        nh_put_number(days, i, points[i].days);
        nh_put_number(at_risk, i, points[i].at_risk);
        nh_put_number(events, i, points[i].events);
        nh_put_number(curve, i, points[i].curve);
    }
    return frame;
}

static void a_curve_shows_no_small_step(void **state)
{
    (void)state;
    /* 4 ends by day 30 are not shown; 3 more by day 61 make 7; day 40 is off the grid; at last 9 are at risk. */
    const point points[] = { { "any", 0, 100, 0, 1 },     { "any", 30, 96, 4, 0.96 },      { "any", 40, 95, 1, 0.95 },
                             { "any", 61, 93, 7, 0.9301 }, { "any", 91, 90, 0, 0.9301 }, { "any", 122, 9, 80, 0.1 } };
    nh_frame *exact = curves_of(points, 6), *released = nh_disclose(exact, NULL);
    assert_int_equal(nh_frame_rows(released), 5);
    assert_cell(released, "curve", 0, 1);
    assert_hidden(released, "curve", 1);
    assert_cell(released, "curve", 2, 0.930);
    assert_cell(released, "curve", 3, 0.930);
    assert_hidden(released, "curve", 4);
    assert_hidden(released, "events", 1);
    nh_frame_free(exact);
    nh_frame_free(released);
}

static void what_is_left_of_the_shares_is_two_and_no_few(void **state)
{
    (void)state;
    const point points[] = {
        { "move", 0, 100, 0, 0 },   { "left", 0, 100, 0, 0 },   { "other", 0, 100, 0, 0 },
        { "move", 30, 60, 20, 0.2 }, { "left", 30, 60, 8, 0.08 }, { "other", 30, 60, 2, 0.02 },
        { "move", 61, 50, 0, 0.2 }, { "left", 61, 50, 0, 0.08 }, { "other", 61, 50, 10, 0.12 },
        { "move", 91, 40, 9, 0.29 }, { "left", 91, 40, 0, 0.08 }, { "other", 91, 40, 1, 0.13 },
    };
    nh_frame *exact = curves_of(points, 12), *released = nh_disclose(exact, NULL);
    assert_cell(released, "curve", 3, 0.2);
    assert_hidden(released, "curve", 4); /* kept back with the 2 others: 8 is fewer than 20 */
    assert_hidden(released, "curve", 5);
    for (size_t row = 6; row < 9; row++) assert_cell(released, "curve", row, points[row].curve);
    assert_cell(released, "events", 8, 10); /* 12 since they were last shown */
    assert_hidden(released, "curve", 9); /* kept back with the 1 other, as what has no event would not do */
    assert_cell(released, "curve", 10, 0.08);
    assert_hidden(released, "curve", 11);
    nh_frame_free(exact);
    nh_frame_free(released);
}

static uint32_t next(uint32_t *seed);

enum { MONTHS = 24, SHARES = 3 };
static const char *const shares[SHARES] = { "move", "left", "other" };

/* Ends of each share by month; `all` is the curve of all ends. */
typedef struct ends {
    point of_share[MONTHS * SHARES], all[MONTHS];
} ends;

static ends some_ends(uint32_t *seed)
{
    ends e;
    double at_risk = 400, ended[SHARES] = { 0 };
    for (size_t m = 0; m < MONTHS; m++) {
        double in_month = 0, days = nh_month_day((int)m);
        for (size_t i = 0; i < SHARES; i++) {
            double n = m == 0 || next(seed) % 3 ? 0 : next(seed) % (i == 0 ? 20 : 5);
            ended[i] += n;
            in_month += n;
            e.of_share[m * SHARES + i] = (point){ shares[i], days, at_risk, n, ended[i] / 400 };
        }
        e.all[m] = (point){ "any", days, at_risk, in_month, 1 - (ended[0] + ended[1] + ended[2]) / 400 };
        at_risk -= in_month;
    }
    return e;
}

/* What a reader of both tables can count: the events of each share, of all, and of the shares that are not shown
 * where others are, each since the reader could last count them. */
typedef struct counting {
    double share[SHARES], all, lately[SHARES];
    bool was_kept_back[SHARES];
} counting;

/* The shares that are not shown now, or were not when any was: together they can be counted. */
static void count_the_rest(counting *c, const bool shown[SHARES])
{
    double now = 0, before = 0;
    for (size_t i = 0; i < SHARES; i++) {
        if (!shown[i]) now += c->lately[i];
        if (c->was_kept_back[i]) before += c->lately[i];
        assert_true(shown[i] || !shown[(i + 1) % SHARES] || !shown[(i + 2) % SHARES]); /* not one alone */
        c->was_kept_back[i] = !shown[i];
    }
    assert_false(nh_is_small(now));
    assert_false(nh_is_small(before));
    memset(c->lately, 0, sizeof c->lately);
}

static size_t count_month(counting *c, const point *points, const bool shown[SHARES], bool shows_all)
{
    size_t n_shown = 0;
    for (size_t i = 0; i < SHARES; i++) {
        c->share[i] += points[i].events;
        c->lately[i] += points[i].events;
        c->all += points[i].events;
        n_shown += shown[i];
        assert_false(shown[i] && nh_is_small(c->share[i]));
        if (shown[i]) c->share[i] = 0;
    }
    bool knows_all = shows_all || n_shown == SHARES;
    assert_false(knows_all && nh_is_small(c->all));
    if (knows_all) c->all = 0;
    if (knows_all && n_shown > 0) count_the_rest(c, shown);
    return n_shown;
}

static void curves_do_not_give_each_other_back(void **state)
{
    (void)state;
    uint32_t seed = 11;
    size_t n_shown = 0, n_some = 0;
    for (int trial = 0; trial < 300; trial++) {
        ends e = some_ends(&seed);
        nh_frame *exact = curves_of(e.of_share, MONTHS * SHARES), *exact_all = curves_of(e.all, MONTHS);
        nh_frame *released = nh_disclose(exact, NULL), *released_all = nh_disclose(exact_all, NULL);
        const nh_column *curve = nh_frame_find(released, "curve"), *of_all = nh_frame_find(released_all, "curve");
        counting c = { 0 };
        for (size_t m = 0; m < MONTHS; m++) {
            bool shown[SHARES];
            for (size_t i = 0; i < SHARES; i++) shown[i] = nh_present(curve, m * SHARES + i);
            size_t n = count_month(&c, &e.of_share[m * SHARES], shown, nh_present(of_all, m));
            n_shown += n == SHARES;
            n_some += n > 0 && n < SHARES;
        }
        nh_frame *const frames[] = { exact, exact_all, released, released_all };
        for (size_t i = 0; i < 4; i++) nh_frame_free(frames[i]);
    }
    assert_true(n_shown > 0 && n_some > 0);
}

static nh_frame *by_legal_status(const double counts[3])
{
    static const char *const status[] = { "C1", "V2", "total" };
    nh_frame *frame = nh_frame_new("distance", NULL);
    nh_column *of = nh_frame_add(frame, "legal_status", NH_CATEGORY);
    nh_column *children = add(frame, "children", NH_COUNT, NULL, NULL);
    nh_frame_set_rows(frame, 3);
    for (size_t i = 0; i < 3; i++) {
        nh_put_text(of, i, status[i]);
        nh_put_number(children, i, counts[i]);
    }
    return frame;
}

static void a_line_in_one_sensitive_category_is_hidden(void **state)
{
    (void)state;
    static const struct { double counts[3]; bool shown[3]; } table[] = {
        { { 30, 0, 30 }, { false, false, false } }, /* all 30 are C1 */
        { { 60, 0, 60 }, { true, true, true } },    /* 50 and more may be */
        { { 30, 10, 40 }, { true, true, true } },
        { { 4, 0, 4 }, { false, false, false } },
        { { 0, 0, 0 }, { true, true, true } },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        nh_frame *exact = by_legal_status(table[i].counts), *released = nh_disclose(exact, NULL);
        for (size_t row = 0; row < 3; row++)
            assert_true(nh_present(nh_frame_find(released, "children"), row) == table[i].shown[row]);
        nh_frame_free(exact);
        nh_frame_free(released);
    }
}

/* A small generator of its own, so that the frames are the same everywhere. */
static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static place some_place(uint32_t *seed)
{
    static const char *const levels[] = { "Local authority", "Regional", "National" };
    double children = next(seed) % 120, far = children > 0 ? (double)(next(seed) % ((uint32_t)children + 1)) : 0;
    return (place){ levels[next(seed) % 3], far, children, next(seed) % 30 };
}

static const char *const count_names[] = { "far", "children", "received" };

static void no_small_number_leaves(const nh_frame *exact, const nh_frame *released)
{
    for (size_t c = 0; c < 3; c++) {
        const nh_column *was = nh_frame_find(exact, count_names[c]), *is = nh_frame_find(released, count_names[c]);
        for (size_t row = 0; row < nh_frame_rows(exact); row++) {
            if (nh_is_small(was->number[row])) assert_int_equal(nh_mark_at(is, row), NH_SUPPRESSED);
            else assert_true(fabs(is->number[row] - was->number[row]) <= 5 && fmod(is->number[row], 5) == 0);
        }
    }
    const nh_column *far = nh_frame_find(exact, "far"), *children = nh_frame_find(exact, "children");
    for (size_t row = 0; row < nh_frame_rows(exact); row++)
        if (nh_is_small(far->number[row]) || nh_is_small(children->number[row] - far->number[row]))
            assert_false(nh_present(nh_frame_find(released, "share"), row));
}

static void small_numbers_never_leave(void **state)
{
    (void)state;
    uint32_t seed = 2024;
    for (int trial = 0; trial < 500; trial++) {
        place places[20];
        for (size_t i = 0; i < 20; i++) places[i] = some_place(&seed);
        nh_frame *exact = frame_of(places, 20), *released = nh_disclose(exact, NULL);
        no_small_number_leaves(exact, released);
        nh_frame_free(exact);
        nh_frame_free(released);
    }
}

/* c stands for anything from 1 to 5 and is as good as its middle, 3, for the size of a step. */
static double as_seen(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    return nh_present(column, 0) ? column->number[0] : 3;
}

static void one_more_child_is_one_step_at_the_most(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int trial = 0; trial < 2000; trial++) {
        place before = some_place(&seed), after = before;
        after.far++;
        after.children++;
        nh_frame *was = frame_of(&before, 1), *is = frame_of(&after, 1);
        nh_frame *was_released = nh_disclose(was, NULL), *is_released = nh_disclose(is, NULL);
        double base = strcmp(before.level, "Local authority") == 0 ? 5 : 10;
        for (size_t c = 0; c < 3; c++)
            assert_true(fabs(as_seen(is_released, count_names[c]) - as_seen(was_released, count_names[c])) <= base);
        nh_frame_free(was);
        nh_frame_free(is);
        nh_frame_free(was_released);
        nh_frame_free(is_released);
    }
}

static void results_are_disclosed_unless_exact(void **state)
{
    (void)state;
    const place places[] = { { "Local authority", 3, 212, 13 } };
    nh_results *results = nh_results_new();
    nh_results_add(results, frame_of(places, 1));
    nh_disclose_results(results, true);
    assert_cell(results->frames[0], "far", 0, 3);
    assert_int_equal(results->notes.n, 0);
    nh_disclose_results(results, false);
    assert_hidden(results->frames[0], "far", 0);
    assert_int_equal(results->notes.n, 1);
    nh_results_free(results);
}

static void months_lie_on_their_grid(void **state)
{
    (void)state;
    static const int32_t days[] = { 0, 30, 61, 91, 122, 152, 183, 213, 244, 274, 304, 335, 365 };
    for (int m = 0; m <= 12; m++) assert_int_equal(nh_month_day(m), days[m]);
    assert_true(nh_is_month_day(61) && !nh_is_month_day(60) && !nh_is_month_day(-30) && !nh_is_month_day(30.5));
}

static void counts_inside_notes_are_released_too(void **state)
{
    (void)state;
    nh_results *results = nh_results_new();
    nh_results_note(results, "uasc: %s rows of 2024 in = %s read + %s", nh_counted_as(5).text,
                    nh_counted_as(9998).text, nh_counted_as(0).text);
    nh_results_note(results, "5 of them say nothing");
    nh_disclose_notes(results, false);
    assert_string_equal(results->notes.text[0], "uasc: c rows of 2024 in = 10000 read + 0");
    assert_string_equal(results->notes.text[1], "5 of them say nothing");
    nh_results_gap(results, "%s rows", nh_counted_as(3).text);
    nh_disclose_notes(results, true);
    assert_string_equal(results->gaps.text[0], "3 rows");
    nh_results_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_inside_notes_are_released_too),
        cmocka_unit_test(counts_and_what_is_made_of_them),
        cmocka_unit_test(published_figures_pass),
        cmocka_unit_test(means_medians_and_estimates_need_support),
        cmocka_unit_test(a_curve_shows_no_small_step),
        cmocka_unit_test(what_is_left_of_the_shares_is_two_and_no_few),
        cmocka_unit_test(curves_do_not_give_each_other_back),
        cmocka_unit_test(a_line_in_one_sensitive_category_is_hidden),
        cmocka_unit_test(small_numbers_never_leave),
        cmocka_unit_test(one_more_child_is_one_step_at_the_most),
        cmocka_unit_test(results_are_disclosed_unless_exact),
        cmocka_unit_test(months_lie_on_their_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
