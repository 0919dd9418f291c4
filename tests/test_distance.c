/* tests/test_distance.c: the distance tables, by hand and against the independent tables of the reference inputs.
 *
 * The hand case is eight children of two authorities; its counts can be read off the list. */
#include "stats/distance.h"

#include "stats/disclosure.h"
#include "stats/distance_cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"
#include "tests/same_rows.h"

typedef struct child {
    const char *authority, *group, *need, *location;
    double on_31_march, age, uasc, over_20, at_a_distance; /* -1: not known */
} child;

/* Kent and Medway; the last one is no longer looked after on 31 March. */
static const child eight[] = {
    { "E10000016", "foster", "N1", "IN", 1, 0, 0, 0, 0 },      { "E10000016", "foster", "N1", "OUT", 1, 4, 0, 1, 1 },
    { "E10000016", "school", "N5", "OUT", 1, 9, 0, 1, 0 },     { "E10000016", "homes", "N1", "OUT", 1, 15, 1, -1, 1 },
    { "E10000016", "", "N8", "", 1, 16, 1, -1, -1 },           { "E06000035", "foster", "N1", "IN", 1, 12, 0, 1, 0 },
    { "E06000035", "foster", "N5", "OUT", 1, 12, 0, 0, 0 },    { "E06000035", "homes", "N1", "OUT", 0, 17, 0, 1, 1 },
};

static void put_known(nh_column *column, size_t row, double value)
{
    if (value < 0) nh_put_mark(column, row, NH_MISSING);
    else nh_put_number(column, row, value);
}

static void put_word(nh_frame *frame, const char *name, size_t row, const char *text)
{
    if (*text) nh_put_text(nh_frame_find(frame, name), row, text);
}

static nh_frame *children_of(const child *list, size_t n)
{
    nh_frame *frame = nh_frame_new("children", NULL);
    static const char *const words[] = { "authority", "placement_group", "need", "location", "sex", "legal_status" };
    static const char *const numbers[] = {
        "year", "looked_after_31_march", "age", "uasc", "over_20", "at_a_distance"
    };
    for (size_t i = 0; i < 6; i++) nh_frame_add(frame, words[i], NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(frame, numbers[i], NH_NUMBER);
    for (size_t i = 0; i < n; i++) {
        size_t row = nh_frame_append(frame);
        put_word(frame, "authority", row, list[i].authority);
        put_word(frame, "placement_group", row, list[i].group);
        put_word(frame, "need", row, list[i].need);
        put_word(frame, "location", row, list[i].location);
        const double values[] = { 2024, list[i].on_31_march, list[i].age, list[i].uasc, list[i].over_20,
                                  list[i].at_a_distance };
        for (size_t k = 0; k < 6; k++) put_known(nh_frame_find(frame, numbers[k]), row, values[k]);
    }
    return frame;
}

static double number_in(const nh_frame *frame, size_t row, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    assert_non_null(column);
    assert_int_equal(nh_mark_at(column, row), NH_PRESENT);
    return column->number[row];
}

/* The row of an authority, cover and group. */
static size_t row_of(const nh_frame *frame, const char *authority, const char *cover, const char *column,
                     const char *level)
{
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        if (strcmp(nh_text_at(nh_frame_find(frame, "authority"), row), authority) == 0 &&
            strcmp(nh_text_at(nh_frame_find(frame, "cover"), row), cover) == 0 &&
            strcmp(nh_text_at(nh_frame_find(frame, column), row), level) == 0)
            return row;
    fail_msg("no row for %s", level);
    return 0;
}

static void assert_counts(const nh_frame *frame, size_t row, const double due[9])
{
    static const char *const names[] = { "to_20_in", "to_20_out", "over_20_in", "over_20_out", "unknown", "total",
                                         "over_20", "outside", "at_a_distance" };
    for (size_t i = 0; i < 9; i++) assert_close(number_in(frame, row, names[i]), due[i], 0);
}

static void counts_by_placement_group(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *children = children_of(eight, 8), *table = nh_distance_table(children, "placement_group", &err);
    assert_non_null(table);
    assert_int_equal(nh_frame_rows(table), 2 * 2 * 8);
    assert_counts(table, row_of(table, "E10000016", "all", "group", "total"),
                  (double[]){ 1, 0, 0, 2, 2, 5, 2, 3, 2 });
    assert_counts(table, row_of(table, "E10000016", "all", "group", "foster"),
                  (double[]){ 1, 0, 0, 1, 0, 2, 1, 1, 1 });
    assert_counts(table, row_of(table, "E10000016", "all", "group", "other placements"),
                  (double[]){ 0, 0, 0, 1, 0, 1, 1, 1, 0 });
    assert_counts(table, row_of(table, "E10000016", "all", "group", "not known"),
                  (double[]){ 0, 0, 0, 0, 1, 1, 0, 0, 0 });
    assert_counts(table, row_of(table, "E10000016", "without UASC", "group", "total"),
                  (double[]){ 1, 0, 0, 2, 0, 3, 2, 2, 1 });
    assert_counts(table, row_of(table, "E06000035", "all", "group", "total"),
                  (double[]){ 0, 1, 1, 0, 0, 2, 1, 1, 0 });
    nh_frame_free(children);
    nh_frame_free(table);
}

static void shares_keep_the_unknown_in_sight(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *children = children_of(eight, 8), *table = nh_distance_table(children, "placement_group", &err);
    size_t kent = row_of(table, "E10000016", "all", "group", "total");
    assert_close(number_in(table, kent, "over_20_out_share"), 40, 1e-12);            /* 2 of 5 */
    assert_close(number_in(table, kent, "over_20_out_share_known"), 200.0 / 3, 1e-12); /* 2 of 3 */
    assert_close(number_in(table, kent, "outside_share_known"), 75, 1e-12);          /* 3 of 4 */
    /* R: 100 * prop.test(2, 5, correct = FALSE)$conf.int */
    assert_close(number_in(table, kent, "over_20_out_low"), 11.762077423264794, 1e-12);
    assert_close(number_in(table, kent, "over_20_out_high"), 76.927571872398701, 1e-12);
    size_t none = row_of(table, "E10000016", "all", "group", "adoption");
    assert_int_equal(nh_mark_at(nh_frame_find(table, "over_20_out_share"), none), NH_NOT_APPLICABLE);
    nh_frame_free(children);
    nh_frame_free(table);
}

static void any_columns_break_the_table_down(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *children = children_of(eight, 8);
    nh_frame *bands = nh_distance_table(children, "age_band", &err);
    assert_close(number_in(bands, row_of(bands, "E10000016", "all", "age_band", "1 to 4"), "total"), 1, 0);
    assert_close(number_in(bands, row_of(bands, "E10000016", "all", "age_band", "16 and over"), "unknown"), 1, 0);
    nh_frame *both = nh_distance_table(children, "need,uasc", &err);
    /* Three needs by uasc 0 and 1, and the total, for two authorities and two covers. */
    assert_int_equal(nh_frame_rows(both), 2 * 2 * (3 * 2 + 1));
    assert_null(nh_distance_table(children, "nosuch", &err));
    assert_non_null(strstr(err.text, "nosuch"));
    assert_null(nh_distance_table(children, "need,authority", &err));
    nh_frame_free(children);
    nh_frame_free(bands);
    nh_frame_free(both);
}

static void every_breakdown_adds_up_to_all(void **state)
{
    (void)state;
    static const char *const by[] = {
        "all", "placement_group", "need", "age_band", "sex", "legal_status", "authority"
    };
    nh_error err = { 0 };
    nh_frame *children = children_of(eight, 8), *table = nh_distance_by(children, &err);
    const nh_column *breakdown = nh_frame_find(table, "breakdown"), *cover = nh_frame_find(table, "cover");
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        double total = 0;
        for (size_t row = 0; row < nh_frame_rows(table); row++)
            if (strcmp(nh_text_at(breakdown, row), by[i]) == 0 && strcmp(nh_text_at(cover, row), "all") == 0)
                total += number_in(table, row, "total");
        assert_close(total, 7, 0);
    }
    nh_frame_free(children);
    nh_frame_free(table);
}

static void nothing_known_is_seen(void **state)
{
    (void)state;
    const child unknown[] = { { "E10000016", "foster", "N1", "", 1, 3, 0, -1, -1 } };
    nh_frame *without = children_of(unknown, 1), *with = children_of(eight, 8);
    assert_true(nh_distance_is_unknown(without));
    assert_false(nh_distance_is_unknown(with));
    nh_frame_free(without);
    nh_frame_free(with);
}

static void two_tests_are_crossed(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *children = children_of(eight, 8), *table = nh_two_tests(children, &err);
    assert_int_equal(nh_frame_rows(table), 18);
    /* Medway comes first by code: over 20 but not at a distance 1, neither 1. Kent: unknown and at a distance 1. */
    assert_close(number_in(table, 3, "children"), 1, 0);
    assert_close(number_in(table, 0, "children"), 1, 0);
    assert_close(number_in(table, 9 + 7, "children"), 1, 0);
    assert_close(number_in(table, 9 + 8, "children"), 1, 0);
    nh_frame_free(children);
    nh_frame_free(table);
}

static void small_numbers_do_not_leave(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *children = children_of(eight, 8), *table = nh_distance_table(children, "placement_group", &err);
    nh_frame *released = nh_disclose(table, NULL);
    const nh_column *total = nh_frame_find(released, "total");
    for (size_t row = 0; row < nh_frame_rows(released); row++)
        assert_true(!nh_present(total, row) || total->number[row] == 0);
    assert_null(nh_frame_find(released, "distance_known"));
    nh_frame_free(children);
    nh_frame_free(table);
    nh_frame_free(released);
}

static void compare_with(const char *folder)
{
    static const char *const distance[] = { "year",       "authority",   "cover",   "group", "to_20_in", "to_20_out",
                                            "over_20_in", "over_20_out", "unknown", "total", NULL };
    static const char *const two_tests[] = { "year", "authority", "over_20", "at_a_distance", "children", NULL };
    char path[3][200];
    snprintf(path[0], sizeof path[0], "../shared/reference/%s/children.csv", folder);
    snprintf(path[1], sizeof path[1], "../shared/reference/%s/distance.csv", folder);
    snprintf(path[2], sizeof path[2], "../shared/reference/%s/two_tests.csv", folder);
    nh_frame *children = frame_of_file(path[0]), *due = frame_of_file(path[1]), *tests_due = frame_of_file(path[2]);
    nh_error err = { 0 };
    nh_frame *table = nh_distance_table(children, "placement_group", &err), *tests = nh_two_tests(children, &err);
    if (!table || !tests) fail_msg("%s", err.text);
    for (size_t i = 0; distance[i]; i++) assert_string_equal(nh_frame_at(table, i)->name, distance[i]);
    assert_same_rows(table, due, distance);
    assert_same_rows(tests, tests_due, two_tests);
    nh_frame_free(children);
    nh_frame_free(due);
    nh_frame_free(tests_due);
    nh_frame_free(table);
    nh_frame_free(tests);
}

static void the_reference_by_hand(void **state)
{
    (void)state;
    compare_with("hand");
}

static void the_reference_of_the_demand_model(void **state)
{
    (void)state;
    compare_with("demand");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_placement_group),
        cmocka_unit_test(shares_keep_the_unknown_in_sight),
        cmocka_unit_test(any_columns_break_the_table_down),
        cmocka_unit_test(every_breakdown_adds_up_to_all),
        cmocka_unit_test(nothing_known_is_seen),
        cmocka_unit_test(two_tests_are_crossed),
        cmocka_unit_test(small_numbers_do_not_leave),
        cmocka_unit_test(the_reference_by_hand),
        cmocka_unit_test(the_reference_of_the_demand_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
