/* tests/test_control_limits.c: limits of a funnel against R's qbinom, pbinom, dbinom, qnorm and quantile. */
#include "stats/methods/control_limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"

/* r <- qbinom(p, 334, 0.104); (r - (pbinom(r, 334, 0.104) - p) / dbinom(r, 334, 0.104)) / 334 */
static void exact_limits_are_interpolated_quantiles(void **state)
{
    (void)state;
    nh_limits near = nh_exact_limits(0.104, 334, 0.95), far = nh_exact_limits(0.104, 334, 0.998);
    assert_close(near.lower, 0.0708485160145900, 1e-12);
    assert_close(near.upper, 0.1364141431230484, 1e-12);
    assert_close(far.lower, 0.0544228995917084, 1e-12);
    assert_close(far.upper, 0.1574315780226679, 1e-12);
}

/* The same formula gives -0.0493 and 0.2377 for 17 children: a share is not below 0. */
static void few_children_have_no_lower_limit(void **state)
{
    (void)state;
    nh_limits few = nh_exact_limits(0.104, 17, 0.95);
    assert_close(few.lower, 0, 0);
    assert_close(few.upper, 0.2377125131568054, 1e-12);
    nh_limits one = nh_exact_limits(0.104, 1, 0.95);
    assert_true(one.lower == 0 && one.upper > 0.104 && one.upper <= 1);
}

/* 0.104 -+ qnorm(0.975 or 0.999) * sqrt(2.5 * 0.104 * 0.896 / 334) */
static void widened_limits_follow_the_normal_curve(void **state)
{
    (void)state;
    nh_limits near = nh_widened_limits(0.104, 334, 0.95, 2.5), far = nh_widened_limits(0.104, 334, 0.998, 2.5);
    assert_close(near.lower, 0.0522374650875213, 1e-12);
    assert_close(near.upper, 0.1557625349124787, 1e-12);
    assert_close(far.lower, 0.0223871444080547, 1e-12);
    assert_close(far.upper, 0.1856128555919453, 1e-12);
    assert_close(nh_widened_limits(0.104, 5, 0.998, 2.5).lower, 0, 0);
}

/* z <- (h / m - p) / sqrt(p * (1 - p) / m); q <- quantile(z, c(.1, .9)); mean(pmin(pmax(z, q[1]), q[2])^2) */
static void overdispersion_is_the_winsorised_mean_square(void **state)
{
    (void)state;
    static const nh_proportion all[] = { { 37, 334 }, { 56, 513 }, { 65, 419 }, { 61, 581 },   { 35, 299 }, { 20, 250 },
                                         { 90, 488 }, { 238, 1549 }, { 0, 0 },  { 12, 203 }, { 31, 402 }, { 44, 377 } };
    assert_close(nh_overdispersion(all, 12, 0.127239150507849, 0.1), 4.541148952918224, 1e-11);
}

static void limits_are_never_narrowed(void **state)
{
    (void)state;
    static const nh_proportion alike[] = { { 10, 100 }, { 20, 200 }, { 30, 300 } };
    assert_close(nh_overdispersion(alike, 3, 0.1, 0.1), 1, 0);
    assert_close(nh_overdispersion(alike, 0, 0.1, 0.1), 1, 0);
    assert_close(nh_overdispersion(alike, 3, 0, 0.1), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_limits_are_interpolated_quantiles),
        cmocka_unit_test(few_children_have_no_lower_limit),
        cmocka_unit_test(widened_limits_follow_the_normal_curve),
        cmocka_unit_test(overdispersion_is_the_winsorised_mean_square),
        cmocka_unit_test(limits_are_never_narrowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
