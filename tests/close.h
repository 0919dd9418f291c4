/* tests/close.h: numbers that agree to a tolerance, in double precision (cmocka compares floats).
 *
 * Include it after cmocka.h.
 *
 *     assert_close(nh_share(37, 212, 0.95).lower, 0.12935405009921558, 1e-12);
 */
#ifndef NH_TESTS_CLOSE_H
#define NH_TESTS_CLOSE_H

#include <math.h>

/* Within `tolerance`, relative for numbers above 1. A macro, so that a failure names the line of the test. */
#define assert_close(got, wanted, tolerance) \
    assert_close_at((got), (wanted), (tolerance), #got, __FILE__, __LINE__)

static inline void assert_close_at(double got, double wanted, double tolerance, const char *what, const char *file,
                                   int line)
{
    double scale = fabs(wanted) > 1 ? fabs(wanted) : 1;
    if (fabs(got - wanted) <= tolerance * scale) return;
    print_error("%s is %.17g where %.17g is due\n", what, got, wanted);
    _fail(file, line);
}

#endif
