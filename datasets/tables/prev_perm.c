/* datasets/tables/prev_perm.c: children who came into care after an earlier permanent arrangement. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "PREV_PERM", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "the earlier arrangement" },
    { "LA_PERM", .holds = NH_HOLDS_TEXT, .meaning = "authority that made it" },
    { "DATE_PERM", .holds = NH_HOLDS_TEXT, .meaning = "when it was made, zz for parts not known" },
    { 0 }
};

const nh_table nh_table_prev_perm = {
    .name = "prev_perm", .summary = "earlier permanent arrangements", .level = NH_CHILD_TABLE, .columns = columns,
    .first_year = 2017
};
