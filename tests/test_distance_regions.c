/* tests/test_distance_regions.c: which rows make the table of regions, and its sums. */
#include "stats/distance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"

static const char *const counts[] = { "to_20_in", "to_20_out", "over_20_in", "over_20_out", "unknown", "total" };

static void add_row(nh_frame *frame, const char *const words[5], const double values[6])
{
    static const char *const columns[] = { "geographic_level", "authority", "name", "cover", "group" };
    size_t row = nh_frame_append(frame);
    nh_put_number(nh_frame_find(frame, "year"), row, 2024);
    for (size_t i = 0; i < 5; i++) nh_put_text(nh_frame_find(frame, columns[i]), row, words[i]);
    for (size_t i = 0; i < 6; i++) {
        nh_column *column = nh_frame_find(frame, counts[i]);
        if (values[i] >= 0) nh_put_number(column, row, values[i]);
        else nh_put_mark(column, row, NH_SUPPRESSED);
    }
}

/* The North East's new placements as DfE printed them for 2020; the other rows are invented. */
static nh_frame *distance(void)
{
    static const char *const columns[] = { "geographic_level", "authority", "name", "cover", "group" };
    nh_frame *frame = nh_frame_new("distance", NULL);
    nh_frame_add(frame, "year", NH_NUMBER);
    for (size_t i = 0; i < 5; i++) nh_frame_add(frame, columns[i], NH_CATEGORY);
    for (size_t i = 0; i < 6; i++) nh_frame_add(frame, counts[i], NH_NUMBER);
    nh_frame_set_lineage(frame, NH_PUBLISHED);
    add_row(frame, (const char *const[]){ "Regional", "E12000001", "North East", "new placements", "all" },
            (const double[]){ 3940, 1670, 80, 640, 130, 6460 });
    add_row(frame, (const char *const[]){ "Regional", "E12000009", "South West", "new placements", "all" },
            (const double[]){ 100, 50, -1, 20, 0, 170 });
    add_row(frame, (const char *const[]){ "Regional", "E12000001", "North East", "new placements", "foster" },
            (const double[]){ 1, 1, 1, 1, 1, 5 });
    add_row(frame, (const char *const[]){ "Local authority", "E10000016", "Kent", "new placements", "all" },
            (const double[]){ 1, 1, 1, 1, 1, 5 });
    add_row(frame, (const char *const[]){ "National", "E92000001", "England", "without UASC", "all" },
            (const double[]){ 1, 1, 1, 1, 1, 5 });
    return frame;
}

static double at(const nh_frame *frame, const char *column)
{
    return nh_frame_find(frame, column)->number[0];
}

static void sums_and_shares_are_of_printed_cells(void **state)
{
    (void)state;
    nh_frame *all = distance(), *regions = nh_distance_regions(all, "group");
    assert_int_equal(nh_frame_rows(regions), 2);
    assert_int_equal(nh_frame_lineage(regions), NH_PUBLISHED);
    assert_close(at(regions, "all"), 6460, 0);
    assert_close(at(regions, "distance_known"), 6330, 0);
    assert_close(at(regions, "over_20"), 720, 0);
    assert_close(at(regions, "outside"), 2310, 0);
    assert_close(at(regions, "over_20_share"), 100 * 720 / 6460.0, 1e-12);
    assert_close(at(regions, "over_20_share_known"), 100 * 720 / 6330.0, 1e-12);
    assert_close(at(regions, "outside_share_known"), 100 * 2310 / 6330.0, 1e-12);
    nh_frame_free(regions);
    nh_frame_free(all);
}

static void a_sum_over_what_is_suppressed_is_suppressed(void **state)
{
    (void)state;
    nh_frame *all = distance(), *regions = nh_distance_regions(all, "group");
    assert_int_equal(nh_mark_at(nh_frame_find(regions, "over_20"), 1), NH_SUPPRESSED);
    assert_int_equal(nh_mark_at(nh_frame_find(regions, "over_20_share_known"), 1), NH_SUPPRESSED);
    assert_int_equal(nh_mark_at(nh_frame_find(regions, "outside"), 1), NH_PRESENT);
    nh_frame_free(regions);
    nh_frame_free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_shares_are_of_printed_cells),
        cmocka_unit_test(a_sum_over_what_is_suppressed_is_suppressed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
