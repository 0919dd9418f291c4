/* tests/test_flow_charts.c: bands from stage to stage: moves between kinds of placement, and ways through the first
 * four. Numbers are invented. */
#include "plots/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "tests/charting.h"

/* ---- transitions ---- */

static void add_move(nh_frame *table, const char *from, const char *to, double moves)
{
    size_t row = nh_frame_append(table);
    nh_put_text(nh_frame_find(table, "from_group"), row, from);
    nh_put_text(nh_frame_find(table, "to_group"), row, to);
    if (moves < 0) nh_put_mark(nh_frame_find(table, "moves"), row, NH_SUPPRESSED);
    else nh_put_number(nh_frame_find(table, "moves"), row, moves);
}

static void transitions_flow_from_kind_to_kind(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    nh_frame *table = nh_frame_new("transitions", "Transitions");
    nh_text *svg = nh_text_new();
    nh_frame_add(table, "from_group", NH_CATEGORY);
    nh_frame_add(table, "to_group", NH_CATEGORY);
    nh_frame_add(table, "moves", NH_NUMBER);
    nh_frame_add(table, "share", NH_NUMBER);
    add_move(table, "foster", "foster", 500);
    add_move(table, "foster", "homes", 99);
    add_move(table, "homes", "foster", 60);
    add_move(table, "homes", "homes", 20);
    add_move(table, "homes", "exit", 20);
    add_move(table, "homes", "school", -1);
    add_move(table, "homes", "adoption", 0);
    /* Of 105 that ended: what is hidden is in the table's shares, and in no sum of the bands. */
    nh_put_number(nh_frame_find(table, "share"), 2, 57);
    nh_put_number(nh_frame_find(table, "share"), 3, 19);
    draw("transitions", table, svg);
    /* 5 bands, 2 kinds they leave and 3 they reach. */
    assert_int_equal(count(svg, "<polygon"), 5 + 2 + 3);
    has(svg, ">When a children\xE2\x80\x99s home placement ends, 57% go to foster care and 19% to another home<");
    has(svg, ">Foster care  599</text>");
    has(svg, ">80%  Foster care</text>"); /* 560 of 699 */
    has(svg, ">What came next (share of those shown)<");
    has(svg, "because few children are behind them: 1.");
    nh_text_free(svg);
    nh_frame_free(table);
}

/* ---- pathways ---- */

/* `ways` has the four states of each way, one after another. */
static nh_frame *ways_of(size_t n, const char *const ways[][4], const double *children)
{
    static const char *const steps[] = { "placement_1", "placement_2", "placement_3", "placement_4" };
    nh_frame *table = nh_frame_new("first_placements", "First four placements");
    for (size_t s = 0; s < 4; s++) nh_frame_add(table, steps[s], NH_CATEGORY);
    nh_frame_add(table, "children", NH_NUMBER);
    nh_frame_add(table, "year", NH_NUMBER);
    for (size_t i = 0; i < n; i++) {
        size_t row = nh_frame_append(table);
        for (size_t s = 0; s < 4; s++) nh_put_text(nh_frame_at(table, s), row, ways[i][s]);
        if (children[i] < 0) nh_put_mark(nh_frame_at(table, 4), row, NH_SUPPRESSED);
        else nh_put_number(nh_frame_at(table, 4), row, children[i]);
        nh_put_number(nh_frame_at(table, 5), row, 2024);
    }
    return table;
}

static void pathways_keep_the_colour_of_the_first(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const char *const ways[][4] = { { "foster", "homes", "homes", "left care" },
                                           { "foster", "still there", "still there", "still there" },
                                           { "homes", "foster", "still there", "still there" },
                                           { "homes", "left care", "left care", "left care" },
                                           { "supported", "other paths", "other paths", "other paths" } };
    static const double children[] = { 100, 300, 30, 70, -1 };
    nh_frame *table = ways_of(5, ways, children);
    nh_text *svg = nh_text_new();
    draw("pathways", table, svg);
    /* Nodes: 2, 4, 3 (homes, still, left), 2. Bands: 4, 4, and 4 from the third to the fourth (still there and left
     * care hold two colours each). */
    assert_int_equal(count(svg, "<polygon"), (2 + 4 + 3 + 2) + (4 + 4 + 4));
    has(svg, ">Of children who began in children\xE2\x80\x99s homes, 30% were in foster care by their fourth "
             "placement<");
    has(svg, ">First four placements of 500 children who came into care, followed to 31 March 2024; colour");
    has(svg, ">Foster care  80%</text>");
    has(svg, ">66%  Still in an earlier placement</text>");
    has(svg, "Suppressed and not drawn: 1.");
    nh_text_free(svg);
    nh_frame_free(table);
}

/* What was folded could be either: the title says what it cannot change. */
static void a_title_never_rests_on_folded_ways(void **state)
{
    (void)state;
    static const char *const ways[][4] = { { "homes", "foster", "left care", "left care" },
                                           { "homes", "other paths", "other paths", "other paths" },
                                           { "foster", "homes", "other paths", "other paths" },
                                           { "foster", "supported", "supported", "supported" } };
    static const double children[] = { 60, 40, 20, 80 };
    nh_frame *table = ways_of(4, ways, children);
    nh_text *title = nh_text_new(), *description = nh_text_new();
    nh_chart_named("pathways")->describe(table, title, description);
    assert_string_equal(title->bytes,
                        "Of children who began in foster care, 20% were in a children\xE2\x80\x99s home by their "
                        "fourth placement");
    has(description, "First placement: 50% foster placements, 50% children\xE2\x80\x99s home placements.");
    nh_text_free(description);
    nh_text_free(title);
    nh_frame_free(table);
}

static void ways_of_nobody_are_no_chart(void **state)
{
    (void)state;
    nh_frame *table = ways_of(0, NULL, NULL);
    refuse("pathways", table, "no way can be shown");
    nh_frame_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transitions_flow_from_kind_to_kind),
        cmocka_unit_test(pathways_keep_the_colour_of_the_first),
        cmocka_unit_test(a_title_never_rests_on_folded_ways),
        cmocka_unit_test(ways_of_nobody_are_no_chart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
