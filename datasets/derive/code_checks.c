/* datasets/derive/code_checks.c: codes that the return has, but not in the year of their row.
 *
 * Left out: PLACE, which cleaning looks at, and codes that the return never had, which reading tells of. */
#include "datasets/derive/rule_checks.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The years that each level of a column is for; 0 where there is no limit. */
typedef struct years_of_code {
    int first, last;
} years_of_code;

static years_of_code *years_of(const char *table, const char *name, const nh_column *column)
{
    size_t n = nh_levels_count(column->levels);
    years_of_code *years = nh_zeroed(n + 1, sizeof *years);
    for (size_t i = 0; i < n; i++) {
        const nh_code *code = nh_code_info(table, name, nh_levels_text(column->levels, (int32_t)i));
        if (code) years[i] = (years_of_code){ code->first_year, code->last_year };
    }
    return years;
}

static bool is_of(years_of_code code, int year)
{
    return year >= code.first && (code.last == 0 || year <= code.last);
}

static const nh_column *column_of(const nh_frame *frame, const char *name)
{
    char small[64] = "";
    for (size_t i = 0; name[i] && i + 1 < sizeof small; i++) small[i] = (char)tolower((unsigned char)name[i]);
    return nh_frame_find(frame, small);
}

static void check_column(const nh_frame *frame, const nh_table *table, const char *name, nh_problems *problems)
{
    const nh_column *column = column_of(frame, name), *year = nh_frame_find(frame, "year");
    if (!column || !column->levels || !year) return;
    years_of_code *years = years_of(table->name, name, column);
    for (size_t row = 0; row < column->n; row++) {
        if (!nh_present(column, row) || !nh_present(year, row)) continue;
        if (is_of(years[column->code[row]], (int)year->number[row])) continue;
        nh_problem_add(problems, NH_PROBLEM_CODE_OF_OTHER_YEAR, nh_problem_place_of(table->name, name, frame, row));
    }
    free(years);
}

void nh_check_codes(const nh_inputs *inputs, nh_problems *problems)
{
    for (size_t t = 0; t < nh_table_count(); t++) {
        const nh_table *table = nh_table_at(t);
        const nh_frame *frame = nh_extract_table(nh_inputs_extract(inputs), table->name);
        if (!frame || table->level != NH_CHILD_TABLE) continue;
        for (const nh_table_column *c = table->columns; c && c->name; c++)
            if (c->holds == NH_HOLDS_CODE && strcmp(c->name, "PLACE") != 0)
                check_column(frame, table, c->name, problems);
    }
}
