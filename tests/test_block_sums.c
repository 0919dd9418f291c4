/* tests/test_block_sums.c: sums over a block keep their order, whatever the processor takes at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "datasets/frame/arena.h"
#include "stats/models/block_sums.h"
#include "stats/models/expression.h"

#include <math.h>
#include <stdint.h>

/* Values whose sums depend on the order of adding: of very different sizes, both signs. */
static void fill(double *values, size_t n)
{
    uint64_t state = 37;
    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        values[i] = ldexp((double)(int64_t)state, -60 + (int)(state >> 8 & 31));
    }
}

/* The order that the header gives, a row at a time. */
static double in_order(const double *x, const double *weight, const double *y, size_t n)
{
    double lane[4] = { 0 };
    for (size_t i = 0; i < n; i++) {
        double weighted = x[i] * (weight ? weight[i] : 1);
        lane[i < n / 4 * 4 ? i % 4 : 0] += weighted * y[i];
    }
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

static const size_t lengths[] = { 0, 1, 3, 4, 37, 129, NH_BLOCK - 1, NH_BLOCK };
enum { N_LENGTHS = sizeof lengths / sizeof *lengths };

static void multiplies_in_a_fixed_order(void **state)
{
    (void)state;
    enum { M = 7 };
    double block[M * NH_BLOCK], weight[NH_BLOCK];
    fill(block, M * NH_BLOCK);
    fill(weight, NH_BLOCK);
    for (size_t l = 0; l < N_LENGTHS; l++)
        for (size_t weighs = 0; weighs < 2; weighs++) {
            const double *w = weighs ? weight : NULL;
            nh_precise sum[M * M] = { { 0, 0 } };
            nh_add_products(block, w, lengths[l], M, sum);
            for (size_t a = 0; a < M; a++)
                for (size_t b = a; b < M; b++) {
                    double due = in_order(block + a * NH_BLOCK, w, block + b * NH_BLOCK, lengths[l]);
                    assert_true(sum[a * M + b].high == due && sum[a * M + b].low == 0);
                }
        }
}

static void multiplies_one_by_four(void **state)
{
    (void)state;
    double values[5 * NH_BLOCK];
    fill(values, 5 * NH_BLOCK);
    const double *const others[] = { values + NH_BLOCK, values + 2 * NH_BLOCK, values + 3 * NH_BLOCK,
                                     values + 4 * NH_BLOCK };
    for (size_t l = 0; l < N_LENGTHS; l++) {
        double sum[4];
        nh_dot_four(values, others, lengths[l], sum);
        for (size_t c = 0; c < 4; c++) {
            assert_true(sum[c] == in_order(values, NULL, others[c], lengths[l]));
            assert_true(sum[c] == nh_dot(values, others[c], lengths[l]));
        }
    }
}

static void combines_columns_in_order(void **state)
{
    (void)state;
    enum { K = 5 };
    double block[K * NH_BLOCK], b[K], sum[NH_BLOCK], start[NH_BLOCK];
    fill(block, K * NH_BLOCK);
    fill(start, NH_BLOCK);
    for (size_t j = 0; j < K; j++) b[j] = 1 / (double)(j + 3);
    for (size_t l = 0; l < N_LENGTHS; l++) {
        for (size_t i = 0; i < NH_BLOCK; i++) sum[i] = start[i];
        nh_add_combination(block, b, K, lengths[l], sum);
        for (size_t i = 0; i < NH_BLOCK; i++) {
            double due = start[i];
            for (size_t j = 0; j < K && i < lengths[l]; j++) due += b[j] * block[j * NH_BLOCK + i];
            assert_true(sum[i] == due);
        }
    }
}

/* Places that come back at once, and far apart. */
static void adds_rows_to_their_places(void **state)
{
    (void)state;
    enum { WIDTH = 8, N_PLACES = 5 };
    double block[WIDTH * NH_BLOCK], rate[NH_BLOCK], sums[N_PLACES * WIDTH], due[N_PLACES * WIDTH];
    uint32_t place[NH_BLOCK];
    fill(block, WIDTH * NH_BLOCK);
    fill(rate, NH_BLOCK);
    for (size_t i = 0; i < NH_BLOCK; i++) place[i] = (uint32_t)(i / 3 * i % N_PLACES);
    for (size_t l = 0; l < N_LENGTHS; l++) {
        for (size_t s = 0; s < N_PLACES * WIDTH; s++) sums[s] = due[s] = (double)s / 7;
        nh_add_to_places(block, lengths[l], &(nh_places){ place, rate, WIDTH, sums });
        for (size_t i = 0; i < lengths[l]; i++)
            for (size_t j = 0; j < WIDTH; j++) due[place[i] * WIDTH + j] += rate[i] * block[j * NH_BLOCK + i];
        assert_memory_equal(sums, due, sizeof due);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(multiplies_in_a_fixed_order),
                                        cmocka_unit_test(multiplies_one_by_four),
                                        cmocka_unit_test(combines_columns_in_order),
                                        cmocka_unit_test(adds_rows_to_their_places) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
