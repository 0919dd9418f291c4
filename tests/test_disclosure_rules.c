/* tests/test_disclosure_rules.c: every decision of disclosure control as a truth table.
 *
 * The rows follow from profile `publish`: a count is small from 1 to 5, other counts are rounded half away from zero.
 */
#include "stats/disclosure_rules.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"

static void counts(void **state)
{
    (void)state;
    static const struct { double n, base; nh_mark mark; double value; } table[] = {
        { 0, 5, NH_PRESENT, 0 },     { 1, 5, NH_SUPPRESSED, 0 },  { 5, 5, NH_SUPPRESSED, 0 },
        { 6, 5, NH_PRESENT, 5 },     { 7, 5, NH_PRESENT, 5 },     { 8, 5, NH_PRESENT, 10 },
        { 12, 5, NH_PRESENT, 10 },   { 13, 5, NH_PRESENT, 15 },   { 5, 10, NH_SUPPRESSED, 0 },
        { 6, 10, NH_PRESENT, 10 },   { 14, 10, NH_PRESENT, 10 },  { 15, 10, NH_PRESENT, 20 },
        { 25, 10, NH_PRESENT, 30 },  { 83633, 10, NH_PRESENT, 83630 },
        { -1, 5, NH_SUPPRESSED, 0 }, { 0.4, 5, NH_SUPPRESSED, 0 }, { NAN, 5, NH_SUPPRESSED, 0 },
        { INFINITY, 5, NH_SUPPRESSED, 0 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        nh_released cell = nh_release_count(table[i].n, table[i].base);
        assert_int_equal(cell.mark, table[i].mark);
        assert_true(cell.value == table[i].value);
    }
}

static void shares_of_small_parts_rests_and_wholes(void **state)
{
    (void)state;
    static const struct { double part, whole; bool is_safe; } table[] = {
        { 0, 100, true },  { 1, 100, false }, { 5, 100, false },  { 6, 100, true },   { 94, 100, true },
        { 95, 100, false }, { 99, 100, false }, { 100, 100, true }, { 0, 5, false },  { 0, 6, true },
        { 6, 6, true },    { 0, 0, true },    { 7, 6, false },    { NAN, 100, false }, { 50, NAN, false },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_true(nh_percent_is_safe(table[i].part, table[i].whole) == table[i].is_safe);
}

static nh_released seen(double value)
{
    return (nh_released){ NH_PRESENT, value };
}

static void percentages_of_released_counts(void **state)
{
    (void)state;
    const nh_released hidden = { NH_SUPPRESSED, 0 }, blank = { NH_MISSING, 0 };
    assert_true(nh_release_percent(seen(15), seen(200)).value == 8); /* 7.5, half away from zero */
    assert_true(nh_release_percent(seen(-15), seen(200)).value == -8);
    assert_int_equal(nh_release_percent(seen(5), seen(2000)).mark, NH_ROUNDS_TO_ZERO);
    assert_true(nh_release_percent(seen(0), seen(2000)).mark == NH_PRESENT);
    assert_int_equal(nh_release_percent(seen(0), seen(0)).mark, NH_NOT_APPLICABLE);
    assert_int_equal(nh_release_percent(hidden, seen(20)).mark, NH_SUPPRESSED);
    assert_int_equal(nh_release_percent(seen(10), hidden).mark, NH_SUPPRESSED);
    assert_int_equal(nh_release_percent(blank, seen(20)).mark, NH_MISSING);
    /* R: round(100 * prop.test(35, 210, correct = FALSE)$conf.int, 1) */
    assert_close(nh_release_bound(seen(35), seen(210), false).value, 12.2, 1e-12);
    assert_close(nh_release_bound(seen(35), seen(210), true).value, 22.3, 1e-12);
    assert_int_equal(nh_release_bound(hidden, seen(210), true).mark, NH_SUPPRESSED);
    assert_int_equal(nh_release_bound(seen(35), hidden, true).mark, NH_SUPPRESSED);
    assert_int_equal(nh_release_bound(seen(0), seen(0), true).mark, NH_NOT_APPLICABLE);
}

static void differences(void **state)
{
    (void)state;
    const nh_released hidden = { NH_SUPPRESSED, 0 };
    assert_true(nh_release_difference(seen(10), seen(35)).value == -25);
    assert_int_equal(nh_release_difference(hidden, seen(35)).mark, NH_SUPPRESSED);
    assert_int_equal(nh_release_difference(seen(10), hidden).mark, NH_SUPPRESSED);
}

static void steps_and_lines(void **state)
{
    (void)state;
    static const struct { double events, at_risk; bool is_safe; } steps[] = {
        { 0, 10, true }, { 0, 9, false }, { 1, 100, false }, { 5, 100, false }, { 6, 100, true }, { 6, 9, false },
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        assert_true(nh_step_is_safe(steps[i].events, steps[i].at_risk) == steps[i].is_safe);
    static const struct { double largest, total; bool is_safe; } lines[] = {
        { 0, 0, true },   { 3, 4, false },  { 5, 5, false },  { 5, 6, true },    { 6, 6, false },
        { 49, 49, false }, { 48, 49, true }, { 50, 50, true }, { 300, 300, true },
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_true(nh_line_is_safe(lines[i].largest, lines[i].total) == lines[i].is_safe);
}

static void four_digits(void **state)
{
    (void)state;
    static const struct { double value, kept;
    } table[] = {
        { 0.123456, 0.1235 }, { -0.00123456, -0.001235 }, { 123456, 123500 }, { 99.999, 100 }, { 0, 0 },
        { 12.34, 12.34 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_close(nh_significant(table[i].value, 4), table[i].kept, 1e-15);
    assert_true(isnan(nh_significant(NAN, 4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts),
        cmocka_unit_test(shares_of_small_parts_rests_and_wholes),
        cmocka_unit_test(percentages_of_released_counts),
        cmocka_unit_test(differences),
        cmocka_unit_test(steps_and_lines),
        cmocka_unit_test(four_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
