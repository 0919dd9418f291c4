/* tests/published_tables.h: files of a release read as tables, for the tests of what is made of them. */
#ifndef NH_TESTS_PUBLISHED_TABLES_H
#define NH_TESTS_PUBLISHED_TABLES_H

#include "datasets/derive/published.h"
#include "datasets/tables/ees.h"
#include "datasets/tables/ees_releases.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct tables {
    nh_frame *frames[NH_PUBLISHED_TABLES];
    size_t n;
    nh_problems *problems;
} tables;

static inline nh_frame *rows_of(tables *all, const char *path)
{
    nh_error err = { 0 };
    nh_source *source = nh_source_open(path, &err);
    nh_csv *csv = source ? nh_csv_open(source, &err) : NULL;
    nh_frame *rows = csv ? nh_ees_read(csv, nh_problems_file(all->problems, path), all->problems, &err) : NULL;
    if (!rows) fail_msg("%s: %s", path, err.text);
    nh_csv_close(csv);
    nh_source_close(source);
    return rows;
}

static inline nh_frame **frame_named(tables *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(nh_frame_name(all->frames[i]), name) == 0) return &all->frames[i];
    return NULL;
}

static inline void add_file(tables *all, const char *path)
{
    nh_error err = { 0 };
    nh_frame *rows = rows_of(all, path);
    nh_frame **table = frame_named(all, nh_frame_name(rows));
    if (!table) {
        all->frames[all->n++] = rows;
        return;
    }
    nh_ees_append(*table, rows);
    nh_frame_free(rows);
    assert_true(nh_ees_keep_latest(table, all->problems, &err));
}

/* Skips the test when the files are not here. */
static inline tables tables_of(const char *const *paths, size_t n)
{
    tables all = { .problems = nh_problems_new() };
    for (size_t i = 0; i < n; i++) {
        if (access(paths[i], R_OK) != 0) {
            print_message("%s is not here: skipped\n", paths[i]);
            skip();
        }
        add_file(&all, paths[i]);
    }
    return all;
}

static inline nh_published published_of(const tables *all)
{
    nh_published published = { .n = all->n };
    for (size_t i = 0; i < all->n; i++) published.tables[i] = all->frames[i];
    return published;
}

static inline void tables_free(tables *all)
{
    for (size_t i = 0; i < all->n; i++) nh_frame_free(all->frames[i]);
    nh_problems_free(all->problems);
}

/* The row of an area and year; fails the test when there is none. */
static inline size_t row_of(const nh_frame *frame, const char *authority, double year)
{
    const nh_column *code = nh_frame_find(frame, "authority"), *years = nh_frame_find(frame, "year");
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        if (years->number[row] == year && strcmp(nh_text_at(code, row), authority) == 0) return row;
    fail_msg("no row for %s %.0f", authority, year);
    return 0;
}

static inline double value_at(const nh_frame *frame, const char *name, size_t row)
{
    const nh_column *column = nh_frame_find(frame, name);
    if (!column || !nh_present(column, row)) fail_msg("%s has no number in row %zu", name, row);
    return column->number[row];
}

static inline nh_mark mark_of(const nh_frame *frame, const char *name, size_t row)
{
    return nh_mark_at(nh_frame_find(frame, name), row);
}

#endif
