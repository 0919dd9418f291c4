/* datasets/tables/oc3.c: care leavers: whether in touch, what they do and where they live. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "IN_TOUCH", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "whether the authority is in touch" },
    { "ACTIV", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "main activity" },
    { "ACCOM", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "accommodation" },
    { 0 }
};

const nh_table nh_table_oc3 = {
    .name = "oc3", .summary = "care leavers", .level = NH_CHILD_TABLE, .columns = columns
};
