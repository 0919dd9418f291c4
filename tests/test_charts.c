/* tests/test_charts.c: what each chart shows of a table: every bar, every name, gaps where a cell is suppressed, and
 * the finding that is its title. Numbers are invented; names that begin with E once ended gnuplot's data. */
#include "plots/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/charting.h"

/* ---- balance ---- */

static void add_area(nh_frame *table, int year, const char *level, const char *name, double net)
{
    size_t row = nh_frame_append(table);
    nh_put_number(nh_frame_find(table, "year"), row, year);
    nh_put_text(nh_frame_find(table, "geographic_level"), row, level);
    nh_put_text(nh_frame_find(table, "name"), row, name);
    nh_put_number(nh_frame_find(table, "net_gain"), row, net);
}

static nh_frame *empty_balance(void)
{
    nh_frame *table = nh_frame_new("balance", "Balance");
    nh_frame_add(table, "year", NH_NUMBER);
    nh_frame_add(table, "geographic_level", NH_CATEGORY);
    nh_frame_add(table, "name", NH_CATEGORY);
    nh_frame_add(table, "net_gain", NH_NUMBER);
    return table;
}

static void balance_draws_names_that_begin_with_e(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const char *const names[] = {
        "Ealing", "East Riding of Yorkshire", "East Sussex", "Enfield", "Essex", "e 5", "Exeter", "E"
    };
    nh_frame *table = empty_balance();
    nh_text *svg = nh_text_new();
    for (size_t i = 0; i < 8; i++)
        add_area(table, 2024, "Local authority", names[i], i % 2 ? 10.0 * (double)(i + 1) : -7);
    add_area(table, 2023, "Local authority", "Kent", 788);
    add_area(table, 2024, "National", "England", 9999);
    add_area(table, 2024, "Regional", "London", -9999);
    add_area(table, 2024, "Local authority", "Rutland", 3);
    nh_put_mark(nh_frame_find(table, "net_gain"), nh_frame_rows(table) - 1, NH_SUPPRESSED);
    draw("balance", table, svg);
    assert_int_equal(count(svg, "<polygon"), 8);
    for (size_t i = 0; i < 8; i++) {
        char text[80];
        snprintf(text, sizeof text, "<text>%s</text>", names[i]);
        has(svg, text);
    }
    has(svg, "<text>+80</text>");
    has(svg, "<text>\xE2\x88\x92" "7</text>");
    has(svg, "<title id=\"balance-title\">E takes in most children on balance; Ealing sends out most</title>");
    has(svg, "1 authority is left out: the figure is suppressed or missing.");
    assert_null(strstr(svg->bytes, "Kent"));
    assert_null(strstr(svg->bytes, "Rutland"));
    assert_null(strstr(svg->bytes, "9,999"));
    nh_text_free(svg);
    nh_frame_free(table);
}

static void balance_shows_the_fifteen_largest_of_each_side(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = empty_balance();
    nh_text *svg = nh_text_new();
    for (int i = 1; i <= 20; i++) {
        char name[20];
        snprintf(name, sizeof name, "Out %d", i);
        add_area(table, 2024, "Local authority", name, -i);
        snprintf(name, sizeof name, "In %d", i);
        add_area(table, 2024, "Local authority", name, i);
    }
    draw("balance", table, svg);
    assert_int_equal(count(svg, "<polygon"), 30);
    has(svg, "<text>Out 6</text>");
    assert_null(strstr(svg->bytes, "<text>In 5</text>"));
    nh_text_free(svg);
    nh_frame_free(table);
}

static void charts_of_nothing_say_so(void **state)
{
    (void)state;
    nh_frame *table = empty_balance();
    refuse("balance", table, "no authority has a net gain");
    refuse("distance", table, "has no column");
    nh_frame_free(table);
}

/* ---- distance ---- */

static const char *const distance_columns[] = { "to_20_in",    "to_20_out", "over_20_in",
                                                "over_20_out", "unknown",   "total" };

static void add_group(nh_frame *table, const char *authority, const char *group, const double cells[6])
{
    size_t row = nh_frame_append(table);
    nh_put_number(nh_frame_find(table, "year"), row, 2024);
    nh_put_text(nh_frame_find(table, "authority"), row, authority);
    nh_put_text(nh_frame_find(table, "cover"), row, "all");
    nh_put_text(nh_frame_find(table, "group"), row, group);
    for (size_t i = 0; i < 6; i++) {
        nh_column *column = nh_frame_find(table, distance_columns[i]);
        if (cells[i] < 0) nh_put_mark(column, row, NH_SUPPRESSED);
        else nh_put_number(column, row, cells[i]);
    }
}

static nh_frame *distance_table(void)
{
    nh_frame *table = nh_frame_new("distance", "Distance");
    nh_frame_add(table, "year", NH_NUMBER);
    nh_frame_add(table, "authority", NH_CATEGORY);
    nh_frame_add(table, "cover", NH_CATEGORY);
    nh_frame_add(table, "group", NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(table, distance_columns[i], NH_NUMBER);
    return table;
}

static void distance_adds_authorities_and_says_shares(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = distance_table();
    nh_text *svg = nh_text_new();
    add_group(table, "E10000016", "homes", (const double[]){ 10, 10, 5, 15, 0, 40 });
    add_group(table, "E10000017", "homes", (const double[]){ 10, 10, 5, 25, 10, 60 });
    add_group(table, "E10000016", "foster", (const double[]){ 70, 10, 5, 15, 0, 100 });
    add_group(table, "E10000016", "adoption", (const double[]){ 0, 0, 0, 0, 0, 0 });
    draw("distance", table, svg);
    /* By hand: (5 + 15 + 5 + 25) of 100 and (5 + 15) of 100. */
    has(svg, ">50% of children in children\xE2\x80\x99s homes live over 20 miles from home, against 20% in foster "
             "care<");
    has(svg, "2 authorities, 31 March 2024");
    assert_int_equal(count(svg, "<polygon"), 5 /* key */ + 5 + 4);
    assert_null(strstr(svg->bytes, "adoption"));
    assert_null(strstr(svg->bytes, "A gap in a bar"));
    nh_text_free(svg);
    nh_frame_free(table);
}

/* The table's own count where it has one; with no distance known nothing is said of any. */
static void distance_says_what_the_table_has(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = distance_table();
    nh_text *svg = nh_text_new();
    add_group(table, "E10000016", "homes", (const double[]){ 10, -1, -1, 10, 0, 20 });
    add_group(table, "E10000016", "foster", (const double[]){ 25, 5, 5, 5, 5, 50 });
    nh_column *far = nh_frame_add(table, "over_20", NH_NUMBER);
    far->number[0] = 15;
    far->number[1] = 15;
    draw("distance", table, svg);
    has(svg, ">75% of children in children\xE2\x80\x99s homes live over 20 miles from home, against 30% in foster "
             "care<");
    nh_text_free(svg);
    nh_frame_free(table);
    table = distance_table();
    svg = nh_text_new();
    add_group(table, "E10000016", "total", (const double[]){ 0, 0, 0, 0, 55, 55 });
    draw("distance", table, svg);
    has(svg, ">How far from home looked-after children live<");
    has(svg, ">not known<");
    nh_text_free(svg);
    nh_frame_free(table);
}

static void distance_names_new_placements(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = distance_table();
    nh_text *svg = nh_text_new();
    add_group(table, "E10000016", "all", (const double[]){ 41, 18, 4, 16, 21, 100 });
    nh_put_text(nh_frame_find(table, "cover"), 0, "new placements");
    draw("distance", table, svg);
    has(svg, ">20% of new placements are over 20 miles from home<");
    assert_null(strstr(svg->bytes, "All children"));
    nh_text_free(svg);
    nh_frame_free(table);
}

static void distance_leaves_gaps_for_what_is_suppressed(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = distance_table();
    nh_text *svg = nh_text_new();
    add_group(table, "E10000016", "homes", (const double[]){ 20, 15, -1, 30, 5, 75 });
    add_group(table, "E10000016", "foster", (const double[]){ -1, -1, -1, -1, -1, -1 });
    draw("distance", table, svg);
    has(svg, ">How far from home looked-after children live<"); /* no share can be said */
    has(svg, "A gap in a bar and c: suppressed");
    has(svg, "suppressed: few children");
    assert_int_equal(count(svg, "<polygon"), 5 + 4);
    nh_text_free(svg);
    nh_frame_free(table);
}

/* ---- multiples ---- */

static void add_region(nh_frame *table, int year, const char *level, const char *name, double far)
{
    static const char *const counts[] = { "over_20_in", "over_20_out", "unknown", "total" };
    const double values[] = { 0, far, 20, 120 };
    size_t row = nh_frame_append(table);
    nh_put_number(nh_frame_find(table, "year"), row, year);
    nh_put_text(nh_frame_find(table, "geographic_level"), row, level);
    nh_put_text(nh_frame_find(table, "name"), row, name);
    nh_put_text(nh_frame_find(table, "cover"), row, "new placements");
    nh_put_text(nh_frame_find(table, "group"), row, "all");
    for (size_t i = 0; i < 4; i++) {
        nh_column *column = nh_frame_find(table, counts[i]);
        if (i == 1 && far < 0) nh_put_mark(column, row, NH_SUPPRESSED);
        else nh_put_number(column, row, values[i]);
    }
}

static void multiples_leave_a_gap_for_a_year(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const char *const names[] = { "geographic_level", "name", "cover", "group" };
    static const char *const counts[] = { "year", "over_20_in", "over_20_out", "unknown", "total" };
    nh_frame *table = nh_frame_new("distance", "Distance");
    for (size_t i = 0; i < 4; i++) nh_frame_add(table, names[i], NH_CATEGORY);
    for (size_t i = 0; i < 5; i++) nh_frame_add(table, counts[i], NH_NUMBER);
    assert_false(nh_chart_named("multiples")->suits(table));
    for (int year = 2020; year <= 2024; year++) {
        add_region(table, year, "National", "England", 25);
        add_region(table, year, "Regional", "London", 10);
        add_region(table, year, "Regional", "East of England", year == 2022 ? -1 : 37);
        add_region(table, year, "Regional", "Inner London", 90);
    }
    assert_true(nh_chart_named("multiples")->suits(table));
    nh_text *svg = nh_text_new();
    draw("multiples", table, svg);
    has(svg, ">37% of new placements in the East of England are over 20 miles from home, 10% in London<");
    assert_int_equal(count(svg, "stroke=\"#12436d\""), 2 + 1); /* two pieces of one line, and the other */
    assert_null(strstr(svg->bytes, "Inner"));
    nh_text_free(svg);
    nh_frame_free(table);
}

/* ---- survival ---- */

static void add_step(nh_frame *table, const char *group, double days, double at_risk, double survival)
{
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_find(table, "group"), row, group);
    nh_put_number(nh_frame_find(table, "days"), row, days);
    if (at_risk < 10) {
        nh_put_mark(nh_frame_find(table, "at_risk"), row, NH_SUPPRESSED);
        nh_put_mark(nh_frame_find(table, "survival"), row, NH_SUPPRESSED);
        return;
    }
    nh_put_number(nh_frame_find(table, "at_risk"), row, at_risk);
    nh_put_number(nh_frame_find(table, "survival"), row, survival);
    nh_put_number(nh_frame_find(table, "conf_low"), row, survival - 0.05);
    nh_put_number(nh_frame_find(table, "conf_high"), row, survival + 0.05);
}

static void survival_ends_where_too_few_are_left(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = nh_frame_new("survival", "Survival");
    nh_text *svg = nh_text_new();
    nh_frame_add(table, "group", NH_CATEGORY);
    nh_frame_add(table, "days", NH_NUMBER);
    nh_frame_add(table, "at_risk", NH_NUMBER);
    nh_frame_add(table, "survival", NH_NUMBER);
    nh_frame_add(table, "conf_low", NH_NUMBER);
    nh_frame_add(table, "conf_high", NH_NUMBER);
    for (int month = 0; month <= 24; month++) {
        add_step(table, "parents", month * 365.25 / 12, month ? 0 : 60, 1);
        add_step(table, "foster", month * 365.25 / 12, 1250 - 40 * month, 1 - 0.02 * month);
        add_step(table, "homes", month * 365.25 / 12, 100 - 5 * month, 1 - 0.04 * month);
    }
    draw("survival", table, svg);
    /* By hand: 1 - 0.02 x 12 and 1 - 0.04 x 12. */
    has(svg, ">76% of foster placements last a year or more, against 52% of children\xE2\x80\x99s home placements<");
    has(svg, "<text>1,250</text>");
    assert_int_equal(count(svg, "<polygon"), 2);
    assert_null(strstr(svg->bytes, "parents")); /* nothing of them is shown but where they began */
    assert_int_equal(count(svg, "<text>c</text>"), 1); /* two years: 100 - 5 x 24 children's homes */
    nh_text_free(svg);
    nh_frame_free(table);
}

/* ---- incidence ---- */

static void add_end(nh_frame *table, const char *cause, double month, double incidence)
{
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_find(table, "placement_group"), row, "homes");
    nh_put_text(nh_frame_find(table, "cause"), row, cause);
    nh_put_number(nh_frame_find(table, "months"), row, month);
    nh_put_number(nh_frame_find(table, "at_risk"), row, 100);
    if (incidence < 0) nh_put_mark(nh_frame_find(table, "incidence"), row, NH_SUPPRESSED);
    else nh_put_number(nh_frame_find(table, "incidence"), row, incidence);
}

static void incidence_says_only_what_is_shown(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = nh_frame_new("incidence", "Incidence");
    nh_frame_add(table, "placement_group", NH_CATEGORY);
    nh_frame_add(table, "cause", NH_CATEGORY);
    nh_frame_add(table, "months", NH_NUMBER);
    nh_frame_add(table, "at_risk", NH_NUMBER);
    nh_frame_add(table, "incidence", NH_NUMBER);
    for (int month = 0; month <= 24; month++) {
        add_end(table, "move", month, month == 12 ? -1 : 0.02 * month);
        add_end(table, "left_care", month, 0.01 * month);
    }
    nh_text *svg = nh_text_new();
    draw("incidence", table, svg);
    has(svg, ">How placements end<"); /* the twelfth month is suppressed: nothing is said of it */
    assert_int_equal(count(svg, "<polygon"), 4 + 4); /* key and areas */
    nh_put_number(nh_frame_find(table, "incidence"), 24, 0.24);
    nh_text *again = nh_text_new();
    draw("incidence", table, again);
    has(again, ">Within a year 24% of children’s home placements end in a move<");
    nh_text_free(again);
    nh_text_free(svg);
    nh_frame_free(table);
}

/* ---- forest ---- */

static void add_estimate(nh_frame *table, const char *model, const char *term, double estimate, double error)
{
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_find(table, "model"), row, model);
    nh_put_text(nh_frame_find(table, "outcome"), row, "three_or_more");
    nh_put_text(nh_frame_find(table, "term"), row, term);
    nh_column *columns[] = { nh_frame_find(table, "estimate"), nh_frame_find(table, "conf_low"),
                             nh_frame_find(table, "conf_high") };
    const double values[] = { estimate, estimate - 2 * error, estimate + 2 * error };
    for (size_t i = 0; i < 3; i++) {
        if (error > 0) nh_put_number(columns[i], row, values[i]);
        else nh_put_mark(columns[i], row, NH_SUPPRESSED);
    }
}

static nh_frame *estimates_table(void)
{
    nh_frame *table = nh_frame_new("estimates", "Estimates");
    nh_frame_add(table, "model", NH_CATEGORY);
    nh_frame_add(table, "outcome", NH_CATEGORY);
    nh_frame_add(table, "term", NH_CATEGORY);
    nh_frame_add(table, "estimate", NH_NUMBER);
    nh_frame_add(table, "conf_low", NH_NUMBER);
    nh_frame_add(table, "conf_high", NH_NUMBER);
    return table;
}

static void forest_prints_estimates_beside(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = estimates_table();
    nh_text *svg = nh_text_new();
    add_estimate(table, "1", "(Intercept)", 9, 1);
    add_estimate(table, "1", "over_20", 0.5, 0.1);
    add_estimate(table, "1", "age", -0.25, 0.2);
    add_estimate(table, "1", "need", 1, 0);
    draw("forest", table, svg);
    assert_int_equal(count(svg, "<use xlink:href=\"#forest-gpPt4\" transform"), 2);
    has(svg, "<text>0.50 (0.30 to 0.70)</text>");
    has(svg, "<text>\xE2\x88\x92" "0.25 (\xE2\x88\x92" "0.65 to 0.15)</text>");
    has(svg, "1 of 2 terms are clearly linked with");
    has(svg, "1 not shown: few children are behind them.");
    assert_null(strstr(svg->bytes, "ntercept"));
    nh_text_free(svg);
    nh_frame_free(table);
}

static void forest_compares_models_by_the_term_they_share(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = estimates_table();
    nh_text *svg = nh_text_new();
    add_estimate(table, "pooled", "size", 3, 1);
    add_estimate(table, "pooled", "over_20", 0.5, 0.1);
    add_estimate(table, "Ealing only", "over_20", 0.1, 0.1);
    draw("forest", table, svg);
    has(svg, "1 of 2 models find a link between");
    has(svg, "<text>Ealing only</text>");
    assert_null(strstr(svg->bytes, "3.00"));
    nh_text_free(svg);
    nh_frame_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balance_draws_names_that_begin_with_e),
        cmocka_unit_test(balance_shows_the_fifteen_largest_of_each_side),
        cmocka_unit_test(charts_of_nothing_say_so),
        cmocka_unit_test(distance_adds_authorities_and_says_shares),
        cmocka_unit_test(distance_leaves_gaps_for_what_is_suppressed),
        cmocka_unit_test(distance_says_what_the_table_has),
        cmocka_unit_test(distance_names_new_placements),
        cmocka_unit_test(multiples_leave_a_gap_for_a_year),
        cmocka_unit_test(survival_ends_where_too_few_are_left),
        cmocka_unit_test(incidence_says_only_what_is_shown),
        cmocka_unit_test(forest_prints_estimates_beside),
        cmocka_unit_test(forest_compares_models_by_the_term_they_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
