/* tests/test_area_charts.c: authorities against limits, and miles from home by kind of placement. Numbers are
 * invented. */
#include "plots/chart.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/charting.h"

/* ---- funnel ---- */

static nh_frame *no_funnel(void)
{
    static const char *const numbers[] = { "year",          "children",  "share",    "overall_share", "low_95",
                                           "high_95",       "low_99_8",  "high_99_8", "wide_low_99_8",
                                           "wide_high_99_8", "phi" };
    nh_frame *table = nh_frame_new("funnel", "Funnel");
    nh_frame_add(table, "name", NH_CATEGORY);
    for (size_t i = 0; i < 11; i++) nh_frame_add(table, numbers[i], NH_NUMBER);
    return table;
}

/* Limits round 10% of so many children, by the normal curve; widened twice. */
static void add_unit(nh_frame *table, int year, const char *name, double children, double share)
{
    double sd = 100 * sqrt(0.1 * 0.9 / children);
    const double numbers[] = { year, children, share, 10, 10 - 1.96 * sd, 10 + 1.96 * sd, 10 - 3.09 * sd,
                               10 + 3.09 * sd, 10 - 6.18 * sd, 10 + 6.18 * sd, 4 };
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_at(table, 0), row, name);
    for (size_t i = 0; i < 11; i++) nh_put_number(nh_frame_at(table, 1 + i), row, numbers[i]);
    if (share < 0) nh_put_mark(nh_frame_find(table, "share"), row, NH_SUPPRESSED);
}

static nh_frame *eleven_authorities(void)
{
    nh_frame *table = no_funnel();
    for (int i = 0; i < 8; i++) {
        char name[20];
        snprintf(name, sizeof name, "Within %d", i);
        add_unit(table, 2024, name, 300 + 100 * i, 10.2);
    }
    add_unit(table, 2024, "Essex", 1000, 13.5);   /* 99.8% ends at 12.9, widened at 15.9 */
    add_unit(table, 2024, "Ealing", 900, 18);
    add_unit(table, 2024, "Rutland", 30, -1);
    add_unit(table, 2023, "Exeter", 900, 40);
    return table;
}

static void funnel_names_who_is_outside(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = eleven_authorities();
    nh_text *svg = nh_text_new();
    draw("funnel", table, svg);
    has(svg, ">2 of 10 authorities lie outside the 99.8% limits for repeat moves, 1 even when these are "
             "widened</title>");
    has(svg, "<text>Essex</text>");
    has(svg, "<text>Ealing</text>");
    has(svg, "above: Ealing; below: none.");
    has(svg, "1 authority is left out: suppressed or missing.");
    has(svg, "<text>All together 10.0%</text>");
    assert_null(strstr(svg->bytes, "Exeter"));
    assert_null(strstr(svg->bytes, "Within 1"));
    nh_text_free(svg);
    nh_frame_free(table);
}

static void few_authorities_are_no_funnel(void **state)
{
    (void)state;
    nh_frame *table = no_funnel();
    for (int i = 0; i < 9; i++) add_unit(table, 2024, "Kent", 300 + 100 * i, 10);
    assert_false(nh_chart_named("funnel")->suits(table));
    refuse("funnel", table, "fewer than 10 authorities");
    nh_frame_free(table);
}

/* ---- histogram ---- */

static void add_bands(nh_frame *table, const char *group, const double *children, double median)
{
    double known = 0;
    for (size_t b = 0; b < 21; b++) known += fmax(children[b], 0);
    for (size_t b = 0; b < 21; b++) {
        size_t row = nh_frame_append(table);
        nh_put_text(nh_frame_find(table, "group"), row, group);
        nh_put_number(nh_frame_find(table, "year"), row, 2024);
        nh_put_number(nh_frame_find(table, "over_miles"), row, 5.0 * (double)b);
        if (b < 20) nh_put_number(nh_frame_find(table, "to_miles"), row, 5.0 * (double)(b + 1));
        if (children[b] < 0) nh_put_mark(nh_frame_find(table, "children"), row, NH_SUPPRESSED);
        else nh_put_number(nh_frame_find(table, "children"), row, children[b]);
        nh_put_number(nh_frame_find(table, "distance_known"), row, known);
        if (median < 0) nh_put_mark(nh_frame_find(table, "median_miles"), row, NH_SUPPRESSED);
        else nh_put_number(nh_frame_find(table, "median_miles"), row, median);
    }
}

static nh_frame *no_bands(void)
{
    static const char *const numbers[] = { "year", "over_miles", "to_miles", "children", "distance_known",
                                           "median_miles" };
    nh_frame *table = nh_frame_new("histogram", "Miles from home");
    nh_frame_add(table, "group", NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(table, numbers[i], NH_NUMBER);
    return table;
}

static void histogram_has_a_bar_for_each_band_that_is_shown(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const double foster[21] = { 40, 30, 10, 10, 5, 5, -1 }, homes[21] = { 10, 10, 10, 10, 20, 20, [20] = 20 };
    nh_frame *table = no_bands();
    nh_text *svg = nh_text_new();
    add_bands(table, "all", foster, 9);
    add_bands(table, "foster", foster, 6.5);
    add_bands(table, "homes", homes, 22.5);
    draw("histogram", table, svg);
    /* 6 and 7 bars, and a triangle for each of two medians. */
    assert_int_equal(count(svg, "<polygon"), 6 + 7 + 2);
    has(svg, ">Half of children in children\xE2\x80\x99s homes live 22.5 miles or more from home, in foster "
             "care 6.5<");
    has(svg, "<text>median 6.5 miles, 100 children</text>");
    has(svg, "<text>20 miles</text>");
    has(svg, "<text>100+</text>");
    assert_int_equal(count(svg, "<text>c</text>"), 1);
    nh_text_free(svg);
    nh_frame_free(table);
}

static void histogram_without_medians_names_none(void **state)
{
    (void)state;
    static const double few[21] = { 10, -1, -1 };
    nh_frame *table = no_bands();
    nh_text *title = nh_text_new(), *description = nh_text_new();
    add_bands(table, "homes", few, -1);
    nh_chart_named("histogram")->describe(table, title, description);
    assert_string_equal(title->bytes, "How far from home children live");
    nh_text_free(description);
    nh_text_free(title);
    nh_frame_free(table);
}

static void hidden_bands_are_no_histogram(void **state)
{
    (void)state;
    static const double hidden[21] = { -1, -1, -1 };
    nh_frame *table = no_bands();
    add_bands(table, "homes", hidden, -1);
    assert_false(nh_chart_named("histogram")->suits(table));
    refuse("histogram", table, "no band of any kind");
    nh_frame_free(table);
}

/* ---- dumbbell ---- */

static nh_frame *no_regions(void)
{
    static const char *const numbers[] = { "year", "homes_year", "homes", "children", "share_of_homes",
                                           "share_of_children" };
    nh_frame *table = nh_frame_new("homes_by_region", "Homes");
    nh_frame_add(table, "geographic_level", NH_CATEGORY);
    nh_frame_add(table, "name", NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(table, numbers[i], NH_NUMBER);
    return table;
}

/* Of 400 homes and 8,000 children. */
static void add_region(nh_frame *table, const char *level, const char *name, double homes, double children)
{
    const double numbers[] = { 2024, 2025, homes, children, homes / 4, children / 80 };
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_at(table, 0), row, level);
    nh_put_text(nh_frame_at(table, 1), row, name);
    for (size_t i = 0; i < 6; i++) nh_put_number(nh_frame_at(table, 2 + i), row, numbers[i]);
    if (children < 0) nh_put_mark(nh_frame_find(table, "share_of_children"), row, NH_SUPPRESSED);
}

static void dumbbell_has_two_points_a_region(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = no_regions();
    nh_text *svg = nh_text_new();
    add_region(table, "National", "England", 400, 8000);
    add_region(table, "Regional", "London", 40, 1200);
    add_region(table, "Regional", "South West", 48, 960);
    add_region(table, "Regional", "North West", 100, 1440);
    add_region(table, "Regional", "North East", 20, -1);
    draw("dumbbell", table, svg);
    has(svg, ">The North West has 25% of children\xE2\x80\x99s homes and 18% of looked-after children; London 10% and "
             "15%</title>");
    has(svg, "31 March 2025, and of its looked-after children, 31 March 2024");
    has(svg, "North West: 25% of homes, 18% of children. South West: 12% of homes, 12% of children. London: 10%");
    has(svg, "1 region is left out");
    has(svg, "<text>1,440</text>");
    assert_int_equal(count(svg, "<text>12%</text>"), 2);
    nh_text_free(svg);
    nh_frame_free(table);
}

static void one_region_is_no_dumbbell(void **state)
{
    (void)state;
    nh_frame *table = no_regions();
    add_region(table, "National", "England", 400, 8000);
    add_region(table, "Regional", "London", 40, 1200);
    assert_false(nh_chart_named("dumbbell")->suits(table));
    refuse("dumbbell", table, "fewer than two regions");
    nh_frame_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(funnel_names_who_is_outside),
        cmocka_unit_test(few_authorities_are_no_funnel),
        cmocka_unit_test(histogram_has_a_bar_for_each_band_that_is_shown),
        cmocka_unit_test(histogram_without_medians_names_none),
        cmocka_unit_test(hidden_bands_are_no_histogram),
        cmocka_unit_test(dumbbell_has_two_points_a_region),
        cmocka_unit_test(one_region_is_no_dumbbell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
