/* tests/test_sequences.c: ways counted and folded; every expected row is read off the list by hand. */
#include "stats/methods/sequences.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/* "AB 12" is 12 sequences A, B; ways are written the same way, folded steps as '*'. */
typedef struct lot {
    const char *states;
    size_t n;
} lot;

static nh_ways *ways_of(const lot *lots, size_t n_steps, size_t fewest)
{
    uint8_t state[2000];
    size_t n = 0;
    for (; lots->states; lots++)
        for (size_t i = 0; i < lots->n; i++, n++)
            for (size_t step = 0; step < n_steps; step++)
                state[n * n_steps + step] = (uint8_t)(lots->states[step] - 'A');
    return nh_ways_count(&(nh_sequences){ .n = n, .n_steps = n_steps, .n_states = 4, .state = state }, fewest);
}

static void same(const nh_ways *ways, const lot *due, size_t n_steps)
{
    for (size_t i = 0; i < ways->n; i++, due++) {
        char is[NH_MOST_STEPS + 1] = "";
        for (size_t step = 0; step < n_steps; step++)
            is[step] = ways->way[i].state[step] == NH_FOLDED ? '*' : (char)('A' + ways->way[i].state[step]);
        assert_non_null(due->states);
        assert_string_equal(is, due->states);
        assert_int_equal(ways->way[i].n, due->n);
    }
    assert_null(due->states);
}

static void ways_of_enough_stand_alone(void **state)
{
    (void)state;
    static const lot lots[] = { { "BA", 11 }, { "AB", 10 }, { "AA", 20 }, { 0 } };
    static const lot due[] = { { "AA", 20 }, { "AB", 10 }, { "BA", 11 }, { 0 } };
    nh_ways *ways = ways_of(lots, 2, 10);
    same(ways, due, 2);
    assert_int_equal(ways->way[0].n_folded, 0);
    nh_ways_free(ways);
}

static void small_ways_fold_where_they_part(void **state)
{
    (void)state;
    static const lot lots[] = { { "AAA", 30 }, { "AAB", 6 }, { "AAC", 5 }, { "ABA", 3 }, { "BAA", 40 }, { 0 } };
    /* AAB and AAC are 11 together: AA*. ABA waits alone to the end, and takes the smallest with it, which is AA*. */
    static const lot due[] = { { "AAA", 30 }, { "BAA", 40 }, { "***", 14 }, { 0 } };
    nh_ways *ways = ways_of(lots, 3, 10);
    same(ways, due, 3);
    assert_int_equal(ways->way[2].n_folded, 3);
    nh_ways_free(ways);
}

static void what_is_left_of_a_beginning_folds_a_step_earlier(void **state)
{
    (void)state;
    static const lot lots[] = { { "AAA", 30 }, { "AAB", 6 }, { "ABA", 3 }, { "ABB", 4 }, { "BBB", 10 }, { 0 } };
    static const lot due[] = { { "AAA", 30 }, { "A**", 13 }, { "BBB", 10 }, { 0 } };
    nh_ways *ways = ways_of(lots, 3, 10);
    same(ways, due, 3);
    nh_ways_free(ways);
}

/* One way alone is never folded: the next smallest goes with it, though it is large enough. */
static void one_way_is_never_folded_alone(void **state)
{
    (void)state;
    static const lot lots[] = { { "AA", 500 }, { "AB", 9 }, { "BB", 60 }, { 0 } };
    static const lot due[] = { { "AA", 500 }, { "**", 69 }, { 0 } };
    nh_ways *ways = ways_of(lots, 2, 10);
    same(ways, due, 2);
    nh_ways_free(ways);
}

static void too_few_altogether_are_not_told(void **state)
{
    (void)state;
    static const lot lots[] = { { "AA", 4 }, { "AB", 5 }, { 0 } };
    nh_ways *ways = ways_of(lots, 2, 10);
    assert_int_equal(ways->n, 0);
    nh_ways_free(ways);
    ways = nh_ways_count(&(nh_sequences){ .n_steps = 2, .n_states = 4 }, 10);
    assert_int_equal(ways->n, 0);
    nh_ways_free(ways);
}

/* Whatever the numbers: nothing below the limit leaves, nothing folded is one way, and nobody is lost. */
static void any_mixture_keeps_the_rules(void **state)
{
    (void)state;
    uint32_t random = 903;
    for (int trial = 0; trial < 300; trial++) {
        uint8_t steps[4 * 400];
        size_t n = 0, total = 0;
        for (n = 0; n < (size_t)(trial + 20); n++)
            for (size_t s = 0; s < 4; s++) {
                random = random * 1664525u + 1013904223u;
                steps[4 * n + s] = (uint8_t)((random >> 24) % 5 % 3); /* 0 and 1 more often than 2 */
            }
        nh_ways *ways = nh_ways_count(&(nh_sequences){ n, 4, 3, steps }, 10);
        for (size_t i = 0; i < ways->n; i++) {
            bool is_folded = ways->way[i].state[3] == NH_FOLDED;
            assert_true(ways->way[i].n >= 10);
            assert_true(is_folded ? ways->way[i].n_folded > 1 : ways->way[i].n_folded == 0);
            total += ways->way[i].n;
        }
        assert_int_equal(total, n);
        nh_ways_free(ways);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_of_enough_stand_alone),
        cmocka_unit_test(small_ways_fold_where_they_part),
        cmocka_unit_test(what_is_left_of_a_beginning_folds_a_step_earlier),
        cmocka_unit_test(one_way_is_never_folded_alone),
        cmocka_unit_test(too_few_altogether_are_not_told),
        cmocka_unit_test(any_mixture_keeps_the_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
