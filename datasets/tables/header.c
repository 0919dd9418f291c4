/* datasets/tables/header.c: the facts of the SSDA903 return that a child has once.
 *
 * One row a child and return: a second that is the same is set aside, and one with another date of birth or sex
 * refuses the file (nobody can say which child is meant). */
#include "datasets/tables/header_rows.h"
#include "datasets/tables/table.h"

#include <string.h>

enum { CHILD, SEX, DOB, ETHNIC, UPN, MOTHER, MC_DOB };

static const nh_table_column columns[] = {
    [CHILD] = { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    [SEX] = { "SEX", .alias = "GENDER", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "sex" },
    [DOB] = { "DOB", .holds = NH_HOLDS_DATE, .is_required = true, .meaning = "date of birth" },
    [ETHNIC] = { "ETHNIC", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "ethnic group" },
    [UPN] = { "UPN", .holds = NH_HOLDS_TEXT, .is_unused = true,
              .meaning = "unique pupil number, or why there is none" },
    [MOTHER] = { "MOTHER", .holds = NH_HOLDS_CODE, .meaning = "1 for a mother" },
    [MC_DOB] = { "MC_DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth of her first child" },
    { "UASC", .alias = "UASC_STATUS", .holds = NH_HOLDS_CODE,
      .meaning = "1 for an unaccompanied asylum-seeking child" },
    { 0 }
};

static bool is_one_of(const nh_column *column, size_t row, const char *a, const char *b)
{
    const char *text = column ? nh_text_at(column, row) : "";
    return strcmp(text, a) == 0 || strcmp(text, b) == 0;
}

static bool check(const nh_table_row *row)
{
    nh_column *dob = row->columns[DOB];
    bool is_mother = is_one_of(row->columns[MOTHER], row->row, "1", "1.0");
    if (is_mother && is_one_of(row->columns[SEX], row->row, "1", "M"))
        row->report(row, NH_PROBLEM_INCONSISTENT, MOTHER);
    /* An age of minus 900 would be worse than none. */
    if (nh_present(dob, row->row) && dob->date[row->row] > nh_date(2100, 12, 31))
        nh_put_mark(dob, row->row, NH_MISSING);
    return true;
}

const nh_table nh_table_header = {
    .name = "header", .summary = "children: sex, date of birth, ethnic group", .level = NH_CHILD_TABLE,
    .columns = columns, .check = check, .settle = nh_header_rows_settle
};
