/* tests/test_share.c: Wilson's interval against R, and at its edges. */
#include "stats/methods/share.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"

static void agrees_with_r(void **state)
{
    (void)state;
    /* R 4.2.2: prop.test(37, 212, correct = FALSE)$conf.int */
    nh_estimate far = nh_share(37, 212, 0.95);
    assert_close(far.value, 37.0 / 212, 1e-14);
    assert_close(far.lower, 0.12935405009921558, 1e-12);
    assert_close(far.upper, 0.23128778046476015, 1e-12);
    assert_int_equal(far.n, 212);
    /* R: prop.test(3, 17, conf.level = 0.90, correct = FALSE)$conf.int */
    nh_estimate wide = nh_share(3, 17, 0.90);
    assert_close(wide.lower, 0.072814466547064485, 1e-12);
    assert_close(wide.upper, 0.36896697806902579, 1e-12);
}

static void stays_between_nothing_and_everything(void **state)
{
    (void)state;
    /* By hand: with no hits the upper bound is z^2 / (n + z^2); with all, the lower is its complement. */
    double z = nh_normal_quantile(0.95), bound = z * z / (11 + z * z);
    nh_estimate none = nh_share(0, 11, 0.95), all = nh_share(11, 11, 0.95);
    assert_true(none.value == 0 && none.lower == 0 && all.value == 1 && all.upper == 1);
    assert_close(none.upper, bound, 1e-14);
    assert_close(all.lower, 1 - bound, 1e-14);
}

static void nothing_has_no_share(void **state)
{
    (void)state;
    nh_estimate nothing = nh_share(0, 0, 0.95);
    assert_int_equal(nothing.n, 0);
    assert_true(isnan(nothing.value) && isnan(nothing.lower) && isnan(nothing.upper));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(stays_between_nothing_and_everything),
        cmocka_unit_test(nothing_has_no_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
