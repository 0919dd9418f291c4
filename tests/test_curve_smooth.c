/* tests/test_curve_smooth.c: the line between the points of a curve. */
#include "plots/charts/curve_smooth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/close.h"

enum { N = 4, FINE = (N - 1) * NH_SMOOTH_PARTS + 1 };

/* Three parabolas through points of one parabola are that parabola, whatever the distances. */
static void a_parabola_stays_one(void **state)
{
    (void)state;
    static const double x[N] = { 0, 1, 3, 7 };
    double y[N], fine[FINE], at[FINE];
    assert_int_equal(nh_smooth_length(N), FINE);
    for (size_t i = 0; i < N; i++) y[i] = 2 - x[i] + 0.5 * x[i] * x[i];
    nh_smooth(x, y, N, N, fine);
    nh_smooth(x, x, N, N, at);
    for (size_t i = 0; i < FINE; i++) assert_close(fine[i], 2 - at[i] + 0.5 * at[i] * at[i], 1e-12);
}

static void a_corner_has_two_sides(void **state)
{
    (void)state;
    static const double x[N] = { 0, 1, 2, 3 }, y[N] = { 2, 0, 3, 6 };
    double fine[FINE];
    nh_smooth(x, y, N, 1, fine);
    assert_close(fine[NH_SMOOTH_PARTS / 2], 1, 1e-12);                       /* straight down */
    assert_close(fine[NH_SMOOTH_PARTS], 0, 1e-12);
    assert_close(fine[NH_SMOOTH_PARTS + NH_SMOOTH_PARTS / 2], 1.5, 1e-12);   /* and straight up */
    assert_close(fine[FINE - 1], 6, 1e-12);
}

static void few_points_are_a_line_or_themselves(void **state)
{
    (void)state;
    double fine[NH_SMOOTH_PARTS + 1];
    nh_smooth((const double[]){ 1, 3 }, (const double[]){ 5, 9 }, 2, 2, fine);
    assert_close(fine[NH_SMOOTH_PARTS / 2], 7, 1e-12);
    nh_smooth((const double[]){ 1 }, (const double[]){ 5 }, 1, 1, fine);
    assert_close(fine[0], 5, 0);
    assert_int_equal(nh_smooth_length(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parabola_stays_one),
        cmocka_unit_test(a_corner_has_two_sides),
        cmocka_unit_test(few_points_are_a_line_or_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
