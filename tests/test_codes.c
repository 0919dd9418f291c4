/* tests/test_codes.c: code lists by return year, and the groups that tables use. */
#include "datasets/tables/codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

/* Section 1.4 of the domain rules: what changed in which return year. */
static void codes_are_for_their_years(void **state)
{
    (void)state;
    static const struct { const char *table, *column, *code; int last_before, first_after; bool known; } due[] = {
        { "episodes", "PLACE", "Q1", 2014, 2015, false },  { "episodes", "PLACE", "U1", 2014, 2015, true },
        { "episodes", "PLACE", "K3", 2024, 2025, true },   { "episodes", "PLACE", "Z1", 2025, 2026, false },
        { "episodes", "PLACE", "Z11", 2025, 2026, true },  { "episodes", "PLACE", "H5", 2025, 2026, false },
        { "episodes", "REC", "E17", 2020, 2021, true },    { "episodes", "REC", "E43", 2018, 2019, false },
        { "episodes", "REC", "E45", 2018, 2019, true },    { "oc3", "ACCOM", "X1", 2022, 2023, false },
        { "header", "SEX", "1", 2024, 2025, false },       { "header", "SEX", "M", 2024, 2025, true },
        { "uasc", "sex", "F", 2024, 2025, true },          { "oc3", "activ", "F4", 2021, 2022, true },
    };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
        assert_int_equal(nh_code_known(due[i].table, due[i].column, due[i].code, due[i].last_before), !due[i].known);
        assert_int_equal(nh_code_known(due[i].table, due[i].column, due[i].code, due[i].first_after), due[i].known);
        assert_true(nh_code_known(due[i].table, due[i].column, due[i].code, 0));
    }
    assert_false(nh_code_known("episodes", "PLACE", "QQ", 2024));
    assert_false(nh_code_known("episodes", "PLACE", "", 2024));
    assert_false(nh_code_known("episodes", "PLACE", "u4", 2024));
    assert_false(nh_code_known("episodes", "NOWHERE", "U4", 2024));
}

static void a_code_says_what_it_is(void **state)
{
    (void)state;
    const nh_code *code = nh_code_info("Episodes", "reason_place_change", "CREQB");
    assert_non_null(code);
    assert_string_equal(code->label, "Carer asked for it to end because of the child's behaviour");
    assert_string_equal(nh_code_info("oc3", "ACCOM", "B1")->group, "suitable");
    assert_string_equal(nh_code_info("ad1", "LS_ADOPTR", "L11")->label, "Married, different gender");
    assert_null(nh_code_info("reviews", "REVIEW_CODE", "PN9"));
    assert_int_equal(nh_code_count(), 293);
}

/* Section 3 of the domain rules. */
static void placements_belong_to_their_groups(void **state)
{
    (void)state;
    static const struct { const char *codes[12]; const char *word; } due[] = {
        { { "U1", "U2", "U3", "U4", "U5", "U6", "Q1", "Q2" }, "foster" },
        { { "A3", "A4", "A5", "A6" }, "adoption" },
        { { "P1" }, "parents" },
        { { "K1", "K2" }, "homes" },
        { { "H5", "P2", "K3" }, "supported" },
        { { "R1", "R2", "R3", "R5", "P3" }, "residential" },
        { { "S1" }, "school" },
        { { "Z1", "Z11", "Z12", "Z13", "Z14" }, "other" },
        { { "T0", "T4", "QQ", "" }, "" },
    };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        for (size_t k = 0; due[i].codes[k]; k++)
            assert_string_equal(nh_placement_group_word(nh_placement_group_of(due[i].codes[k])), due[i].word);
    assert_true(nh_is_temporary("T0") && nh_is_temporary("T4"));
    assert_false(nh_is_temporary("T5") || nh_is_temporary("T") || nh_is_temporary("") || nh_is_temporary("T10"));
    assert_true(nh_is_respite("V3") && nh_is_respite("V4"));
    assert_false(nh_is_respite("V2"));
}

/* Section 4.4: primary within wider within the upper bound. */
static void reasons_fall_into_nested_sets(void **state)
{
    (void)state;
    static const struct { const char *codes[8]; nh_breakdown set; } due[] = {
        { { "CREQB", "CREQO", "CHILD" }, NH_PRIMARY_BREAKDOWN },
        { { "LAREQ", "ALLEG", "STAND", "APPRR", "CUSTOD" }, NH_WIDER_BREAKDOWN },
        { { "OTHER", "CLOSE" }, NH_UPPER_BREAKDOWN },
        { { "CARPL", "PLACE", "", "XXXXX" }, NH_NO_BREAKDOWN },
    };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        for (size_t k = 0; due[i].codes[k]; k++) assert_int_equal(nh_breakdown_of(due[i].codes[k]), due[i].set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_for_their_years),
        cmocka_unit_test(a_code_says_what_it_is),
        cmocka_unit_test(placements_belong_to_their_groups),
        cmocka_unit_test(reasons_fall_into_nested_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
