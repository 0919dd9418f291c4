/* tests/test_origins.c: each row's file and line, whatever runs they come in. */
#include "datasets/frame/frame.h"
#include "datasets/frame/origins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void assert_origin(nh_origin is, nh_origin due, size_t row)
{
    if (is.file != due.file || is.line != due.line)
        fail_msg("row %zu is of %u:%u where %u:%u is due", row, is.file, is.line, due.file, due.line);
}

static void assert_at(const nh_origins *origins, size_t row, uint32_t file, uint32_t line)
{
    assert_origin(nh_origins_at(origins, row), (nh_origin){ file, line }, row);
}

static void nothing_is_known_of_rows_without(void **state)
{
    (void)state;
    nh_origins *origins = nh_origins_new();
    assert_at(origins, 0, 0, 0);
    nh_origins_put(origins, 0, 0, (nh_origin){ 1, 2 });
    assert_at(origins, 0, 0, 0);
    nh_origins_put(origins, 0, 1, (nh_origin){ 1, 2 });
    assert_at(origins, 0, 1, 2);
    assert_at(origins, 1, 0, 0);
    nh_origins_free(origins);
    nh_origins_free(NULL);
}

static void runs_continue_and_break(void **state)
{
    (void)state;
    nh_origins *origins = nh_origins_new();
    nh_origins_put(origins, 0, 1000, (nh_origin){ 1, 2 });
    nh_origins_put(origins, 1000, 1, (nh_origin){ 1, 1002 });
    nh_origins_put(origins, 1001, 500, (nh_origin){ 1, 1003 });
    nh_origins_put(origins, 1501, 1, (nh_origin){ 1, 1600 }); /* lines below that gave no row */
    nh_origins_put(origins, 1502, 2, (nh_origin){ 1, 1600 }); /* a line that gave two rows */
    assert_at(origins, 0, 1, 2);
    for (size_t row = 990; row < 1501; row++) assert_at(origins, row, 1, (uint32_t)row + 2);
    assert_at(origins, 1501, 1, 1600);
    assert_at(origins, 1502, 1, 1600);
    assert_at(origins, 1503, 1, 1601);
    assert_at(origins, 1504, 0, 0);
    nh_origins_free(origins);
}

static void files_follow_each_other(void **state)
{
    (void)state;
    nh_origins *origins = nh_origins_new();
    nh_origins_put(origins, 0, 10, (nh_origin){ 7, 2 });
    nh_origins_put(origins, 10, 10, (nh_origin){ 8, 12 }); /* as if the file before went on */
    nh_origins_put(origins, 20, 10, (nh_origin){ 0, 2 });
    nh_origins_put(origins, 30, 1, (nh_origin){ UINT32_MAX, UINT32_MAX });
    for (size_t row = 0; row < 10; row++) assert_at(origins, row, 7, (uint32_t)row + 2);
    for (size_t row = 10; row < 20; row++) assert_at(origins, row, 8, (uint32_t)row + 2);
    for (size_t row = 20; row < 30; row++) assert_at(origins, row, 0, (uint32_t)row - 18);
    assert_at(origins, 30, UINT32_MAX, UINT32_MAX);
    nh_origins_free(origins);
}

static void rows_without_a_line(void **state)
{
    (void)state;
    nh_origins *origins = nh_origins_new();
    nh_origins_put(origins, 3, 2, (nh_origin){ 4, 9 }); /* nothing was put for those before */
    nh_origins_put(origins, 5, 3, (nh_origin){ 4, 0 });
    nh_origins_put(origins, 8, 2, (nh_origin){ 4, 1 });
    for (size_t row = 0; row < 3; row++) assert_at(origins, row, 0, 0);
    assert_at(origins, 3, 4, 9);
    assert_at(origins, 4, 4, 10);
    for (size_t row = 5; row < 8; row++) assert_at(origins, row, 4, 0);
    assert_at(origins, 8, 4, 1);
    assert_at(origins, 9, 4, 2);
    nh_origins_free(origins);
}

static void what_is_put_again_stands(void **state)
{
    (void)state;
    nh_origins *origins = nh_origins_new();
    nh_origins_put(origins, 0, 5, (nh_origin){ 1, 2 });
    nh_origins_put(origins, 5, 1, (nh_origin){ 1, 8 });
    nh_origins_put(origins, 5, 1, (nh_origin){ 1, 9 });
    nh_origins_put(origins, 6, 1, (nh_origin){ 2, 2 });
    nh_origins_put(origins, 6, 1, (nh_origin){ 1, 10 });
    assert_at(origins, 4, 1, 6);
    assert_at(origins, 5, 1, 9);
    assert_at(origins, 6, 1, 10);
    nh_origins_put(origins, 2, 1, (nh_origin){ 3, 40 }); /* amid a run */
    assert_at(origins, 1, 1, 3);
    assert_at(origins, 2, 3, 40);
    assert_at(origins, 3, 0, 0);
    nh_origins_put(origins, 0, 1, (nh_origin){ 5, 1 });
    assert_at(origins, 0, 5, 1);
    assert_at(origins, 1, 0, 0);
    nh_origins_free(origins);
}

static void many_runs_that_alternate(void **state)
{
    (void)state;
    enum { N = 100000 };
    nh_origins *origins = nh_origins_new();
    for (uint32_t row = 0; row < N; row++)
        nh_origins_put(origins, row, 1, (nh_origin){ row / 3 % 2, row % 2 ? row : 2 * N - row });
    for (uint32_t row = 0; row < N; row++) assert_at(origins, row, row / 3 % 2, row % 2 ? row : 2 * N - row);
    nh_origins_free(origins);
}

static uint64_t state_of_chance = 20240331;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state_of_chance >> 33) % below);
}

enum { N_DUE = 400 };

/* A few rows behind those known, after a gap, or over some of them; returns how many are known then. */
static size_t put_by_chance(nh_origins *origins, nh_origin *due, size_t n)
{
    size_t row = chance(3) ? n : chance(2) ? n + chance(4) : chance((unsigned)n + 1), rows = chance(12);
    nh_origin first = { chance(3), chance(4) };
    if (chance(2) && row > 0) first = (nh_origin){ due[row - 1].file, due[row - 1].line + 1 };
    nh_origins_put(origins, row, rows, first);
    if (rows == 0) return n;
    if (row < n) memset(due + row, 0, (n - row) * sizeof *due);
    for (size_t i = 0; i < rows; i++)
        due[row + i] = (nh_origin){ first.file, first.line ? first.line + (uint32_t)i : 0 };
    return row + rows;
}

static void runs_say_what_a_plain_array_says(void **state)
{
    (void)state;
    for (int time = 0; time < 200; time++) {
        nh_origins *origins = nh_origins_new();
        nh_origin due[N_DUE] = { 0 };
        for (size_t n = 0, puts = 0; puts < 80 && n < N_DUE - 20; puts++) n = put_by_chance(origins, due, n);
        for (size_t row = 0; row < N_DUE; row++) assert_origin(nh_origins_at(origins, row), due[row], row);
        nh_origins_free(origins);
    }
}

static void taken_in_another_order(void **state)
{
    (void)state;
    nh_origins *origins = nh_origins_new();
    nh_origins_put(origins, 0, 3, (nh_origin){ 1, 2 });
    nh_origins_put(origins, 3, 3, (nh_origin){ 2, 2 });
    static const size_t rows[] = { 5, 0, 1, 1, 4, 9, 2 };
    static const nh_origin due[] = { { 2, 4 }, { 1, 2 }, { 1, 3 }, { 1, 3 }, { 2, 3 }, { 0, 0 }, { 1, 4 }, { 0, 0 } };
    nh_origins *taken = nh_origins_take(origins, rows, 7), *none = nh_origins_take(origins, rows, 0);
    for (size_t row = 0; row < 8; row++) assert_origin(nh_origins_at(taken, row), due[row], row);
    assert_at(none, 0, 0, 0);
    nh_origins_free(none);
    nh_origins_free(taken);
    nh_origins_free(origins);
}

static void a_frame_carries_them_along(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("rows", NULL);
    nh_column *n = nh_frame_add(frame, "n", NH_NUMBER);
    nh_frame_set_rows(frame, 4);
    assert_origin(nh_frame_origin(frame, 3), (nh_origin){ 0, 0 }, 3);
    nh_frame *without = nh_frame_take(frame, (const size_t[]){ 3, 2 }, 2);
    assert_origin(nh_frame_origin(without, 0), (nh_origin){ 0, 0 }, 0);
    nh_frame_put_origins(frame, 0, 4, (nh_origin){ 6, 10 });
    nh_frame *with = nh_frame_take(frame, (const size_t[]){ 3, 1, 1 }, 3);
    nh_frame_remove(frame, n);
    assert_origin(nh_frame_origin(frame, 2), (nh_origin){ 6, 12 }, 2);
    nh_frame_set_rows(frame, 2);
    nh_frame_set_rows(frame, 3);
    assert_origin(nh_frame_origin(frame, 1), (nh_origin){ 6, 11 }, 1);
    assert_origin(nh_frame_origin(frame, 2), (nh_origin){ 0, 0 }, 2);
    nh_frame_free(frame);
    assert_origin(nh_frame_origin(with, 0), (nh_origin){ 6, 13 }, 0);
    assert_origin(nh_frame_origin(with, 1), (nh_origin){ 6, 11 }, 1);
    assert_origin(nh_frame_origin(with, 2), (nh_origin){ 6, 11 }, 2);
    nh_frame_free(with);
    nh_frame_free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known_of_rows_without), cmocka_unit_test(runs_continue_and_break),
        cmocka_unit_test(files_follow_each_other),          cmocka_unit_test(rows_without_a_line),
        cmocka_unit_test(what_is_put_again_stands),         cmocka_unit_test(many_runs_that_alternate),
        cmocka_unit_test(runs_say_what_a_plain_array_says), cmocka_unit_test(taken_in_another_order),
        cmocka_unit_test(a_frame_carries_them_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
