/* datasets/tables/placed_adoption.c: decisions that a child should be placed for adoption, and their end. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "DATE_PLACED", .holds = NH_HOLDS_DATE, .is_required = true, .meaning = "day on which the child was placed" },
    { "DATE_PLACED_CEASED", .holds = NH_HOLDS_DATE, .is_required = true, .meaning = "day on which the plan ended" },
    { "REASON_PLACED_CEASED", .holds = NH_HOLDS_CODE, .meaning = "why it ended" },
    { 0 }
};

const nh_table nh_table_placed_adoption = {
    .name = "placed_adoption", .summary = "placed for adoption", .level = NH_CHILD_TABLE, .columns = columns
};
