/* tests/test_frame.c: columns, marks, taking, ordering and grouping rows. */
#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "datasets/frame/results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct areas {
    nh_frame *frame;
    nh_column *area, *year, *n;
} areas;

/* Kent 2024 3, Camden 2023 c, Kent 2023 1, (blank) 2024 2, Camden 2023 5. */
static areas some_areas(void)
{
    areas a = { .frame = nh_frame_new("areas", NULL) };
    a.area = nh_frame_add(a.frame, "area", NH_CATEGORY);
    a.year = nh_frame_add(a.frame, "year", NH_NUMBER);
    a.n = nh_frame_add(a.frame, "n", NH_NUMBER);
    static const char *const names[] = { "Kent", "Camden", "Kent", NULL, "Camden" };
    static const double years[] = { 2024, 2023, 2023, 2024, 2023 }, counts[] = { 3, 0, 1, 2, 5 };
    for (size_t i = 0; i < 5; i++) {
        size_t row = nh_frame_append(a.frame);
        if (names[i]) nh_put_text(a.area, row, names[i]);
        nh_put_number(a.year, row, years[i]);
        nh_put_number(a.n, row, counts[i]);
    }
    nh_put_mark(a.n, 1, NH_SUPPRESSED);
    return a;
}

static void a_cell_without_a_value_has_a_mark(void **state)
{
    (void)state;
    areas a = some_areas();
    assert_true(nh_present(a.n, 0));
    assert_int_equal(nh_mark_at(a.n, 1), NH_SUPPRESSED);
    assert_int_equal(nh_mark_at(a.area, 3), NH_MISSING);
    assert_string_equal(nh_text_at(a.area, 3), "");
    assert_string_equal(nh_text_at(a.area, 4), "Camden");
    nh_frame_free(a.frame);
}

static void a_missing_column_is_named_with_what_there_is(void **state)
{
    (void)state;
    areas a = some_areas();
    nh_error err = { 0 };
    assert_null(nh_frame_need(a.frame, "regoin", NH_CATEGORY, &err));
    assert_string_equal(err.text, "areas has no column 'regoin'; it has area, year, n");
    assert_null(nh_frame_need(a.frame, "year", NH_DATE, &err));
    assert_string_equal(err.text, "column 'year' of areas holds numbers where dates are due");
    nh_frame_free(a.frame);
}

static void rows_order_by_several_columns(void **state)
{
    (void)state;
    areas a = some_areas();
    const nh_column *by[] = { a.year, a.area };
    size_t *order = nh_frame_order(a.frame, by, 2);
    static const size_t expected[] = { 1, 4, 2, 0, 3 }; /* ties as they stood, blanks last */
    for (size_t i = 0; i < 5; i++) assert_int_equal(order[i], expected[i]);
    nh_frame *sorted = nh_frame_take(a.frame, order, 5);
    assert_string_equal(nh_text_at(nh_frame_find(sorted, "area"), 2), "Kent");
    assert_int_equal(nh_mark_at(nh_frame_find(sorted, "n"), 0), NH_SUPPRESSED);
    nh_frame_free(sorted);
    free(order);
    nh_frame_free(a.frame);
}

static void rows_group_in_order_of_appearance(void **state)
{
    (void)state;
    areas a = some_areas();
    const nh_column *by[] = { a.area, a.year };
    nh_groups *groups = nh_group(a.frame, by, 2);
    assert_int_equal(groups->n, 4);
    assert_int_equal(groups->n_rows[1], 2);
    assert_int_equal(groups->rows[1][1], 4);
    assert_int_equal(groups->of_row[3], 3);
    nh_groups_free(groups);
    groups = nh_group(a.frame, NULL, 0);
    assert_int_equal(groups->n, 1);
    assert_int_equal(groups->n_rows[0], 5);
    nh_groups_free(groups);
    nh_frame_free(a.frame);
}

/* The number of a row's group: that of the first row with the same cells. */
static uint32_t number_of(const nh_column *const *by, size_t n_by, const uint32_t *of_row, size_t row, uint32_t n)
{
    for (size_t before = 0; before < row; before++) {
        size_t k = 0;
        for (; k < n_by && nh_mark_at(by[k], before) == nh_mark_at(by[k], row); k++) {
            if (!nh_present(by[k], row)) continue;
            if (by[k]->code ? by[k]->code[before] != by[k]->code[row] : by[k]->number[before] != by[k]->number[row])
                break;
        }
        if (k == n_by) return of_row[before];
    }
    return n;
}

/* Levels that are of one group mostly, of several at times, and missing ones. */
static void rows_of_shared_levels_group_by_all_columns(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("areas", NULL);
    nh_column *authority = nh_frame_add(frame, "authority", NH_CATEGORY);
    nh_column *year = nh_frame_add(frame, "year", NH_NUMBER), *child = nh_frame_add(frame, "child", NH_CATEGORY);
    for (int i = 0; i < 400; i++) {
        char text[24];
        size_t row = nh_frame_append(frame);
        snprintf(text, sizeof text, "%d", i * i % 7 % 3);
        if (i % 11) nh_put_text(authority, row, text);
        nh_put_number(year, row, i % 5 == 0 ? 2023 : 2024);
        snprintf(text, sizeof text, "%d", i * 31 % 83);
        if (i % 13) nh_put_text(child, row, text);
    }
    const nh_column *const by[] = { authority, year, child };
    for (size_t n_by = 1; n_by <= 3; n_by++) {
        size_t n;
        uint32_t *of_row = nh_group_numbers(frame, by, n_by, &n), seen = 0;
        for (size_t row = 0; row < 400; row++) {
            assert_int_equal(of_row[row], number_of(by, n_by, of_row, row, seen));
            seen += of_row[row] == seen;
        }
        assert_int_equal(seen, n);
        free(of_row);
    }
    nh_frame_free(frame);
}

static void levels_are_found_again_among_many(void **state)
{
    (void)state;
    nh_levels *levels = nh_levels_new();
    char text[24];
    for (int i = 0; i < 50000; i++) {
        int n = snprintf(text, sizeof text, "child %d", i * 7);
        assert_int_equal(nh_levels_add(levels, text, (size_t)n), i);
    }
    for (int i = 0; i < 50000; i++) {
        snprintf(text, sizeof text, "child %d", i * 7);
        assert_int_equal(nh_levels_find_text(levels, text), i);
    }
    assert_int_equal(nh_levels_find_text(levels, "child 1"), NH_NO_LEVEL);
    assert_int_equal(nh_levels_add(levels, "", 0), 50000);
    assert_int_equal(nh_levels_length(levels, 50000), 0);
    nh_levels_release(levels);
}

static void results_keep_a_sentence_once(void **state)
{
    (void)state;
    nh_results *first = nh_results_new(), *second = nh_results_new();
    nh_results_add(first, nh_frame_new("balance", NULL));
    nh_results_note(first, "%d rows left out", 3);
    nh_results_note(second, "%d rows left out", 3);
    nh_results_gap(second, "no distance table");
    nh_results_append(first, second);
    assert_int_equal(first->notes.n, 1);
    assert_int_equal(first->gaps.n, 1);
    assert_non_null(nh_results_find(first, "balance"));
    assert_null(nh_results_find(first, "flows"));
    nh_results_free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_without_a_value_has_a_mark),
        cmocka_unit_test(a_missing_column_is_named_with_what_there_is),
        cmocka_unit_test(rows_order_by_several_columns),
        cmocka_unit_test(rows_group_in_order_of_appearance),
        cmocka_unit_test(rows_of_shared_levels_group_by_all_columns),
        cmocka_unit_test(levels_are_found_again_among_many),
        cmocka_unit_test(results_keep_a_sentence_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
