/* tests/test_effect_charts.c: what goes with distance: effects as a forest, outcomes along distance as curves.
 * Numbers are invented. */
#include "plots/chart.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "tests/charting.h"

/* ---- effects ---- */

static nh_frame *no_effects(void)
{
    static const char *const texts[] = { "outcome", "comparison", "per", "unit" };
    static const char *const numbers[] = { "estimate", "conf_low", "conf_high", "n", "first_year", "year" };
    nh_frame *table = nh_frame_new("effects", "Effects");
    for (size_t i = 0; i < 4; i++) nh_frame_add(table, texts[i], NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(table, numbers[i], NH_NUMBER);
    return table;
}

typedef struct effect {
    const char *outcome, *comparison, *unit;
    double estimate, low, high;
} effect;

static void add_effect(nh_frame *table, const effect *e)
{
    const double numbers[] = { e->estimate, e->low, e->high, 120, 2020, 2024 };
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_at(table, 0), row, e->outcome);
    nh_put_text(nh_frame_at(table, 1), row, e->comparison);
    nh_put_text(nh_frame_at(table, 2), row, "children far from home");
    nh_put_text(nh_frame_at(table, 3), row, e->unit);
    for (size_t i = 0; i < 6; i++) nh_put_number(nh_frame_at(table, 4 + i), row, numbers[i]);
    if (isnan(e->estimate))
        for (size_t i = 0; i < 3; i++) nh_put_mark(nh_frame_at(table, 4 + i), row, NH_SUPPRESSED);
}

static const char pp[] = "percentage points";

static void forest_says_the_largest_clear_effects(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const effect effects[] = { { "Went missing", "Within authorities", pp, 4.9, 4.3, 5.5 },
                                      { "Teeth checked", "Within authorities", pp, -5.9, -6.7, -5.1 },
                                      { "Immunised", "Within authorities", pp, 9, -1, 19 },
                                      { "Convicted", "Within authorities", pp, NAN, NAN, NAN },
                                      { "Score", "Within authorities", "points", 2, 1, 3 } };
    nh_frame *table = no_effects();
    nh_text *svg = nh_text_new();
    for (size_t i = 0; i < 5; i++) add_effect(table, &effects[i]);
    draw("forest", table, svg);
    has(svg, ">Children far from home: \xE2\x80\x98teeth checked\xE2\x80\x99 5.9 points lower, "
             "\xE2\x80\x98went missing\xE2\x80\x99 4.9 points higher</title>");
    has(svg, "within authorities; years to 31 March 2020 to 2024");
    has(svg, "<text>\xE2\x88\x92" "5.9 (\xE2\x88\x92" "6.7 to \xE2\x88\x92" "5.1)</text>");
    has(svg, "1 not shown: few children are behind them.");
    has(svg, "not here because measured in another unit: 1.");
    assert_null(strstr(svg->bytes, ">Convicted<"));
    nh_text_free(svg);
    nh_frame_free(table);
}

static void forest_sets_two_comparisons_under_each_other(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const effect effects[] = { { "Went missing", "Between areas", pp, 1, 0.5, 1.5 },
                                      { "Went missing", "Within areas", pp, 0.2, -1, 1 },
                                      { "Teeth checked", "Between areas", pp, -3, -4, -2 },
                                      { "Teeth checked", "Within areas", pp, 2, 1, 3 } };
    nh_frame *table = no_effects();
    nh_text *svg = nh_text_new();
    for (size_t i = 0; i < 4; i++) add_effect(table, &effects[i]);
    draw("forest", table, svg);
    has(svg, ">2 of 2 outcomes go with distant placements between areas, 1 within areas</title>");
    assert_int_equal(count(svg, "<text>Went missing</text>"), 1);
    assert_int_equal(count(svg, "<text>Between areas</text>"), 1);
    nh_text_free(svg);
    nh_frame_free(table);
}

static void effects_that_are_all_hidden_have_no_forest(void **state)
{
    (void)state;
    static const effect hidden = { "Convicted", "Within authorities", pp, NAN, NAN, NAN };
    nh_frame *table = no_effects();
    add_effect(table, &hidden);
    assert_false(nh_chart_named("forest")->suits(table));
    refuse("forest", table, "no estimate has an interval");
    nh_frame_free(table);
}

/* ---- curves ---- */

static nh_frame *no_curves(void)
{
    static const char *const texts[] = { "label", "unit", "comparison", "term" };
    static const char *const numbers[] = { "at", "reference", "estimate", "conf_low", "conf_high", "n" };
    nh_frame *table = nh_frame_new("response", "Response");
    for (size_t i = 0; i < 4; i++) nh_frame_add(table, texts[i], NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(table, numbers[i], NH_NUMBER);
    return table;
}

/* A straight line from 0 at `reference` with a band; estimates from `hidden` on are suppressed. */
typedef struct line {
    const char *label, *unit;
    double slope, half, reference;
    size_t n, hidden;
} line;

static void add_line(nh_frame *table, const line *l)
{
    for (size_t i = 0; i < l->n; i++) {
        size_t row = nh_frame_append(table);
        double at = 10 * (double)i, value = l->slope * (at - l->reference), half = at == l->reference ? 0 : l->half;
        const double numbers[] = { at, l->reference, value, value - half, value + half, 50 };
        const char *const texts[] = { l->label, l->unit, "Within authorities", "miles" };
        for (size_t k = 0; k < 4; k++) nh_put_text(nh_frame_at(table, k), row, texts[k]);
        for (size_t k = 0; k < 6; k++) nh_put_number(nh_frame_at(table, 4 + k), row, numbers[k]);
        if (i >= l->hidden)
            for (size_t k = 2; k < 5; k++) nh_put_mark(nh_frame_at(table, 4 + k), row, NH_SUPPRESSED);
    }
}

static void curves_stop_where_points_are_hidden(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const line lines[] = { { "Went missing", pp, 0.1, 1, 10, 8, 8 },
                                  { "Score", "points", 0.01, 5, 10, 8, 4 },
                                  { "Convicted", pp, 0.1, 1, 10, 8, 1 } };
    nh_frame *table = no_curves();
    nh_text *svg = nh_text_new();
    for (size_t i = 0; i < 3; i++) add_line(table, &lines[i]);
    draw("curve", table, svg);
    /* Two bands, and a bar for each point that is shown. */
    assert_int_equal(count(svg, "<polygon"), 2 + 8 + 4);
    has(svg, ">At 50 miles from home rather than 10: \xE2\x80\x98went missing\xE2\x80\x99 4.0 points higher</title>");
    assert_null(strstr(svg->bytes, "Convicted"));
    has(svg, "1 outcome has no curve: suppressed or missing.");
    has(svg, "Score (points): at 0 \xE2\x88\x92" "0.1 (\xE2\x88\x92" "5.1 to 4.9), at 30 0.2 (");
    nh_text_free(svg);
    nh_frame_free(table);
}

static void curves_that_do_not_differ_say_so(void **state)
{
    (void)state;
    static const line flat = { "Went missing", pp, 0.1, 9, 10, 8, 8 };
    nh_frame *table = no_curves();
    nh_text *title = nh_text_new(), *description = nh_text_new();
    add_line(table, &flat);
    nh_chart_named("curve")->describe(table, title, description);
    assert_string_equal(title->bytes, "At 50 miles from home rather than 10, no outcome clearly differs");
    nh_text_free(description);
    nh_text_free(title);
    nh_frame_free(table);
}

static void one_point_is_no_curve(void **state)
{
    (void)state;
    static const line short_line = { "Went missing", pp, 0.1, 1, 10, 8, 1 };
    nh_frame *table = no_curves();
    add_line(table, &short_line);
    assert_false(nh_chart_named("curve")->suits(table));
    refuse("curve", table, "no two points");
    nh_frame_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forest_says_the_largest_clear_effects),
        cmocka_unit_test(forest_sets_two_comparisons_under_each_other),
        cmocka_unit_test(effects_that_are_all_hidden_have_no_forest),
        cmocka_unit_test(curves_stop_where_points_are_hidden),
        cmocka_unit_test(curves_that_do_not_differ_say_so),
        cmocka_unit_test(one_point_is_no_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
