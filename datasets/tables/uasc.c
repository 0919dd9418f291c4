/* datasets/tables/uasc.c: unaccompanied asylum-seeking children of the year, a row for each. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "SEX", .holds = NH_HOLDS_CODE, .meaning = "sex" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "DUC", .holds = NH_HOLDS_DATE, .is_required = true,
      .meaning = "day on which the status ended, blank while it lasts" },
    { 0 }
};

const nh_table nh_table_uasc = {
    .name = "uasc", .summary = "unaccompanied asylum-seeking children", .level = NH_CHILD_TABLE, .columns = columns
};
