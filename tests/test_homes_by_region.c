/* tests/test_homes_by_region.c: shares of England's homes and of its children, by hand and of the published year. */
#include "stats/homes_by_region.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "datasets/derive/inputs.h"
#include "tests/same_rows.h"

static nh_frame *areas(const char *name, const char *measure, const char *other)
{
    static const char *const texts[] = { "geographic_level", "authority", "name" };
    nh_frame *frame = nh_frame_new(name, name);
    nh_frame_add(frame, "year", NH_NUMBER);
    for (size_t i = 0; i < 3; i++) nh_frame_add(frame, texts[i], NH_CATEGORY);
    nh_frame_add(frame, measure, NH_NUMBER);
    if (other) nh_frame_add(frame, other, NH_NUMBER);
    nh_frame_set_lineage(frame, NH_PUBLISHED);
    return frame;
}

static void add(nh_frame *frame, double year, const char *code, double n, double other)
{
    size_t row = nh_frame_append(frame);
    nh_put_number(nh_frame_at(frame, 0), row, year);
    nh_put_text(nh_frame_at(frame, 1), row, strncmp(code, "E92", 3) == 0 ? "National"
                                            : strncmp(code, "E12", 3) == 0 ? "Regional" : "Local authority");
    nh_put_text(nh_frame_at(frame, 2), row, code);
    nh_put_text(nh_frame_at(frame, 3), row, code);
    nh_put_number(nh_frame_at(frame, 4), row, n);
    if (nh_frame_columns(frame) > 5) nh_put_number(nh_frame_at(frame, 5), row, other);
}

static const char *const shown[] = { "year", "homes_year", "authority", "homes", "places", "children", "share_of_homes",
                                     "share_of_places", "share_of_children", NULL };

static void assert_row(const nh_frame *frame, size_t row, const char *due)
{
    char *line = line_of_row(frame, row, shown);
    assert_string_equal(line, due);
    free(line);
}

/* 37 of 148 homes, 90 of 720 places, 60 of 480 children: 25%, 12.5%, 12.5%. The latest year of each, no authority. */
static void shares_are_of_england(void **state)
{
    (void)state;
    nh_frame *balance = areas("balance", "own_children", NULL), *homes = areas("homes", "homes", "places");
    add(balance, 2023, "E92000001", 400, 0);
    add(balance, 2024, "E92000001", 480, 0);
    add(balance, 2024, "E12000007", 60, 0);
    add(balance, 2024, "E09000007", 30, 0);
    add(homes, 2024, "E92000001", 100, 500);
    add(homes, 2025, "E92000001", 148, 720);
    add(homes, 2025, "E12000007", 37, 90);
    add(homes, 2025, "E12000008", 10, 20); /* no children of it are known */
    add(homes, 2025, "E09000007", 5, 9);
    nh_frame *table = nh_homes_by_region(balance, homes);
    assert_int_equal(nh_frame_rows(table), 2);
    assert_row(table, 0, "2024|2025|E92000001|148|720|480|100|100|100|");
    assert_row(table, 1, "2024|2025|E12000007|37|90|60|25|12.5|12.5|");
    assert_int_equal(nh_frame_lineage(table), NH_PUBLISHED);
    nh_frame_free(table);
    nh_frame_free(homes);
    nh_frame_free(balance);
}

static void without_england_there_are_none(void **state)
{
    (void)state;
    nh_frame *balance = areas("balance", "own_children", NULL), *homes = areas("homes", "homes", "places");
    add(balance, 2024, "E09000007", 30, 0);
    add(homes, 2025, "E92000001", 148, 720);
    assert_null(nh_homes_by_region(balance, homes));
    nh_frame_free(homes);
    nh_frame_free(balance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_of_england),
        cmocka_unit_test(without_england_there_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
