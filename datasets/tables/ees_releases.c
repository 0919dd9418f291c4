/* datasets/tables/ees_releases.c: rows of one key, and which of them stands. */
#include "datasets/tables/ees_releases.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "datasets/tables/ees_rows.h"

#include <stdlib.h>

/* A column that the rows of another file do not have is missing there, not 0. */
static nh_column *column_of(nh_frame *table, const nh_column *like)
{
    nh_column *column = nh_frame_find(table, like->name);
    if (column) return column->kind == like->kind ? column : NULL;
    column = nh_frame_add(table, like->name, like->kind);
    for (size_t row = 0; row < column->n; row++) nh_put_mark(column, row, NH_MISSING);
    return column;
}

static void append_column(nh_column *to, size_t first, const nh_column *from)
{
    for (size_t row = 0; row < from->n; row++) {
        if (!nh_present(from, row)) nh_put_mark(to, first + row, nh_mark_at(from, row));
        else if (from->kind == NH_NUMBER) nh_put_number(to, first + row, from->number[row]);
        else nh_put_text(to, first + row, nh_text_at(from, row));
    }
}

void nh_ees_append(nh_frame *table, const nh_frame *rows)
{
    size_t first = nh_frame_rows(table);
    nh_frame_set_lineage(table, NH_PUBLISHED);
    for (size_t row = 0; row < nh_frame_rows(rows); row++) nh_frame_append(table);
    for (size_t i = 0; i < nh_frame_columns(rows); i++) {
        nh_column *to = column_of(table, nh_frame_at(rows, i));
        if (to) append_column(to, first, nh_frame_at(rows, i));
    }
}

/* What makes a row the only one of its kind: year, area and every label. */
static nh_groups *groups_of(const nh_frame *table)
{
    const nh_column **by = nh_zeroed(nh_frame_columns(table), sizeof *by);
    size_t n = 0;
    by[n++] = nh_frame_at(table, NH_EES_YEAR);
    by[n++] = nh_frame_at(table, NH_EES_LEVEL);
    by[n++] = nh_frame_at(table, NH_EES_AUTHORITY);
    for (size_t i = NH_EES_N_PLAIN; i < nh_frame_columns(table); i++)
        if (nh_frame_at(table, i)->kind == NH_CATEGORY) by[n++] = nh_frame_at(table, i);
    nh_groups *groups = nh_group(table, by, n);
    free(by);
    return groups;
}

static bool same_value(const nh_column *column, size_t a, size_t b)
{
    if (nh_mark_at(column, a) != nh_mark_at(column, b)) return false;
    return !nh_present(column, a) || column->number[a] == column->number[b];
}

static bool same_values(const nh_frame *table, size_t a, size_t b)
{
    for (size_t i = NH_EES_N_PLAIN; i < nh_frame_columns(table); i++) {
        const nh_column *column = nh_frame_at(table, i);
        if (column->kind == NH_NUMBER && !same_value(column, a, b)) return false;
    }
    return true;
}

/* The first row of the latest release; `twice` learns of another of that release that differs from it. */
static size_t standing_row(const nh_frame *table, const size_t *rows, size_t n, nh_ees_twice *twice)
{
    const double *release = nh_frame_at(table, NH_EES_RELEASE)->number;
    size_t best = rows[0];
    for (size_t i = 1; i < n; i++)
        if (release[rows[i]] > release[best]) best = rows[i];
    for (size_t i = 0; i < n && !twice->is_found; i++)
        if (release[rows[i]] == release[best] && !same_values(table, best, rows[i]))
            *twice = (nh_ees_twice){ true, best, rows[i] };
    return best;
}

nh_ees_twice nh_ees_said_twice(const nh_frame *table)
{
    nh_ees_twice twice = { 0 };
    nh_groups *groups = groups_of(table);
    for (size_t g = 0; g < groups->n && !twice.is_found; g++)
        standing_row(table, groups->rows[g], groups->n_rows[g], &twice);
    nh_groups_free(groups);
    return twice;
}

static bool say_twice(const nh_frame *table, nh_ees_twice twice, const nh_problems *problems, nh_error *err)
{
    const double *file = nh_frame_at(table, NH_EES_FILE)->number, *line = nh_frame_at(table, NH_EES_LINE)->number;
    return nh_fail(err, NH_BAD_INPUT, "%s:%.0f: the same year, area and labels are here twice with different values, "
                   "in two files of one release (the other is %s, line %.0f): give one of them",
                   nh_problems_file_name(problems, (uint32_t)file[twice.again]), line[twice.again],
                   nh_problems_file_name(problems, (uint32_t)file[twice.first]), line[twice.first]);
}

static void count_replaced(const nh_frame *table, size_t row, nh_problems *problems)
{
    uint32_t file = (uint32_t)nh_frame_at(table, NH_EES_FILE)->number[row];
    uint32_t line = (uint32_t)nh_frame_at(table, NH_EES_LINE)->number[row];
    nh_problem_add(problems, NH_PROBLEM_REPLACED, (nh_problem_place){ "ees", NULL, file, line, 0 });
}

/* The code that the latest release has for each three-digit code; NH_NO_LEVEL where it has several. */
typedef struct newest_code {
    double release;
    int32_t code;
} newest_code;

static void learn_code(newest_code *newest, double release, int32_t code)
{
    if (release > newest->release) *newest = (newest_code){ release, code };
    else if (release == newest->release && code != newest->code) newest->code = NH_NO_LEVEL;
}

static void recode_areas(nh_frame *table)
{
    const nh_column *old = nh_frame_at(table, NH_EES_OLD_CODE), *release = nh_frame_at(table, NH_EES_RELEASE);
    nh_column *area = nh_frame_at(table, NH_EES_AUTHORITY);
    newest_code *newest = nh_zeroed(nh_levels_count(old->levels) + 1, sizeof *newest);
    for (size_t row = 0; row < old->n; row++)
        if (nh_present(old, row) && nh_present(area, row))
            learn_code(&newest[old->code[row]], release->number[row], area->code[row]);
    for (size_t row = 0; row < old->n; row++) {
        if (!nh_present(old, row) || newest[old->code[row]].code == NH_NO_LEVEL) continue;
        if (release->number[row] < newest[old->code[row]].release)
            nh_put_code(area, row, newest[old->code[row]].code);
    }
    free(newest);
}

/* Which rows stand; false when two of one release differ, and then `twice` says which. */
static bool mark_standing(const nh_frame *table, bool *stands, nh_ees_twice *twice)
{
    nh_groups *groups = groups_of(table);
    for (size_t g = 0; g < groups->n && !twice->is_found; g++)
        stands[standing_row(table, groups->rows[g], groups->n_rows[g], twice)] = true;
    nh_groups_free(groups);
    return !twice->is_found;
}

static nh_frame *standing_rows(const nh_frame *table, const bool *stands, nh_problems *problems)
{
    size_t n = 0, *rows = nh_zeroed(nh_frame_rows(table) + 1, sizeof *rows);
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        if (stands[row]) rows[n++] = row;
        else count_replaced(table, row, problems);
    }
    nh_frame *standing = nh_frame_take(table, rows, n);
    free(rows);
    return standing;
}

bool nh_ees_keep_latest(nh_frame **table, nh_problems *problems, nh_error *err)
{
    nh_ees_twice twice = { 0 };
    bool *stands = nh_zeroed(nh_frame_rows(*table) + 1, sizeof *stands);
    recode_areas(*table);
    if (!mark_standing(*table, stands, &twice)) {
        free(stands);
        return say_twice(*table, twice, problems, err);
    }
    nh_frame *standing = standing_rows(*table, stands, problems);
    nh_frame_free(*table);
    *table = standing;
    free(stands);
    return true;
}
