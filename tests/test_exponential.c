/* tests/test_exponential.c: powers of e against the long double of the system. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/exponential.h"
#include "stats/models/expression.h"

#include <math.h>
#include <stdint.h>

enum { N_BLOCKS = 4000 };

/* 699.9 at most; small ones as often as large ones. */
static void fill(double *x, uint64_t *state)
{
    for (size_t i = 0; i < NH_BLOCK; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        double share = (double)(int64_t)*state / 9223372036854775808.0;
        x[i] = ldexp(share * 699.9, -(int)(*state >> 5 & 15));
    }
}

static void is_within_one_unit_of_the_last_place(void **state)
{
    (void)state;
    uint64_t seed = 212;
    double x[NH_BLOCK], e[NH_BLOCK], worst = 0;
    for (size_t b = 0; b < N_BLOCKS; b++) {
        fill(x, &seed);
        nh_exp_block(x, NH_BLOCK, e);
        for (size_t i = 0; i < NH_BLOCK; i++) {
            long double due = expl(x[i]), unit = nextafter((double)due, INFINITY) - (double)due;
            double error = (double)(fabsl(e[i] - due) / unit);
            if (error > worst) worst = error;
        }
    }
    print_message("worst error %.3f units of the last place\n", worst);
    assert_true(worst < 1);
}

/* Those that are left over after the last four are worked out one by one. */
static void gives_one_the_digits_of_many(void **state)
{
    (void)state;
    uint64_t seed = 37;
    double x[NH_BLOCK], all[NH_BLOCK], one;
    size_t n_different = 0;
    for (size_t b = 0; b < N_BLOCKS / 100; b++) {
        fill(x, &seed);
        nh_exp_block(x, NH_BLOCK, all);
        for (size_t i = 0; i < NH_BLOCK; i++) {
            nh_exp_block(x + i, 1, &one);
            n_different += one != all[i];
        }
    }
    assert_int_equal(n_different, 0);
}

static void knows_the_edges(void **state)
{
    (void)state;
    const double x[] = { 0, -0.0, 1000, -1000, INFINITY, -INFINITY, NAN, 709.5, -740 };
    double e[9];
    nh_exp_block(x, 9, e);
    assert_true(e[0] == 1 && e[1] == 1);
    assert_true(isinf(e[2]) && e[3] == 0 && isinf(e[4]) && e[5] == 0 && isnan(e[6]));
    assert_true(e[7] == exp(709.5) && e[8] == exp(-740));
    nh_exp_block(x, 0, e);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(is_within_one_unit_of_the_last_place),
                                        cmocka_unit_test(gives_one_the_digits_of_many),
                                        cmocka_unit_test(knows_the_edges) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
