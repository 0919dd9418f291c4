/* tests/test_published_tables.c: distances, reasons for change and durations as published, with their symbols. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/published_tables.h"

#include "datasets/derive/published_breakdowns.h"
#include "datasets/derive/published_distance.h"
#include "datasets/derive/published_durations.h"
#include "datasets/derive/published_stability.h"

#define RELEASE "../shared/data/dfe-2024/"

typedef nh_frame *made_of(const nh_published *published, nh_error *err);

static nh_frame *made(made_of *make, const char *const *paths, size_t n)
{
    nh_error err = { 0 };
    tables all = tables_of(paths, n);
    nh_published published = published_of(&all);
    nh_frame *frame = make(&published, &err);
    if (!frame) fail_msg("%s", err.text);
    tables_free(&all);
    return frame;
}

/* The row of 2024 with these texts in two columns, of an area. */
static size_t row_with(const nh_frame *frame, const char *area, const char *const texts[2][2])
{
    const nh_column *year = nh_frame_find(frame, "year"), *code = nh_frame_find(frame, "authority");
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        bool is_it = year->number[row] == 2024 && strcmp(nh_text_at(code, row), area) == 0;
        for (size_t i = 0; i < 2; i++)
            is_it = is_it && strcmp(nh_text_at(nh_frame_find(frame, texts[i][0]), row), texts[i][1]) == 0;
        if (is_it) return row;
    }
    fail_msg("no row for %s %s", texts[0][1], texts[1][1]);
    return 0;
}

static size_t distance_row(const nh_frame *frame, const char *area, const char *cover, const char *group)
{
    return row_with(frame, area, (const char *const[2][2]){ { "cover", cover }, { "placement_group", group } });
}

static size_t reason_row(const nh_frame *frame, const char *area, const char *by, const char *group)
{
    return row_with(frame, area, (const char *const[2][2]){ { "by", by }, { "group", group } });
}

static void distances_stand_side_by_side(void **state)
{
    (void)state;
    static const char *const paths[] = { "tests/data/release/distance.csv", "tests/data/release/new_placements.csv" };
    nh_frame *frame = made(nh_published_distance_of, paths, 2);
    assert_int_equal(nh_frame_rows(frame), 3);
    size_t all = distance_row(frame, "E92000001", "on 31 March", "all");
    size_t joint = distance_row(frame, "E92000001", "on 31 March", "residential, school or other");
    size_t kent = distance_row(frame, "E10000016", "new placements", "all");
    assert_true(value_at(frame, "over_20_out", all) == 180);
    assert_true(value_at(frame, "percent_over_20_out", all) == 18);
    assert_int_equal(mark_of(frame, "percent_over_20_in", all), NH_ROUNDS_TO_ZERO);
    assert_true(value_at(frame, "unknown", all) == 80);
    assert_int_equal(mark_of(frame, "to_20_in", joint), NH_SUPPRESSED);
    assert_int_equal(mark_of(frame, "to_20_out", joint), NH_MISSING);
    assert_true(value_at(frame, "total", kent) == 200);
    assert_true(value_at(frame, "over_20_out", kent) == 37);
    assert_int_equal(mark_of(frame, "over_20_in", kent), NH_SUPPRESSED);
    nh_frame_free(frame);
}

static void breakdowns_are_sums_of_reasons(void **state)
{
    (void)state;
    static const char *const paths[] = { "tests/data/release/new_placements.csv" };
    nh_frame *frame = made(nh_published_breakdowns_of, paths, 1);
    size_t kent = reason_row(frame, "E10000016", "all", "all");
    assert_true(value_at(frame, "changes", kent) == 120);
    assert_true(value_at(frame, "moves", kent) == 100);           /* 120 - 20 */
    assert_true(value_at(frame, "breakdowns", kent) == 22);       /* 11 + 7 + 4 */
    assert_true(value_at(frame, "breakdowns_wider", kent) == 30); /* + 5 + 1 + 0 + 0 + 2 */
    assert_true(value_at(frame, "breakdowns_upper", kent) == 60); /* + 3 + 27 */
    assert_true(value_at(frame, "share_wider", kent) == 25);
    assert_true(value_at(frame, "share_breakdown_of_moves", kent) == 22);
    nh_frame_free(frame);
}

static void without_their_tables_there_is_nothing(void **state)
{
    (void)state;
    nh_published none = { .n = 0 };
    made_of *const all[] = { nh_published_distance_of, nh_published_breakdowns_of, nh_published_durations_of,
                             nh_published_stability_of };
    for (size_t i = 0; i < 4; i++) {
        nh_error err = { 0 };
        assert_null(all[i](&none, &err));
        assert_int_equal(err.status, NH_BAD_INPUT);
    }
}

/* The figures of 2024 that the domain rules quote. */
static void national_distances_of_2024(void **state)
{
    (void)state;
    static const char *const paths[] = {
        RELEASE "national_cla_on_31_march_by_placement_distance_and_placement_locality.csv",
        RELEASE "national_cla_during_year_by_placement_type_and_locality_of_placement.csv",
        RELEASE "la_cla_during_year_new_placements.csv",
    };
    nh_frame *frame = made(nh_published_distance_of, paths, 3);
    size_t all = distance_row(frame, "E92000001", "on 31 March", "all");
    assert_int_equal(nh_frame_rows(frame), 5 * 7 + 5 * 9 + 5 * 11 + 5 * 155);
    assert_true(value_at(frame, "to_20_out", all) == 18710);
    assert_true(value_at(frame, "over_20_out", all) == 14590);
    assert_true(value_at(frame, "percent_over_20_out", all) == 17);
    assert_true(value_at(frame, "total", all) == 83630);
    assert_true(value_at(frame, "total", distance_row(frame, "E92000001", "on 31 March", "foster")) == 56390);
    assert_true(value_at(frame, "total", distance_row(frame, "E92000001", "new placements", "all")) == 98730);
    nh_frame_free(frame);
}

static void national_breakdowns_of_2024(void **state)
{
    (void)state;
    static const char *const paths[] = { RELEASE "national_reason_for_placement_change_during_year.csv",
                                         RELEASE "la_cla_during_year_new_placements.csv" };
    nh_frame *frame = made(nh_published_breakdowns_of, paths, 2);
    size_t england = reason_row(frame, "E92000001", "placement_group", "all");
    assert_true(value_at(frame, "changes", england) == 66070);
    assert_true(value_at(frame, "breakdowns", england) == 11530);
    assert_true(value_at(frame, "breakdowns_wider", england) == 13940);
    assert_true(value_at(frame, "breakdowns_upper", england) == 29260);
    assert_true(value_at(frame, "status_only", england) == 16110);
    assert_true(value_at(frame, "moves", england) == 49960);
    /* The file of authorities says the same of England. */
    size_t again = reason_row(frame, "E92000001", "all", "all");
    assert_true(value_at(frame, "breakdowns", again) == 11530);
    nh_frame_free(frame);
}

static void national_durations_of_2024(void **state)
{
    (void)state;
    static const char *const paths[] = { RELEASE
                                         "national_duration_of_placements_by_type_ceasing_during_the_year.csv" };
    nh_frame *frame = made(nh_published_durations_of, paths, 1);
    assert_int_equal(nh_frame_rows(frame), 45);
    const char *const all[2][2] = { { "placement_group", "all" }, { "name", "England" } };
    const char *const homes[2][2] = { { "placement_group", "homes" }, { "name", "England" } };
    size_t row = row_with(frame, "E92000001", all);
    assert_true(value_at(frame, "mean_days", row) == 307);
    assert_true(value_at(frame, "median_days", row) == 139);
    assert_true(value_at(frame, "placements_ended", row) == 98880);
    assert_true(value_at(frame, "to_7_days", row) == 10200);
    assert_true(value_at(frame, "mean_days", row_with(frame, "E92000001", homes)) == 444);
    assert_true(value_at(frame, "median_days", row_with(frame, "E92000001", homes)) == 263);
    nh_frame_free(frame);
}

static void national_stability_of_2024(void **state)
{
    (void)state;
    static const char *const paths[] = { RELEASE "national_cla_pl_count_by_characteristics.csv",
                                         RELEASE "national_cla_2_and_half_years_by_characteristics.csv" };
    nh_frame *frame = made(nh_published_stability_of, paths, 2);
    size_t all = reason_row(frame, "E92000001", "total children", "total children");
    assert_true(value_at(frame, "children", all) == 83630);
    assert_true(value_at(frame, "placements_1", all) == 57450);
    assert_true(value_at(frame, "children_2_years", all) == 60430);
    size_t by_sex = reason_row(frame, "E92000001", "gender", "total children");
    assert_true(value_at(frame, "three_or_more_placements", by_sex) == 8690);
    size_t young = reason_row(frame, "E92000001", "age group", "1 to 4 years");
    assert_true(value_at(frame, "same_carer_2_years", young) == 1120);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_stand_side_by_side),
        cmocka_unit_test(breakdowns_are_sums_of_reasons),
        cmocka_unit_test(without_their_tables_there_is_nothing),
        cmocka_unit_test(national_distances_of_2024),
        cmocka_unit_test(national_breakdowns_of_2024),
        cmocka_unit_test(national_durations_of_2024),
        cmocka_unit_test(national_stability_of_2024),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
