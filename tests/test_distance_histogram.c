/* tests/test_distance_histogram.c: bands of five miles counted by hand. */
#include "stats/distance.h"
#include "stats/distance_groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"
#include <string.h>

typedef struct child {
    const char *group;
    double miles, on_31_march; /* miles -1: not known */
} child;

/* Of foster care: 0, 5.0, 5.1, 20.0, 20.1, 131.2 miles and one not known; the last child had left. */
static const child ten[] = {
    { "foster", 0, 1 },     { "foster", 5, 1 },  { "foster", 5.1, 1 },  { "foster", 20, 1 },     { "foster", 20.1, 1 },
    { "foster", 131.2, 1 }, { "foster", -1, 1 }, { "school", 47.5, 1 }, { "residential", 3, 1 }, { "foster", 12, 0 },
};

static nh_frame *children(void)
{
    nh_frame *frame = nh_frame_new("children", NULL);
    nh_column *authority = nh_frame_add(frame, "authority", NH_CATEGORY),
              *year = nh_frame_add(frame, "year", NH_NUMBER);
    nh_column *counted = nh_frame_add(frame, "looked_after_31_march", NH_NUMBER);
    nh_column *miles = nh_frame_add(frame, "miles", NH_NUMBER);
    nh_column *group = nh_frame_add(frame, "placement_group", NH_CATEGORY);
    for (size_t i = 0; i < sizeof ten / sizeof *ten; i++) {
        size_t row = nh_frame_append(frame);
        nh_put_text(authority, row, "E10000016");
        nh_put_number(year, row, 2024);
        nh_put_number(counted, row, ten[i].on_31_march);
        if (ten[i].miles >= 0) nh_put_number(miles, row, ten[i].miles);
        nh_put_text(group, row, ten[i].group);
    }
    return frame;
}

static double at(const nh_frame *table, const char *group, double over, const char *column)
{
    for (size_t row = 0; row < nh_frame_rows(table); row++)
        if (strcmp(nh_text_at(nh_frame_find(table, "group"), row), group) == 0 &&
            nh_frame_find(table, "over_miles")->number[row] == over)
            return nh_frame_find(table, column)->number[row];
    fail_msg("no band over %g miles of %s", over, group);
    return 0;
}

static void a_band_holds_its_upper_edge(void **state)
{
    (void)state;
    nh_frame *all = children(), *table = nh_distance_histogram(all, NULL);
    assert_int_equal(nh_frame_rows(table), 7 * 21);
    assert_close(at(table, "foster", 0, "children"), 2, 0);   /* 0 and 5.0 */
    assert_close(at(table, "foster", 5, "children"), 1, 0);   /* 5.1 */
    assert_close(at(table, "foster", 15, "children"), 1, 0);  /* 20.0 is not over 20 */
    assert_close(at(table, "foster", 20, "children"), 1, 0);  /* 20.1 */
    assert_close(at(table, "foster", 100, "children"), 1, 0); /* 131.2, in the open band */
    assert_close(at(table, "all", 45, "children"), 1, 0);
    nh_frame_free(table);
    nh_frame_free(all);
}

/* 0, 5, 5.1, 20, 20.1, 131.2: the middle is (5.1 + 20) / 2; with 3 and 47.5 it is the same two. */
static void medians_are_of_known_distances(void **state)
{
    (void)state;
    nh_frame *all = children(), *table = nh_distance_histogram(all, NULL);
    assert_close(at(table, "foster", 0, "median_miles"), 12.55, 1e-12);
    assert_close(at(table, "all", 0, "median_miles"), 12.55, 1e-12);
    assert_close(at(table, "other placements", 0, "median_miles"), 25.25, 1e-12);
    assert_close(at(table, "foster", 0, "distance_known"), 6, 0);
    assert_close(at(table, "foster", 0, "distance_unknown"), 1, 0);
    assert_int_equal(nh_mark_at(nh_frame_find(table, "median_miles"), 2 * 21), NH_NOT_APPLICABLE); /* adoption */
    nh_frame_free(table);
    nh_frame_free(all);
}

static void a_frame_without_miles_is_refused(void **state)
{
    (void)state;
    nh_frame *all = children();
    nh_frame_remove(all, nh_frame_find(all, "miles"));
    nh_error err = { 0 };
    assert_null(nh_distance_histogram(all, &err));
    assert_non_null(strstr(err.text, "miles"));
    nh_frame_free(all);
}

static void settings_and_schools_are_other_placements(void **state)
{
    (void)state;
    assert_string_equal(nh_distance_group_word(nh_distance_group_number("residential")), "other placements");
    assert_string_equal(nh_distance_group_word(nh_distance_group_number("homes")), "homes");
    assert_int_equal(nh_distance_group_number(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_band_holds_its_upper_edge),
        cmocka_unit_test(medians_are_of_known_distances),
        cmocka_unit_test(a_frame_without_miles_is_refused),
        cmocka_unit_test(settings_and_schools_are_other_placements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
