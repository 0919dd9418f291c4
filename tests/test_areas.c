/* tests/test_areas.c: what authorities add up to, and that England is only there when all of it is.
 *
 * Authorities in force, regions and codes are those of reference/authorities.csv (153 in force on 31 March 2024,
 * domain rules section 8). */
#include "stats/areas.h"

#include "datasets/tables/authorities.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

typedef struct table {
    nh_frame *frame;
    nh_column *authority, *year;
} table;

static table new_table(void)
{
    table t = { .frame = nh_frame_new("rows", NULL) };
    t.authority = nh_frame_add(t.frame, "authority", NH_CATEGORY);
    t.year = nh_frame_add(t.frame, "year", NH_NUMBER);
    return t;
}

static void add_row(const table *t, const char *authority, int year)
{
    size_t row = nh_frame_append(t->frame);
    nh_put_text(t->authority, row, authority);
    nh_put_number(t->year, row, year);
}

/* A row for every authority in force but those that `left_out` names. */
static size_t add_england(const table *t, int year, const char *left_out)
{
    size_t n = 0;
    for (size_t i = 0; i < nh_authority_count(); i++) {
        const nh_authority *a = nh_authority_at((int)i);
        if (!a->in_england || !nh_is_in_force((int)i, year) || strstr(left_out, a->code)) continue;
        add_row(t, a->code, year);
        n++;
    }
    return n;
}

static size_t count_level(const nh_areas *areas, const char *level)
{
    size_t n = 0;
    for (size_t i = 0; i < areas->n; i++) n += strcmp(areas->area[i].level, level) == 0;
    return n;
}

static bool adds_to(const nh_areas *areas, size_t row, const char *code)
{
    const int32_t *targets = areas->targets[areas->of_row[row]];
    for (size_t k = 0; k < NH_AREA_TARGETS && targets[k] >= 0; k++)
        if (strcmp(areas->area[targets[k]].code, code) == 0) return true;
    return false;
}

static void all_of_england(void **state)
{
    (void)state;
    table t = new_table();
    assert_int_equal(add_england(&t, 2024, ""), 153);
    nh_areas *areas = nh_areas_new(t.authority, t.year, NH_AREAS_ALL);
    assert_int_equal(count_level(areas, "Local authority"), 153);
    assert_int_equal(count_level(areas, "Regional"), 11); /* eight, London, and its two parts */
    assert_int_equal(count_level(areas, "National"), 1);
    assert_true(nh_is_all_of_england(t.authority, t.year, 2024));
    assert_false(nh_is_all_of_england(t.authority, t.year, 2023));
    for (size_t row = 0; row < nh_frame_rows(t.frame); row++) {
        assert_true(adds_to(areas, row, "E92000001"));
        if (strcmp(nh_text_at(t.authority, row), "E09000007") != 0) continue;
        assert_true(adds_to(areas, row, "E09000007") && adds_to(areas, row, "E12000007")); /* Camden, London */
        assert_true(adds_to(areas, row, "E13000001") && !adds_to(areas, row, "E13000002")); /* Inner, not Outer */
    }
    nh_areas_free(areas);
    nh_frame_free(t.frame);
}

static void one_missing_authority_is_a_part_of_england(void **state)
{
    (void)state;
    table t = new_table();
    add_england(&t, 2024, "E10000016");
    nh_areas *all = nh_areas_new(t.authority, t.year, NH_AREAS_ALL),
             *whole = nh_areas_new(t.authority, t.year, NH_AREAS_WHOLE);
    assert_int_equal(all->n, 152);
    assert_int_equal(whole->n, 1);
    assert_string_equal(whole->area[0].level, "Loaded");
    nh_areas_free(all);
    nh_areas_free(whole);
    nh_frame_free(t.frame);
}

static void one_authority_alone_goes_by_its_name(void **state)
{
    (void)state;
    table t = new_table();
    add_row(&t, "E10000016", 2024);
    add_row(&t, "E10000016", 2023);
    add_row(&t, "E09000007", 2023);
    nh_areas *whole = nh_areas_new(t.authority, t.year, NH_AREAS_WHOLE);
    assert_int_equal(whole->n, 2);
    for (size_t i = 0; i < whole->n; i++)
        assert_string_equal(whole->area[i].name, whole->area[i].year == 2024 ? "Kent" : "All authorities loaded");
    nh_areas_free(whole);
    nh_frame_free(t.frame);
}

/* The City of London and the Isles of Scilly may have no child at all. */
static void two_authorities_may_be_empty(void **state)
{
    (void)state;
    table t = new_table();
    add_england(&t, 2024, "E09000001 E06000053");
    assert_true(nh_is_all_of_england(t.authority, t.year, 2024));
    nh_frame_free(t.frame);
}

static void authorities_by_code_and_year(void **state)
{
    (void)state;
    table t = new_table();
    add_row(&t, "E10000016", 2024);
    add_row(&t, "E10000016", 2023);
    add_row(&t, "E09000007", 2024);
    add_row(&t, "X", 2024);
    nh_areas *areas = nh_areas_new(t.authority, t.year, NH_AREAS_AUTHORITIES);
    assert_int_equal(areas->n, 4);
    assert_string_equal(areas->area[0].name, "Camden");
    assert_int_equal(areas->area[1].year, 2023);
    assert_int_equal(areas->area[2].year, 2024);
    assert_string_equal(areas->area[3].name, "X"); /* no authority that is known */
    assert_true(adds_to(areas, 1, "E10000016") && areas->of_row[0] != areas->of_row[1]);
    nh_areas_free(areas);
    nh_frame_free(t.frame);
}

static void no_rows_no_areas(void **state)
{
    (void)state;
    table t = new_table();
    nh_areas *areas = nh_areas_new(t.authority, t.year, NH_AREAS_ALL);
    assert_int_equal(areas->n, 0);
    assert_false(nh_is_all_of_england(t.authority, t.year, 2024));
    nh_areas_free(areas);
    nh_frame_free(t.frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_england),
        cmocka_unit_test(one_missing_authority_is_a_part_of_england),
        cmocka_unit_test(one_authority_alone_goes_by_its_name),
        cmocka_unit_test(two_authorities_may_be_empty),
        cmocka_unit_test(authorities_by_code_and_year),
        cmocka_unit_test(no_rows_no_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
