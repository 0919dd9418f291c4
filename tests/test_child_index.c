/* tests/test_child_index.c: rows of children, where authorities share CHILD values and where they do not. */
#include "datasets/derive/child_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <stdio.h>

enum { N_ROWS = 500, N_CODES = 90, N_AUTHORITIES = 3 };

/* A child's authority is that of its number, or, when they share, that of the row. */
static nh_frame *some_rows(bool is_shared)
{
    nh_frame *frame = nh_frame_new("episodes", NULL);
    nh_column *authority = nh_frame_add(frame, "authority", NH_CATEGORY);
    nh_column *child = nh_frame_add(frame, "child", NH_CATEGORY);
    char text[24];
    nh_levels_add_text(child->levels, "nobody's");
    for (int i = 0; i < N_ROWS; i++) {
        size_t row = nh_frame_append(frame);
        int code = i * 37 % N_CODES;
        snprintf(text, sizeof text, "%d", code);
        if (i % 19) nh_put_text(child, row, text);
        snprintf(text, sizeof text, "A%d", (is_shared ? i / N_CODES : code) % N_AUTHORITIES);
        if (i % 23) nh_put_text(authority, row, text);
    }
    return frame;
}

/* Each row that has an owner stands once among its child's, in the table's order; children in order of their codes,
 * and within a code of their authorities. */
static void check_index(const nh_frame *frame, const nh_child_index *index)
{
    const nh_column *authority = nh_frame_find(frame, "authority"), *child = nh_frame_find(frame, "child");
    size_t n_owned = 0;
    for (size_t row = 0; row < N_ROWS; row++) {
        if (!nh_present(authority, row) || !nh_present(child, row)) continue;
        uint32_t owner = nh_child_find(index, authority->code[row], child->code[row]), times = 0;
        assert_true(owner < index->n_children);
        for (uint32_t i = index->first[owner]; i < index->first[owner + 1]; i++) times += index->rows[i] == row;
        assert_int_equal(times, 1);
        n_owned++;
    }
    assert_int_equal(index->first[index->n_children], n_owned);
    for (uint32_t c = 0; c < index->n_children; c++) {
        assert_true(index->first[c] < index->first[c + 1]);
        assert_true(c == 0 || index->code[c - 1] < index->code[c] ||
                    (index->code[c - 1] == index->code[c] && index->authority[c - 1] < index->authority[c]));
        for (uint32_t i = index->first[c] + 1; i < index->first[c + 1]; i++)
            assert_true(index->rows[i - 1] < index->rows[i]);
    }
}

static void every_row_is_found_with_its_child(void **state)
{
    (void)state;
    for (int is_shared = 0; is_shared < 2; is_shared++) {
        nh_frame *frame = some_rows(is_shared);
        nh_child_index *index = nh_child_index_of(frame);
        check_index(frame, index);
        assert_int_equal(nh_child_find(index, 0, 0), NH_NO_CHILD); /* a level that no row has */
        assert_int_equal(nh_child_find(index, 0, 10000), NH_NO_CHILD);
        if (is_shared) assert_true(index->n_children > N_CODES);
        else assert_int_equal(index->n_children, N_CODES);
        nh_child_index_free(index);
        nh_frame_free(frame);
    }
}

static void a_table_without_rows_has_no_children(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("episodes", NULL);
    nh_frame_add(frame, "authority", NH_CATEGORY);
    nh_frame_add(frame, "child", NH_CATEGORY);
    nh_child_index *index = nh_child_index_of(frame);
    assert_int_equal(index->n_children, 0);
    assert_int_equal(nh_child_find(index, 0, 0), NH_NO_CHILD);
    nh_child_index_free(index);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_found_with_its_child),
        cmocka_unit_test(a_table_without_rows_has_no_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
