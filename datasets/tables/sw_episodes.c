/* datasets/tables/sw_episodes.c: the social workers of a child, a row for each (2024 on). */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "SW_ID", .holds = NH_HOLDS_TEXT, .is_required = true, .meaning = "registration number" },
    { "SW_DECOM", .holds = NH_HOLDS_DATE, .is_required = true, .meaning = "day from which" },
    { "SW_DEC", .holds = NH_HOLDS_DATE, .is_required = true, .meaning = "day until which, blank while open" },
    { "SW_REASON", .holds = NH_HOLDS_CODE, .meaning = "why the worker changed" },
    { 0 }
};

const nh_table nh_table_sw_episodes = {
    .name = "sw_episodes", .summary = "social workers", .level = NH_CHILD_TABLE, .columns = columns,
    .first_year = 2024
};
