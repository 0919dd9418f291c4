/* datasets/tables/ees_checks.c: the checks on a whole published file. */
#include "datasets/tables/ees_checks.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "datasets/tables/ees_releases.h"
#include "datasets/tables/ees_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static unsigned line_of(const nh_frame *rows, size_t row)
{
    return (unsigned)nh_frame_at(rows, NH_EES_LINE)->number[row];
}

static void warn(const nh_frame *rows, nh_problems *problems, nh_problem_code code, const char *column, size_t row)
{
    uint32_t file = (uint32_t)nh_frame_at(rows, NH_EES_FILE)->number[row];
    nh_problem_add(problems, code, (nh_problem_place){ "ees", column, file, line_of(rows, row), 0 });
}

static bool said_once(const nh_frame *rows, const char *file_name, nh_error *err)
{
    nh_ees_twice twice = nh_ees_said_twice(rows);
    if (!twice.is_found) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s:%u: the same year, area and labels are here twice with different values "
                   "(first on line %u): keep one of them", file_name, line_of(rows, twice.again),
                   line_of(rows, twice.first));
}

/* One code under two names in a file: warned of once a code and name beyond the first. */
static void check_names(const nh_frame *rows, nh_problems *problems)
{
    const nh_column *by[] = { nh_frame_at(rows, NH_EES_AUTHORITY), nh_frame_at(rows, NH_EES_NAME) };
    nh_groups *names = nh_group(rows, by, 2);
    size_t n_codes = nh_levels_count(by[0]->levels);
    bool *is_met = nh_zeroed(n_codes + 1, sizeof *is_met);
    for (size_t g = 0; g < names->n; g++) {
        size_t row = names->first[g];
        if (!nh_present(by[0], row)) continue;
        if (is_met[by[0]->code[row]]) warn(rows, problems, NH_PROBLEM_NAME_DIFFERS, "name", row);
        is_met[by[0]->code[row]] = true;
    }
    free(is_met);
    nh_groups_free(names);
}

/* Only a net figure may be below 0. */
static bool is_net(const nh_frame *rows, size_t row)
{
    for (size_t i = NH_EES_N_PLAIN; i < nh_frame_columns(rows); i++) {
        const nh_column *column = nh_frame_at(rows, i);
        if (column->kind == NH_CATEGORY && strstr(nh_text_at(column, row), "net gain")) return true;
    }
    return false;
}

static void check_counts(const nh_frame *rows, nh_problems *problems)
{
    const nh_column *number = nh_frame_find(rows, "number");
    if (!number || number->kind != NH_NUMBER) return;
    for (size_t row = 0; row < number->n; row++)
        if (nh_present(number, row) && number->number[row] < 0 && !is_net(rows, row))
            warn(rows, problems, NH_PROBLEM_OUT_OF_RANGE, "number", row);
}

static bool is_filter(const nh_frame *rows, size_t column)
{
    return nh_frame_at(rows, column)->kind == NH_CATEGORY;
}

/* A total and what its parts come to. */
typedef struct total {
    bool has_total, is_whole; /* whole: every part has a number */
    size_t total_row, n_parts;
    double whole, parts;
} total;

static total total_of(const nh_column *number, const nh_column *filter, const size_t *rows, size_t n)
{
    int32_t whole = nh_levels_find_text(filter->levels, "total");
    total sum = { .is_whole = true };
    for (size_t i = 0; i < n; i++) {
        if (!nh_present(number, rows[i])) sum.is_whole = false;
        else if (filter->code[rows[i]] == whole) sum.whole = number->number[rows[i]];
        else sum.parts += number->number[rows[i]];
        if (filter->code[rows[i]] == whole) sum.has_total = true, sum.total_row = rows[i];
        else sum.n_parts++;
    }
    return sum;
}

/* Authority counts are exact; national and regional figures are rounded to 10: a sum may be out by 5 a part. */
static bool is_far(const nh_frame *rows, total sum)
{
    bool is_exact = strcmp(nh_text_at(nh_frame_at(rows, NH_EES_LEVEL), sum.total_row), NH_EES_LOCAL) == 0;
    return fabs(sum.whole - sum.parts) > (is_exact ? 0 : 5.0 * (double)(sum.n_parts + 1));
}

static void check_total_of(const nh_frame *rows, const nh_column *filter, nh_problems *problems)
{
    const nh_column *number = nh_frame_find(rows, "number");
    const nh_column **by = nh_zeroed(nh_frame_columns(rows), sizeof *by);
    size_t n = 0;
    by[n++] = nh_frame_at(rows, NH_EES_YEAR);
    by[n++] = nh_frame_at(rows, NH_EES_AUTHORITY);
    for (size_t i = NH_EES_N_PLAIN; i < nh_frame_columns(rows); i++)
        if (is_filter(rows, i) && nh_frame_at(rows, i) != filter) by[n++] = nh_frame_at(rows, i);
    nh_groups *groups = nh_group(rows, by, n);
    for (size_t g = 0; g < groups->n; g++) {
        total sum = total_of(number, filter, groups->rows[g], groups->n_rows[g]);
        if (sum.has_total && sum.is_whole && sum.n_parts > 0 && is_far(rows, sum))
            warn(rows, problems, NH_PROBLEM_TOTAL_MISMATCH, "number", sum.total_row);
    }
    nh_groups_free(groups);
    free(by);
}

/* In tables we know, labels overlap on purpose ("20 miles or less" has parts of its own): a sum says nothing. */
static void check_totals(const nh_frame *rows, nh_problems *problems)
{
    const nh_column *number = nh_frame_find(rows, "number");
    if (strcmp(nh_frame_name(rows), "ees") != 0 || !number || number->kind != NH_NUMBER) return;
    for (size_t i = NH_EES_N_PLAIN; i < nh_frame_columns(rows); i++) {
        const nh_column *filter = nh_frame_at(rows, i);
        if (is_filter(rows, i) && nh_levels_find_text(filter->levels, "total") != NH_NO_LEVEL)
            check_total_of(rows, filter, problems);
    }
}

bool nh_ees_check(const nh_frame *rows, const char *file_name, nh_problems *problems, nh_error *err)
{
    if (!said_once(rows, file_name, err)) return false;
    check_names(rows, problems);
    check_counts(rows, problems);
    check_totals(rows, problems);
    return true;
}
