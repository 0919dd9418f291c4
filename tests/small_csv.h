/* tests/small_csv.h: a frame from a CSV file of numbers and plain texts, for tests that stand alone.
 *
 * A column is a number when every cell that is not empty reads as one; quotes around a cell are taken off;
 * cells hold no commas. NULL when the file is not there. */
#ifndef NH_TESTS_SMALL_CSV_H
#define NH_TESTS_SMALL_CSV_H

#include "datasets/frame/arena.h"
#include "datasets/frame/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL_COLUMNS = 64, SMALL_LINE = 8192 };

static inline size_t small_cells(char *line, char *cell[SMALL_COLUMNS])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *at = line; at && n < SMALL_COLUMNS; n++) {
        cell[n] = at;
        at = strchr(at, ',');
        if (at) *at++ = 0;
        size_t length = strlen(cell[n]);
        if (length < 2 || cell[n][0] != '"') continue;
        cell[n][length - 1] = 0;
        cell[n]++;
    }
    return n;
}

static inline bool small_is_number(const char *text)
{
    char *end;
    strtod(text, &end);
    return *text == 0 || *end == 0;
}

static inline void small_put(nh_column *column, size_t row, const char *text)
{
    if (*text == 0) nh_put_mark(column, row, NH_MISSING);
    else if (column->kind == NH_NUMBER) nh_put_number(column, row, strtod(text, NULL));
    else nh_put_text(column, row, text);
}

/* Twice over the lines: for the kinds, then for the cells. */
static inline nh_frame *small_csv(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[SMALL_LINE], names[SMALL_LINE], *cell[SMALL_COLUMNS], *name[SMALL_COLUMNS];
    bool is_number[SMALL_COLUMNS];
    if (!file) return NULL;
    if (!fgets(names, sizeof names, file)) return fclose(file), NULL;
    size_t n = small_cells(names, name);
    for (size_t j = 0; j < n; j++) is_number[j] = true;
    while (fgets(line, sizeof line, file))
        for (size_t j = 0, m = small_cells(line, cell); j < m && j < n; j++) is_number[j] &= small_is_number(cell[j]);
    nh_frame *frame = nh_frame_new("data", NULL);
    for (size_t j = 0; j < n; j++) nh_frame_add(frame, name[j], is_number[j] ? NH_NUMBER : NH_CATEGORY);
    rewind(file);
    if (!fgets(line, sizeof line, file)) return fclose(file), frame;
    while (fgets(line, sizeof line, file)) {
        size_t row = nh_frame_append(frame);
        for (size_t j = 0, m = small_cells(line, cell); j < m && j < n; j++)
            small_put(nh_frame_at(frame, j), row, cell[j]);
    }
    fclose(file);
    return frame;
}

#endif
