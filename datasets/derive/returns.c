/* datasets/derive/returns.c: one bit a table for each authority and year. */
#include "datasets/derive/returns.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

static const char *const table_names[NH_RETURN_TABLES] = { "episodes", "header", "oc2", "missing", "uasc" };

static size_t n_years(const nh_returns *returns)
{
    return (size_t)(returns->last_year - returns->first_year + 1);
}

static uint8_t *tables_of(const nh_returns *returns, int32_t authority, int year)
{
    if (authority < 0 || (size_t)authority >= returns->n_authorities) return NULL;
    if (year < returns->first_year || year > returns->last_year) return NULL;
    return &returns->tables[(size_t)authority * n_years(returns) + (size_t)(year - returns->first_year)];
}

static void mark(nh_returns *returns, nh_return_table table, int32_t authority, int year)
{
    uint8_t *tables = tables_of(returns, authority, year);
    if (tables) *tables |= (uint8_t)(1u << table);
}

static void find_years(nh_returns *returns, const nh_frame *episodes)
{
    const nh_column *year = nh_frame_find(episodes, "year");
    for (size_t row = 0; row < year->n; row++) {
        int y = (int)year->number[row];
        if (y > returns->last_year) returns->last_year = y;
        if (y < returns->first_year || returns->first_year == 0) returns->first_year = y;
    }
}

/* A return's rows stand together, so that most rows are of the one that was marked last. */
static void mark_rows(nh_returns *returns, nh_return_table table, const nh_frame *frame)
{
    const nh_column *authority = nh_frame_find(frame, "authority"), *year = nh_frame_find(frame, "year");
    int32_t marked = -1;
    double marked_year = 0;
    for (size_t row = 0; authority && year && row < year->n; row++) {
        if (!nh_present(authority, row)) continue;
        if (authority->code[row] == marked && year->number[row] == marked_year) continue;
        marked = authority->code[row];
        marked_year = year->number[row];
        mark(returns, table, marked, (int)marked_year);
    }
}

static int whole_number(const char *text)
{
    int n = 0;
    for (; *text >= '0' && *text <= '9' && n < 100000; text++) n = n * 10 + (*text - '0');
    return *text ? 0 : n;
}

/* A file that named one authority and one year stands for that return even when it has no row. */
static void mark_empty_files(nh_returns *returns, const nh_frame *files)
{
    const nh_column *table = nh_frame_find(files, "table"), *authority = nh_frame_find(files, "authorities");
    const nh_column *year = nh_frame_find(files, "years");
    if (!table || !authority || !year || !table->levels || !authority->levels || !year->levels) return;
    for (size_t row = 0; row < table->n; row++)
        for (int t = 0; t < NH_RETURN_TABLES; t++) {
            if (strcmp(nh_text_at(table, row), table_names[t]) != 0) continue;
            int32_t known = nh_levels_find_text(returns->authorities, nh_text_at(authority, row));
            mark(returns, (nh_return_table)t, known, whole_number(nh_text_at(year, row)));
        }
}

static int latest_of(const nh_returns *returns, int32_t authority)
{
    for (int year = returns->last_year; year >= returns->first_year; year--)
        if (nh_return_has(returns, NH_RETURN_EPISODES, authority, year)) return year;
    return 0;
}

/* An authority whose last return is not the last of all is known up to that return's 31 March only. */
static void find_extract_dates(nh_returns *returns, int32_t extract_date)
{
    for (size_t a = 0; a < returns->n_authorities; a++) {
        returns->latest[a] = latest_of(returns, (int32_t)a);
        int32_t own = nh_year_end(returns->latest[a]);
        bool ends_early = returns->latest[a] < returns->last_year && own < extract_date;
        returns->extract_date[a] = ends_early ? own : extract_date;
    }
}

nh_returns *nh_returns_of(const nh_inputs *inputs, const nh_frame *episodes)
{
    const nh_extract *extract = nh_inputs_extract(inputs);
    nh_returns *returns = nh_zeroed(1, sizeof *returns);
    returns->authorities = nh_frame_find(episodes, "authority")->levels;
    returns->n_authorities = nh_levels_count(returns->authorities);
    find_years(returns, episodes);
    returns->tables = nh_zeroed(returns->n_authorities * n_years(returns), sizeof *returns->tables);
    returns->latest = nh_zeroed(returns->n_authorities, sizeof *returns->latest);
    returns->extract_date = nh_zeroed(returns->n_authorities, sizeof *returns->extract_date);
    for (int t = 0; t < NH_RETURN_TABLES; t++) {
        const nh_frame *frame = nh_extract_table(extract, table_names[t]);
        if (frame) mark_rows(returns, (nh_return_table)t, frame);
    }
    mark_empty_files(returns, nh_extract_inputs(extract));
    find_extract_dates(returns, nh_inputs_rules(inputs)->extract_date);
    return returns;
}

void nh_returns_free(nh_returns *returns)
{
    if (!returns) return;
    free(returns->tables);
    free(returns->latest);
    free(returns->extract_date);
    free(returns);
}

bool nh_return_has(const nh_returns *returns, nh_return_table table, int32_t authority, int year)
{
    const uint8_t *tables = tables_of(returns, authority, year);
    return tables && (*tables >> table & 1);
}

bool nh_any_return_has(const nh_returns *returns, nh_return_table table, int32_t authority)
{
    for (int year = returns->first_year; year <= returns->last_year; year++)
        if (nh_return_has(returns, table, authority, year)) return true;
    return false;
}
