/* tests/same_rows.h: two frames hold the same rows in some columns, in whatever order.
 *
 * Include it after cmocka.h. Cells are compared as files show them, numbers without trailing noughts.
 *
 *     assert_same_rows(table, expected, (const char *const[]){ "year", "authority", "children", NULL });
 */
#ifndef NH_TESTS_SAME_ROWS_H
#define NH_TESTS_SAME_ROWS_H

#include "datasets/read/any_csv.h"
#include "datasets/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The frame of a CSV file; the test is skipped, and says so, when it is not there. */
static inline nh_frame *frame_of_file(const char *path)
{
    if (access(path, R_OK) != 0) {
        print_message("%s is not there\n", path);
        skip();
    }
    nh_error err = { 0 };
    nh_frame *frame = nh_any_csv_read(path, &err);
    if (!frame) fail_msg("%s", err.text);
    return frame;
}

static inline char *line_of_row(const nh_frame *frame, size_t row, const char *const *columns)
{
    char *line = calloc(2000, 1);
    size_t used = 0;
    for (; *columns; columns++) {
        const nh_column *column = nh_frame_find(frame, *columns);
        if (!column) fail_msg("there is no column %s", *columns);
        if (column->number && nh_present(column, row)) used += nh_number_write(column->number[row], line + used);
        else used += nh_cell_write(column, row, line + used, 200);
        line[used++] = '|';
    }
    return line;
}

static inline int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline char **sorted_lines(const nh_frame *frame, const char *const *columns)
{
    size_t n = nh_frame_rows(frame);
    char **lines = calloc(n + 1, sizeof *lines);
    for (size_t row = 0; row < n; row++) lines[row] = line_of_row(frame, row, columns);
    qsort(lines, n, sizeof *lines, compare_lines);
    return lines;
}

static inline void free_lines(char **lines)
{
    for (size_t i = 0; lines[i]; i++) free(lines[i]);
    free(lines);
}

static inline void assert_same_rows(const nh_frame *got, const nh_frame *expected, const char *const *columns)
{
    char **is = sorted_lines(got, columns), **due = sorted_lines(expected, columns);
    for (size_t i = 0; is[i] && due[i]; i++)
        if (strcmp(is[i], due[i]) != 0) fail_msg("the row %s is there where %s is due", is[i], due[i]);
    assert_int_equal(nh_frame_rows(got), nh_frame_rows(expected));
    free_lines(is);
    free_lines(due);
}

#endif
